"""What the form of lines tells: named clues with scores (``data/clues.tsv``)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from galley.characters import HAN, cannot_end, cannot_start, ends_sentence
from galley.columns import find_columns
from galley.lattice import Evidence
from galley.measure import first_unit, print_width, squeeze
from galley.reading import Reader, closes, open_marks
from galley.shapes import Shape, is_names, jump_page, starts_article
from galley.tables import read_data

INDENT_MARKS = " \t\u3000"
_WIDEST_HEAD = 32.0
_HALVES = re.compile(rf"[{HAN}”》] [{HAN}“《]")
COMMON_OPENING = re.compile(
    r"(?:\d+月)?\d+日(?:[，,]|上午|下午|晚)|今天（|日前[，,]|近日[，,]|据[^，,。]{2,12}[，,]|记者从"
    r"|[^，,。]{2,8}(?:指出|强调|表示|说|介绍)[，,：:]"
)
NUMBERED = re.compile(
    r"[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d)"
)
ENDINGS = frozenset({"sentence end", "semicolon", "colon", "jump line"})
"""Clues after which a paragraph may end."""
_OMISSION = frozenset("…·. ")
_NO_UNIT = 99.0
"""Em. Nothing follows the last line."""


_OF_THE_NEXT = frozenset(
    {
        "opens a report",
        "numbered",
        "names alone",
        "dash opens",
        "common opening",
        "indent kept",
        "omission",
        "cannot begin",
    }
)
"""Clues in the beginning of a line that say something of the line end before it."""


@cache
def scores() -> dict[str, dict[str, float]]:
    """The clues' scores, by what they speak for."""
    table: dict[str, dict[str, float]] = {}
    for row in read_data("clues.tsv"):
        table.setdefault(row["for"], {})[row["clue"]] = float(row["score"])
    return table


class _Own(NamedTuple):
    """What the clues of a line say for what it may be."""

    begins: float
    later: float
    resumes: float
    head: float


@lru_cache(4096)
def _of_own(clues: frozenset[str]) -> _Own:
    return _Own(*(_sum(scores()[what], clues) for what in _Own._fields))


@lru_cache(4096)
def _of_end(clues: frozenset[str]) -> tuple[float, float]:
    """What the clues of a line end say for the paragraph's going on and for its ending."""
    return _sum(scores()["goes"], clues), _sum(scores()["ends"], clues)


def _sum(table: dict[str, float], clues: frozenset[str]) -> float:
    return sum(score for clue, score in table.items() if clue in clues)


def of_line(text: str, raw: str) -> set[str]:
    """The clues of a line by itself."""
    found = {"any line"}
    if ends_sentence(text):
        found.add("sentence end")
    elif jump_page(text) is not None:
        found.add("jump line")
    elif text[-1] in "；;":
        found.add("semicolon")
    elif text[-1] in "：:":
        found.add("colon")
    elif cannot_end(text):
        found.add("hangs")
    if cannot_start(text):
        found.add("cannot begin")
    if starts_article(text):
        found.add("opens a report")
    elif COMMON_OPENING.match(text):
        found.add("common opening")
    elif NUMBERED.match(text):
        found.add("numbered")
    if text.startswith("——"):
        found.add("dash opens")
    if is_names(text):
        found.add("names alone")
    if raw[:1] in INDENT_MARKS:
        found.add("indent kept")
    if set(text) <= _OMISSION:
        found.add("omission")
    if len(text) <= 80:
        if "。" in text[:-1]:
            found.add("sentence inside")
        if "，" in text or "," in text:
            found.add("comma inside")
        if open_marks(text):
            found.add("left open")
        if text.count(" ") <= 2 and _HALVES.search(text):
            found.add("two halves")
    return found


class Printed(NamedTuple):
    """A line as it was printed."""

    text: str
    raw: str
    """With the spaces at its ends."""
    shape: Shape
    place: int
    """Its place in reading order, with the empty lines counted."""


def evidence_of(rows: Sequence[Printed], reader: Reader) -> list[Evidence]:
    """What every line says for the lattice."""
    found = [of_line(row.text, row.raw) for row in rows]
    widths = [print_width(row.text) for row in rows]
    gaps = [b.place - a.place for a, b in pairwise(rows)]
    usual = Counter(gaps).most_common(1)[0][0] if gaps else 1
    result = []
    for n, (row, clues, width) in enumerate(zip(rows, found, widths, strict=True)):
        text, shape = row.text, row.shape
        e = Evidence(width, squeeze(text), _NO_UNIT, text=shape in ("text", "subtitle"))
        e.ended = not ENDINGS.isdisjoint(clues)
        own = set(clues)
        if n + 1 < len(rows):
            following, after = rows[n + 1], found[n + 1]
            e.unit = first_unit(following.text)
            between = (after & _OF_THE_NEXT) | (clues & ENDINGS)
            if gaps[n] != usual:
                between.add("wide gap" if gaps[n] > max(1, usual) else "narrow gap")
            if "left open" in clues:
                between.add("quotation open" if "sentence end" in clues else "left open")
            if closes(following.text):
                between.add("mark closes")
            e.goes, e.ends = _of_end(frozenset(between))
            if "sentence end" not in clues:
                e.goes += reader.score(text, following.text)
            if following.shape in ("byline", "subtitle") or "names alone" in after:
                own.add("before a byline")
            if widths[n + 1] < width and not ENDINGS.isdisjoint(after):
                own.add("short end below")
            if "cannot begin" in after:
                own.add("next cannot begin")
        if shape == "subtitle":
            own.add("dash below a headline" if n and rows[n - 1].shape in ("title", "byline") else "dash")
        e.begins, e.later, e.resumes, e.head = _of_own(frozenset(own))
        e.head = e.head + min(0.0, _WIDEST_HEAD - width) * 0.4 if e.text else 0.0
        result.append(e)
    find_columns(result)
    return result
