"""Whether an English text says a Chinese date, by its numbers, by names of months or in other words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from galley.english.numbers import Number
from galley.tables import read_data

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NAMES = "|".join(rf"{name}|{name[:3]}" for name in MONTHS) + "|Sept"
_MONTH_DAY = re.compile(
    rf"\b(?:(?P<m1>{_NAMES})\b\.? (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?![\d,.]*\d)"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m2>{_NAMES})\b)"
)


@dataclass(frozen=True, slots=True)
class _Words:
    """A row of ``days.tsv``."""

    what: str
    number: str
    pattern: re.Pattern[str]


@cache
def _words() -> tuple[_Words, ...]:
    return tuple(
        _Words(row["what"], row["number"], re.compile(row["english"], re.IGNORECASE))
        for row in read_data("days.tsv")
    )


def _in_words(what: str, number: str, text: str) -> bool:
    rows = (row for row in _words() if row.what == what and row.number in ("*", number))
    return any(row.pattern.search(text) for row in rows)


def named_days(text: str) -> set[tuple[int, int]]:
    """The days (month, day) that an English text names with month and number."""
    numbers = {month[:3]: number for number, month in enumerate(MONTHS, 1)}
    return {
        (numbers[(found["m1"] or found["m2"])[:3]], int(found["d1"] or found["d2"]))
        for found in _MONTH_DAY.finditer(text)
    }


def chinese_days(numbers: Sequence[Number]) -> set[tuple[int, int]]:
    """The days (month, day) that a Chinese text names; month 0 for a day without one."""
    return {
        (_month_of(numbers, place), int(number.value or 0))
        for place, number in enumerate(numbers)
        if number.kind == "day"
    }


def _month_of(numbers: Sequence[Number], place: int) -> int:
    """The month before a day: that of 9月26日, and also of 27日 in 9月26日至27日; 0 for none."""
    months = (int(number.value or 0) for number in reversed(numbers[:place]) if number.kind == "month")
    return next(months, 0)


def says(zh: Sequence[Number], place: int, text: str, en: Sequence[Number]) -> bool:
    """Whether the English has this year, month, day, hour or minute of the Chinese.

    Other words (“yesterday”, “last year”) excuse a missing number only where the English names no day
    that the Chinese does not have.
    """
    number = zh[place]
    value = int(number.value or 0)
    values = {one for n in en for one in n.values}
    chinese = chinese_days(zh)
    relative = not any(d not in chinese and (0, d[1]) not in chinese for d in named_days(text))
    if number.kind == "month":
        name = MONTHS[value - 1] if 1 <= value <= 12 else ""
        named = name and re.search(rf"\b(?:{name}|{name[:3]}{'|Sept' if value == 9 else ''})\b", text)
        as_figure = re.search(rf"\b0?{value}/|/0?{value}\b", text)
        other = relative and (_in_words("month", str(value), text) or _in_words("day", "*", text))
        return bool(named or as_figure or other) or value > 12
    if number.kind == "day":
        holiday = _in_words("month-day", f"{_month_of(zh, place)}-{value}", text)
        return value in values or holiday or (relative and _in_words("day", str(value), text))
    if number.kind == "year":
        short = re.search(rf"['’–—/-]{value % 100:02d}\b", text)
        return bool(values & number.values or short) or _in_words("year", str(value), text)
    if number.kind == "hour":
        clock = {value, value + 12, value - 12}
        hours = {int(v) for v in values if v < 25} | {int(v) // 100 for v in values if 100 <= v < 2500}
        return bool(clock & hours) or _in_words("hour", str(value), text)
    return any(v == value or v % 1 == Decimal(value) / 100 or (v >= 100 and v % 100 == value) for v in values)
