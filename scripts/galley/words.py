"""Is a word cut between the end of one line and the beginning of another?

Words and their frequencies (``data/words.tsv``) say how likely the characters on both sides are as
two texts and as one: the best division into words with one word across the line end, against
the best without (a unigram model, as in J. Sun's jieba).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from galley.characters import is_han
from galley.tables import read_lines

LONGEST = 4
"""Characters: the longest words of the table."""
_CONTEXT = 5
"""Han characters on either side that are divided into words."""
_UNKNOWN = -15.0
"""The logarithm of the frequency of a character that is no word."""
MOST = 8.0
"""The most that a cut word says."""
_NEVER = float("-inf")
_OCCURRENCES = 17.93001556361731
"""The logarithm of all occurrences of all words in the list's text, as the table gives them."""


@cache
def _rows() -> dict[str, str]:
    """The table's rows by first character, still to be read."""
    return {line[0]: line for line in read_lines("words.tsv")}


@cache
def _words(first: str) -> dict[str, float | None]:
    """The logarithms of the frequencies of the words that begin with a character, itself among them.

    What only begins a longer word is there too, with no frequency.
    """
    found: dict[str, float | None] = {first: _UNKNOWN}
    for length, column in enumerate(_rows().get(first, "").split("\t")[1:], 1):
        for group in column.split():
            score = ord(group[0]) - ord("a") - _OCCURRENCES
            if length == 1:
                found[first] = score
            for at in range(1, len(group), length - 1 or 1):
                found[first + group[at : at + length - 1]] = score
                for size in range(1, length - 1):
                    found.setdefault(first + group[at : at + size], None)
    return found


class Before(NamedTuple):
    """The side before a line end: the words that may be cut there."""

    divided: float
    """The score of the best division of its last characters into words."""
    begun: tuple[tuple[str, dict[str, float | None], float], ...]
    """Its last 1, 2, 3 characters, the words with the first of them, and the score of what is left."""


class After(NamedTuple):
    """The side after a line end."""

    divided: float
    ended: tuple[tuple[str, float], ...]
    """Its first 1, 2, 3 characters, and the score of what is left."""


def before(text: str) -> Before:
    """The side before a line end: a text's last characters, without spaces."""
    start = len(text)
    while start and len(text) - start < _CONTEXT and is_han(text[start - 1]):
        start -= 1
    part = text[start:]
    size = len(part)
    best = [0.0] + [_NEVER] * size
    words = [_words(char) for char in part]
    for start, known in enumerate(words):
        for end in range(start + 1, min(size, start + LONGEST) + 1):
            score = known.get(part[start:end])
            if score is not None and best[start] + score > best[end]:
                best[end] = best[start] + score
    begun = [(part[at:], words[at], best[at]) for at in range(size - 1, max(-1, size - LONGEST), -1)]
    return Before(best[-1], tuple(begun))


def after(text: str) -> After:
    """The side after a line end: a text's first characters, without spaces."""
    size = 0
    while size < min(_CONTEXT, len(text)) and is_han(text[size]):
        size += 1
    part = text[:size]
    best = [_NEVER] * size + [0.0]
    for start in range(size - 1, -1, -1):
        known = _words(part[start])
        for end in range(start + 1, min(size, start + LONGEST) + 1):
            score = known.get(part[start:end])
            if score is not None and best[end] + score > best[start]:
                best[start] = best[end] + score
    return After(best[0], tuple((part[:end], best[end]) for end in range(1, min(LONGEST, size + 1))))


def may_cut(left: Before, char: str) -> bool:
    """Whether a word that begins before a line end may go on with a character."""
    for beginning, known, _ in left.begun:  # noqa: SIM110 - any() is slower; this is asked of every pair
        if beginning + char in known:
            return True
    return False


def cut(left: Before, right: After) -> float:
    """How much likelier a word is cut between two sides than not: a logarithm, from 0 to 8."""
    most = apart = left.divided + right.divided
    for size, (beginning, known, rest) in enumerate(left.begun, 1):
        for ending, later in right.ended[: LONGEST - size]:
            score = known.get(beginning + ending)
            if score is not None and rest + score + later > most:
                most = rest + score + later
    return min(MOST, most - apart)
