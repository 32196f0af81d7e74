"""Years, months and days, as long lists and the pages of names are divided by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from galley.dates import Date
from galley.interface import word
from galley.model import Language

Day = tuple[int, ...]
"""``()`` is all time, ``(1987,)`` a year, then month and day; 0 stands for what is not known."""

Entry = TypeVar("Entry")


def name_of(day: Day) -> str:
    """A period's name in an address: ``1987``, ``1987-03``."""
    return "-".join(f"{part:0{2 if place else 4}d}" for place, part in enumerate(day))


def said(day: Day, language: Language) -> str:
    """A period in words."""
    known = [part for part in day if part]
    year, month, date = [*known, 0, 0, 0][:3]
    name = Date(year, month, date, approximate=False, uncertain=False).name(language)
    return name if len(known) == len(day) or not known else word("date-partly", language, date=name)


@dataclass(frozen=True, slots=True)
class Span(Generic[Entry]):
    """Entries of a period, and the smaller periods into which they are divided; none if they are few."""

    day: Day
    entries: Sequence[Entry]
    parts: tuple[Span[Entry], ...] = ()

    def all(self) -> Iterator[Span[Entry]]:
        """Every smaller period."""
        for part in self.parts:
            yield part
            yield from part.all()


def divided(
    entries: Sequence[Entry],
    day_of: Callable[[Entry], Day],
    most: int,
    newest_first: bool = True,
    day: Day = (),
) -> Span[Entry]:
    """Entries by year, by month and by day, as far as it takes to have no more than ``most`` together.

    Args:
        entries: in the order in which they are shown.
        day_of: year, month and day of one.
        most: entries of a page.
        newest_first: the order of the periods.
        day: the period that all entries are of.
    """
    if len(entries) <= most or len(day) == 3:
        return Span(day, entries)
    place = len(day) + 1
    ordered = sorted(entries, key=lambda entry: day_of(entry)[:place], reverse=newest_first)  # it is stable
    groups = groupby(ordered, lambda entry: day_of(entry)[:place])
    parts = (divided(list(group), day_of, most, newest_first, within) for within, group in groups)
    return Span(day, entries, tuple(parts))
