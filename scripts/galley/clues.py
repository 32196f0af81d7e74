"""What the form of lines tells: named clues with scores (``data/clues.tsv``)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from galley.characters import cannot_end, cannot_start, ends_sentence, is_han
from galley.columns import find_columns
from galley.lattice import Evidence
from galley.measure import first_unit, print_width, squeeze
from galley.reading import Reader, closes, open_marks
from galley.shapes import Shape, is_names, jump_page, starts_article
from galley.tables import read_data

_INDENT_MARKS = " \t\u3000"
_WIDEST_HEAD = 32.0
COMMON_OPENING = re.compile(
    r"(?:\d{1,2}月)?\d{1,4}日(?:[，,]|上午|下午|晚)|今天（|日前[，,]|近日[，,]|据[^，,。]{2,12}[，,]|记者从"
    r"|[^，,。]{2,8}(?:指出|强调|表示|说|介绍)[，,：:]"
)
NUMBERED = re.compile(
    r"[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d)"
)
_OMISSION = frozenset("…·. ")
_NO_UNIT = 99.0
"""Em. Nothing follows the last line."""
_LOOKED_THROUGH = 80
"""Characters. What stands inside a longer line says nothing: it is no head, and much may stand there."""

# A clue is a bit, so that clues are put together and looked for quickly; the names are those of the table.
_BITS: dict[str, int] = {}


def _clue(name: str) -> int:
    return _BITS.setdefault(name, 1 << len(_BITS))


ANY_LINE = _clue("any line")
SENTENCE_END = _clue("sentence end")
JUMP_LINE = _clue("jump line")
SEMICOLON = _clue("semicolon")
COLON = _clue("colon")
HANGS = _clue("hangs")
CANNOT_BEGIN = _clue("cannot begin")
OPENS_REPORT = _clue("opens a report")
USUAL_OPENING = _clue("common opening")
NUMBER = _clue("numbered")
DASH_OPENS = _clue("dash opens")
NAMES_ALONE = _clue("names alone")
INDENT_KEPT = _clue("indent kept")
OMISSION = _clue("omission")
SENTENCE_INSIDE = _clue("sentence inside")
COMMA_INSIDE = _clue("comma inside")
LEFT_OPEN = _clue("left open")
QUOTATION_OPEN = _clue("quotation open")
MARK_CLOSES = _clue("mark closes")
TWO_HALVES = _clue("two halves")
WIDE_GAP = _clue("wide gap")
NARROW_GAP = _clue("narrow gap")
BEFORE_BYLINE = _clue("before a byline")
SHORT_END_BELOW = _clue("short end below")
NEXT_CANNOT_BEGIN = _clue("next cannot begin")
DASH = _clue("dash")
DASH_BELOW_HEADLINE = _clue("dash below a headline")

ENDINGS = SENTENCE_END | SEMICOLON | COLON | JUMP_LINE
"""After them a paragraph may end."""
_OF_THE_NEXT = (
    OPENS_REPORT | NUMBER | NAMES_ALONE | DASH_OPENS | USUAL_OPENING | INDENT_KEPT | OMISSION | CANNOT_BEGIN
)
"""They stand in the beginning of a line and say something of the line end before it."""


@cache
def scores() -> dict[str, dict[str, float]]:
    """The clues' scores, by what they speak for."""
    table: dict[str, dict[str, float]] = {}
    for row in read_data("clues.tsv"):
        table.setdefault(row["for"], {})[row["clue"]] = float(row["score"])
    return table


class _Own(NamedTuple):
    """What the clues of a line say for what it may be."""

    begins: float
    later: float
    resumes: float
    head: float


@lru_cache(4096)
def _of_own(clues: int) -> _Own:
    return _Own(*(_sum(what, clues) for what in _Own._fields))


@lru_cache(4096)
def _of_end(clues: int) -> tuple[float, float]:
    """What the clues of a line end say for the paragraph's going on and for its ending."""
    return _sum("goes", clues), _sum("ends", clues)


def _sum(what: str, clues: int) -> float:
    return sum(score for name, score in scores()[what].items() if _BITS[name] & clues)


