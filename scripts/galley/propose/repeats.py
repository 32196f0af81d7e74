"""Passages that the OCR gives twice: the same lines again further down the page."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from galley.model import Page

_GRAM = 10
"""Characters. A line counts as read before if as good as all its runs of so many were."""
_KNOWN = 0.85
_SHORTEST = 60
"""Characters. What is shorter may be said twice: a refrain, a name, a caption out of the text."""


class Repeat(NamedTuple):
    """Lines that stand again: their numbers, and the first and last line of which they are a copy."""

    lines: tuple[int, ...]
    of: tuple[int, int]


class _Row(NamedTuple):
    number: int
    text: str


def repeats(page: Page) -> list[Repeat]:
    """Find the passages of at least two lines that stood before."""
    rows = [_Row(line.number, _bare(line.text)) for line in page.lines]
    rows = [row for row in rows if row.text]
    places = _first_places(rows)
    sources = _sources(rows, places)
    found: list[Repeat] = []
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and _goes_on(sources, start, end):
            end += 1
        run = rows[start:end]
        alike = sum(_begins_alike(rows[at], rows, sources[at]) for at in range(start, end))
        if len(run) > 1 and 2 * alike >= len(run) and sum(len(row.text) for row in run) >= _SHORTEST:
            known = [source for source in sources[start:end] if source is not None]
            of = rows[min(first for first, _ in known)].number, rows[max(last for _, last in known)].number
            found.append(Repeat(tuple(row.number for row in run), of))
        start = max(end, start + 1)
    return found


def _begins_alike(row: _Row, rows: Sequence[_Row], source: tuple[int, int] | None) -> bool:
    """Whether a line is a copy from its beginning: what is quoted in a box rarely is."""
    if source is None:
        return False
    return any(other.text[:_GRAM] == row.text[:_GRAM] for other in rows[source[0] : source[1] + 1])


def _bare(text: str) -> str:
    """A line without spaces, marks of headlines and differences of width."""
    return "".join(unicodedata.normalize("NFKC", text.lstrip("# \t")).split())


def _first_places(rows: Sequence[_Row]) -> dict[str, tuple[int, int]]:
    """For each run of characters, the rows in which it first begins and ends."""
    text = "".join(row.text for row in rows)
    owner = [place for place, row in enumerate(rows) for _ in row.text]
    places: dict[str, tuple[int, int]] = {}
    for at in range(len(text) - _GRAM + 1):
        places.setdefault(text[at : at + _GRAM], (owner[at], owner[at + _GRAM - 1]))
    return places


def _sources(rows: Sequence[_Row], places: dict[str, tuple[int, int]]) -> list[tuple[int, int] | None]:
    """For each row the earlier rows that hold its text, if they do."""
    whole: dict[str, int] = {}
    found: list[tuple[int, int] | None] = []
    for number, row in enumerate(rows):
        if len(row.text) < _GRAM:
            earlier = whole.get(row.text)
            found.append(None if earlier is None else (earlier, earlier))
        else:
            grams = [row.text[at : at + _GRAM] for at in range(len(row.text) - _GRAM + 1)]
            known = [places[gram] for gram in grams if places[gram][1] < number]
            enough = len(known) >= _KNOWN * len(grams)
            found.append((min(a for a, _ in known), max(b for _, b in known)) if enough else None)
        whole.setdefault(row.text, number)
    return found


def _goes_on(sources: Sequence[tuple[int, int] | None], start: int, end: int) -> bool:
    """Whether the row at ``end`` goes on with the copy that begins at ``start``: all of it stood before."""
    source = sources[end]
    return source is not None and source[1] < start
