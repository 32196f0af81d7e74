"""Reflowing: which lines are one paragraph, and which are heads, captions and bylines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cases import Case, params
from galley.blocks import Cleaned, blocks_of
from galley.source import split_lines


def blocks(lines: Sequence[str], rejoin: bool = False) -> list[Cleaned]:
    """The blocks of a page, as ``galley clean`` makes them."""
    return list(blocks_of(split_lines("\n".join(lines)), rejoin=rejoin))


@pytest.mark.parametrize("case", params("reflow"))
def test_reflow(case: Case) -> None:
    found = [[block.kind, block.run.text] for block in blocks(case.input, case.rejoin) if block.run.text]
    assert found == case.expected


@pytest.mark.parametrize(
    ("jump", "page"),
    [
        ("（转四版）", 4),
        ("(转5版)", 5),
        ("（下转第三版）", 3),
        ("（转第１２版）", 12),
        ("（转十二版）", 12),
        ("（ 转 二 版 ）", 2),
        ("（接一版）", 1),
        ("（转二十版）", 20),
        ("（转二十一版）", 21),
    ],
)
@pytest.mark.parametrize("text", ["", "有关议程，", "会议闭幕。"])
def test_a_jump_line_is_taken_off_and_its_page_remembered(text: str, jump: str, page: int) -> None:
    (block,) = blocks([text + jump])
    assert (block.run.text, block.continues_on) == (text, page)


FIRST = "清晨的风还带着寒意，东湾村的大棚里却已是一片繁忙，村民们给新栽的番茄苗搭架引蔓。"
SECOND = "水利部门算过一笔账，滴灌推广以后，每年可以少抽地下水三百万方，抵得上一座小水库。"


def test_an_editor_joins_what_the_program_parts() -> None:
    assert len(blocks([FIRST, SECOND])) == 2
    (joined,) = blocks_of(split_lines(f"{FIRST}\n{SECOND}"), join=[(1, 2)])
    assert joined.run.text == FIRST + SECOND


def test_an_editor_breaks_where_the_program_goes_on() -> None:
    lines = [FIRST[:30], FIRST[30:]]
    assert len(blocks(lines)) == 1
    parted = blocks_of(split_lines("\n".join(lines)), split=[1])
    assert [block.run.text for block in parted] == lines


def test_an_editor_says_what_is_a_head_and_what_is_text() -> None:
    lines = split_lines(f"{FIRST}\n大棚里的新事\n{SECOND}")
    assert [b.kind for b in blocks_of(lines)] == ["paragraph", "heading", "paragraph"]
    assert [b.kind for b in blocks_of(lines, text=[2])][:2] == ["paragraph", "paragraph"]
    assert next(b.kind for b in blocks_of(lines, heading=[1])) == "heading"
