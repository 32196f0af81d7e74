"""Matching what breaks off with what goes on: the assignment, and the words across a line end."""

from __future__ import annotations

import itertools
from math import e, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from galley import words
from galley.matching import best_pairs
from galley.rejoin import weights
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
