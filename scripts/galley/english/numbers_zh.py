"""The numbers of a Chinese text, each with its value, its kind and its unit.

What the characters after a numeral make of it (成, 倍, 届, 世纪 …) is in ``data/suffixes.tsv``; what its
neighbours make of it, in :mod:`galley.english.neighbours`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import get_args

from galley.english import han
from galley.english.neighbours import dated, ranges, ratios
from galley.english.numbers import LONGEST, Number, NumberKind
from galley.english.units import PERCENT, alternation, chinese_names, units
from galley.tables import read_data

# Full-width figures and marks are read as the narrow ones; each stays one character.
_NARROW = str.maketrans("０１２３４５６７８９．：∶，％", "0123456789.::,%")

_HAN = "〇零一二三四五六七八九两"
_SCALES = "十百千万亿"
_ARABIC = r"(?>(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?)"
_SIGN = rf"(?:{_ARABIC}|[{_HAN}十百万亿]|千(?![瓦米克伏赫]))"  # 5千瓦 is 5 kilowatts
_RUN = re.compile(
    rf"(?>{_SIGN}(?:{_SIGN}|点(?=[{_HAN}])|[多余](?=[{_SCALES}])| (?=[百千万]?[万亿]))*)(?!分[之点])"
)
_PARTS = re.compile(r"(?P<below>[百千万十]|[二三四五六七八九]|\d{1,3})分之$")
_FEW = re.compile(r"[数几]$")  # 数十, 几万
_FEW_TENS = re.compile(r"(?<![人总指户次件个分基倍系点票])[数几]$")  # 数10万; but 人数10万
_OVER = re.compile(r"[上成]$")  # 上百, 成千; but 以上3万
_MORE = re.compile(r" ?(?:多|余|来(?=[年人个位家名天])|许|左右|上下|以上|以下)")
_LABEL_BEFORE = re.compile(r"[A-Za-z][-‐]?$")
_LABEL_AFTER = re.compile(r"-?[A-Za-z]")
_METRIC = re.compile(r" ?(?:[kcm]?m|[km]?g|[kMGT]?Wh?|kV|[mkμ]?[Lls]|Hz|MB|GB|TB|pm|am)(?![A-Za-z])|\s")
_AFTER_MORE = ("multiple", "points", "count")
"""Kinds that a numeral with 多 or 余 after it can be: 三倍多 and 30多个, but no 30多日."""
_SPOKEN = ("month", "day", "hour", "minute")
"""Kinds of which Han numerals are not asked for: 十分 is “very”, 一时 “for a time”."""
_LAST_YEAR = 2200


@dataclass(frozen=True, slots=True)
class _Suffix:
    """What characters after a numeral make of it: a row of ``suffixes.tsv``."""

    pattern: re.Pattern[str]
    kind: NumberKind
    factor: Decimal
    digits: int
    required: bool


@cache
def _suffixes() -> tuple[_Suffix, ...]:
    kinds: dict[str, NumberKind] = {kind: kind for kind in get_args(NumberKind)}
    return tuple(
        _Suffix(
            re.compile(rf"\s?(?:{row['zh']})"),
            kinds[row["kind"]],
            Decimal(row["factor"] or 1),
            int(row["digits"] or 0),
            row["required"] != "no",
        )
        for row in read_data("suffixes.tsv")
    )


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf" ?(?P<unit>{alternation(tuple(chinese_names()))})")


@cache
def _currency_before() -> re.Pattern[str]:
    """人民币300万元, 港币300元: the currency before the number decides what 元 is."""
    return re.compile(rf"(?P<unit>{alternation(('人民币', '港币', '新台币', '台币', '美金', '澳门币'))}) ?$")


def chinese(text: str) -> list[Number]:
    """The numbers of a Chinese text, in order.

    A number that nobody can name (数十亿, 上百万, 三四十) is left out. Only those with ``required`` must
    have a counterpart in a translation: Han numerals are often idioms (千方百计, 十分).
    """
    text = text.translate(_NARROW)
    return dated(text, ratios(text, ranges(text, list(_read(text)))))


def _read(text: str) -> Iterator[Number]:
    for found in _RUN.finditer(text):
        if len(found[0]) <= LONGEST:
            number = _one(text, found[0].rstrip(), found.start())
            if number is not None:
                yield number


def _one(text: str, run: str, start: int) -> Number | None:
    """One numeral with what stands before and after it; none if it is vague or no numeral."""
    before, end = text[max(0, start - 12) : start], start + len(run)
    arabic = run[0].isascii()
    if run[0] in _SCALES and (_FEW.search(before) or _OVER.search(before)):
        return None
    if run.startswith("10") and _FEW_TENS.search(before):
        return None
    named = _LABEL_AFTER.match(text, end) and not _METRIC.match(text, end)
    if arabic and (named or _LABEL_BEFORE.search(before)):
        return Number(start, end, han.value(run), run, "label")
    if re.fullmatch("十[一二三四五六七八九]五", run):
        return Number(start, end, han.value(run[:-1]), run, "ordinal")  # the 14th Five-Year Plan
    value = han.value(run)
    if value is None:
        return None
    if parts := _PARTS.search(before):
        return _share(parts, value, run, start, end)
    more = _MORE.match(text, end)
    number = Number(
        start, end, value, run,
        scaled="万" in run or "亿" in run, vague=bool(more or re.search("[多余]", run)),
    )  # fmt: skip
    bare = not arabic and not re.search(f"[{_HAN}多余]", run)  # 百万, 千亿
    if before.rstrip().endswith("第"):
        required = value >= 2 and not bare and (arabic or value >= 11)
        return replace(number, kind="ordinal", text=f"第{run}", required=required)
    after = more.end() if more else end
    if unit := _unit().match(text, after):
        return _measured(number, unit, before, bare)
    return _suffixed(text, number, after, bare)


def _share(parts: re.Match[str], value: Decimal, run: str, start: int, end: int) -> Number:
    """百分之三十 is a percentage, 三分之一 a fraction."""
    start -= len(parts[0])
    text = parts[0] + run
    if parts["below"] == "百":
        return Number(start, end, value, text, "percent", PERCENT)
    if parts["below"] == "千":
        return Number(start, end, value, text, "permille", "permille")
    below = han.value(parts["below"]) or Decimal(1)
    return Number(start, end, value / below, text, "fraction", second=below)


def _measured(number: Number, found: re.Match[str], before: str, bare: bool) -> Number:
    """A number with a unit of money or measure."""
    unit = chinese_names()[found["unit"]]
    currency = _currency_before().search(before)
    if currency and unit == "yuan":
        unit = chinese_names()[currency["unit"]]
    kinds: dict[str, NumberKind] = {"percent": "percent", "points": "points", "permille": "permille"}
    value = number.value or Decimal(0)
    telling = value >= 10 or value % 1 != 0 if number.text[0].isascii() else value >= 11
    return replace(
        number,
        unit=unit,
        kind=kinds.get(unit, "count"),
        text=found.string[number.start : found.end()].strip(),
        required=unit in kinds or (_is_sum(unit, value) if bare else number.scaled or telling),
    )


def _is_sum(unit: str, value: Decimal) -> bool:
    """Whether a scale alone is an amount: 千亿元 is 100 billion yuan, but 万元户 and 百元店 are names."""
    return unit in units() and units()[unit].kind == "money" and value >= 10**8


def _suffixed(text: str, number: Number, after: int, bare: bool) -> Number:
    """A number without a unit: what the characters after it make of it, or a plain count."""
    arabic, value = number.text[0].isascii(), number.value or Decimal(0)
    for suffix in _suffixes():
        found = suffix.pattern.match(text, after)
        if not found or (suffix.digits and (len(number.text) != suffix.digits or value >= _LAST_YEAR)):
            continue
        if after != number.end and suffix.kind not in _AFTER_MORE:
            continue
        if suffix.kind == "count":
            required = value >= 10 if arabic else value >= 12 and not bare  # 十一 is also a holiday
        else:
            required = arabic or suffix.kind not in _SPOKEN
        return replace(
            number,
            kind=suffix.kind,
            value=value * suffix.factor,
            others=(value + 1900, value + 2000) if suffix.kind == "year" and value < 100 else (),
            text=text[number.start : found.end()].strip(),
            required=suffix.required and required,
        )
    telling = value >= 10 or value % 1 != 0
    required = not bare if number.scaled else arabic and telling
    return replace(number, required=required, text=text[number.start : after].strip())
