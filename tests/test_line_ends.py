"""What is said of each line end: whether the text goes on there and where, by which rule, whether in doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import Case, params, read
from galley.blocks import PageBlocks, page_blocks
from galley.line_ends import LineEnd
from galley.source import split_lines


def page(lines: Sequence[str], **said: object) -> PageBlocks:
    """A page's blocks and line ends; ``said`` is what an editor says, and whether to rejoin."""
    return page_blocks(split_lines("\n".join(lines)), **said)  # type: ignore[arg-type]


def told(end: LineEnd) -> str:
    """A line end as ``galley clean --explain`` prints it, but for the figure, which every fitting changes."""
    return re.sub(r" \(\d+%(.*)\)$", r"\1", str(end))


@pytest.mark.parametrize("case", params("line_ends"))
def test_line_ends(case: Case) -> None:
    lines = case.input.pop("lines") if False else case.input["lines"]
    made = page(lines, **{key: value for key, value in case.input.items() if key != "lines"})
    assert [told(end) for end in made.ends] == case.expected
