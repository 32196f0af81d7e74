"""Match text that breaks off with the text, further down, that goes on with it.

Columns come from the OCR in pieces: another article, a headline, a caption stands in the middle of a
sentence. What breaks off and what may go on are matched in pairs, the best first. A pair is the
better the better it reads on, the more words both sides share, if brackets and quotation marks close,
if both stand in columns of one width, and if nothing but heads and captions stands between. The
search looks at the nearest candidates only, so its time grows with the number of lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate, chain
from math import log1p

from galley.characters import HAN, cannot_start, ends_sentence
from galley.clues import COMMON_OPENING, INDENT_MARKS, NUMBERED
from galley.lattice import WIDEST_COLUMN, State
from galley.measure import print_width
from galley.reading import Reader, closes, open_marks
from galley.shapes import jump_page, starts_article

_NEAREST = 14
"""So many places are tried for one that breaks off."""
_FARTHEST = 200
"""Rows."""
_WEAK = 9.0
"""A line end whose decision is surer than this, as a log odds, is not put in question."""
_CONTEXT = 200
"""Characters on either side whose words are compared."""
_CONTEXT_ROWS = 30
_MOST_SHARED = 2.5
"""Sharing words can raise a score by so much."""
_RARE = 4
"""Words (pairs of characters) in more lines of the page than this say nothing of one article."""

# Fitted by logistic regression on pages laid out by program. Log odds.
_BASE = -2.6
"""Few pairs belong together, but what breaks off mostly goes on somewhere."""
_READS = 0.9
"""For each unit of the reader's score."""
_SHARED = 0.58
"""For the logarithm of the number of rare words on both sides."""
_LATER = 2.4
"""By its width and place the line is a later line of a paragraph."""
_FIRST = -2.0
"""It is indented."""
_NARROW_PLAIN = 1.3
"""It is a short line by itself, like the last line of a paragraph."""
_HEAD_LIKE = -3.0
"""It could be a head."""
_TAIL_HEAD_LIKE = -4.5
"""What breaks off could be a head."""
_CLOSES = 2.5
"""It closes a bracket or a quotation that stands open."""
_CLOSES_NOTHING = -0.8
"""It closes one that does not."""
_NOTHING_BETWEEN = 2.5
"""Only heads, captions and bylines stand between."""
_INTERRUPTED = 2.7
"""A head, caption or byline stands right behind what breaks off."""
_DISTANCE = -0.8
"""For the logarithm of the number of rows between."""
_OTHER_COLUMN = -1.0
"""The columns have different widths."""
_OPENING = -1.1
"""It begins as paragraphs often do."""
_NUMBERED = -0.4
_INDENT_KEPT = -0.4
_HELD = -0.3
"""For each unit of the odds that it goes on with the line right above it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A row as the matcher sees it."""

    text: str
    raw: str
    is_text: bool
    goes_on: bool
    odds: float
    """Log odds of going on with the next row."""
    state: State
    column: float | None


def continuations(pieces: Sequence[Piece], reader: Reader) -> dict[int, tuple[int, float]]:
    """For each row that breaks off and whose continuation is found: where it is, and the log odds."""
    tails = [n for n in range(len(pieces) - 1) if _breaks_off(pieces[n])]
    heads = [n for n in range(1, len(pieces)) if _may_go_on(pieces[n - 1], pieces[n])]
    if not tails:
        return {}
    matcher = _Matcher(pieces, reader)
    pairs: list[tuple[float, int, int]] = []
    first = 0
    for tail in tails:
        while first < len(heads) and heads[first] <= tail:
            first += 1
        for head in heads[first : first + _NEAREST]:
            if head - tail > _FARTHEST:
                break
            if head > tail + 1:
                pairs.append((matcher.score(tail, head), tail, head))
            elif pieces[tail].goes_on:
                pairs.append((pieces[tail].odds, tail, head))
    return _best(pairs)


def _best(pairs: Iterable[tuple[float, int, int]]) -> dict[int, tuple[int, float]]:
    """Take pairs in the order of their scores, each row once; leave out those that stand together."""
    found: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for score, tail, head in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if score > 0 and tail not in found and head not in taken:
            found[tail] = (head, score)
            taken.add(head)
    return {tail: match for tail, match in found.items() if match[0] != tail + 1}


