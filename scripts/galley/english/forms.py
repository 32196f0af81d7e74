"""The forms that each kind of Chinese number can take in English, beside its plain value."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from galley.english.equivalents import in_words
from galley.english.numbers import Number, NumberKind
from galley.english.reading import Pair


def in_another_form(number: Number, pair: Pair) -> bool:
    """Whether the English says a number as its kind can be said: 三成 as “a third”, 三倍 “fourfold”."""
    form = _FORMS.get(number.kind)
    return form is not None and form(number, pair)


def _percent(number: Number, pair: Pair) -> bool:
    """As a fraction (三成: a third), a decimal, basis points or, from 100% on, as a multiple."""
    value, values = number.value or Decimal(0), pair.values()
    if any(one.kind == "fraction" and abs((one.value or 0) * 100 - value) <= 2 for one in pair.en):
        return True
    if value / 100 in values or (value * 100 in values and "basis" in pair.target):
        return True
    times = Number(number.start, number.end, value / 100, "", "multiple")
    return value >= 100 and (value / 100 + 1 in values or in_words(times, pair))


def _points(number: Number, pair: Pair) -> bool:
    """In basis points, of which a hundred are one."""
    return (number.value or 0) * 100 in pair.values() and bool(re.search(r"basis|bps?\b", pair.target))


def _permille(number: Number, pair: Pair) -> bool:
    return (number.value or 0) / Decimal(10) in pair.values()


def _multiple(number: Number, pair: Pair) -> bool:
    """增长三倍 is to grow fourfold, or by 300%."""
    value = number.value or Decimal(0)
    return bool(pair.values() & {value + 1, value * 100, (value - 1) * 100, (value + 1) * 100})


def _fraction(number: Number, pair: Pair) -> bool:
    """As a percentage, a decimal, or “one in three”."""
    value = number.value or Decimal(0)
    if any(abs(one - value) < Decimal("0.02") or abs(one - value * 100) < 2 for one in pair.values()):
        return True
    return bool(re.search(r"\bin (?:\d+|three|four|five|six|seven|eight|nine|ten)\b", pair.target))


def _ratio(number: Number, pair: Pair) -> bool:
    """Both numbers in either order; a time on a clock of twelve hours; a score against nothing."""
    first, second = number.value or Decimal(0), number.second or Decimal(0)
    values, hours = pair.values(), (first, first - 12, first + 12)
    if first in values and (second in values or second in (0, 1)):
        return True
    if second in values and first in (0, 1):
        return True
    if re.search(rf"\b{first}\s?[:.]\s?{second}\b", pair.target):
        return True
    on_the_hour = any(hour in values for hour in hours) and (second in values or second in (0, 15, 30, 45))
    together = any(hour * 100 + second in values or hour + second / 100 in values for hour in hours)
    return first <= 24 and (on_the_hour or together)


def _decade(number: Number, pair: Pair) -> bool:
    """The 1970s, ’70s or seventies."""
    value = int(number.value or 0)
    stems = ("", "", "twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet")
    stem = stems[value % 100 // 10]
    figures = f"{value}" if value > 100 else rf"\d*{value:02d}"
    names = rf"{stem}ies" if stem else "(?!)"
    short = rf"['’‘]{value % 100:02d}s"
    return bool(re.search(rf"\b{figures}['’]?s\b|{short}\b|\b{names}\b", pair.target, re.IGNORECASE))


def _century(number: Number, pair: Pair) -> bool:
    """The 18th century as the 1700s or one of its years."""
    return bool(re.search(rf"\b{int(number.value or 0) - 1}\d\d", pair.target))


_FORMS: dict[NumberKind, Callable[[Number, Pair], bool]] = {
    "percent": _percent,
    "points": _points,
    "permille": _permille,
    "multiple": _multiple,
    "fraction": _fraction,
    "ratio": _ratio,
    "decade": _decade,
    "century": _century,
}
