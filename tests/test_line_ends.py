"""What is said of each line end: whether the text goes on there and where, by which rule, and how surely."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import Case, params, read
from galley.blocks import PageBlocks, page_blocks
from galley.line_ends import LineEnd
from galley.source import split_lines

LINES = sorted({line for case in read("reflow") for line in case.input} | {""})


def page(
    lines: Sequence[str],
    join: Collection[Sequence[int]] = (),
    split: Sequence[int] = (),
    rejoin: bool = False,
    heading: Collection[int] = (),
    text: Collection[int] = (),
) -> PageBlocks:
    """A page's blocks and line ends, with what an editor says of it."""
    pairs = [(first, second) for first, second in join]
    return page_blocks(split_lines("\n".join(lines)), pairs, split, rejoin, heading, text)


def told(end: LineEnd) -> str:
    """A line end as ``galley clean --explain`` prints it, but for the figure, which each fitting changes."""
    return re.sub(r" \(\d+%(.*)\)$", r"\1", str(end))


@pytest.mark.parametrize("case", params("line_ends"))
def test_line_ends(case: Case) -> None:
    """What --explain says of each line end, then of each block."""
    made = page(**case.input)
    blocks = [f"{block.kind}; lines {', '.join(map(str, block.lines))}" for block in made.blocks]
    assert [*(told(end) for end in made.ends), *blocks] == case.expected


@given(
    st.lists(st.sampled_from(LINES), max_size=16),
    st.booleans(),
    st.dictionaries(st.integers(1, 16), st.integers(1, 16), max_size=2),
    st.sets(st.integers(1, 16), max_size=2),
)
def test_what_is_said_is_what_was_done(
    lines: list[str], rejoin: bool, join: dict[int, int], split: set[int]
) -> None:
    """A line goes on in the one that stands after it in its block; the last one of a block does not."""
    pairs = [(first, second) for first, second in join.items() if first < second]
    made = page(lines, pairs, sorted(split), rejoin)
    goes_on = {end.after: end.before for end in made.ends if end.goes_on}
    done = {line: other for block in made.blocks for line, other in pairwise(block.lines)}
    inside = {line for block in made.blocks for line in block.lines} - {end.after for end in made.ends}
    assert {line: other for line, other in done.items() if line not in inside} == goes_on
    assert [end.after for end in made.ends] == sorted(end.after for end in made.ends)
    assert all(end.before is not None for end in made.ends[:-1])


def test_an_editors_word_is_certain() -> None:
    first, second, _ = page(["第一句，", "第二句，", "第三句。"], join=[(1, 2)], split=[2]).ends
    assert str(first) == "line 1 goes on in line 2: an editor's join (100%)"
    assert str(second) == "line 2 ends: an editor's break (100%)"


ON, OFF = LineEnd(3, 4, True, "a full line", 0.0), LineEnd(3, 4, False, "caption", 0.0)


@pytest.mark.parametrize(
    ("end", "odds", "says"),
    [
        (ON, 0.0, "line 3 goes on in line 4: a full line (50%; or else a block ends here)"),
        (ON, -1.0, "line 3 goes on in line 4: a full line (27%; or else a block ends here)"),
        (OFF, 2.19, "line 3 ends: caption (90%; or else the text goes on)"),
        (OFF, 2.2, "line 3 ends: caption (90%)"),
        (OFF, 4000.0, "line 3 ends: caption (100%)"),
        (OFF, -4000.0, "line 3 ends: caption (0%; or else the text goes on)"),
        (OFF._replace(before=None), -1.0, "line 3 ends: caption (27%)"),
    ],
)
def test_a_line_end_says_how_sure_it_is_and_what_else_it_may_be(end: LineEnd, odds: float, says: str) -> None:
    assert str(end._replace(odds=odds)) == says