def _breaks_off(piece: Piece) -> bool:
    if not (piece.is_text or piece.state == "head") or ends_sentence(piece.text):
        return False
    if piece.text[-1] in "；;：:" or jump_page(piece.text) is not None:
        return False
    return not piece.goes_on or piece.odds < _WEAK


def _may_go_on(before: Piece, piece: Piece) -> bool:
    if not (piece.is_text or piece.state == "head") or starts_article(piece.text):
        return False
    return not before.goes_on or before.odds < _WEAK


class _Matcher:
    """Scores pairs of rows; what it finds out about a row it keeps."""

    def __init__(self, pieces: Sequence[Piece], reader: Reader) -> None:
        self._pieces = pieces
        self._reader = reader
        self._words = [_words(piece.text) for piece in pieces]
        self._lines = Counter(chain.from_iterable(self._words))
        self._texts = list(accumulate((piece.is_text for piece in pieces), initial=0))
        self._behind = cache(partial(self._context, step=-1))
        self._ahead = cache(partial(self._context, step=1))
        self._tail = cache(self._score_of_tail)
        self._head = cache(self._score_of_head)

    def score(self, tail: int, head: int) -> float:
        """The log odds that the text of one row goes on in another."""
        a, b = self._pieces[tail], self._pieces[head]
        alone, waiting = self._tail(tail)
        begun, closing = self._head(head)
        score = _BASE + alone + begun + _READS * self._reader.score(a.text, b.text)
        if a.column and b.column and abs(a.column - b.column) >= 0.75:
            score += _OTHER_COLUMN
        if closing:
            score += _CLOSES if closing in waiting else _CLOSES_NOTHING
        if self._texts[head] == self._texts[tail + 1]:
            score += _NOTHING_BETWEEN
        score += _DISTANCE * log1p(head - tail)
        held = max(a.odds if a.goes_on else 0.0, self._held(head))
        if score + _MOST_SHARED <= held:
            return score  # it stays together with its neighbour, whatever words are shared
        return score + _SHARED * log1p(len(self._behind(tail) & self._ahead(head)))

    def _score_of_tail(self, tail: int) -> tuple[float, str]:
        """What the end of a row says for its breaking off, and the marks that it leaves open."""
        piece = self._pieces[tail]
        score = _TAIL_HEAD_LIKE if piece.state == "head" else 0.0
        if not self._pieces[tail + 1].is_text:
            score += _INTERRUPTED
        return score, open_marks(piece.text[-80:])

    def _score_of_head(self, head: int) -> tuple[float, str]:
        """What a row says for its going on with another, and the mark that it closes."""
        piece = self._pieces[head]
        return _begins(piece) + _HELD * self._held(head), closes(piece.text)

    def _held(self, head: int) -> float:
        above = self._pieces[head - 1]
        return above.odds if above.goes_on else 0.0

    def _context(self, number: int, step: int) -> frozenset[str]:
        """The rare words of the text before or after a row."""
        words: set[str] = set()
        size = 0
        rows = 0
        while 0 <= number < len(self._pieces) and size < _CONTEXT and rows < _CONTEXT_ROWS:
            piece = self._pieces[number]
            if piece.is_text or not rows:
                room = _CONTEXT - size
                whole = len(piece.text) <= room
                part = piece.text[-room:] if step < 0 else piece.text[:room]
                words |= self._words[number] if whole else _words(part)
                size += len(piece.text)
            elif step > 0:
                break
            number += step
            rows += 1
        return frozenset(word for word in words if self._lines[word] <= _RARE)


def _begins(piece: Piece) -> float:
    """What the beginning of a row says for its being in the middle of a text."""
    score = {"later": _LATER, "first": _FIRST, "head": _HEAD_LIKE}.get(piece.state, 0.0)
    if piece.state == "plain" and print_width(piece.text) <= WIDEST_COLUMN:
        score += _NARROW_PLAIN
    if COMMON_OPENING.match(piece.text):
        score += _OPENING
    elif NUMBERED.match(piece.text):
        score += _NUMBERED
    if piece.raw[:1] in INDENT_MARKS:
        score += _INDENT_KEPT
    return score + (0.3 if cannot_start(piece.text) else 0.0)


_PAIR = re.compile(rf"(?=([{HAN}][{HAN}]))")


def _words(text: str) -> set[str]:
    """Pairs of neighbouring Han characters."""
    return set(_PAIR.findall(text.replace(" ", "")))
