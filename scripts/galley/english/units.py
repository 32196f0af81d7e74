"""Units of money and measure (``data/units.tsv``), as Chinese and English write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from galley.tables import read_data

PERCENT = "percent"
POINTS = "points"
YUAN = "yuan"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit; ``size`` is none where there is no fixed rate, as between currencies."""

    name: str
    kind: str
    size: Decimal | None
    chinese: tuple[str, ...]
    english: tuple[str, ...]
    signs: tuple[str, ...]


@cache
def units() -> dict[str, Unit]:
    """All units by name."""
    found = {}
    for row in read_data("units.tsv"):
        found[row["unit"]] = Unit(
            row["unit"],
            row["kind"],
            Decimal(row["size"]) if row["size"] else None,
            tuple(row["zh"].split()),
            tuple(filter(None, row["en"].split(","))),
            tuple(filter(None, row["sign"].split(","))),
        )
    return found


def kind(name: str) -> str:
    """What a unit measures; nothing for no unit."""
    return units()[name].kind if name else ""


@cache
def chinese_names() -> dict[str, str]:
    """Units by their Chinese names."""
    return {name: unit.name for unit in units().values() for name in unit.chinese}


def _forms(name: str) -> tuple[str, ...]:
    """A word in the singular and plural; what is short has none of its own (“ha”, not “has”)."""
    return (name, f"{name}s", f"{name}es") if len(name) > 3 or name == "ton" else (name,)


@cache
def _english_names() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for unit in units().values():
        words = [form for name in unit.english for form in _forms(name)]
        for name in (*words, *unit.signs):
            found.setdefault(name.lower().replace("-", " "), set()).add(unit.name)
    return {name: frozenset(names) for name, names in found.items()}


def meant(surface: str) -> frozenset[str]:
    """The units that an English word or sign can mean: “dollars” are those of several countries."""
    return _english_names().get(" ".join(surface.lower().replace("-", " ").split()), frozenset())


def alternation(names: list[str] | tuple[str, ...]) -> str:
    """A pattern for any of these words, the longest first."""
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


@cache
def english_words() -> str:
    """A pattern for every English unit that is a word, in the singular or plural, hyphened or not."""
    forms = {form for unit in units().values() for name in unit.english for form in _forms(name)}
    return alternation(tuple(forms)).replace(r"\ ", "[ -]").replace(r"\-", "[ -]")


@cache
def english_signs() -> str:
    """A pattern for every sign or code that stands before an amount."""
    return alternation(tuple(s for unit in units().values() if unit.kind == "money" for s in unit.signs))
