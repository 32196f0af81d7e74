"""Which English number is a slip of which Chinese one, where the value itself does not say."""

from __future__ import annotations

import re
from decimal import Decimal

from rapidfuzz import fuzz

from galley.english.figures import expressed
from galley.english.numbers import Number, same
from galley.english.reading import Pair
from galley.english.units import kind, meant

ALIKE = 75.0
"""How alike the digits of two numbers are, in percent, before one is taken for a slip of the other."""
ALIKE_MALFORMED = 60.0
"""The same for an English number that is none as it is written (``2,18 billion``)."""
TELLING = 3
"""Digits from which likeness says anything."""

_KINDS = ("count", "percent", "points", "permille", "multiple")


def matched(pair: Pair) -> dict[int, int]:
    """Pair the numbers of equal value one to one, the nearest in order first; as they are first read, then
    in their other readings."""
    found: dict[int, int] = {}
    for first in (True, False):
        for place, number in enumerate(pair.zh):
            if place in found or number.value is None:
                continue
            equal = [
                other
                for other, one in enumerate(pair.en)
                if other not in found.values() and (number.value == one.value if first else same(number, one))
            ]
            if equal:
                found[place] = min(equal, key=lambda other: _distance(pair, place, other))
    return found


def _distance(pair: Pair, place: int, other: int) -> float:
    return abs(place / max(len(pair.zh), 1) - other / max(len(pair.en), 1))


def slips(pair: Pair) -> dict[int, int]:
    """The Chinese numbers that are wrong in the English: by their place, that of the wrong number.

    By like digits; or where one figure alone is missing of its kind (money, millions …) and one English
    number alone of that kind has no other source.
    """
    equal = matched(pair)
    left = [place for place in range(len(pair.zh)) if place not in equal and _wanted(pair, place)]
    free = [other for other, one in enumerate(pair.en) if other not in equal.values() and _movable(one)]
    scored = [
        (-alike, _distance(pair, place, other), place, other)
        for place in left
        for other in free
        if (alike := _alike(pair.zh[place], pair.en[other]))
    ]
    found: dict[int, int] = {}
    for _, _, place, other in sorted(scored):
        if place not in found and other not in found.values():
            found[place] = other
    for place in left:
        number = pair.zh[place]
        if place in found or not number.required:
            continue
        rivals = [p for p in left if p not in found and _class(pair.zh[p]) == _class(number)]
        options = [o for o in free if o not in found.values() and _surely_fits(number, pair.en[o])]
        if rivals == [place] and len(options) == 1:
            found[place] = options[0]
    return found


def _wanted(pair: Pair, place: int) -> bool:
    number = pair.zh[place]
    asked = number.kind in _KINDS and (number.required or number.scaled) and bool(number.value)
    return asked and not expressed(pair, place)


def _movable(one: Number) -> bool:
    """Whether an English number can be a wrong figure: no rank, name or year."""
    if one.kind in ("ordinal", "label", "fraction"):
        return False
    plain = not one.scaled and not one.unit and "," not in one.text
    return not (plain and one.value is not None and 1900 <= one.value <= 2100)


def _class(number: Number) -> str:
    return kind(number.unit) or ("scaled" if number.scaled else number.kind)


def _fits(number: Number, one: Number) -> bool:
    """Whether the units let the two be the same."""
    shares = ("percent", "points")
    if number.kind in shares or one.kind in shares:
        return number.kind in shares and one.kind in shares
    kinds = {kind(name) for name in meant(one.unit)}
    if number.unit:
        return not kinds or kind(number.unit) in kinds
    return not kinds or kinds == {"money"}


def _surely_fits(number: Number, one: Number) -> bool:
    """Whether units or millions say that the two are of one kind."""
    if not _fits(number, one):
        return False
    if number.kind in ("percent", "points"):
        return True
    if one.unit:
        money = kind(number.unit) == "money"  # a measure in another unit may be converted
        return bool(number.unit) and (money or number.unit in meant(one.unit))
    return number.scaled and one.scaled and kind(number.unit) != "money"


def _alike(number: Number, one: Number) -> float:
    """How alike the digits of two numbers are, in percent; 0 for too little to be sure."""
    wanted, got = _digits(number), _digits(one)
    if not wanted or not got or not _fits(number, one):
        return 0.0
    if wanted == got:
        return 100.0 if len(wanted) > 1 or number.scaled else 0.0
    ratio = fuzz.ratio(wanted, got)
    if one.value is None:
        return ratio if ratio >= ALIKE_MALFORMED else 0.0
    cut = wanted.startswith(got) or got.startswith(wanted)
    return ratio if min(len(wanted), len(got)) >= TELLING and (cut or ratio >= ALIKE) else 0.0


def _digits(number: Number) -> str:
    """A number's digits that mean something: 5623 of 5623万 and of 56.23 million."""
    if number.value is None:
        return re.sub(r"\D", "", number.text).strip("0")
    return "".join(map(str, Decimal(number.value).normalize().as_tuple().digits)).strip("0")
