"""Figures of the English that its Chinese does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from galley.english.days import MONTHS, named_days
from galley.english.figures import converts, missing, round_to
from galley.english.numbers import Number
from galley.english.reading import Pair

_MONTH_NEAR = re.compile("|".join(rf"\b{name[:3]}" for name in MONTHS))
_PLACES = re.compile(r"[ -](?:centur|street|avenue|floor|hole|parallel|of\b)", re.IGNORECASE)
_POWER = re.compile(r"[数几上近半多][十百千万亿]|[十百千万亿]{1,3}(?=[人级元个吨名年]|分之)|半")


def numbers(pair: Pair) -> Iterator[str]:
    """The numbers, as the English writes them.

    Only those that a translator has no reason to add: large ones, shares and amounts that no number
    of the Chinese explains, where no number of the Chinese waits for its English (that is a wrong
    figure, and flagged as such). Years, days and what stands in brackets are often a help to readers.
    """
    if any(number.kind not in ("day", "month", "year") for number in missing(pair)):
        return
    for one in pair.en:
        if _telling(one, pair.target) and not _explained(one, pair):
            yield one.text.strip()


def days(pair: Pair) -> Iterator[str]:
    """Days of a month that the Chinese names with other days of that month only."""
    named = {number.value for number in pair.zh if number.kind == "month"}
    values = {value for number in pair.zh for value in number.values}
    if any(number.kind == "day" for number in pair.zh):
        for month, day in sorted(named_days(pair.target)):
            if (
                month in named
                and day not in values
                and not any(number.kind == "day" for number in missing(pair))
            ):
                yield f"{day} {MONTHS[month - 1]}"


def _telling(one: Number, text: str) -> bool:
    if one.value is None or not re.search(r"\d", one.text):
        return False
    near = text[max(0, one.start - 12) : one.end + 12]
    if one.kind == "ordinal":
        return one.value >= 10 and not _MONTH_NEAR.search(near) and not _PLACES.match(text, one.end)
    if one.kind not in ("count", "percent", "points"):
        return False
    if one.kind == "count" and not one.scaled and (one.value < 100 or 1000 <= one.value <= 2100):
        return False
    brackets = text[: one.start].count("(") > text[: one.start].count(")")
    return not brackets and not (one.value <= 31 and _MONTH_NEAR.search(near))


def _explained(one: Number, pair: Pair) -> bool:
    """Whether some number of the Chinese can be meant."""
    value = one.value or Decimal(0)
    for number in pair.zh:
        if any(_explains(wanted, number, value, one) for wanted in number.values):
            return True
        if number.second is not None and value in (
            number.second,
            *_clock(number.value or value, number.second),
        ):
            return True
    digits = re.sub(r"\D", "", one.text)
    return (bool(digits) and digits in re.sub(r"\D", "", pair.source)) or bool(_POWER.search(pair.source))


def _explains(wanted: Decimal, number: Number, value: Decimal, one: Number) -> bool:
    plain = {
        wanted,
        wanted * 100,
        wanted * 10,
        wanted - 12,
        wanted + 12,
        (wanted - 1) * 100,
        (wanted + 1) * 100,
    }
    if value in plain or (number.kind == "hour" and int(value) // 100 == int(wanted)):
        return True
    if number.kind in ("fraction", "percent") and wanted and abs(value - wanted * 100) < 2:
        return True
    digits = len(value.normalize().as_tuple().digits)
    if wanted >= 10 and value and value == round_to(wanted, digits):
        return True
    if converts(number, one):
        return True
    return number.kind in ("decade", "century", "year") and 1000 <= value <= 2100


def _clock(hour: Decimal, minute: Decimal) -> tuple[Decimal, ...]:
    return tuple(h * 100 + minute for h in (hour, hour + 12, hour - 12))
