"""Where the archive's people, organisations and places stand, for the index of a book."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from galley.model import Article
from galley.terms import Term

KINDS = ("person", "org", "place")
"""The kinds of terms that belong in an index of names, in its order."""


@dataclass(frozen=True, slots=True)
class Place:
    """An article that has a name: the first block in which it stands, and in how many blocks it does."""

    article: Article
    block: str
    count: int


def places_of(terms: Sequence[Term], articles: Sequence[Article]) -> dict[str, list[Place]]:
    """Where each name stands, by its Simplified form; names that stand nowhere are left out.

    Where one name is a part of another (金川 in 金川集团) the longer one is meant.
    """
    names = sorted({term.hans for term in terms}, key=lambda name: (-len(name), name))
    wanted = {term.hans for term in terms if term.kind in KINDS}
    if not wanted:
        return {}
    pattern = re.compile("|".join(map(re.escape, names)))
    found: dict[str, list[Place]] = {}
    for article in articles:
        first: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for block in article.blocks:
            if block.kind != "note":
                here = set(pattern.findall(block.text("zh-Hans"))) & wanted
                counts.update(here)
                first |= {name: block.id for name in here if name not in first}
        for name, block_id in first.items():
            found.setdefault(name, []).append(Place(article, block_id, counts[name]))
    return found
