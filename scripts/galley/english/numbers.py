"""Numbers as Chinese and English write them, each as an exact value.

Values are :class:`decimal.Decimal`, because 620亿 is exactly 62 billion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

MYRIADS = {"万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3, "百": 10**2}
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_HAN_NUMBER = "〇零一二三四五六七八九两十百千"


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: where it stands, its value, and the words around it that say its kind."""

    start: int
    end: int
    value: Decimal
    text: str
    scaled: bool
    """Whether it is written with 万 or 亿 (Chinese), or with million and the like (English)."""
    unit: str = ""
    """The unit or the sign that stands with it: ``元``, ``%``, ``$`` …; empty for none known."""
    ordinal: bool = False


# ---------------------------------------------------------------------- Chinese

_UNITS = (
    "个百分点|百分点|人民币|美元|美金|港元|港币|欧元|日元|英镑|新台币|新元|澳元|加元|韩元|卢布|卢比|泰铢|瑞士法郎|"
    "元|平方公里|平方千米|平方米|立方米|公顷|公里|千米|公斤|千克|千瓦时|千瓦|兆瓦|千伏|亩|吨|米|"
    "％|%|成|倍|番|年|月|日|时|分|岁|人次|人|名|位|户|家|个|项|件|处|所|辆|套|条|天"
)
_PLAIN_ARABIC = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ZH_NUMBER = re.compile(
    rf"(?P<vague>[数几上]|成千|第)?(?P<cent>百分之)?"
    rf"(?:(?P<arabic>{_PLAIN_ARABIC})|(?P<han>[{_HAN_NUMBER}]+(?:点[{_HAN_NUMBER}]+)?))"
    rf"(?P<scale>万亿|千万|百万|亿|万|千(?![瓦米克伏])|百)?"
    rf"(?P<rest>(?:(?:{_PLAIN_ARABIC}|[{_HAN_NUMBER}]+)(?:万|千|百)?)*)"
    rf"(?:多|余|来)?(?P<late>亿|万)?\s*(?P<unit>{_UNITS})?"
)
_REST = re.compile(rf"(?P<arabic>{_PLAIN_ARABIC})(?P<scale>万|千|百)?|(?P<han>[{_HAN_NUMBER}]+)(?P<myriad>万)?")


def han_value(text: str) -> Decimal | None:
    """The value of a numeral in Han characters up to 9,999; none if it is no numeral."""
    whole, _, fraction = text.partition("点")
    total, digit, digits = 0, None, 0
    for char in whole:
        if char in _DIGITS:
            digit = _DIGITS[char] if digits == 0 or digit is None else digit * 10 + _DIGITS[char]
            digits += 1
        elif char in _SMALL:
            total += (1 if digit is None else digit) * _SMALL[char]
            digit, digits = None, 0
        else:
            return None
    value = Decimal(total + (digit or 0))
    if fraction:
        value += Decimal("0." + "".join(str(_DIGITS.get(char, 0)) for char in fraction))
    return value


def chinese(text: str) -> Iterator[Number]:
    """The numbers of a Chinese text, in order. Han numerals count only with 万 or 亿 or 百分之.

    数十亿 and 上百万 are no numbers: nobody can say which.
    """
    for found in _ZH_NUMBER.finditer(text):
        scale = found["scale"] or ""
        value = _arabic(found["arabic"]) if found["arabic"] else han_value(found["han"])
        if value is None:
            continue
        vague = found["vague"] not in (None, "第") or (not found["arabic"] and found["han"][0] in "十百千")
        value *= MYRIADS.get(scale, 1)
        rest = _rest(found["rest"]) if found["rest"] and scale else Decimal(0)
        if rest is None or vague:
            continue
        value = (value + rest) * MYRIADS.get(found["late"] or "", 1)
        scaled = any(mark in scale + (found["late"] or "") for mark in "万亿")
        if not found["arabic"] and not scaled and not found["cent"]:
            continue
        unit = "%" if found["cent"] or found["unit"] == "％" else (found["unit"] or "")
        yield Number(found.start(), found.end(), value, found[0], scaled, unit, found["vague"] == "第")


