"""English numbers in words: ``two hundred and five``, ``half a million``, ``twenty-first``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from galley.english.numbers import Number
from galley.tables import read_data

_KINDS: dict[str, dict[str, int]] = {}
for _row in read_data("number_words.tsv"):
    _KINDS.setdefault(_row["kind"], {})[_row["word"]] = int(_row["value"])
SCALES = _KINDS["scale"]
_ONES, _TEENS, _TENS, _ORDINALS = (_KINDS[kind] for kind in ("one", "teen", "ten", "ordinal"))
_SMALL = _ONES | _TEENS | _TENS
_PARTS = _KINDS["part"] | {word: value for word, value in _ORDINALS.items() if value > 2}


def _any(words: dict[str, int]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_BELOW_100 = rf"(?:{_any(_TENS)}(?:[ -]{_any(_ONES)})?|{_any(_TEENS)}|{_any(_ONES)})"
_GROUP = (
    rf"(?:(?:{_BELOW_100}|an?)[ -]hundred(?:(?: and)? {_BELOW_100})?|{_BELOW_100})"
    r"(?: and a half| and a quarter)?"
)
_LARGE = r"(?:[ -](?:hundred|thousand|million|billion|trillion)s?\b)"
# How numerals begin, so that other words are passed at once.
_BEGIN = "|".join(sorted({word[:2] for word in (*_SMALL, *_ORDINALS, "half")} | {r"an?\b"}))
_NUMERAL = re.compile(
    rf"\b(?={_BEGIN})(?:"
    rf"(?P<fraction>(?:{_any(_ONES)}|an?)[ -]{_any(_PARTS)}s?\b(?! of an? (?:million|billion|trillion)))"
    rf"|(?P<ordinal>(?:(?:{_BELOW_100}|an?)[ -]hundred (?:and )?)?(?:{_any(_TENS)}[ -])?{_any(_ORDINALS)}\b)"
    rf"|(?P<large>(?:(?:half|(?:a|three)[ -]quarters?)(?: of)?(?: an?)?{_LARGE}"
    rf"|(?:{_GROUP}|an?){_LARGE}+(?:(?:,? and|,)? {_GROUP}{_LARGE}+)*(?:(?:,? and|,)? {_GROUP})?))"
    rf"|(?P<small>{_GROUP})"
    rf"|(?P<half>half)"
    rf")\b",
    re.IGNORECASE,
)
_COMPOUND = re.compile(r"(?<= )(?:million|billion|trillion)(?=-[a-z])|(?<=[a-z])fold\b", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z]+")


def number_words(text: str) -> Iterator[Number]:
    """The numbers in words of an English text, in order.

    “hundreds of thousands” and “several million” are no numbers.
    """
    for found in _NUMERAL.finditer(_apart(text)):
        words = _TOKEN.findall(found[0].lower())
        start, end = found.span()
        if found["fraction"]:
            above, part = (Decimal(_SMALL.get(words[0], 1)), words[-1])
            below = _PARTS.get(part) or _PARTS[part.removesuffix("s")]
            yield Number(start, end, above / below, text[start:end], "fraction")
        elif found["ordinal"]:
            value = Decimal(_ORDINALS[words[-1]]) + _sum(words[:-1])
            yield Number(start, end, value, text[start:end], "ordinal")
        elif found["half"]:
            yield Number(start, end, Decimal("0.5"), text[start:end], "fraction")
        elif found["large"]:
            yield Number(start, end, _large(words), found[0], scaled=True)
        else:
            yield Number(start, end, _sum(words), found[0], scaled="hundred" in words)


def _apart(text: str) -> str:
    """Hide the million of “two million-dollar projects”, which are two, and the fold of “twentyfold”.

    Every character keeps its place.
    """
    return _COMPOUND.sub(lambda found: "." * len(found[0]), text)


def _large(words: list[str]) -> Decimal:
    """``half a million``, ``three quarters of a million``, or a sum."""
    part = next((word for word in words if word.startswith(("half", "quarter"))), "")
    if part and words[0] in ("half", "a", "three") and words.index(part) < 2:
        share = Decimal("0.5") if part == "half" else Decimal("0.25") * (3 if words[0] == "three" else 1)
        return share * _sum(["one", *words[words.index(part) + 1 :]])
    return _sum(words)


def _sum(words: list[str]) -> Decimal:
    """Add up number words; what is no number (``and``, ``a``) adds nothing."""
    total, part = Decimal(0), Decimal(0)
    for word in words:
        scale = SCALES.get(word) or SCALES.get(word.removesuffix("s"))
        if word in _SMALL:
            part += _SMALL[word]
        elif word == "half":
            part += Decimal("0.5")
        elif word == "quarter":
            part += Decimal("0.25")
        elif scale == SCALES["hundred"]:
            part = (part or Decimal(1)) * 100
        elif scale:
            total = total + part * scale if part else (total or Decimal(1)) * scale
            part = Decimal(0)
    return total + part
