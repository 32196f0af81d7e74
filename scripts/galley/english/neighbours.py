"""What the numbers beside it make of a Chinese number: ranges, ratios, dates."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from galley.english.numbers import Number

_LINK = re.compile(r" ?(?:多|余)?[元人]? ?(?:至|到|或|[-－‐–—―~～〜、])+ ?")
_RATIO = re.compile(r" ?[:比] ?")
_DATELINE = re.compile(r" ?[日号] ?[电讯]")  # 新华社北京9月27日电
_YEAR_MONTH = re.compile(r"(?:19|20)\d\d\.(?:0[1-9]|1[0-2])")  # 2002.03
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEAR = 5
"""Characters between two numbers of one date, at most."""


def ranges(text: str, numbers: list[Number]) -> list[Number]:
    """Give the first number of 3至5万元 the 万 and the unit of the second."""
    out = list(numbers)
    for place in range(len(out) - 2, -1, -1):
        one, other = out[place], out[place + 1]
        if one.kind != "count" or one.unit or not _LINK.fullmatch(text, one.end, other.start):
            continue
        if other.unit:
            one = replace(one, unit=other.unit, kind=other.kind, required=other.required)
        if other.kind == "count" and other.scaled and not one.scaled and _shares(one, other):
            one = replace(
                one,
                value=(one.value or 0) * _scale(other),
                others=one.others if one.value is None else (one.value,),
                text=text[one.start : other.end].strip(),
                required=other.required,
                scaled=True,
                shares=True,
            )
        out[place] = one
    return out


def _scale(number: Number) -> Decimal:
    return Decimal(10**4) ** number.text.count("万") * Decimal(10**8) ** number.text.count("亿")


def _shares(one: Number, other: Number) -> bool:
    """Whether 3 in 3至5万 is 30,000: it rises to the second, as it stands before its 万."""
    if one.value is None or other.value is None:
        return False
    above = other.value / _scale(other)
    return one.value < above and (above < 10 or above % 1 == 0)


def ratios(text: str, numbers: list[Number]) -> list[Number]:
    """Join the two numbers of 2.3:1, 3比1 and 20:30 into one."""
    out: list[Number] = []
    for number in numbers:
        last = out[-1] if out else None
        if last is not None and _is_first(last) and _RATIO.fullmatch(text, last.end, number.start):
            out[-1] = replace(
                last,
                end=number.end,
                text=text[last.start : number.end],
                kind="ratio",
                second=number.value,
                required=last.text[0].isascii(),
            )
        else:
            out.append(number)
    return out


def _is_first(number: Number) -> bool:
    """Whether a number can be the first of a ratio."""
    return number.kind in ("count", "hour") and not number.scaled and number.second is None


def dated(text: str, numbers: list[Number]) -> list[Number]:
    """Read dates by what stands before them, and leave out what only looks like a figure."""
    out = list(numbers)
    for place, number in enumerate(numbers):
        last = out[place - 1] if place else None
        near = last.kind if last is not None and number.start - last.end < _NEAR else ""
        if number.kind == "decade" and last is not None and near == "century":
            start = ((last.value or Decimal(0)) - 1) * 100  # 20世纪70年代 is the 1970s
            out[place - 1] = replace(last, required=False)
            whole = text[last.start : number.start] + number.text
            value = start + (number.value or 0)
            out[place] = replace(number, start=last.start, value=value, text=whole)
        elif number.kind == "day" and number.text.endswith("号") and near != "month":
            out[place] = replace(number, kind="label", required=False)  # 1号竖井
        elif number.kind == "day" and near == "month" and _DATELINE.match(text, number.end):
            # translators write datelines in their own way
            out[place - 1 : place + 1] = [replace(one, required=False) for one in out[place - 1 : place + 1]]
        elif _no_figure(text, number, last, near):
            out[place] = replace(number, required=False)
        elif number.kind == "count" and not number.unit and _YEAR.fullmatch(number.text):
            out[place] = replace(number, kind="year")  # 2019中国网球公开赛
    return out


def _no_figure(text: str, number: Number, last: Number | None, near: str) -> bool:
    """Minutes without an hour (points of a match), hundredths of a second, 一届, 2002.03."""
    if number.kind == "minute":
        return near != "hour"
    if number.kind == "ordinal":
        return (number.value or 0) < 2
    hundredths = last is not None and text[last.end : number.start] == "秒"  # 9秒83
    return hundredths or (number.kind == "count" and bool(_YEAR_MONTH.fullmatch(number.text)))
