"""The book's index of names: the people, organisations and places of the terms that stand in the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from galley.interface import word
from galley.model import Article, Language
from galley.terms import Term

_KINDS = ("person", "org", "place")


@dataclass(frozen=True, slots=True)
class Index:
    """The names that stand in an archive, and where."""

    terms: Mapping[int, Term]
    """By a number that the blocks refer to."""
    blocks: Mapping[str, Sequence[int]]
    """The numbers of the names in a block, by article and block: ``slug#p3``."""

    def lists(self, language: Language) -> list[dict[str, Any]]:
        """A list for each kind, in the order in which readers of the language look names up."""
        found = []
        for kind in _KINDS:
            of_kind = [(number, term) for number, term in self.terms.items() if term.kind == kind]
            of_kind.sort(key=lambda one: _sort_key(one[1], language))
            entries = [
                {
                    "number": number,
                    "name": _shown(term, language),
                    "also": term.hans if language == "en" else "",
                }
                for number, term in of_kind
            ]
            if entries:
                found.append({"title": word(f"pdf-index-{kind}", language), "entries": entries})
        return found


def _shown(term: Term, language: Language) -> str:
    return {"zh-Hans": term.hans, "zh-Hant": term.hant, "en": term.en or term.hans}[language]


def _sort_key(term: Term, language: Language) -> tuple[bytes | str, str]:
    """Simplified by sound, Traditional by strokes, English by the alphabet.

    The older national standards of characters are in that order, for the common ones: the first level
    of GB/T 2312 by pinyin, that of Big5 by the number of strokes.
    """
    if language == "zh-Hans":
        return term.hans.encode("gb18030"), term.hans
    if language == "zh-Hant":
        return term.hant.encode("big5hkscs", "replace"), term.hant
    return (term.en or term.hans).casefold(), term.hans


def names(articles: Sequence[Article], terms: Sequence[Term]) -> Index:
    """Find the names in every block. Of names that overlap the longest counts."""
    beginning: dict[str, list[tuple[int, Term]]] = defaultdict(list)
    for number, term in enumerate(terms):
        if term.kind in _KINDS:
            beginning[term.hans[0]].append((number, term))
    for same in beginning.values():
        same.sort(key=lambda one: -len(one[1].hans))
    used: set[int] = set()
    blocks: dict[str, list[int]] = {}
    for article in articles:
        for block in article.blocks:
            found = sorted(set(_numbers(block.text("zh-Hans"), beginning)))
            used.update(found)
            if found:
                blocks[f"{article.slug}#{block.id}"] = found
    return Index({number: terms[number] for number in sorted(used)}, blocks)


def _numbers(text: str, beginning: Mapping[str, Sequence[tuple[int, Term]]]) -> Iterator[int]:
    place = 0
    while place < len(text):
        for number, term in beginning.get(text[place], ()):
            if text.startswith(term.hans, place):
                yield number
                place += len(term.hans) - 1
                break
        place += 1
