"""The numbers of an English text, each with its value, its kind and the unit beside it.

Reads figures (``66.44 million``, ``10 000``, ``2½``), words (:mod:`galley.english.number_words`) and
ranges whose first number shares the million of the second (``1.5 to 2 million``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from galley.english.number_words import SCALES, number_words
from galley.english.numbers import LONGEST, Number, NumberKind
from galley.english.units import english_signs, english_words, meant

_LETTERS = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_LARGE = r"(?:hundred|thousand|million|billion|trillion)"
_FIGURE = re.compile(
    r"(?<!\d)(?<!\d[.,])(?P<digits>(?>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,]*\d)|\d(?:[\d.,]*\d)?))"
    r"(?:(?P<th>st|nd|rd|th)\b|/(?P<below>\d{1,3})(?![\d/])|(?P<sign>[½¼¾⅓⅔])"
    r"|(?: and an?)? (?P<half>half)\b|(?P<mixed> [123]/[2345])(?![\d/]))?",
    re.IGNORECASE,
)
_SIGNS = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅓": Decimal(1) / 3,
    "⅔": Decimal(2) / 3,
}
_SCALE = re.compile(rf"(?P<words>(?:[ -]?{_LARGE}s?\b)+)|(?P<letter>bn|mn|tn|[kmb])\b", re.IGNORECASE)
_WELL_FORMED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u202f]\d{3})+")
_LABEL_BEFORE = re.compile(r"(?<![A-Za-z])(?P<word>[A-Za-z]+)[-‐]?$")
_LABEL_AFTER = re.compile(r"-?(?!(?:st|nd|rd|th)\b)[A-Za-z]")
_LINK = re.compile(r"\s?[-‐–—~]\s?| (?:to|or|and|through) (?:(?:about|around|over|nearly) )?|, ")
_CLOSE_LINK = re.compile(r"\s?[-‐–—~]\s?| to ")

_ABOUT = re.compile(
    r"(?:about|around|some|nearly|almost|approximately|roughly|over|under|below|above|just|close to|up to|~|≈"
    r"|(?:more|less) than|upwards? of|at least|as (?:much|many) as|an estimated"
    r"|(?:exceed|surpass|top)\w*)\s*$",
    re.IGNORECASE,
)
_ABOUT_AFTER = re.compile(r"[ -](?:or so|plus|odd|or more)\b|\+")


def english(text: str) -> list[Number]:
    """The numbers of an English text, in order; one that is malformed (``1,58 billion``) has no value."""
    figures = list(_figures(text))
    spans = [(number.start, number.end) for number in figures]
    words = [n for n in number_words(text) if not any(a < n.end and n.start < b for a, b in spans)]
    numbers = sorted([*figures, *words], key=lambda number: number.start)
    return _shared(text, [_placed(text, number) for number in numbers])


def _figures(text: str) -> Iterator[Number]:
    for found in _FIGURE.finditer(text):
        digits = found["digits"]
        if len(digits) > LONGEST:
            continue
        value = Decimal(re.sub(r"[^\d.]", "", digits)) if _WELL_FORMED.fullmatch(digits) else None
        kind: NumberKind = "ordinal" if found["th"] else "count"
        if _is_name(text[max(0, found.start() - 12) : found.start()]):
            kind = "label"
        number = Number(found.start(), found.end(), value, found[0], kind)
        yield _parts(found, number) if kind == "count" else number


def _is_name(before: str) -> bool:
    """Whether figures belong to the letters before them: C919, COVID-19, but not “yuan-80 million”."""
    found = _LABEL_BEFORE.search(before)
    if not found or _sign().search(before):
        return False
    word = found["word"].lower()
    return word not in SCALES and not meant(word)


def _parts(found: re.Match[str], number: Number) -> Number:
    """Add ½ and 1/2, and the million that follows."""
    value = number.value
    if value is not None and found["below"] and Decimal(found["below"]):
        return replace(number, kind="fraction", others=(value / Decimal(found["below"]),))
    if value is not None and found["mixed"]:
        above, below = found["mixed"].split("/")
        value += Decimal(above.strip()) / Decimal(below)
    elif value is not None and (found["sign"] or found["half"]):
        value += _SIGNS.get(found["sign"], Decimal("0.5"))
    scale = _SCALE.match(found.string, number.end)
    if scale and scale["words"]:
        for word in scale["words"].lower().replace("-", " ").split():
            value = None if value is None else value * SCALES[word.removesuffix("s")]
        return replace(number, value=value, end=scale.end(), text=found[0] + scale[0], scaled=True)
    others = (
        ()
        if value is None
        else tuple(Decimal(part) for part in found["digits"].split() if part != found["digits"])
    )
    if scale and value is not None:
        # “20 bn” is money or people, “5m” five million or five metres
        size = value * _LETTERS[scale["letter"].lower()]
        sure = len(scale["letter"]) > 1 or bool(_sign().search(found.string[: number.start][-6:]))
        return replace(
            number, value=size if sure else value, others=(value,) if sure else (*others, size), scaled=sure,
            end=scale.end(), text=found[0] + scale[0],
        )  # fmt: skip
    if _LABEL_AFTER.match(found.string, number.end) and not _unit().match(found.string, number.end):
        hyphened = found.string[number.end] == "-"
        return replace(number, value=value, others=others, kind="count" if hyphened else "label")
    return replace(number, value=value, others=others)


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf"[ -]?(?P<unit>{english_words()})(?![\w²³])|\s?(?P<sign>[%％‰])", re.IGNORECASE)


@cache
def _sign() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z])(?P<sign>{english_signs()}) ?$", re.IGNORECASE)


def _placed(text: str, number: Number) -> Number:
    """A number with the unit after it or the currency sign before it."""
    start = max(0, number.start - 6)
    sign = _sign().search(text[start : number.start])
    unit = _unit().match(text, number.end)
    begin = start + sign.start() if sign else number.start
    end = unit.end() if unit else number.end
    name = (unit["unit"] or unit["sign"]) if unit else ""
    if sign and (not name or "dollar" in name.lower()):
        name = sign["sign"]
    kinds: dict[str, NumberKind] = {"percent": "percent", "points": "points"}
    kind = number.kind
    for unit_name in sorted(meant(name)):
        kind = kinds.get(unit_name, kind) if kind == "count" else kind
    others = number.others
    if "cent" in meant(name) and number.value is not None:
        others = (*others, number.value / 100)  # 86 cents are 0.86 dollars
    about = _ABOUT.search(text[max(0, begin - 24) : begin]) or _ABOUT_AFTER.match(text, end)
    return replace(
        number,
        kind=kind,
        unit=name,
        others=others,
        whole=(begin, end),
        text=text[begin:end],
        vague=bool(about),
    )


def _shared(text: str, numbers: list[Number]) -> list[Number]:
    """Read “1.5 to 2 million” as 1.5 million and 2 million; “$14-16 million” has dollars on both."""
    out = list(numbers)
    for place in range(len(out) - 2, -1, -1):
        one, other = out[place], out[place + 1]
        between = text[one.whole[1] : other.whole[0]]
        if (
            one.kind != "count"
            or other.kind not in ("count", "percent", "points")
            or not _LINK.fullmatch(between)
        ):
            continue
        close = bool(_CLOSE_LINK.fullmatch(between))
        if close and not one.unit and other.unit:
            one = replace(one, unit=other.unit, kind=other.kind)
        elif close and one.unit and not other.unit:
            out[place + 1] = other = replace(other, unit=one.unit)
        scale = _scale_of(other)
        if other.scaled and not one.scaled and one.value is not None and scale > 1:
            whole = one.value * scale
            if close and one.value < 1000:
                one = replace(one, value=whole, others=(one.value, *one.others), scaled=True, shares=True)
            else:
                one = replace(one, others=(*one.others, whole))
        out[place] = one
    return out


def _scale_of(number: Number) -> int:
    size = 1
    for word in re.findall(_LARGE, number.text.lower()):
        size *= SCALES[word]
    return size
