"""Find stretches of a page that are not laid out as newspaper text is: verse, tables, lists, other scripts.

There the rules for columns and paragraphs do not hold, so what they decide is said to be doubtful. Each
kind has a sign that a single line shows, and a number of lines in a row that do not show it by chance
(``data/regions.tsv``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise
from typing import NamedTuple

from galley.characters import HAN, ends_sentence
from galley.line_ends import LineEnd
from galley.measure import print_width
from galley.model import Line
from galley.shapes import is_names, shape_of
from galley.tables import read_data

_HAN_CHARACTERS = re.compile(f"[{HAN}]+")
_FEW_HAN = 0.3
_LETTERS = 8
"""A line of fewer letters is of no script in particular."""
_SLIVER = 2
"""Characters."""
_ENDLESS = 3000
"""Characters. The longest paragraphs of newspapers have a third of that."""
_VERSE = 16.0
"""Em. Lines of verse are shorter."""
_LOOSE = 30.0
"""Em. Wider lines are paragraphs."""
_MARKS = frozenset("，。、；：？！,;:?!…—”’）)")
_FIGURE = re.compile(r"[-+]?\d[\d.,:]*[%％]?")
_GAP = re.compile(r"\S(?:\t+| {2,}|\u3000+)(?=\S)")
_GAPS = 2
_CELLS = 3
_AS_WIDE = 2.5
"""Em. Neighbouring lines of a column differ by less, but for first and last lines."""
_FEW_ALIKE = 2
"""Three lines of one width are a column."""
_ALIKE = 0.4
"""Of a column's lines more are as wide as the next one."""


_HALF_A_GUESS = 0.8
"""Log odds: two of three such decisions are right."""


class Region(NamedTuple):
    """Lines in a row with text, and what they look like."""

    kind: str
    lines: tuple[int, ...]

    @property
    def what(self) -> str:
        """Why it is doubtful, as a sentence without a full stop."""
        first, last = self.lines[0], self.lines[-1]
        here = f"line {first}" if first == last else f"lines {first}-{last}"
        return f"{here} {_kinds()[self.kind]['what']}"

    @property
    def otherwise(self) -> str:
        """What else it could be, and how a plan says so."""
        return _kinds()[self.kind]["otherwise"]


@cache
def _kinds() -> dict[str, dict[str, str]]:
    return {row["kind"]: dict(row) for row in read_data("regions.tsv")}


def regions(lines: Iterable[Line]) -> list[Region]:
    """The stretches of a page that are no newspaper text, in their order; none overlaps another."""
    rows = [_Row(line.number, text) for line in lines if (text := line.text.strip())]
    found: list[Region] = []
    taken: set[int] = set()
    for kind, shows in _SIGNS.items():
        fewest = int(_kinds()[kind]["fewest"])
        marked = [row.number not in taken and shows(row.text) for row in rows]
        for start, end in _runs(marked):
            run = _without_neighbours(kind, rows, start, end)
            if len(run) >= fewest and (kind != "loose" or not _is_column(run)):
                found.append(Region(kind, tuple(row.number for row in run)))
                taken.update(found[-1].lines)
    return sorted(found, key=lambda region: region.lines)


def doubted(ends: Iterable[LineEnd], found: Iterable[Region]) -> tuple[LineEnd, ...]:
    """Line ends, less sure where they stand inside a region; an editor's word stays."""
    inside = {number for region in found for number in region.lines[:-1]}
    return tuple(
        end._replace(odds=min(end.odds, _HALF_A_GUESS))
        if end.after in inside and not end.rule.startswith("an editor's")
        else end
        for end in ends
    )


class _Row(NamedTuple):
    number: int
    text: str


def _runs(marked: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where rows are marked, one after another: the first of them, and the one behind the last."""
    start = 0
    for shows, run in groupby(marked):
        end = start + sum(1 for _ in run)
        if shows:
            yield start, end
        start = end


def _without_neighbours(kind: str, rows: Sequence[_Row], start: int, end: int) -> Sequence[_Row]:
    """Leave out what belongs to the text above and below, though it shows the same sign."""
    if kind == "verse" and start:
        above = rows[start - 1].text
        if above[-1] not in _MARKS and print_width(above) > _VERSE:
            start += 1  # the last line of the paragraph above
    if kind == "loose":
        column = _column_length(rows[start:end])
        start += column
        end -= _column_length(rows[start:end][::-1])
    return rows[start:end]


def _column_length(rows: Sequence[_Row]) -> int:
    """How many of the first lines are a column: each as wide as the next, but for an indent."""
    alike = 0
    for a, b in pairwise(rows):
        if abs(print_width(a.text) - print_width(b.text)) >= _AS_WIDE:
            break
        alike += 1
    return alike + 1 if alike >= _FEW_ALIKE else 0


def _is_column(rows: Sequence[_Row]) -> bool:
    """Whether lines are mostly as wide as the next one."""
    widths = [print_width(row.text) for row in rows]
    alike = sum(abs(a - b) < _AS_WIDE for a, b in pairwise(widths))
    return alike > _ALIKE * (len(rows) - 1)


def _other_letters(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters >= _LETTERS and sum(map(len, _HAN_CHARACTERS.findall(text))) < _FEW_HAN * letters


def _sliver(text: str) -> bool:
    return len(text) <= _SLIVER


def _cells(text: str) -> bool:
    """Whether gaps part a line into cells, or most of its words are figures."""
    if len(_GAP.findall(text)) >= _GAPS:
        return True
    words = text.split()
    return len(words) >= _CELLS and 2 * sum(map(bool, map(_FIGURE.fullmatch, words))) >= len(words)


def _verse(text: str) -> bool:
    return text[-1] in _MARKS and _SLIVER < print_width(text) <= _VERSE


def _loose(text: str) -> bool:
    stops = ends_sentence(text) or text[-1] in "；;：:" or shape_of(text) not in ("text", "subtitle")
    return not stops and print_width(text) <= _LOOSE


def _endless(text: str) -> bool:
    return len(text) > _ENDLESS


_SIGNS: dict[str, Callable[[str], bool]] = {
    "endless": _endless,
    "letters": _other_letters,
    "slivers": _sliver,
    "cells": _cells,
    "names": is_names,
    "verse": _verse,
    "loose": _loose,
}
"""By kind; what is found first is not looked at again."""
