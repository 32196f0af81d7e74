"""Clean one block of text: each rule is a pure function from a string to edits.

:data:`RULES` is the whole list, in order. A rule never sees more than one block, after its lines
have been joined, so that a pair of brackets broken by a line end is still a pair.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Literal, NamedTuple

from galley.characters import HAN, is_chinese, is_han
from galley.model import NOWHERE, Change, Edit, Run
from galley.names import is_name, surnames

Role = Literal["text", "heading", "byline"]
"""What a block is matters for its spaces: names and the two halves of a headline are kept apart."""


class Rule(NamedTuple):
    """A named rule: ``find`` returns edits in order that do not overlap."""

    name: str
    find: Callable[[str, Role], Iterable[Edit]]
    signs: frozenset[str]
    """Text with none of these characters is as the rule would have it."""


def _range(first: str, last: str) -> str:
    return "".join(map(chr, range(ord(first), ord(last) + 1)))


_INVISIBLE_CHARACTERS = "".join(
    (
        "\u00ad\u061c\ufeff",
        _range("\u200b", "\u200f"),
        _range("\u202a", "\u202e"),
        _range("\u2060", "\u2069"),
    )
)
_INVISIBLE = re.compile(f"[{_INVISIBLE_CHARACTERS}]+")
_OTHER_SPACES = "".join(
    (
        "\t\v\f\r\n\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000",
        _range("\u2000", "\u200a"),
    )
)
_SPACE_KINDS = re.compile(f"[{_OTHER_SPACES}]+")
_HEADING_MARK = re.compile(r"\s*(?:#{1,6}\s+)+(?=\S)")
_WIDE = _range("０", "９") + _range("Ａ", "Ｚ") + _range("ａ", "ｚ") + "％＋"
_FULL_WIDTH_ALPHANUMERIC = re.compile(rf"[{_WIDE}]|(?<=[0-9０-９])．(?=[0-9０-９])")
_HALF_WIDTH = str.maketrans(",;:!?", "，；：！？")
_CLAUSE_MARK = re.compile(r"[,;:!?.]")
_PAIR = re.compile(r"\(([^()（）\n]*)\)")
_STRAIGHT_QUOTE = re.compile('"')
# Each way begins with a character, not with a repetition: what does not begin so is passed over quickly.
_DOTS = re.compile(r"\.\.\.+|···+|。。。+|……*(?!…)")
_DASHES = re.compile(r"--+|――*|－－+|──+")
_SPACES = re.compile(r" +")
_SPLIT_WORD = re.compile(r"记 +者|通 +讯 +员|本 +报 +讯")
# A name of two characters is set as wide as one of three, so it has a space inside.
_ROLE_WORD = rf"(?:[{HAN}·/]*(?:记者|通讯员|评论员|摄影|作者|编辑|供图|整理)|摄|文|图|文/图)[:：]?$"
_REPORTER = re.compile("记者|通讯员")
_ROLE_BEFORE = re.compile(r"^.*(?:记者|通讯员)")
_NAME_LIST = rf"[{HAN}·]{{1,5}}(?: +[{HAN}·]{{1,5}})+"
_BRACKETED = re.compile(r"[（(]([^（）()]{2,60})[）)]")
_CREDIT = rf"(?:记者|通讯员)[:：]? *[{HAN}·]{{1,5}}(?: +[{HAN}·/]{{1,9}})*$"


def _invisible(text: str, role: Role) -> Iterator[Edit]:
    """Characters without a shape of their own, direction controls among them: no print has them."""
    for found in _INVISIBLE.finditer(text):
        yield Edit(found.start(), found.end(), "")


def _space_kinds(text: str, role: Role) -> Iterator[Edit]:
    """Ideographic and other spaces, and line ends within a line, become a plain space."""
    for found in _SPACE_KINDS.finditer(text):
        yield Edit(found.start(), found.end(), " ")


def _heading_mark(text: str, role: Role) -> Iterator[Edit]:
    """Some OCR programs write headlines as Markdown (``## …``); the marks are not the paper's."""
    found = _HEADING_MARK.match(text)
    if found:
        yield Edit(0, found.end(), "")


def _full_width_alphanumerics(text: str, role: Role) -> Iterator[Edit]:
    """Digits, letters and the percent sign are half width in text (GB/T 15835-2011, 5.2)."""
    for found in _FULL_WIDTH_ALPHANUMERIC.finditer(text):
        yield Edit(found.start(), found.end(), chr(ord(found[0]) - 0xFEE0))


def _neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    """The nearest characters before and after that are not spaces, or empty strings."""
    before, after = start - 1, end
    while before >= 0 and text[before] == " ":
        before -= 1
    while after < len(text) and text[after] == " ":
        after += 1
    return (text[before] if before >= 0 else ""), (text[after] if after < len(text) else "")


def _brackets(text: str, role: Role) -> Iterator[Edit]:
    """Round brackets with Chinese in them or beside them are full width (GB/T 15834-2011, 4.9)."""
    edits = []
    for found in _PAIR.finditer(text):
        before, after = _neighbours(text, found.start(), found.end())
        inside = any(is_chinese(char) for char in found[1])
        if inside or (before and is_chinese(before)) or (after and is_chinese(after)):
            edits.append(Edit(found.start(), found.start() + 1, "（"))
            edits.append(Edit(found.end() - 1, found.end(), "）"))
    yield from edits


def _clause_marks(text: str, role: Role) -> Iterator[Edit]:
    """Half-width ``,;:!?.`` beside Chinese become full width; ``2.3:1``, ``1,000`` and English stay."""
    chinese = any(is_han(char) for char in text)
    for found in _CLAUSE_MARK.finditer(text):
        mark = found[0]
        before, after = _neighbours(text, found.start(), found.end())
        if mark == ".":
            # "1.加强" numbers a list and "3.5" is a number: only a stop after Chinese is a full stop.
            if before and is_chinese(before) and before != "…" and not (after and after.isascii()):
                yield Edit(found.start(), found.end(), "。")
        elif (before and is_chinese(before)) or (after and is_chinese(after)) or (chinese and before == "%"):
            yield Edit(found.start(), found.end(), mark.translate(_HALF_WIDTH))


def _straight_quotes(text: str, role: Role) -> Iterator[Edit]:
    """Straight double quotes in Chinese become “ and ” by turns, if they come in pairs."""
    found = list(_STRAIGHT_QUOTE.finditer(text))
    if len(found) % 2 or not any(is_han(char) for char in text):
        return
    for number, quote in enumerate(found):
        yield Edit(quote.start(), quote.end(), "”" if number % 2 else "“")


def _dots_and_dashes(text: str, role: Role) -> Iterator[Edit]:
    """An omission is …… and a dash ——, each two em wide (GB/T 15834-2011, 4.10 and 4.11)."""
    edits = []
    for pattern, new in ((_DOTS, "……"), (_DASHES, "——")):
        for found in pattern.finditer(text):
            before, after = _neighbours(text, found.start(), found.end())
            chinese = (before and is_chinese(before)) or (after and is_chinese(after)) or found[0][0] == "…"
            if chinese and found[0] != new:
                edits.append(Edit(found.start(), found.end(), new))
    yield from sorted(edits)


def _split_words(text: str, role: Role) -> Iterator[Edit]:
    """``记 者`` in a byline is one word; names beside it keep their spaces until the next rule."""
    for found in _SPLIT_WORD.finditer(text):
        for space in _SPACES.finditer(text, found.start(), found.end()):
            yield Edit(space.start(), space.end(), "")


def name_spans(text: str, role: Role) -> list[tuple[int, int]]:
    """Where spaces stand between names: bylines, ``（记者李峰 屈冰）``, ``（孟文佳 周国华）``, credits."""
    if role == "byline":
        return [(0, len(text))]
    spans = []
    for found in _BRACKETED.finditer(text):
        inside = found[1].strip()
        if "记者" in inside or "通讯员" in inside or _is_name_list(inside):
            start = found.start(1) + found[1].index(inside)
            spans.append((start, start + len(inside)))
    named = (is_han(text[-1:]) or text[-1:] in ("·", "/")) and _REPORTER.search(text)
    credit = re.search(_CREDIT, text) if named else None
    if credit and not any(start <= credit.start() < end for start, end in spans):
        spans.append(credit.span())
    return sorted(spans)


def _is_name_list(text: str) -> bool:
    """Whether words parted by spaces are all names once the spaces inside them are closed."""
    if " " not in text or not re.fullmatch(_NAME_LIST, text):
        return False
    edits = list(_name_spaces(text, 0, len(text)))
    names = Run(text, (NOWHERE,) * len(text)).edited(edits, "")[0].text.split()
    return len(names) > 1 and all(map(is_name, names))


def _ends_name(rest: Sequence[str]) -> bool:
    """Whether a single character is the third of a name: it begins none, and nothing goes with it."""
    alone = len(rest[0]) == 1 and is_han(rest[0]) and not re.match(_ROLE_WORD, rest[0])
    return alone and rest[0] not in surnames() and (len(rest) == 1 or len(rest[1]) != 1)


def _name_spaces(text: str, start: int, end: int) -> Iterator[Edit]:
    """Close the space inside a name (``郭 鑫``); keep one space between names and role words."""
    words = list(re.finditer(r"[^ ]+", text[start:end]))
    number = 0
    while number + 1 < len(words):
        word, following = words[number], words[number + 1]
        gap = (start + word.end(), start + following.start())
        begun = _ROLE_BEFORE.sub("", word[0])  # the 李 of 记者李 峰
        single = len(begun) == 1 and is_han(begun) and not re.match(_ROLE_WORD, begun)
        if single and len(following[0]) <= 2 and not re.match(_ROLE_WORD, following[0]):
            yield Edit(*gap, "")
            number += 1  # the name is complete: what follows is the next one
            rest = [later[0] for later in words[number + 1 : number + 3]]
            if len(following[0]) == 1 and rest and _ends_name(rest):
                yield Edit(start + following.end(), start + words[number + 1].start(), "")
                number += 1
            if number + 1 < len(words):
                gap = (start + words[number].end(), start + words[number + 1].start())
                if gap[1] - gap[0] > 1:
                    yield Edit(*gap, " ")
        elif gap[1] - gap[0] > 1:
            yield Edit(*gap, " ")
        number += 1


def _justification_spaces(text: str, role: Role) -> Iterator[Edit]:
    """Spaces that stretched a line to the column's width are closed; those with a meaning are kept.

    Kept: between two Latin words or numbers, between names, between the halves of a headline.
    """
    spans = name_spans(text, role)
    edits: list[Edit] = []
    for start, end in spans:
        edits.extend(_name_spaces(text, start, end))
    for found in _SPACES.finditer(text):
        start, end = found.span()
        if start == 0 or end == len(text):
            edits.append(Edit(start, end, ""))
        elif any(a <= start and end <= b for a, b in spans):
            continue
        elif (not is_chinese(text[start - 1]) and not is_chinese(text[end])) or _parts_meet(
            text, start, end, role
        ):
            if end - start > 1:
                edits.append(Edit(start, end, " "))
        else:
            edits.append(Edit(start, end, ""))
    yield from sorted(set(edits))


_DATELINE = re.compile(r"(?:本报|新华社|中新社|据新华社)[^，。]{0,20}[讯电]$")
_CREDIT_AHEAD = rf"[{HAN}·]{{2,14}}(?:供图|摄|提供|图)$"


def _parts_meet(text: str, start: int, end: int, role: Role) -> bool:
    """Whether a space parts two halves of a headline, a caption from its credit, or a dateline."""
    if role == "text":
        return (text[start - 1] in "。）)" and bool(re.match(_CREDIT_AHEAD, text[end:]))) or bool(
            _DATELINE.match(text[:start])
        )
    if not is_chinese(text[start - 1]) or not is_chinese(text[end]):
        return False
    return all(map(_is_word, (reversed(text[max(0, start - 40) : start]), text[end:])))


def _is_word(chars: Iterable[str]) -> bool:
    """Whether a run of Chinese, letters and digits begins with so much Chinese that it is half a headline."""
    run = takewhile(lambda char: is_chinese(char) or (char.isascii() and char.isalnum()), chars)
    return sum(map(is_han, run)) >= 2


RULES: tuple[Rule, ...] = (
    Rule("invisible character", _invisible, frozenset(_INVISIBLE_CHARACTERS)),
    Rule("kind of space", _space_kinds, frozenset(_OTHER_SPACES)),
    Rule("heading mark", _heading_mark, frozenset("#")),
    Rule("full-width alphanumeric", _full_width_alphanumerics, frozenset(_WIDE + "．")),
    Rule("straight quote", _straight_quotes, frozenset('"')),
    Rule("half-width bracket", _brackets, frozenset("(")),
    Rule("half-width punctuation", _clause_marks, frozenset(",;:!?.")),
    Rule("dots and dashes", _dots_and_dashes, frozenset(".·。…-―－─")),
    Rule("split word", _split_words, frozenset(" ")),
    Rule("justification space", _justification_spaces, frozenset(" ")),
)


# A rule looks at a character's neighbours, and they may change after it: “？？” takes two passes.
# Every rule takes away or makes full width, so the passes come to an end; few texts need three.
_PASSES = 50


def clean(run: Run, role: Role = "text", rules: Sequence[Rule] = RULES) -> tuple[Run, list[Change]]:
    """Clean one block; return it and every change, in the order of the rules.

    Cleaning what is clean changes nothing.
    """
    log: list[Change] = []
    characters = set(run.text)
    for _ in range(_PASSES):
        before = len(log)
        for rule in rules:
            if rule.signs.isdisjoint(characters):
                continue
            run, changes = run.edited(list(rule.find(run.text, role)), rule.name)
            if changes:
                log.extend(changes)
                characters = set(run.text)
        if len(log) == before:
            break
    return run, log


def clean_text(text: str, role: Role = "text") -> str:
    """Clean a string that has no source (for tests and for data that is not a page)."""
    return clean(Run(text, tuple(range(len(text)))), role)[0].text
