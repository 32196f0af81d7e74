"""Compare the figures of a Chinese sentence and its English, and put right what is certain.

Translation programs keep the digits of 万 and 亿 and lose their place: 5623万元 comes out as
“$5,623 million”. The digits show which number is meant, and the Chinese what it is worth.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from galley.english.numbers import Number, chinese, english, written

_ALIKE = 60.0
"""How alike two numbers' digits are, in percent, before one is taken for a slip of the other."""

_DOLLAR = re.compile(r"(?:US)?\$|^(?:us )?dollars?$", re.IGNORECASE)
_FOREIGN = re.compile(
    r"美元|美金|港元|港币|澳元|加元|新元|新台币|台币|纽元|欧元|英镑|日元|美分|刀|USD|HKD|[$€£¥]"
)
_DOLLAR_SIGN = re.compile(r"(?:US ?)?\$ ?(?=\d)")
_DOLLAR_WORD = re.compile(r"\b(?:US |United States )?dollars?\b")
_AMOUNT_END = re.compile(
    r"(?:[\d,.]*\d)(?:[ -](?:hundred|thousand|million|billion|trillion)s?)?(?:[ -](?:million|billion|trillion))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure that differs: the Chinese, what is wrong, and whether it was put right."""

    source: str
    message: str
    repaired: bool


def match(
    source: Sequence[Number], target: Sequence[Number]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Pair numbers of equal value, nearest first; return the pairs and what is left of each."""
    pairs = []
    free = set(range(len(target)))
    for number, wanted in enumerate(source):
        equal = [place for place in free if target[place].value == wanted.value]
        if equal:
            best = min(equal, key=lambda place: abs(place - number))
            free.discard(best)
            pairs.append((number, best))
    left = [n for n in range(len(source)) if n not in {pair[0] for pair in pairs}]
    return pairs, left, sorted(free)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text).strip("0")


def _align(
    source: Sequence[Number], target: Sequence[Number], left: list[int], free: list[int], pairs: list[tuple[int, int]]
) -> dict[int, int]:
    """Which unmatched English number stands for which unmatched Chinese one."""
    found: dict[int, int] = {}
    scored = []
    for number in left:
        for place in free:
            alike = fuzz.ratio(_digits(source[number].text), _digits(target[place].text))
            distance = abs(number / max(len(source), 1) - place / max(len(target), 1))
            if alike >= _ALIKE and source[number].scaled:
                scored.append((-alike, distance, number, place))
    for _, _, number, place in sorted(scored):
        if number not in found and place not in found.values():
            found[number] = place
    for number in left:
        if number in found or not source[number].scaled:
            continue
        known = sorted([*pairs, *found.items()])
        before = max((place for n, place in known if n < number), default=-1)
        after = min((place for n, place in known if n > number), default=len(target))
        between = [p for p in free if before < p < after and p not in found.values() and _could_be(target[p])]
        rivals = [
            n
            for n in left
            if n not in found and max([k for k, _ in known if k < number], default=-1) < n
            and n < min([k for k, _ in known if k > number], default=len(source))
        ]  # fmt: skip
        if len(between) == 1 and rivals == [number]:
            found[number] = between[0]
    return found


def _could_be(number: Number) -> bool:
    """Whether an English number could be a slip of one with 万 or 亿."""
    return number.scaled or number.value < 0 or number.value >= 1000 and not 1900 <= number.value <= 2100


def repair(zh: str, en: str) -> tuple[str, list[Finding]]:
    """Put the values of figures with 万 and 亿 right, and yuan that became dollars.

    Returns the English, repaired where that is certain, and what was found.
    """
    source, target = list(chinese(zh)), list(english(en))
    pairs, left, free = match(source, target)
    aligned = _align(source, target, left, free, pairs)
    findings = []
    edits: list[tuple[int, int, str]] = []
    for number in left:
        one = source[number]
        if number in aligned:
            other = target[aligned[number]]
            edits.append((other.start, other.end, _rewritten(other, one)))
            findings.append(Finding(one.text, f"{other.text.strip()} should be {written(one.value)}", True))
        elif one.scaled:
            findings.append(Finding(one.text, f"{written(one.value)} is not in the English", False))
    for start, end, new in sorted(edits, reverse=True):
        en = en[:start] + new + en[end:]
    en, money = yuan(zh, en)
    return en, findings + money


def _rewritten(other: Number, one: Number) -> str:
    """The English number's words with the right value; signs and units around it stay."""
    lead = re.match(r"\s*(?:(?:US|HK|NT|A|C)?[$€£¥]|Euro|RMB|CNY)?\s?", other.text)
    tail = re.search(r"(?:\s?%|[ -](?:percentage points?|per ?cent|percent|yuan|renminbi|RMB|US dollars?|"
                     r"dollars?|euros?|mu|acres?|hectares?|tons?|tonnes?|kilomet(?:er|re)s?|km))?$", other.text, re.I)  # fmt: skip
    return (lead[0] if lead else "") + written(one.value) + (tail[0] if tail else "")


def yuan(zh: str, en: str) -> tuple[str, list[Finding]]:
    """Write yuan where the Chinese has 元 and the English has dollars."""
    if "元" not in zh or not _DOLLAR.search(en) and not _DOLLAR_WORD.search(en):
        return en, []
    if not _FOREIGN.search(zh):
        if not re.search(r"[\d万亿千百十几]元|元[/／]", zh):
            return en, []
        return _all_yuan(en), [Finding("元", "dollars should be yuan", True)]
    findings = []
    for one in chinese(zh):
        if one.unit not in ("元", "人民币"):
            continue
        same = [n for n in english(en) if n.value == one.value and _DOLLAR.search(n.unit or n.text)]
        foreign = [f for f in chinese(zh) if f.value == one.value and f.unit not in ("元", "人民币", "")]
        if same and not foreign:
            number = same[0]
            en = en[: number.start] + _all_yuan(en[number.start : number.end]) + en[number.end :]
            findings.append(Finding(one.text, "dollars should be yuan", True))
    return en, findings


def _all_yuan(en: str) -> str:
    """Every amount in dollars as one in yuan."""
    out, done = [], 0
    for found in _DOLLAR_SIGN.finditer(en):
        amount = _AMOUNT_END.match(en, found.end())
        if not amount:
            continue
        after = en[amount.end() :]
        word = "" if re.match(r"\s*(?:yuan|RMB|renminbi|US dollars?|dollars?)\b", after, re.I) else " yuan"
        out.append(en[done : found.start()] + amount[0] + word)
        done = amount.end()
    text = "".join(out) + en[done:]
    return _DOLLAR_WORD.sub("yuan", text)