def of_line(text: str, raw: str) -> int:
    """The clues of a line by itself."""
    return ANY_LINE | _of_end_of_line(text) | _of_beginning(text, raw) | _of_inside(text)


def _of_end_of_line(text: str) -> int:
    last = text[-1]
    if ends_sentence(text):
        return SENTENCE_END
    if jump_page(text) is not None:
        return JUMP_LINE
    if last in "；;":
        return SEMICOLON
    if last in "：:":
        return COLON
    return HANGS if cannot_end(text) else 0


def _of_beginning(text: str, raw: str) -> int:
    found = CANNOT_BEGIN if cannot_start(text) else 0
    if starts_article(text):
        found |= OPENS_REPORT
    elif COMMON_OPENING.match(text):
        found |= USUAL_OPENING
    elif NUMBERED.match(text):
        found |= NUMBER
    if text.startswith("——"):
        found |= DASH_OPENS
    if is_names(text):
        found |= NAMES_ALONE
    if raw[:1] in _INDENT_MARKS:
        found |= INDENT_KEPT
    if text[0] in _OMISSION and _OMISSION.issuperset(text):
        found |= OMISSION
    return found


def _of_inside(text: str) -> int:
    if len(text) > _LOOKED_THROUGH:
        return 0
    found = SENTENCE_INSIDE if "。" in text[:-1] else 0
    if "，" in text or "," in text:
        found |= COMMA_INSIDE
    if open_marks(text):
        found |= LEFT_OPEN
    if " " in text and text.count(" ") <= 2 and _has_halves(text):
        found |= TWO_HALVES
    return found


def _has_halves(text: str) -> bool:
    """Whether a space stands between two words of Chinese."""
    return any(
        (is_han(text[at - 1]) or text[at - 1] in "”》") and (is_han(text[at + 1]) or text[at + 1] in "“《")
        for at in range(1, len(text) - 1)
        if text[at] == " "
    )


class Printed(NamedTuple):
    """A line as it was printed."""

    text: str
    raw: str
    """With the spaces at its ends."""
    shape: Shape
    place: int
    """Its place in reading order, with the empty lines counted."""


def evidence_of(rows: Sequence[Printed], reader: Reader) -> list[Evidence]:
    """What every line says for the lattice."""
    found = [of_line(row.text, row.raw) for row in rows]
    widths = [print_width(row.text) for row in rows]
    gaps = [b.place - a.place for a, b in pairwise(rows)]
    usual = Counter(gaps).most_common(1)[0][0] if gaps else 1
    result = []
    for n, (row, clues, width) in enumerate(zip(rows, found, widths, strict=True)):
        text, shape = row.text, row.shape
        e = Evidence(width, squeeze(text), _NO_UNIT, text=shape in ("text", "subtitle"))
        e.ended = bool(clues & ENDINGS)
        own = clues
        if n + 1 < len(rows):
            following, after = rows[n + 1], found[n + 1]
            e.unit = first_unit(following.text)
            between = after & _OF_THE_NEXT | clues & ENDINGS
            if gaps[n] != usual:
                between |= WIDE_GAP if gaps[n] > max(1, usual) else NARROW_GAP
            if clues & LEFT_OPEN:
                between |= QUOTATION_OPEN if clues & SENTENCE_END else LEFT_OPEN
            if closes(following.text):
                between |= MARK_CLOSES
            e.goes, e.ends = _of_end(between)
            if not clues & SENTENCE_END:
                e.goes += reader.score(text, following.text)
            if following.shape in ("byline", "subtitle") or after & NAMES_ALONE:
                own |= BEFORE_BYLINE
            if after & ENDINGS and widths[n + 1] < width:
                own |= SHORT_END_BELOW
            if after & CANNOT_BEGIN:
                own |= NEXT_CANNOT_BEGIN
        if shape == "subtitle":
            below = n and rows[n - 1].shape in ("title", "byline")
            own |= DASH_BELOW_HEADLINE if below else DASH
        e.begins, e.later, e.resumes, e.head = _of_own(own)
        e.head = e.head + min(0.0, _WIDEST_HEAD - width) * 0.4 if e.text else 0.0
        result.append(e)
    find_columns(result)
    return result
