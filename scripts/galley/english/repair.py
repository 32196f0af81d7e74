"""Put right what is certain in a machine translation: a figure's value, its currency, its measure.

Translation programs keep the digits of 万 and 亿 and lose their place: 5623万元 comes out as
“$5,623 million”. The digits show which number is meant, and the Chinese what it is worth.
:func:`repair` is the whole sequence of steps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from galley.english import money
from galley.english.figures import expressed
from galley.english.numbers import Number, written
from galley.english.reading import Pair
from galley.english.slips import matched, slips
from galley.english.units import kind, meant, units

_MEASURES = {"mu": "mu", "jin": "jin", "points": "percentage points"}
"""Units that programs turn into others of their kind (acres, pounds, per cent), and their English."""
_NOTE = re.compile(r" \[also in the Chinese: [^\[\]]*\]$")
_HYPHEN = re.compile(r"\s?[-‐–—~]\s?")


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing put right: the Chinese, and what was done."""

    kind: Literal["figure", "currency", "unit"]
    source: str
    done: str


def repair(source: str, target: str) -> tuple[str, list[Mend]]:
    """The English with figures put right, and with a note of those that it does not have at all."""
    mends: list[Mend] = []
    text = _NOTE.sub("", target)  # an earlier one is written anew
    # Values twice: one put right gives its scale to the number before it (“3 to 33”: “3 to 3.3 billion”).
    for step in (_values, _values, _yuan, _measures, _dropped):
        text, done = step(Pair.of(source, text))
        mends += done
    return text, mends if text != target else []


def _values(pair: Pair) -> tuple[str, list[Mend]]:
    """Write the right value where another stands for it."""
    found = {other: pair.zh[place] for place, other in slips(pair).items()}
    edits: dict[int, str] = {}
    for other, number in found.items():
        edits[other] = _rewritten(number, pair.en[other])
        if other and pair.en[other - 1].shares and other - 1 not in found:
            edits[other - 1] = written(pair.en[other - 1].value or Decimal(0))
    target = pair.target
    for other in sorted(edits, reverse=True):
        one, end = pair.en[other], pair.en[other].end
        text = edits[other]
        if one.shares and _HYPHEN.fullmatch(target, end, pair.en[other + 1].start):
            text, end = f"{text} to ", pair.en[other + 1].start  # “6-8 million” shared its million
        target = target[: one.start] + text + target[end:]
    was = {other: pair.target[pair.en[other].start : pair.en[other].end] for other in found}
    mends = [
        Mend("figure", n.text, f"{was[other]} put right as {edits[other]}") for other, n in found.items()
    ]
    return target, mends


def _rewritten(number: Number, one: Number) -> str:
    """The right value, hyphened where the English hyphens it (“a 5-million-yuan plan”)."""
    text = written(number.value or Decimal(0))
    return text.replace(" ", "-") if re.search(r"\d-[a-z]", one.text) else text


def _yuan(pair: Pair) -> tuple[str, list[Mend]]:
    """Write yuan where the Chinese has 元 and the English dollars."""
    target = money.as_yuan(pair)
    return target, [Mend("currency", "元", "dollars put right as yuan")] if target != pair.target else []


def _measures(pair: Pair) -> tuple[str, list[Mend]]:
    """Write 亩 as mu, 斤 as jin and 个百分点 as percentage points."""
    target, mends = pair.target, []
    for place, other in sorted(matched(pair).items(), key=lambda item: -item[1]):
        number, one = pair.zh[place], pair.en[other]
        if number.unit not in _MEASURES or not wrong_unit(pair, place, other):
            continue
        word = _MEASURES[number.unit]
        word = word.removesuffix("s") if number.value == 1 else word
        joint = "-" if target[one.end : one.end + 1] == "-" else " "
        target = target[: one.end] + joint + word + target[one.whole[1] :]
        mends.append(Mend("unit", number.text, f"{one.text.strip()} put right as {word}"))
    return target, mends


def wrong_unit(pair: Pair, place: int, other: int) -> bool:
    """Whether a number stands with another unit of the kind that its Chinese has.

    Only where the number stands once on each side: there is no doubt then which it is.
    """
    number, one = pair.zh[place], pair.en[other]
    if not number.unit or not one.unit or meant(one.unit) & {number.unit, "cent"}:
        return False
    in_zh = sum(n.value == number.value for n in pair.zh)
    in_en = sum(n.value == one.value for n in pair.en)
    return in_zh == in_en == 1 and kind(number.unit) in {kind(name) for name in meant(one.unit)}


def _dropped(pair: Pair) -> tuple[str, list[Mend]]:
    """Note figures with 万 and 亿 that the English lacks: their value is certain, their place is not."""
    lost = [
        number
        for place, number in enumerate(pair.zh)
        if number.scaled and number.required and number.kind == "count" and not expressed(pair, place)
    ]
    if not lost:
        return pair.target, []
    notes = {number.text: _amount(number) for number in lost}
    mends = [Mend("figure", n.text, f"{notes[n.text]} added in brackets at the end") for n in lost]
    return f"{pair.target.rstrip()} [also in the Chinese: {'; '.join(dict.fromkeys(notes.values()))}]", mends


def _amount(number: Number) -> str:
    """A figure with its unit: ``20 million yuan``."""
    value = written(number.value or Decimal(0))
    if not number.unit:
        return value
    name = units()[number.unit].english[0]
    unchanging = name in ("yuan", "mu", "jin", "yen", "won", "baht", "rand")
    return f"{value} {name}" if unchanging else f"{value} {name}s"
