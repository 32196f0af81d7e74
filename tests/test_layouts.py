"""Pages in other layouts than a newspaper's: nothing is lost, nothing crashes, every decision is weighed."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from galley import clues
from galley.blocks import PageBlocks, page_blocks
from galley.characters import is_han
from galley.clean import Role, clean_text
from galley.explain import explained
from galley.lattice import Evidence, solve
from galley.line_ends import LineEnd
from galley.reading import Reader, closes, open_marks, pair_score
from galley.source import split_lines

SEEDS = Path(__file__).parent.parent / "seeds"
ROLES: dict[str, Role] = {role: role for role in get_args(Role)}
LAYOUTS = {
    "a poem": "白日依山尽，\n黄河入海流。\n欲穷千里目，\n更上一层楼。\n\n" * 20,
    "a table": "".join(f"番茄\t{n}\t{n % 100}%\n" for n in range(200)),
    "a list of names": "张迈 李峰 何建军\n" * 100,
    "classified advertisements": "招聘司机两名，电话13812345678\n出租铺面，面议\n遗失身份证，声明作废\n" * 40,
    "English": "The quick brown fox jumps over the lazy dog and\nruns away from it. Then it sleeps.\n" * 50,
    "upright text read sideways": "春天来了，\n" + "\n".join("初春的清晨河西走廊的风还带着寒意") + "\n" * 3,
    "one long line": "金昌市，" * 25_000,
    "a thousand lines of one character": "金\n" * 1000,
    "marks alone": "“\n（\n。\n，\n……\n——\n" * 30,
    "brackets": "（" * 5000,
    "white space": " \n　\n\t\n\f\n" * 20,
}


def read(text: str) -> PageBlocks:
    return page_blocks(split_lines(text), rejoin=True)


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_nothing_is_lost_in_any_layout(text: str) -> None:
    page = read(text)
    made = "".join(block.run.text for block in page.blocks)
    assert Counter(filter(is_han, made)) == Counter(filter(is_han, text))
    assert sorted(n for block in page.blocks for n in block.lines) == [end.after for end in page.ends]


@pytest.mark.parametrize("layout", ["a thousand lines of one character", "upright text read sideways"])
def test_what_is_no_newspaper_column_is_doubtful(layout: str) -> None:
    page = read(LAYOUTS[layout])
    assert len(page.doubts) > len(page.ends) / 4


PIECES = st.sampled_from(
    [
        "初春的清晨",
        "河西走廊的风",
        "，",
        "。",
        "”",
        "“",
        "（转四版）",
        "2024",
        "\n",
        "\n\n",
        "　　",
        "## ",
        "本报讯",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
@example("初春的清晨\n初春的清晨\n初春的清晨")
def test_line_ends_agree_with_blocks(text: str) -> None:
    """A line end goes on if, and only if, both lines stand together in one block."""
    page = read(text)
    together = {pair for block in page.blocks for pair in pairwise(block.lines)}
    for end in page.ends:
        assert 0 <= end.confidence <= 1 and end.rule
        assert (end.before is not None and end.goes_on) == ((end.after, end.before) in together)
    assert set(page.doubts) <= set(page.ends)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_the_same_page_is_read_the_same_way(text: str) -> None:
    assert read(text) == read(text)


def test_doubts_come_with_the_alternative_and_the_least_sure_first() -> None:
    page = read(LAYOUTS["a thousand lines of one character"])
    assert [end.confidence for end in page.doubts] == sorted(end.confidence for end in page.doubts)
    doubt = LineEnd(3, 5, True, "a full line", 0.5)
    assert str(doubt) == "line 3 goes on in line 5: a full line (62%; or else a block ends here)"


def test_a_narrower_column_beside_a_picture_is_a_column_of_its_own() -> None:
    wide = [Evidence(20, 0.0, 1.0, (20.0, 12.0)) for _ in range(4)]
    narrow = [Evidence(12, 0.0, 1.0, (20.0, 12.0)) for _ in range(4)]
    decisions = solve([*wide, *narrow, *wide])
    assert [decision.column for decision in decisions] == [20.0] * 4 + [12.0] * 4 + [20.0] * 4
    assert all(decision.goes_on for decision in decisions[:-1])


@pytest.mark.parametrize(
    ("left", "right", "reads_on"),
    [("发", "展", True), ("困", "难", True), ("发", "处", False), ("集", "展", False)],
)
def test_characters_of_one_word_read_on(left: str, right: str, reads_on: bool) -> None:
    assert (pair_score(left, right) > 1) == reads_on


def test_the_page_itself_tells_what_reads_on() -> None:
    page = Reader(["东湾村的滴灌设备", "在东湾村"])
    assert page.score("来到东湾", "村里") > page.score("来到东湾", "镇里")


def test_every_clue_of_the_table_can_be_found() -> None:
    """A clue that no line has is a row that nobody reads, and one without a bit has no score."""
    assert {clue for table in clues.scores().values() for clue in table} <= clues._BITS.keys()


def test_marks_left_open_and_closed() -> None:
    assert (open_marks("他说：“今年（春天"), open_marks("“好”")) == ("”）", "")
    assert (closes("的水够用了。”何永强"), closes("“好”他说")) == ("”", "")


@given(st.lists(PIECES, max_size=60).map("".join))
def test_what_is_clean_is_clean_for_good(text: str) -> None:
    """Each block, put through the cleaner once more, stays as it is."""
    for block in read(text).blocks:
        role = {"byline": "byline", "caption": "text", "text": "text", "jump": "text"}.get(
            block.shape, "heading"
        )
        assert clean_text(block.run.text, ROLES[role]) == block.run.text


@given(st.lists(PIECES, max_size=60).map("".join))
def test_every_character_is_kept_or_told(text: str) -> None:
    """Of every source character it is known where it stands now, or by which rule it went."""
    page = read(text)
    kept = {at for block in page.blocks for at in block.run.at if at >= 0}
    told = {at for block in page.blocks for change in block.changes for at in change.at}
    assert {at for at, char in enumerate(text) if not char.isspace()} <= kept | told


@given(st.lists(PIECES, max_size=60).map("".join))
def test_the_explanation_has_the_same_text(text: str) -> None:
    """Without its comments, what --explain prints is what clean prints."""
    lines = split_lines(text)
    page = page_blocks(lines, rejoin=True)
    shown = [line for line in explained(page, lines) if not line.startswith("# ") and line]
    assert shown == [block.run.text for block in page.blocks if block.run.text]


@pytest.mark.parametrize("source", sorted(SEEDS.glob("0*.txt")), ids=lambda path: path.stem[:3])
def test_cleaned_paragraphs_are_mostly_cleaned_to_themselves(source: Path) -> None:
    """Paragraphs, one a line, are a page too, of the other kind; few of them are read otherwise.

    Not all can stay: heads and captions lose the widths, gaps and neighbours that told them apart, and what
    breaks off on the page finds another continuation.
    """
    once = [block.run.text for block in read(source.read_text("utf-8")).blocks if block.run.text]
    twice = Counter(block.run.text for block in read("\n".join(once)).blocks if block.run.text)
    assert sum((Counter(once) & twice).values()) >= 0.8 * len(once)
    assert Counter(filter(is_han, "".join(once))) == Counter(filter(is_han, "".join(twice.elements())))
