"""Words that a translator writes instead of a number: “half”, “a decade”, “dozens”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from galley.english.numbers import Number
from galley.english.reading import Pair
from galley.tables import read_data

_MANY = (
    (10**9, "billions"),
    (10**6, "millions"),
    (1000, "thousands|several thousand|a few thousand"),
    (100, "hundreds|several hundred|a few hundred"),
    (10, "dozens?|decades|scores|tens of|several|numerous|a few"),
)
"""What can stand for a vague number (三十多个) of this size or more."""


@dataclass(frozen=True, slots=True)
class _Equivalent:
    """A row of ``equivalents.tsv``."""

    kind: str
    after: re.Pattern[str]
    value: Decimal | None
    english: re.Pattern[str]


@cache
def _equivalents() -> tuple[_Equivalent, ...]:
    return tuple(
        _Equivalent(
            row["kind"],
            re.compile(row["after"]),
            None if row["value"] == "*" else Decimal(row["value"]),
            re.compile(row["english"], re.IGNORECASE),
        )
        for row in read_data("equivalents.tsv")
    )


def in_words(number: Number, pair: Pair) -> bool:
    """By the table of equivalents, or by “dozens” and “hundreds” for a vague number."""
    for row in _equivalents():
        fits = row.kind == number.kind and row.value in (None, number.value)
        if fits and row.after.match(pair.source, number.end) and row.english.search(pair.target):
            return True
    if number.vague and number.value is not None and not number.unit:
        words = next((words for size, words in _MANY if number.value >= size), "(?!)")
        return bool(re.search(rf"\b(?:{words})\b", pair.target, re.IGNORECASE))
    return False
