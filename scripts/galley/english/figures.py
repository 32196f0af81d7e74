"""Which figures of a Chinese text its English does not have in any form that a translator would use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal

from galley.english import days
from galley.english.equivalents import in_words
from galley.english.forms import in_another_form
from galley.english.numbers import Number, same
from galley.english.reading import Pair
from galley.english.units import meant, units

_NAME = 20
"""Letters and figures of a name such as C919, at most, on each side of its number."""
CONVERTED = Decimal("0.05")
"""How far a converted measure (亩 to hectares) may be off, as translators round it."""


def missing(pair: Pair) -> Iterator[Number]:
    """The figures that the English does not have, in order."""
    for place, number in enumerate(pair.zh):
        if number.required and not expressed(pair, place):
            yield number


def expressed(pair: Pair, place: int) -> bool:
    """Whether the English has a number of the Chinese in some form."""
    number = pair.zh[place]
    if number.kind == "label":
        return _label(number, pair) or in_words(number, pair)
    if number.kind in ("year", "month", "day", "hour", "minute"):
        return days.says(pair.zh, place, pair.target, pair.en) or in_words(number, pair)
    return (
        any(same(number, one) for one in pair.en)
        or in_words(number, pair)
        or _rounded(number, pair.en)
        or _converted(number, pair.en)
        or in_another_form(number, pair)
    )


def _label(number: Number, pair: Pair) -> bool:
    """C919, 5G, H5N6: letters and figures together, with or without a hyphen between them."""
    before = re.search(
        r"(?<![A-Za-z0-9.\-‐])[A-Za-z0-9.\-‐]*$", pair.source[max(0, number.start - _NAME) : number.start]
    )
    after = re.match(r"[A-Za-z0-9.\-‐]*", pair.source[number.end : number.end + _NAME])
    around = before[0] if before else "", after[0] if after else ""
    name = pair.source[number.start : number.end].join(around)
    return not re.search("[A-Za-z]", name) or _bare(name) in _bare(pair.target)


def _bare(text: str) -> str:
    return re.sub("[^a-z0-9]", "", text.lower())


def _rounded(number: Number, numbers: tuple[Number, ...]) -> bool:
    """Whether the English has it rounded, and says so (“about”, “more than”)."""
    value = number.value
    if value is None or (value < 1000 and value % 1 == 0):
        return False
    for one in numbers:
        if one.vague and one.kind == "count" and one.value:
            digits = len(one.value.normalize().as_tuple().digits)
            if one.value in (round_to(value, digits), round_to(value, digits, ROUND_DOWN)):
                return True
    return False


def round_to(value: Decimal, digits: int, rounding: str | None = None) -> Decimal:
    """A value with so many significant digits."""
    step = Decimal(1).scaleb(value.adjusted() - digits + 1)
    return (value / step).quantize(Decimal(1), rounding=rounding) * step


def _converted(number: Number, numbers: tuple[Number, ...]) -> bool:
    """A measure in another unit of its kind: 500亩 as 33 hectares."""
    if not number.unit or not number.value:
        return False
    return any(converts(number, one) for one in numbers)


def converts(number: Number, one: Number) -> bool:
    """Whether an English measure is a Chinese one in another unit, as a translator rounds it."""
    mine = units().get(number.unit)
    if mine is None or mine.size is None or not number.value or one.value is None:
        return False
    for name in meant(one.unit):
        its = units()[name]
        if its.name == mine.name or its.kind != mine.kind or its.size is None:
            continue
        if abs(one.value * its.size / (number.value * mine.size) - 1) <= CONVERTED:
            return True
    return False
