"""What holds for any text at all, sought with Hypothesis."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from galley import dates, sentences
from galley.blocks import blocks_of
from galley.characters import is_han
from galley.clean import Role, clean, clean_text
from galley.markdown import escape
from galley.model import NOWHERE, Edit, Run
from galley.reflow import read
from galley.source import split_lines

# What a page holds: no control characters (a page with those is refused), and often what rules look for.
CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co"])
TELLING = st.sampled_from(
    [*"项目签约李峰记者摄，。：“”（）……—·％％１Ａ,.;:!?()\"'%#-+*_[]{}<>&|\\`~^=$@ aZ9", "\u3000", "\u200b"]
)
TEXT = st.lists(TELLING | CHARACTERS, max_size=25).map("".join)
ROLES = st.sampled_from(["text", "heading", "byline"])


def placed(text: str) -> Run:
    return Run(text, tuple(range(len(text))))


@given(TEXT, ROLES)
@example("真的?!", "text")
@example("(1)(一)", "text")
@example("# # 一", "heading")
@example("中,,", "text")
@example("一......……", "text")
def test_cleaning_what_is_clean_changes_nothing(text: str, role: Role) -> None:
    once = clean_text(text, role)
    assert clean_text(once, role) == once


def substance(text: str) -> Counter[str]:
    """Letters, digits and Han characters; full-width forms count as what they are forms of."""
    folded = "".join(unicodedata.normalize("NFKC", c) if "\uff00" <= c <= "\uffef" else c for c in text)
    return Counter(char for char in folded if char.isalnum())


@given(TEXT, ROLES)
def test_cleaning_loses_and_adds_no_letter_digit_or_han_character(text: str, role: Role) -> None:
    assert substance(clean_text(text, role)) == substance(text)


@given(TEXT, ROLES)
def test_what_cleaning_keeps_stands_in_order_at_its_place(text: str, role: Role) -> None:
    run, changes = clean(placed(text), role)
    kept = [place for place in run.at if place != NOWHERE]
    assert kept == sorted(set(kept))
    changed = {place for change in changes for place in change.at}
    assert {*kept, *changed} == set(range(len(text)))
    for char, place in zip(run.text, run.at, strict=True):
        assert place == NOWHERE or place in changed or text[place] == char


@given(TEXT)
def test_sentences_joined_are_the_text(text: str) -> None:
    run = placed(text)
    pieces = sentences.split(run)
    assert Run.joined(pieces) == run
    assert all(piece.text for piece in pieces)
    assert sentences.split_text(text) == [piece.text for piece in pieces]


@given(TEXT, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), TEXT), max_size=5))
def test_edits_keep_text_and_places_together(text: str, wanted: list[tuple[int, int, str]]) -> None:
    edits: list[Edit] = []
    for start, size, new in sorted(wanted):
        if start + size <= len(text) and (not edits or start >= edits[-1].end):
            edits.append(Edit(start, start + size, new))
    run, changes = placed(text).edited(edits, "rule")
    assert len(run.text) == len(run.at)
    expected, done = "", 0
    for edit in edits:
        expected += text[done : edit.start] + edit.new
        done = edit.end
    assert run.text == expected + text[done:]
    assert [(change.old, change.new) for change in changes] == [(text[e.start : e.end], e.new) for e in edits]
    assert {*run.at, *(place for change in changes for place in change.at)} >= set(range(len(text)))
    kept = [place for place in run.at if place != NOWHERE]
    assert kept == sorted(set(kept))


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        placed("abcd").edited([Edit(0, 2, "x"), Edit(1, 3, "y")], "rule")


class Content(HTMLParser):
    """The elements and the text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag if not attrs else f"{tag} {attrs}")

    def handle_data(self, data: str) -> None:
        self.text += data


DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
EXTENSIONS = ["attr_list", "md_in_html", "tables", "footnotes", "def_list", "admonition", "abbr"]


@pytest.mark.parametrize("extensions", [["attr_list"], EXTENSIONS], ids=["as in mkdocs.yml", "many"])
@given(text=TEXT)
@example(text="1. 一")
@example(text="１. 一")
@example(text="٣. 一")
@example(text="节\u061c水")
@example(text="    code")
@example(text="| a | b |")
@example(text="{: #id .class }")
@example(text=": 一")
@example(text="[^1]: 一")
@example(text="*[HTML]: 一")
@example(text="!!! note")
@example(text="<b>&lt;一&#60;</b>")
@example(text="a_b_c *d* `e` \\*")
def test_escaped_text_is_shown_as_it_is(extensions: list[str], text: str) -> None:
    content = Content(markdown.markdown(escape(text), extensions=extensions))
    assert content.tags <= {"p"}
    assert content.text.split() == DIRECTIONS.sub("", text).split()


LINES = st.lists(
    st.lists(
        TELLING | st.sampled_from(["（转四版）", "本报讯", "## ", "——", "节水灌溉到田间地头"]), max_size=9
    ).map("".join),
    max_size=14,
)


@given(LINES, st.booleans())
def test_reflowing_neither_loses_nor_repeats_a_line(lines: list[str], rejoin: bool) -> None:
    page = split_lines("\n".join(lines))
    used = [line.number for draft in read(page, rejoin=rejoin).drafts for line in draft.lines]
    assert sorted(used) == [line.number for line in page if line.text.strip(" \t\u3000")]
    if not rejoin:
        assert used == sorted(used)


@given(LINES, st.booleans())
def test_reflowing_and_cleaning_keep_every_han_character(lines: list[str], rejoin: bool) -> None:
    """A jump line is the one thing that is taken off; its words are these five."""
    made = "".join(block.run.text for block in blocks_of(split_lines("\n".join(lines)), rejoin=rejoin))
    lost = Counter(filter(is_han, "".join(lines))) - Counter(filter(is_han, made))
    assert set(lost) <= set("转四版")
    assert Counter(filter(is_han, made)) - Counter(filter(is_han, "".join(lines))) == Counter()


@given(
    st.dates().map(str) | st.dates().map(lambda day: str(day)[:7]) | st.dates().map(lambda day: str(day)[:4]),
    st.sampled_from(["", "~", "?", "%"]),
)
def test_dates_are_read_and_written_again(day: str, mark: str) -> None:
    date = dates.parse(day + mark)
    assert date.iso() == day
    assert (date.approximate, date.uncertain) == (mark in ("~", "%"), mark in ("?", "%"))
    assert str(date.year) in date.name("en") and str(date.year) in date.name("zh-Hant")


@given(TEXT)
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        dates.parse(text)
    except ValueError as error:
        assert str(error).startswith(f"“{text}” is ")
