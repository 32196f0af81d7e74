"""A Chinese text and its English with the numbers of both."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from galley.english.numbers import Number
from galley.english.numbers_en import english
from galley.english.numbers_zh import chinese


@dataclass(frozen=True, slots=True)
class Pair:
    """The two texts, and their numbers in order."""

    source: str
    target: str
    zh: tuple[Number, ...]
    en: tuple[Number, ...]

    @staticmethod
    def of(source: str, target: str) -> Pair:
        """Read the numbers of both."""
        return Pair(source, target, tuple(chinese(source)), tuple(english(target)))

    def values(self) -> set[Decimal]:
        """Every value that a number of the English can have."""
        return {value for one in self.en for value in one.values}
