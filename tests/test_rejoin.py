"""Matching what breaks off with what goes on: the scores, the assignment, and the words across a line end."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import e, log, log1p
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import read
from galley import words
from galley.characters import cannot_end, cannot_start, ends_sentence, is_han
from galley.clues import COMMON_OPENING, NUMBERED
from galley.lattice import State
from galley.matching import best_pairs
from galley.measure import print_width
from galley.reading import Reader, closes, open_marks
from galley.rejoin import Matcher, Piece, continuations, scored_pairs, weights
from galley.shapes import jump_page, starts_article
from galley.tables import read_lines

_SCORES = st.dictionaries(
    st.integers(0, 3),
    st.dictionaries(st.integers(10, 13), st.integers(1, 40).map(lambda n: n / 4), max_size=4),
    max_size=4,
)


def _best_sum(scores: dict[int, dict[int, float]]) -> float:
    """The most that any choice of pairs adds up to, by trying all."""
    tails = sorted(scores)
    sums = []
    for choice in itertools.product(*([None, *scores[tail]] for tail in tails)):
        heads = [head for head in choice if head is not None]
        if len(heads) == len(set(heads)):
            sums.append(sum(scores[t][h] for t, h in zip(tails, choice, strict=True) if h is not None))
    return max(sums)


@given(_SCORES)
def test_no_other_pairs_add_up_to_more(scores: dict[int, dict[int, float]]) -> None:
    pairs = best_pairs(scores)
    assert len(set(pairs.values())) == len(pairs)
    assert sum(scores[tail][head] for tail, head in pairs.items()) == pytest.approx(_best_sum(scores))


def test_two_articles_that_take_turns_cross() -> None:
    """Row 9 seems to go on in row 10 (5.0), and any other pair is worse; two of them are better."""
    assert best_pairs({3: {10: 3.0}, 9: {10: 5.0, 20: 3.0}}) == {3: 10, 9: 20}


@pytest.mark.parametrize(
    ("left", "right", "inside"),
    [
        ("各地和有关部门帮助群众生", "活恢复正常", True),
        ("神舟十七号航", "天员在轨驻留", True),
        ("推进城乡融合发", "展提升农业水平", True),
        ("会议在北京举行", "我们要继续努力", False),
        ("降水较多", "小麦长势良好", False),
        ("abc", "天员", False),
        ("", "", False),
    ],
)
def test_words_cut_by_a_line_end(left: str, right: str, inside: bool) -> None:
    score = words.cut(words.before(left), words.after(right))
    assert (score > 1) == inside
    assert 0 <= score <= 8


_TEXTS = st.text(alphabet="金昌市发展的，。 a1", max_size=12)


@given(_TEXTS, _TEXTS)
def test_any_two_texts_have_a_score(left: str, right: str) -> None:
    score = words.cut(words.before(left), words.after(right))
    assert 0 <= score <= 8
    assert score == 0 or words.may_cut(words.before(left), right[:1])


def test_the_frequencies_are_those_of_the_table() -> None:
    """The sum over all words is written down, so that a page's few words are all that is read."""
    total = 0.0
    for line in read_lines("words.tsv"):
        for length, column in enumerate(line.split("\t")[1:], 1):
            for group in column.split():
                total += max(1, (len(group) - 1) // max(1, length - 1)) * e ** (ord(group[0]) - ord("a"))
    assert pytest.approx(log(total)) == words._OCCURRENCES


def test_every_clue_has_a_score_and_a_reason() -> None:
    assert weights()["closes"] > 0 > weights()["tail head"]


def bare(piece: Piece) -> str:
    return "".join(piece.text.split())


def breaks_off(piece: Piece) -> bool:
    """Text, or a head that may be text, which stops in mid-sentence and does not surely go on below."""
    stops = ends_sentence(piece.text) or piece.text[-1] in "；;：:" or jump_page(piece.text) is not None
    sure = piece.goes_on and piece.odds >= 9
    return (piece.is_text or piece.state == "head") and len(piece.text) > 1 and not stops and not sure


def may_go_on(above: Piece, piece: Piece) -> bool:
    """Text, or a head that may be text, which opens no report and does not surely go on from above."""
    sure = above.goes_on and above.odds >= 9
    return (piece.is_text or piece.state == "head") and not starts_article(piece.text) and not sure


def is_body(piece: Piece) -> bool:
    """Text that cannot be a head: as wide as its column, a whole sentence, or cut at a mark."""
    text = piece.text
    if piece.column is not None and abs(print_width(text) - piece.column) <= 2.5:
        return piece.is_text
    cut = ends_sentence(text) or cannot_start(text) or cannot_end(text)
    return piece.is_text and (cut or any(mark in text for mark in "。；;"))


def is_seam(piece: Piece) -> bool:
    """Text that breaks off, so that what stands next to it may be of another article."""
    stops = ends_sentence(piece.text) or piece.text[-1] in "；;：:)）"
    return piece.is_text and not piece.goes_on and not stops


@dataclass(frozen=True)
class Summed:
    """The scores as data/rejoin.tsv has them: every clue of every pair, added up, however long it takes."""

    pieces: Sequence[Piece]
    reader: Reader

    @cached_property
    def rare(self) -> dict[str, float]:
        found = self.reader.between(2, 6)
        return {pair: log(1 + len(self.pieces) / (1 + count)) - 1 for pair, count in found}

    def around(self, number: int, step: int) -> tuple[set[str], int]:
        """Pairs of Han characters in the text up to a row or from it on, and how many there are."""
        pairs: list[str] = []
        size, row = 0, number
        while 0 <= row < len(self.pieces) and size < 300 and abs(row - number) < 45:
            piece = self.pieces[row]
            if row != number and ((step < 0 and is_seam(piece)) or (step > 0 and not piece.is_text)):
                break
            if piece.is_text or row == number:
                text = bare(piece)[-(300 - size) :] if step < 0 else bare(piece)[: 300 - size]
                pairs += [a + b for a, b in pairwise(text) if is_han(a) and is_han(b)]
                size += len(text)
            if step > 0 and is_seam(piece):
                break
            row += step
        return set(pairs), len(pairs)

    def shared(self, tail: int, head: int) -> float:
        (behind, some), (ahead, others) = self.around(tail, -1), self.around(head, 1)
        found = sum(self.rare.get(pair, 0.0) for pair in behind & ahead)
        return log1p(max(0.0, found) / (1 + 0.02 * min(some, others)))

    def cut(self, tail: int, head: int) -> float:
        left = words.before(bare(self.pieces[tail])[-12:])
        right = bare(self.pieces[head])[:12]
        return words.cut(left, words.after(right)) if words.may_cut(left, right[:1]) else 0.0

    def kept(self, tail: int) -> dict[str, float]:
        """The clues of a line's going on with the next."""
        piece = self.pieces[tail]
        return {
            "kept base": 1,
            "kept": min(piece.odds, 12),
            "kept word": self.cut(tail, tail + 1),
            "kept later": self.pieces[tail + 1].state == "later",
            "kept head": piece.state == "head",
        }

    def form(self, head: int) -> dict[str, float]:
        """The clues of a line by itself for its being in the middle of a text."""
        piece, above = self.pieces[head], self.pieces[head - 1]
        parted = min(8, -above.odds) if above.is_text and not above.goes_on else 0
        found = {"head goes on": float(above.goes_on), "surely parted": parted}
        if piece.state in ("first", "later", "head"):
            found[piece.state] = 1
        return found | {
            "narrow plain": piece.state == "plain" and print_width(piece.text) <= 36,
            "opening": bool(COMMON_OPENING.match(piece.text)),
            "numbered": bool(NUMBERED.match(piece.text)),
            "cannot begin": cannot_start(piece.text),
            "early mark": bool(re.match("[^，。、；：,;:]{0,2}[，。、；：,;:]", piece.text)),
        }

    def pair(self, tail: int, head: int, between: int, places: int) -> dict[str, float]:
        """The clues of a line's going on in one further down."""
        piece, below = self.pieces[tail], self.pieces[tail + 1]
        other, above = self.pieces[head], self.pieces[head - 1]
        found: dict[str, float] = self.form(head)
        if piece.column and other.column:
            found["same column" if abs(piece.column - other.column) < 0.75 else "other column"] = 1
        elif piece.column or other.column:
            found["one column"] = 1
        closing = closes(other.text)
        if closing:
            found["closes" if closing in open_marks(piece.text[-80:]) else "closes nothing"] = 1
        rows = self.pieces[tail + 1 : head]
        if not any(row.is_text for row in rows):
            found["nothing between"] = 1
        elif not any(is_body(row) for row in rows):
            found["heads between"] = 1
        opens = starts_article(below.text) or COMMON_OPENING.match(below.text)
        return found | {
            "base": 1,
            "each between": log1p(between),
            "each place": log(max(1, places)),
            "tail head": piece.state == "head",
            "tail goes on": piece.goes_on,
            "beginning follows": below.state == "first" or bool(opens),
            "both go on": piece.goes_on and above.goes_on,
            "reads": self.reader.meet(bare(piece)[-2:], bare(other)[:2]),
            "word": self.cut(tail, head),
            "shared": self.shared(tail, head),
        }


def added(found: dict[str, float]) -> float:
    return sum(weights()[clue] * value for clue, value in found.items())


def check_scores(pieces: Sequence[Piece]) -> None:
    """Every score is the sum of its clues; only what could not be above 0 has none.

    The words that both sides share are taken to raise a score by 1.6 at most, and of the places that are
    farther than twenty others, only those are tried that look like the middle of a text.
    """
    reader = Reader([piece.text for piece in pieces])
    summed, scores = Summed(pieces, reader), scored_pairs(pieces, Matcher(pieces, reader, weights()))
    tails = [n for n, piece in enumerate(pieces[:-1]) if breaks_off(piece)]
    heads = [n for n, (above, piece) in enumerate(pairwise(pieces), 1) if may_go_on(above, piece)]
    questioned = {n for n in tails if not pieces[n].goes_on or pieces[n].odds < 3}
    given_up = {head - 1 for tail, row in scores.items() for head in row if head > tail + 1}
    assert set(scores) == questioned | (given_up & set(tails))
    for tail, row in scores.items():
        places = [head for head in heads if tail < head <= tail + 200][:60]
        assert set(row) <= set(places)
        for between, head in enumerate(places):
            if head == tail + 1:
                assert row.get(head) == (
                    pytest.approx(added(summed.kept(tail))) if pieces[tail].goes_on else None
                )
                continue
            found = summed.pair(tail, head, between, len(places))
            most = added(found | {"shared": 0}) + 1.6
            far = between >= 20 and added(summed.form(head)) < -0.5
            both_heads = pieces[tail].state == pieces[head].state == "head"
            if far or both_heads:
                assert head not in row
            elif min(added(found), most) > 1e-9:
                assert row[head] == pytest.approx(added(found))
            else:
                assert head not in row or min(added(found), most) > -1e-9


LINES = sorted({line for case in read("reflow") for line in case.input if line.strip()})
LINES += ["一、抓项目促发展，", "（二）抓落实见成效", "3.加大投入力度"]
STATES: tuple[State, ...] = get_args(State)


def any_piece(choose: random.Random) -> Piece:
    goes_on = choose.random() < 0.5
    odds = choose.choice([0.5, 2.0, 2.9, 3.1, 8.5, 9.5, 13.0])
    text = choose.choice(LINES)
    if choose.random() < 0.3:  # the end of a column, within a line
        text = text[: choose.randint(1, len(text))]
    column = choose.choice([None, 14.0, 14.5, 15.0, 19.0])
    return Piece(
        text, choose.random() < 0.8, goes_on, odds if goes_on else -odds, choose.choice(STATES), column
    )


@given(st.integers(2, 16), st.integers(0, 10**6))
def test_a_score_is_the_sum_of_its_clues(rows: int, seed: int) -> None:
    choose = random.Random(seed)  # noqa: S311 - a page, no secret
    check_scores([any_piece(choose) for _ in range(rows)])


@pytest.mark.parametrize("rows", [70, 260])
def test_on_a_long_page_the_nearest_places_are_tried(rows: int) -> None:
    choose = random.Random(rows)  # noqa: S311 - a page, no secret
    check_scores([any_piece(choose) for _ in range(rows)])


@pytest.mark.parametrize(("rows", "longest"), [(40, 60), (80, 3)], ids=["characters", "rows"])
def test_shared_words_are_sought_within_reach(rows: int, longest: int) -> None:
    """On a page of nothing but running text, where no place at which a text breaks off is nearer."""
    choose = random.Random(rows)  # noqa: S311 - a page, no secret
    texts = [line[:longest] for line in LINES if longest > 3 or is_han(line[0])]
    pieces = [any_piece(choose)._replace(text=choose.choice(texts), is_text=True) for _ in range(rows)]
    check_scores([piece._replace(goes_on=True, odds=abs(piece.odds), state="later") for piece in pieces])


@given(st.integers(2, 16), st.integers(0, 10**6))
def test_what_goes_on_further_down_is_the_best_choice_of_all_pairs(rows: int, seed: int) -> None:
    choose = random.Random(seed)  # noqa: S311 - a page, no secret
    pieces = [any_piece(choose) for _ in range(rows)]
    reader = Reader([piece.text for piece in pieces])
    scores = scored_pairs(pieces, Matcher(pieces, reader, weights()))
    above_0 = {
        tail: {head: score for head, score in row.items() if score > 0} for tail, row in scores.items()
    }
    found = continuations(pieces, reader)
    assert {tail: head for tail, (head, _) in found.items()} == {
        tail: head for tail, head in best_pairs(above_0).items() if head > tail + 1
    }
    for tail, (head, odds) in found.items():
        assert odds == pytest.approx(scores[tail][head] - 1.3)
