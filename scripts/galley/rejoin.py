"""Match text that breaks off with the text, further down, that goes on with it.

Columns come from the OCR in pieces: another article, a headline, a caption stands in the middle of a
sentence. What breaks off and what may go on are matched in pairs. A pair is the better the better it
reads on, if the line end cuts a word, the more words both sides share, if brackets and quotation marks
close, if both stand in columns of one width, and if nothing but heads and captions stands between
(``data/rejoin.tsv``). Where two articles take turns in columns of one width, a line end that looks
like any other must be given up too: so all pairs are chosen together (:mod:`galley.matching`). The
search looks at the nearest candidates only, so its time grows with the number of lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache, cached_property, partial
from itertools import accumulate
from math import log, log1p
from operator import add
from typing import NamedTuple

from galley import words
from galley.characters import HAN, cannot_end, cannot_start, ends_sentence
from galley.clues import COMMON_OPENING, NUMBERED
from galley.lattice import WIDEST_COLUMN, State
from galley.matching import best_pairs
from galley.measure import print_width
from galley.reading import MOST, Reader, closes, open_marks
from galley.shapes import jump_page, starts_article
from galley.tables import read_data

_NEAREST = 60
"""So many places are tried for one that breaks off."""
_NEAR = 20
"""Of places farther than so many only those are tried that look like the middle of a text by themselves."""
_FAR_BEGUN = -0.5
"""What their form says for it at least."""
_FARTHEST = 200
"""Rows."""
_WEAK = 9.0
"""A line end whose decision is surer than this, as a log odds, is not put in question."""
_STANDS = 3.0
"""A line end is looked at for itself only if it is less sure than this."""
_SURELY = 8.0
"""Log odds that say all they can."""
_ODDS = 12.0
"""The most that the log odds of a line end count."""
_CONTEXT = 300
"""Characters on either side whose words are compared."""
_CONTEXT_ROWS = 45
_RARE = 6
"""Words (pairs of characters) in more lines of the page than this say nothing of one article."""
_MOST_SHARED = 1.6
"""Shared words seldom raise a score by more: by so much or less in nineteen of twenty pairs."""
_MARGIN = 1.3
"""A score is so much above the log odds of being right: of pairs with scores near 1.3 half are. A wrong
pair costs an editor no more than a missing one, so those below are taken too, and are doubtful."""
_AS_WIDE = 0.75
"""Em. Columns that differ by less have one width."""
_NEAR_COLUMN = 2.5
"""Em. A line of a column is as wide as the column, but for an indent."""
_CLAUSE = re.compile("[，。、；：,;:]")
_HAN = re.compile(f"[{HAN}]+")


class Piece(NamedTuple):
    """A row as the matcher sees it."""

    text: str
    is_text: bool
    goes_on: bool
    odds: float
    """Log odds of going on with the next row: below 0 where it does not."""
    state: State
    column: float | None


@cache
def weights() -> dict[str, float]:
    """The clues' scores."""
    return {row["clue"]: float(row["score"]) for row in read_data("rejoin.tsv")}


def continuations(pieces: Sequence[Piece], reader: Reader) -> dict[int, tuple[int, float]]:
    """For each row that breaks off and whose continuation is found: where it is, and the log odds."""
    scores = scored_pairs(pieces, Matcher(pieces, reader, weights()))
    pairs = best_pairs({tail: {h: s for h, s in row.items() if s > 0} for tail, row in scores.items()})
    return {tail: (head, scores[tail][head] - _MARGIN) for tail, head in pairs.items() if head != tail + 1}


def scored_pairs(pieces: Sequence[Piece], matcher: Matcher) -> dict[int, dict[int, float]]:
    """The scores of all pairs of rows that may belong together, by the row that breaks off.

    A line end that is likely to stand is looked at only where another row may go on behind it.
    """
    heads = [n for n in range(1, len(pieces)) if _may_go_on(pieces[n - 1], pieces[n])]
    tails = {n for n in range(len(pieces) - 1) if _breaks_off(pieces[n])}
    waiting = [n for n in tails if pieces[n].odds < _STANDS]
    scores: dict[int, dict[int, float]] = {}
    while waiting:
        tail = waiting.pop()
        if tail in scores:
            continue
        at = bisect_right(heads, tail)
        reach = bisect_right(heads, tail + _FARTHEST, at, min(len(heads), at + _NEAREST))
        scores[tail] = matcher.row(tail, heads[at:reach])
        waiting += [head - 1 for head in scores[tail] if head > tail + 1 and head - 1 in tails]
    return scores


