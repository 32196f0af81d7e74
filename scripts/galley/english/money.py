"""Yuan that a translation program turned into dollars, written as yuan again."""

from __future__ import annotations

import re
from functools import cache

from galley.english.numbers import Number
from galley.english.reading import Pair
from galley.english.units import YUAN, alternation, meant, units

_DOLLAR_WORD = re.compile(r"\b(?:US |U\.S\. |United States |American )?dollars?\b")
# 元 after a number, or before a unit (元/吨); not the first character of another word (元月, 元素)
_YUAN_AMOUNT = re.compile(
    r"[\d万亿千百十几多余]\s?元(?![月素件首老旦宵])|元[/／]|人民币\s?[\d一二三四五六七八九]"
)
_YUAN_WORD = re.compile(r"\b(?:yuan|renminbi|RMB|CNY)\b|[¥￥]", re.IGNORECASE)
_SIGN_ALONE = re.compile(r"(?:US ?)?\$(?=\s?(?:/|per\b))")  # “$/ton”
_HYPHEN = re.compile(r"\s?[-‐–—~]\s?")


@cache
def _foreign() -> re.Pattern[str]:
    """Any currency but the yuan, by its Chinese name, its sign or its code."""
    others = [unit for unit in units().values() if unit.kind == "money" and unit.name != YUAN]
    names = tuple(name for unit in others for name in unit.chinese)
    signs = tuple(sign for unit in others for sign in unit.signs if sign not in "¥￥" and not sign.isalpha())
    codes = tuple(sign for unit in others for sign in unit.signs if len(sign) == 3 and sign.isupper())
    return re.compile(rf"{alternation(names)}|{alternation(signs)}|\b(?:{alternation(codes)})\b|外汇")


def only_yuan(source: str) -> bool:
    """Whether every amount of a Chinese text is in yuan: it has 元 and no other currency."""
    return bool(_YUAN_AMOUNT.search(source)) and not _foreign().search(source)


def _no_dollars(pair: Pair) -> bool:
    """Whether nothing in the English can be dollars; beside yuan, a translator adds what they are worth."""
    return only_yuan(pair.source) and not _YUAN_WORD.search(pair.target)


def in_yuan(pair: Pair) -> list[Number]:
    """The English amounts in US dollars, or in dollars of no country, that are yuan in the Chinese."""
    amounts = [one for one in pair.en if "usd" in meant(one.unit)]
    if _no_dollars(pair):
        return amounts
    yuan = only_yuan(pair.source)
    found = []
    for one in amounts:
        its = {number.unit for number in pair.zh if one.values & number.values}
        if its == {YUAN} or (yuan and its):
            found.append(one)
    return found


def as_yuan(pair: Pair) -> str:
    """The English with those amounts in yuan, and with every other “dollar” that can be none."""
    target = pair.target
    later: Number | None = None
    for one in sorted(in_yuan(pair), key=lambda number: number.start, reverse=True):
        start, end = one.whole
        joint = "-" if "-" in target[one.start : one.end + 1] else " "
        in_range = later is not None and _HYPHEN.fullmatch(target, end, later.whole[0])
        unit = "" if in_range else f"{joint}yuan"  # “$0.14-0.16” is 0.14-0.16 yuan
        apart = " " if target[start - 1 : start].isalnum() else ""
        target = target[:start] + apart + target[one.start : one.end] + unit + target[end:]
        later = one
    return _DOLLAR_WORD.sub("yuan", _SIGN_ALONE.sub("yuan", target)) if _no_dollars(pair) else target
