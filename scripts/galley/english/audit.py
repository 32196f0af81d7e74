"""Compare an English text with its Chinese: what is missing, wrong, left over or without a source.

:data:`KINDS` lists every kind of flag; :func:`audit` is the whole examination of one pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from galley.english import leftovers, loops, money, unsupported
from galley.english.figures import missing
from galley.english.numbers import Number, written
from galley.english.reading import Pair
from galley.english.repair import Mend, repair, wrong_unit
from galley.english.slips import matched
from galley.english.terminology import absent
from galley.english.units import kind as measured
from galley.tables import read_data
from galley.terms import Term

Kind = Literal[
    "figure", "currency", "unit", "date", "rank", "ratio",
    "name", "term", "leftover", "loop", "length", "unsupported",
]  # fmt: skip

KINDS: dict[Kind, str] = {
    "figure": "a number, share or multiple of the Chinese is not in the English in any form",
    "currency": "an amount stands in another currency",
    "unit": "a number stands with another unit of its kind: acres for 亩, per cent for 个百分点",
    "date": "a year, month, day, hour or part of a year is not in the English",
    "rank": "an ordinal, a rank or the number of a session or plan is not in the English",
    "ratio": "a ratio, score or time of day (2.3:1) is not in the English",
    "name": "a person, organisation or place of terms.tsv is not in the English",
    "term": "a policy or technical term of terms.tsv is not in the English",
    "leftover": "Chinese, or a translation program's own mark, stands in the English",
    "loop": "the English repeats itself",
    "length": "the English is far too short or long for its Chinese, or there is none",
    "unsupported": "the English has a figure or a sentence that the Chinese has not",
}
"""Every kind of flag, and what it says."""

MOST_NUMBERS = 400
"""Numbers of a text that are compared at most: every one is held against every other."""

_ONE_DATE = 3
"""Characters. The numerals of one date are no farther from each other: 2月25日上午9时, 2024 年 2 月."""
_DATES = ("year", "month", "day", "hour", "minute", "decade", "century")


@dataclass(frozen=True, slots=True)
class Flag:
    """What an editor should look at: the kind, the piece of Chinese (or nothing), and the reason."""

    kind: Kind
    source: str
    message: str


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found in one pair, and the English with everything certain put right."""

    flags: tuple[Flag, ...]
    repaired: str


def audit(source: str, target: str, terms: Sequence[Term] = (), machine: bool = True) -> Audit:
    """Compare a pair.

    Args:
        source: the Chinese.
        target: its English.
        terms: the site's terms; without them names and terms are not looked for.
        machine: whether a program wrote the English. What is certain is put right then: a figure's
            value, its currency and measure; figures with 万 and 亿 that it dropped are noted in
            brackets at the end, and sentences it invented are taken out. A person's text is only flagged.
    """
    if not target.strip():
        return Audit((Flag("length", "", loops.length(source, target)),) if source.strip() else (), target)
    pair = Pair.of(source, target)
    if max(len(pair.zh), len(pair.en)) > MOST_NUMBERS:
        return Audit((Flag("length", "", "has too many numbers to compare; cut it into sentences"),), target)
    flags = [*_figures(pair), *_amounts(pair), *_phrases(source, target), *_terms(source, target, terms)]
    flags += [Flag("leftover", piece, message) for piece, message in leftovers.left(target)]
    if repeated := loops.loop(source, target):
        flags.append(Flag("loop", "", f"“{repeated}” is repeated"))
    if reason := loops.length(source, target):
        flags.append(Flag("length", "", reason))
    inventions = loops.invented(source, target)
    done = "; taken out" if machine else ""
    flags += [Flag("unsupported", "", f"“{target[a:b].strip()}” has no source{done}") for a, b in inventions]
    flags += [Flag("unsupported", "", f"{text} is not in the Chinese") for text in unsupported.numbers(pair)]
    flags += [Flag("date", "", f"{text} is not in the Chinese") for text in unsupported.days(pair)]
    if not machine:
        return Audit(tuple(flags), target)
    repaired, mends = repair(source, loops.without(target, inventions))
    return Audit(tuple(_explained(flags, mends)), repaired)


def _figures(pair: Pair) -> Iterator[Flag]:
    """Numbers without a counterpart; the parts of one date are one flag."""
    group: list[Number] = []
    for number in missing(pair):
        date = number.kind in _DATES
        if group and not (date and number.start - group[-1].end <= _ONE_DATE):
            yield _date(pair, group)
            group = []
        if date:
            group.append(number)
        else:
            yield _absent(number)
    if group:
        yield _date(pair, group)


def _date(pair: Pair, group: list[Number]) -> Flag:
    last = group[-1]
    return Flag("date", pair.source[group[0].start : last.start + len(last.text)], "is not in the English")


def _absent(number: Number) -> Flag:
    kinds: dict[str, Kind] = {"ordinal": "rank", "ratio": "ratio", "fraction": "ratio"}
    kind = kinds.get(number.kind, "figure")
    value = number.value
    if number.kind in ("percent", "points", "count") and value is not None:
        unit = {"percent": "%", "points": " percentage points"}.get(number.kind, "")
        return Flag(kind, number.text, f"{written(value)}{unit} is not in the English")
    return Flag(kind, number.text, "is not in the English")


def _amounts(pair: Pair) -> Iterator[Flag]:
    """Right numbers with the wrong currency or unit."""
    yuan = {one.start for one in money.in_yuan(pair)}
    for place, other in sorted(matched(pair).items()):
        number, one = pair.zh[place], pair.en[other]
        if one.start not in yuan and wrong_unit(pair, place, other):
            kind: Kind = "currency" if measured(number.unit) == "money" else "unit"
            yield Flag(kind, number.text, f"“{one.text.strip()}” is in another {kind}")
    if yuan:
        first = next(one for one in pair.en if one.start in yuan)
        yield Flag("currency", "元", f"“{first.text.strip()}” should be in yuan")


@cache
def _fixed() -> tuple[tuple[Kind, re.Pattern[str], re.Pattern[str]], ...]:
    kinds: dict[str, Kind] = {"figure": "figure", "date": "date", "rank": "rank"}
    return tuple(
        (kinds[row["kind"]], re.compile(row["zh"]), re.compile(row["english"], re.IGNORECASE))
        for row in read_data("phrases.tsv")
    )


def _phrases(source: str, target: str) -> Iterator[Flag]:
    for kind, zh, english in _fixed():
        found = zh.search(source)
        if found and not english.search(target):
            yield Flag(kind, found[0], "is not in the English")


def _terms(source: str, target: str, terms: Sequence[Term]) -> Iterator[Flag]:
    for term in absent(source, target, terms):
        kind: Kind = "name" if term.kind in ("person", "org", "place") else "term"
        yield Flag(kind, term.hans, f"“{term.en}” is not in the English")


def _explained(flags: Sequence[Flag], mends: Sequence[Mend]) -> Iterator[Flag]:
    """Add to each flag what was done about it; equal figures have a flag each, and each was put right."""
    waiting = list(mends)
    for flag in flags:
        mend = next((one for one in waiting if (one.kind, one.source) == (flag.kind, flag.source)), None)
        if mend:
            waiting.remove(mend)
        yield replace(flag, message=f"{flag.message}; {mend.done}") if mend else flag
    for mend in waiting:
        yield Flag(mend.kind, mend.source, mend.done)
