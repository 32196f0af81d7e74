"""Fold text for searching: what a reader would take for the same character becomes the same.

Both Chinese scripts (and the variants of other regions), capitals, full-width letters and accents. Folding
never changes how many characters a text has, so a place in the folded text is a place in the text.
``overrides/assets/find.js`` does the same in the browser; a test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

import opencc

from galley.characters import HAN, is_han
from galley.model import Article

_WORD = rf"(?:(?![{HAN}])[^\W_])+"
_TOKEN = re.compile(rf"[{HAN}]|{_WORD}(?:['’]{_WORD})*")


class Folding(dict[int, str]):
    """A table for :meth:`str.translate`."""

    def __init__(self, groups: Iterable[str]) -> None:
        super().__init__({ord(char): group[0] for group in groups for char in group})

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if code < 0x3000 or 0xFF00 <= code <= 0xFFEF:
            char = unicodedata.normalize("NFKD", char)[0].lower()[0]
        self[code] = char
        return char

    def tokens(self, text: str) -> list[str]:
        """The units that searching compares: Han characters one by one, other words whole.

        Punctuation and spaces only separate; an apostrophe inside a word is left out.
        """
        found = _TOKEN.findall(text.translate(self))
        return [token.replace("'", "").replace("’", "") for token in found]


def pairs_of(articles: Iterable[Article]) -> Counter[tuple[str, str]]:
    """How often a Simplified character stands for a Traditional one in the archive's own text."""
    counts: Counter[tuple[str, str]] = Counter()
    for article in articles:
        for text in (article.title, article.subtitle, article.kicker, article.byline_line, article.paper):
            if text is not None:
                counts.update(zip(text.hans, text.hant, strict=False))
        for block in article.blocks:
            for segment in block.segments:
                if len(segment.hant) == len(segment.hans):
                    counts.update(zip(segment.hans.text, segment.hant, strict=True))
    return counts


def groups_of(pairs: Counter[tuple[str, str]]) -> list[str]:
    """The groups of characters of one meaning in searching that the archive has any use for.

    In each the first is the archive's commonest Simplified form and the second the form that it has
    most often in Traditional: with these a query can be written in the other script.
    """
    groups = {char: {char} for char in set(map(chr, range(0x3400, 0xA000)))}
    for one, other in [*_simplified().items(), *(pair for pair in pairs if all(map(is_han, pair)))]:
        mine, theirs = groups.setdefault(one, {one}), groups.setdefault(other, {other})
        if mine is not theirs:
            small, large = sorted((mine, theirs), key=len)
            large |= small
            groups.update(dict.fromkeys(small, large))
    counts: Counter[str] = Counter()
    for (hans, _), count in pairs.items():
        counts[hans] += count
    found = set()
    for chars in {id(group): group for group in groups.values() if len(group) > 1}.values():
        if any(char in counts for char in chars):
            simplified = min(chars, key=lambda char: (-counts[char], char))
            traditional = min(chars, key=lambda char: (-pairs[simplified, char], char))
            found.add("".join(dict.fromkeys([simplified, traditional, *sorted(chars)])))
    return sorted(found)


@cache
def _simplified() -> dict[str, str]:
    """The Simplified form of each character that OpenCC would change, taken alone."""
    chars = [chr(code) for code in range(0x3400, 0xA000)]
    converted = opencc.OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return {one: other for one, other in zip(chars, converted, strict=True) if one != other and other}


def keys(tokens: Sequence[str]) -> set[str]:
    """What an index keeps of a text: words, and Han characters alone and in twos.

    In twos, because Chinese has no spaces and any program that divides it into words errs somewhere; parts of
    words and names are then found like whole ones.
    """
    pairs = {one + after for one, after in pairwise(tokens) if _han(one) and _han(after)}
    return pairs.union(tokens)


_han = cache(is_han)
