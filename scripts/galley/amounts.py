"""Figures in words, as each language writes them: 620亿元, 62 billion yuan."""

from __future__ import annotations

from decimal import Decimal

from galley.english.numbers import written
from galley.figures import Figure, Unit
from galley.interface import word
from galley.model import Language


def amount(figure: Figure, language: Language) -> str:
    """A figure with its unit, and with “over”, “nearly” or “about” where the text says so."""
    said = measure(figure.value, figure.unit, language)
    return word(f"bound-{figure.bound}", language, amount=said) if figure.bound else said


def measure(value: Decimal, unit: Unit, language: Language) -> str:
    """A value with its unit."""
    if unit.kind == "rank":
        return word("rank", language, number=plain(value))
    if unit.kind == "percent":
        return f"{plain(value)}%"
    if language == "en":
        sign = "−" if value < 0 else ""
        return f"{sign}{written(abs(value) * unit.scale)} {unit.name.en}"
    return f"{plain(value)}{unit.name.get(language)}"


def plain(value: Decimal) -> str:
    """A value as it is, without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