def _breaks_off(piece: Piece) -> bool:
    if not (piece.is_text or piece.state == "head") or len(piece.text) < 2 or ends_sentence(piece.text):
        return False
    if piece.text[-1] in "；;：:" or jump_page(piece.text) is not None:
        return False
    return piece.odds < _WEAK


def _may_go_on(before: Piece, piece: Piece) -> bool:
    if not (piece.is_text or piece.state == "head") or starts_article(piece.text):
        return False
    return before.odds < _WEAK


class Matcher:
    """Scores pairs of rows; what it finds out about a row it keeps."""

    def __init__(self, pieces: Sequence[Piece], reader: Reader, says: Mapping[str, float]) -> None:
        self._pieces = pieces
        self._reader = reader
        self._says = says
        self._bare = ["".join(piece.text.split()) for piece in pieces]
        self._between = [says["each between"] * log1p(count) for count in range(_NEAREST)]
        self._places = [says["each place"] * log(max(1, count)) for count in range(_NEAREST + 1)]
        self._same_column, self._other_column = says["same column"], says["other column"]
        self._one_column, self._both_go_on = says["one column"], says["both go on"]
        self._reads, self._most_read = says["reads"], says["reads"] * MOST
        self._most_cut = says["word"] * words.MOST
        self._texts = list(accumulate((piece.is_text for piece in pieces), initial=0))
        self._bodies = list(accumulate((_is_body(piece) for piece in pieces), initial=0))
        self._behind = cache(partial(self._context, step=-1))
        self._ahead = cache(partial(self._context, step=1))
        self._words = cache(lambda number: self._words_of(self._bare[number]))
        self._is_seam = cache(self._breaks_off)
        self._tail = cache(self._score_of_tail)
        self._head = cache(self._score_of_head)
        self._left = cache(lambda number: words.before(self._bare[number][-12:]))
        self._right = cache(lambda number: words.after(self._bare[number][:12]))

    @cached_property
    def _rare(self) -> dict[str, float]:
        """The weights of the pairs of characters that stand in few places, but in more than one."""
        weights = [log(1 + len(self._pieces) / (1 + count)) - 1 for count in range(_RARE + 1)]
        return {pair: weights[count] for pair, count in self._reader.between(2, _RARE)}

    @cached_property
    def _known_rare(self) -> frozenset[str]:
        return frozenset(self._rare)

    def kept(self, tail: int) -> float:
        """The score of a row's going on with the next one."""
        says, piece = self._says, self._pieces[tail]
        score = says["kept base"] + says["kept"] * min(piece.odds, _ODDS)
        score = score + says["kept word"] * self._cut(tail, tail + 1)
        if self._pieces[tail + 1].state == "later":
            score = score + says["kept later"]
        return score + says["kept head"] if piece.state == "head" else score

    def row(self, tail: int, heads: Sequence[int]) -> dict[int, float]:
        """The scores of a row's going on in each of these, the nearest first, if it is above 0.

        A pair below that is never taken. So what takes longest is found out last, and only where it could
        bring the score above 0.
        """
        says, pieces, column = self._says, self._pieces, self._pieces[tail].column
        alone, waiting, end, left = self._tail(tail)
        alone += self._places[len(heads)]
        goes_on, is_head = pieces[tail].goes_on, pieces[tail].state == "head"
        texts, bodies = self._texts[tail + 1], self._bodies[tail + 1]
        row: dict[int, float] = {}
        for between, head in enumerate(heads):
            if head == tail + 1:
                if goes_on:
                    row[head] = self.kept(tail)
                continue
            if is_head and pieces[head].state == "head":
                continue
            begun, closing, other, beginning = self._head(head)
            if between >= _NEAR and begun < _FAR_BEGUN:
                continue
            score = alone + begun + self._between[between]
            if column and other:
                score += self._same_column if -_AS_WIDE < column - other < _AS_WIDE else self._other_column
            elif column or other:
                score += self._one_column
            if closing:
                score += says["closes" if closing in waiting else "closes nothing"]
            if self._texts[head] == texts:
                score += says["nothing between"]
            elif self._bodies[head] == bodies:
                score += says["heads between"]
            if goes_on and pieces[head - 1].goes_on:
                score += self._both_go_on
            may_cut = words.may_cut(left, beginning[:1])
            most = _MOST_SHARED + (self._most_cut if may_cut else 0.0)
            if score + most + self._most_read <= 0:
                continue
            score += self._reads * self._reader.meet(end, beginning)
            if score + most <= 0:
                continue
            if may_cut:
                score += says["word"] * words.cut(left, self._right(head))
            if score + _MOST_SHARED <= 0:
                continue
            score += says["shared"] * self._shared(tail, head)
            if score > 0:
                row[head] = score
        return row

    def _cut(self, tail: int, head: int) -> float:
        """How much likelier than not a word is cut between the two."""
        left = self._left(tail)
        return words.cut(left, self._right(head)) if words.may_cut(left, self._bare[head][:1]) else 0.0

    def _score_of_tail(self, tail: int) -> tuple[float, str, str, words.Before]:
        """What the end of a row says for its breaking off, the marks that it leaves open, and its end."""
        says, piece, below = self._says, self._pieces[tail], self._pieces[tail + 1]
        score = says["base"]
        if piece.state == "head":
            score = score + says["tail head"]
        if piece.goes_on:
            score = score + says["tail goes on"]
        if below.state == "first" or starts_article(below.text) or COMMON_OPENING.match(below.text):
            score = score + says["beginning follows"]
        return score, open_marks(piece.text[-80:]), self._bare[tail][-2:], self._left(tail)

    def _score_of_head(self, head: int) -> tuple[float, str, float | None, str]:
        """What a row says for its going on with another, the mark it closes, its column and beginning."""
        says, piece, above = self._says, self._pieces[head], self._pieces[head - 1]
        score = 0.0
        if above.goes_on:
            score = score + says["head goes on"]
        elif above.is_text:
            score = score + says["surely parted"] * min(_SURELY, -above.odds)
        for clue in _begins(piece):
            score = score + says[clue]
        return score, closes(piece.text), piece.column, self._bare[head][:2]

    def _shared(self, tail: int, head: int) -> float:
        """The weight of the rare words on both sides, smaller the more words there are."""
        (behind, some), (ahead, others) = self._behind(tail), self._ahead(head)
        found = sum(self._rare[word] for word in sorted(behind & ahead))
        return log1p(max(0.0, found) / (1 + 0.02 * min(some, others)))

    def _context(self, number: int, step: int) -> tuple[frozenset[str], int]:
        """The rare words of the text before or after a row, and the number of all its words.

        What stands beyond a place where another text breaks off may be of another article.
        """
        found: frozenset[str] = frozenset()
        size = rows = words = 0
        while 0 <= number < len(self._pieces) and size < _CONTEXT and rows < _CONTEXT_ROWS:
            piece = self._pieces[number]
            if rows and step < 0 and self._is_seam(number):
                break
            if piece.is_text or not rows:
                room, text = _CONTEXT - size, self._bare[number]
                rare, count = (
                    self._words(number)
                    if len(text) <= room
                    else self._words_of(text[-room:] if step < 0 else text[:room])
                )
                found |= rare
                words += count
                size += len(text)
            elif step > 0:
                break
            if step > 0 and self._is_seam(number):
                break
            number += step
            rows += 1
        return found, words

    def _words_of(self, text: str) -> tuple[frozenset[str], int]:
        """The rare pairs of Han characters in a text, and how many pairs it has."""
        runs = _HAN.findall(text)
        pairs = [pair for run in runs for pair in map(add, run, run[1:])]
        return self._known_rare.intersection(pairs), len(pairs)

    def _breaks_off(self, number: int) -> bool:
        piece = self._pieces[number]
        return piece.is_text and not piece.goes_on and not _stops(piece.text)


def _is_body(piece: Piece) -> bool:
    """Whether a row is text by its form too: no shorter or wider than its column, as a head would be."""
    if not piece.is_text:
        return False
    text = piece.text
    if piece.column is not None and abs(print_width(text) - piece.column) <= _NEAR_COLUMN:
        return True
    in_sentence = not ends_sentence(text) and not cannot_start(text) and not cannot_end(text)
    return not in_sentence or not set("。；;").isdisjoint(text)


def _stops(text: str) -> bool:
    return ends_sentence(text) or text[-1] in "；;：:)）"


def _begins(piece: Piece) -> list[str]:
    """The clues in the beginning of a row for and against its being in the middle of a text."""
    found: list[str] = []
    if piece.state in ("first", "later", "head"):
        found.append(piece.state)
    if piece.state == "plain" and print_width(piece.text) <= WIDEST_COLUMN:
        found.append("narrow plain")
    if COMMON_OPENING.match(piece.text):
        found.append("opening")
    if NUMBERED.match(piece.text):
        found.append("numbered")
    if cannot_start(piece.text):
        found.append("cannot begin")
    mark = _CLAUSE.search(piece.text[:8])
    if mark and mark.start() <= 2:
        found.append("early mark")
    return found