def _arabic(text: str) -> Decimal:
    return Decimal(re.sub("[,，]", "", text))


def _rest(text: str) -> Decimal | None:
    """What follows the first part of a number: the 8千 of 7万8千, the 2000万 of 1亿2000万."""
    total = Decimal(0)
    for found in _REST.finditer(text):
        if found["arabic"]:
            total += _arabic(found["arabic"]) * MYRIADS.get(found["scale"] or "", 1)
            continue
        read = han_value(found["han"])
        if read is None:
            return None
        total += read * (MYRIADS["万"] if found["myriad"] else 1)
    return total


# ---------------------------------------------------------------------- English

_SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12,
}  # fmt: skip
_ONES = (
    "zero,one,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve,thirteen,fourteen,fifteen,"
    "sixteen,seventeen,eighteen,nineteen"
)
_TENS = "twenty,thirty,forty,fifty,sixty,seventy,eighty,ninety"
_WORDS = {word: n for n, word in enumerate(_ONES.split(","))}
_WORDS |= {word: 10 * n for n, word in enumerate(_TENS.split(","), 2)}
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_SCALE = "hundred|thousand|million|billion|trillion"
_UNIT = (
    "percentage points?|per ?cent|percent|yuan|renminbi|RMB|US dollars?|dollars?|euros?|mu|acres?|hectares?|"
    "tons?|tonnes?|kilomet(?:er|re)s?|km"
)
_EN_NUMBER = re.compile(
    rf"(?P<sign>(?:US|HK|NT|A|C)?[$€£¥]|Euro|RMB|CNY)?\s?"
    rf"(?:(?<![\d.,-])(?P<arabic>\d[\d,.]*\d|\d)(?P<th>st|nd|rd|th)?(?![\w])"
    rf"|\b(?P<words>(?:half )?(?:{_WORD}|{_SCALE}|an? (?=(?:{_SCALE})\b))"
    rf"(?:(?:[ -]| and )(?:{_WORD}|{_SCALE}))*)\b)"
    rf"(?P<scale>(?:[ -](?:{_SCALE})s?\b)+|(?:bn|mn|tn|[mk])\b)?"
    rf"(?P<unit>\s?%|[ -](?:{_UNIT})\b)?",
    re.IGNORECASE,
)
_WELL_FORMED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def words_value(text: str) -> Decimal | None:
    """The value of an English number in words (``two hundred and five``)."""
    total, part = Decimal(0), Decimal(0)
    seen, half = False, Decimal(1)
    for word in re.findall(r"[a-z]+", text.lower()):
        if word == "half":
            half = Decimal(1) / 2
        elif word in ("a", "an"):
            part, seen = Decimal(1), True
        elif word in _WORDS:
            part, seen = part + _WORDS[word], True
        elif word == "hundred":
            part, seen = (part or 1) * 100, True
        elif word in _SCALES:
            total, part, seen = total + (part or 1) * _SCALES[word], Decimal(0), True
    return (total + part) * half if seen else None


def english(text: str) -> Iterator[Number]:
    """The numbers of an English text, in order; one that is malformed (``1,58 billion``) is -1."""
    for found in _EN_NUMBER.finditer(text):
        if found["arabic"]:
            well = _WELL_FORMED.fullmatch(found["arabic"])
            value = Decimal(found["arabic"].replace(",", "")) if well else Decimal(-1)
        else:
            read = words_value(found["words"])
            if read is None:
                continue
            value = read
        for word in re.findall(r"[a-z]+", (found["scale"] or "").lower()):
            if value >= 0:
                value *= _SCALES[word.rstrip("s") if word.rstrip("s") in _SCALES else word]
        unit = (found["unit"] or "").strip(" -").lower() or (found["sign"] or "")
        scaled = bool(found["scale"]) or bool(re.search(_SCALE, found["words"] or "", re.IGNORECASE))
        yield Number(found.start(), found.end(), value, found[0], scaled, unit, bool(found["th"]))


def written(value: Decimal) -> str:
    """A value as English news writes it: ``62 billion``, ``66.44 million``, ``940,000``."""
    for scale, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if value >= scale:
            return f"{_plain(value / scale)} {name}"
    return _plain(value)


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
