"""What the form of lines tells: named clues with scores (``data/clues.tsv``)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
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


@cache
def scores() -> dict[str, dict[str, float]]:
    """The clues' scores, by what they speak for."""
    table: dict[str, dict[str, float]] = {}
    for row in read_data("clues.tsv"):
        table.setdefault(row["for"], {})[row["clue"]] = float(row["score"])
    return table


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
    gaps = [b.place - a.place for a, b in pairwise(rows)]
    usual = Counter(gaps).most_common(1)[0][0] if gaps else 1
    result = []
    for n, (row, clues) in enumerate(zip(rows, found, strict=True)):
        last = n + 1 == len(rows)
        text, shape = row.text, row.shape
        following = "" if last else rows[n + 1].text
        e = Evidence(print_width(text), squeeze(text), 99.0 if last else first_unit(following))
        e.text = shape in ("text", "subtitle")
        e.ended = bool(clues & ENDINGS)
        between: set[str] = set()
        if not last:
            after = found[n + 1]
            between = after & {
                "opens a report",
                "numbered",
                "names alone",
                "dash opens",
                "common opening",
                "indent kept",
                "omission",
                "cannot begin",
            }
            between |= clues & ENDINGS
            if gaps[n] != usual:
                between |= {"wide gap" if gaps[n] > max(1, usual) else "narrow gap"}
            if "left open" in clues:
                between.add("quotation open" if "sentence end" in clues else "left open")
            if closes(following):
                between.add("mark closes")
            if "sentence end" not in clues:
                e.goes = reader.score(text, following)
        own = clues
        if not last and (rows[n + 1].shape in ("byline", "subtitle") or "names alone" in found[n + 1]):
            own.add("before a byline")
        if not last and found[n + 1] & ENDINGS and print_width(following) < e.width:
            own.add("short end below")
        if not last and "cannot begin" in found[n + 1]:
            own.add("next cannot begin")
        if shape == "subtitle":
            own.add("dash below a headline" if n and rows[n - 1].shape in ("title", "byline") else "dash")
        add = scores()
        e.goes += _sum(add["goes"], between)
        e.ends = _sum(add["ends"], between)
        e.begins = _sum(add["begins"], own)
        e.later = _sum(add["later"], own)
        e.resumes = _sum(add["resumes"], own)
        e.head = _sum(add["head"], own) + min(0.0, _WIDEST_HEAD - e.width) * 0.4 if e.text else 0.0
        result.append(e)
    find_columns(result)
    return result


def _sum(table: dict[str, float], clues: set[str]) -> float:
    return sum(table[clue] for clue in clues if clue in table)
