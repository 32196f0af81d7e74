"""The value of a Chinese numeral, in Han characters, in digits or in both (``1亿2000万``, ``两千三``)."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|.", re.DOTALL)


def positional(text: str) -> int | None:
    """The number that Han digits write one after another, as in 二〇二五; none for anything else."""
    if any(char not in DIGITS or char == "两" for char in text):
        return None
    if len(text) < 3 and not (len(text) == 2 and text[0] not in "〇零" and text[1] in "〇零"):
        return None  # 三四 is “three or four”
    return int("".join(str(DIGITS[char]) for char in text))


def value(text: str) -> Decimal | None:
    """The value of a numeral; none for a sequence that is no numeral.

    After 万, 千 or 百 a last digit without its own unit counts the next lower one: 三万五 is 35,000.
    多, 余 and 来 inside a numeral (两千多万) make it vague and do not change it.
    """
    whole, _, fraction = text.partition("点")
    if (digits := positional(whole)) is not None:
        total = Decimal(digits)
    else:
        found = _sum(_TOKEN.findall(re.sub("[多余来几 ]", "", whole)))
        if found is None:
            return None
        total = found
    if not fraction:
        return total
    decimals = re.match(rf"[{''.join(DIGITS)}]+", fraction)
    if decimals is None:
        return None
    total += Decimal("0." + "".join(str(DIGITS[char]) for char in decimals[0]))
    scale = _sum(["1", *fraction[decimals.end() :]]) if fraction[decimals.end() :] else Decimal(1)
    return None if scale is None else total * scale


def _sum(tokens: list[str]) -> Decimal | None:
    """Add up tokens from the left: below ten thousand, below a hundred million, and all."""
    above, below, section, digit = Decimal(0), Decimal(0), Decimal(0), None
    last = Decimal(0)  # the unit before the digit that was read last
    for part in tokens:
        if part[0].isdigit() and part[0] in "0123456789":
            if digit is not None:
                return None
            digit = Decimal(part.replace(",", ""))
        elif part in DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = Decimal(DIGITS[part])
            if part in "零〇":
                last = Decimal(0)
        elif part in TENS:
            unit = Decimal(TENS[part])
            section += (Decimal(1) if digit is None else digit) * unit
            digit, last = None, unit
        elif part == "万":
            if digit is None and not section and not below:
                section = Decimal(1)
            below += (section + (digit or 0)) * 10**4
            section, digit, last = Decimal(0), None, Decimal(10**4)
        elif part == "亿":
            if digit is None and not section and not below:
                section = Decimal(1)
            above += (below + section + (digit or 0)) * 10**8
            below, section, digit, last = Decimal(0), Decimal(0), None, Decimal(10**8)
        else:
            return None
    if digit is not None and last >= 100 and len(tokens[-1]) == 1:
        digit *= last / 10 if last < 10**8 else 10**7
    return above + below + section + (digit or 0)
