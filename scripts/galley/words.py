"""Is a word cut between the end of one line and the beginning of another?

Words and their frequencies (``data/words.tsv``) say how likely the characters on both sides are as
two texts and as one: the best division into words with one word across the line end, against
the best without (a unigram model, as in J. Sun's jieba).
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from math import e, log
from typing import NamedTuple

from galley.characters import HAN

LONGEST = 4
"""Characters: the longest words of the table."""
_CONTEXT = 5
"""Han characters on either side that are divided into words."""
_UNKNOWN = -15.0
"""The logarithm of the frequency of a character that is no word."""
_MOST = 8.0
_END = re.compile(f"[{HAN}]+$")
_BEGINNING = re.compile(f"[{HAN}]+")


@cache
def _table() -> tuple[dict[str, str], float]:
    """The table's rows by first character, still to be read, and the logarithm of all occurrences."""
    text = (resources.files("galley") / "data" / "words.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    rows = {line[0]: line for line in lines[1:]}
    total = 0.0
    for line in rows.values():
        for length, column in enumerate(line.split("\t")[1:], 1):
            for group in column.split():
                words = max(1, (len(group) - 1) // max(1, length - 1))
                total += words * e ** (ord(group[0]) - ord("a"))
    return rows, log(total)


@cache
def _words(first: str) -> dict[str, float]:
    """The logarithms of the frequencies of the words that begin with a character."""
    rows, total = _table()
    found: dict[str, float] = {}
    for length, column in enumerate(rows.get(first, "").split("\t")[1:], 1):
        for group in column.split():
            score = ord(group[0]) - ord("a") - total
            if length == 1:
                found[first] = score
            for at in range(1, len(group), length - 1 or 1):
                found[first + group[at : at + length - 1]] = score
    return found


def _frequency(word: str) -> float | None:
    known = _words(word[0]).get(word)
    return _UNKNOWN if known is None and len(word) == 1 else known


class Side(NamedTuple):
    """The characters at one side of a line end, with the scores of their divisions into words."""

    text: str
    divided: tuple[float, ...]
    """Before a line end: of the first 0, 1, 2… characters. After one: of all but the first 0, 1, 2…"""


def before(text: str) -> Side:
    """The side before a line end: a text's last characters, without spaces."""
    found = _END.search(text)
    part = found[0][-_CONTEXT:] if found else ""
    best = [0.0]
    for end in range(1, len(part) + 1):
        best.append(
            max(
                best[start] + known
                for start in range(max(0, end - LONGEST), end)
                if (known := _frequency(part[start:end])) is not None
            )
        )
    return Side(part, tuple(best))


def after(text: str) -> Side:
    """The side after a line end: a text's first characters, without spaces."""
    found = _BEGINNING.match(text)
    part = found[0][:_CONTEXT] if found else ""
    best = [0.0]
    for start in range(len(part) - 1, -1, -1):
        best.append(
            max(
                best[len(part) - end] + known
                for end in range(start + 1, min(len(part), start + LONGEST) + 1)
                if (known := _frequency(part[start:end])) is not None
            )
        )
    return Side(part, tuple(reversed(best)))


def cut(left: Side, right: Side) -> float:
    """How much likelier a word is cut between two sides than not: a logarithm, from 0 to 8."""
    if not left.text or not right.text:
        return 0.0
    apart = left.divided[-1] + right.divided[0]
    most = 0.0
    for size in range(1, min(LONGEST, len(left.text) + 1)):
        at = len(left.text) - size
        known = _words(left.text[at])
        for taken in range(1, min(LONGEST - size, len(right.text)) + 1):
            score = known.get(left.text[at:] + right.text[:taken])
            if score is not None:
                most = max(most, left.divided[at] + score + right.divided[taken] - apart)
    return min(_MOST, most)
