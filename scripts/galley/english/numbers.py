"""A number as a text writes it: where it stands, its exact value, and what kind of number it is.

:mod:`galley.english.numbers_zh` and :mod:`galley.english.numbers_en` read them; here is what both
share. Values are :class:`decimal.Decimal`, because 620亿 is exactly 62 billion.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

NumberKind = Literal[
    "count", "percent", "points", "permille", "multiple", "fraction", "ratio",
    "year", "decade", "century", "month", "day", "hour", "minute", "ordinal", "label",
]  # fmt: skip
"""What a number says: how many, what share, how many times, when, which in a row, or a mere name."""

LONGEST = 32
"""Characters of the longest numeral that is read: nobody writes a longer one in words or figures."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text."""

    start: int
    end: int
    """The span of the numeral with 万, 亿, million and the like; without its unit."""
    value: Decimal | None
    """None for what cannot be a number as it is written (``1,58 billion``)."""
    text: str
    """The numeral with the words before and after it that belong to it, for messages."""
    kind: NumberKind = "count"
    unit: str = ""
    """The ``unit`` of ``units.tsv`` that stands with it, or nothing."""
    scaled: bool = False
    """Whether it is written with 万 or 亿 (Chinese), or with million and the like (English)."""
    others: tuple[Decimal, ...] = ()
    """Other values that it can have: the 3 of “3 to 5 million” is 3 million, but could be 3."""
    second: Decimal | None = None
    """The second number of a ratio or a score."""
    required: bool = True
    """Whether a translation must have it in some form (Chinese only)."""
    vague: bool = False
    """Whether it says only about how many: 多, 余, 近, 约 stand with it."""
    shares: bool = False
    """Whether it takes its million from the number after it (“3 to 5 million”)."""
    whole: tuple[int, int] = (0, 0)
    """The span with the currency sign before it and the unit after it."""

    @property
    def values(self) -> frozenset[Decimal]:
        """Every value that it can have."""
        own = () if self.value is None else (self.value,)
        return frozenset((*own, *self.others))


def same(one: Number, other: Number) -> bool:
    """Whether two numbers can be meant as the same, taking at least one as it is first read."""
    return one.value in other.values or other.value in one.values if one.values and other.values else False


def written(value: Decimal) -> str:
    """A value as English news writes it: ``62 billion``, ``66.44 million``, ``940,000``."""
    for scale, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if value >= scale:
            return f"{_plain(value / scale)} {name}"
    return _plain(value)


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
