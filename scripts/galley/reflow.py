"""Join the lines that a column's width broke, and say what each block is.

Two kinds of page are told apart line by line, not page by page: *hard-wrapped* text, where every
printed line is a line of the file, and text with one paragraph a line, broken only where a column
ended. In hard-wrapped text a paragraph ends at a short line that ends a sentence, or where the
next line is two characters short (the first-line indent, CLREQ 3.4.1).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import median

from galley.characters import cannot_end, cannot_start, ends_sentence, width
from galley.model import Draft, Kind, Line
from galley.shapes import Shape, is_names, jump_page, shape_of, starts_article

WIDEST_COLUMN = 36.0
"""In em. Newspaper columns are narrower; a longer line is a paragraph, or a column's share of one."""

_NARROWEST_COLUMN = 8.0
_WINDOW = 5
_BLOCK_GAP = 3
"""Lines. OCR programs leave more empty lines than this between blocks, not between printed lines."""

_HEADING_WIDTH = 32.0


@dataclass(slots=True)
class Row:
    """A line that is not empty, and what is known of it so far."""

    line: Line
    text: str
    shape: Shape
    width: float
    ends: bool
    """Whether it ends a sentence."""
    column: float | None = None
    """The width of the hard-wrapped column it stands in, in em; none where it stands in none.

    Where a column changes its width, the narrower of the two."""
    ahead: float | None = None
    """The width of the column that begins here."""


@dataclass(slots=True)
class _Open:
    """A block to which lines are still added."""

    kind: Kind
    rows: list[Row]
    between: str = ""
    rule: str = ""


def rows_of(lines: Sequence[Line], overrides: Overrides) -> list[Row]:
    """The lines that are not empty, with their shapes and columns."""
    rows = []
    for line in lines:
        text = line.text.strip(" \t\u3000\ufeff\f\v")
        if text:
            rows.append(Row(line, text, shape_of(line.text), _print_width(text), ends_sentence(text)))
        if rows and text and line.number in overrides.text:
            rows[-1].shape = "text"
    _find_columns(rows)
    _find_headings(rows, overrides.split)
    for row in rows:
        if row.line.number in overrides.heading:
            row.shape = "heading"
        elif row.line.number in overrides.text:
            row.shape = "text"
    return rows


def _print_width(text: str) -> float:
    """The width without the spaces that justification put in."""
    return width(text) - text.count(" ") / 2


def _find_columns(rows: list[Row]) -> None:
    """Estimate each line's column from its neighbours on either side: it changes beside pictures."""
    for number, row in enumerate(rows):
        if row.shape != "text" or row.width > WIDEST_COLUMN:
            continue
        behind = _column([*rows[max(0, number - _WINDOW) : number], row])
        ahead = _column(rows[number : number + _WINDOW + 1])
        both = _column(rows[max(0, number - _WINDOW) : number + _WINDOW + 1])
        found = [column for column in (behind, ahead, both) if column is not None]
        if not found or row.width > max(found) + 2:
            continue
        row.column = min(column for column in found if column >= row.width - 2)
        row.ahead = ahead or row.column


def _column(rows: Sequence[Row]) -> float | None:
    """The width that at least three full lines share; only lines that do not end a sentence are full."""
    full = sorted(
        r.width
        for r in rows
        if r.shape == "text" and not r.ends and _NARROWEST_COLUMN <= r.width <= WIDEST_COLUMN
    )
    if len(full) < 3:
        return None
    column = median(full[len(full) // 3 :])
    return column if sum(abs(w - column) <= 1.5 for w in full) >= 3 else None


def _find_headings(rows: list[Row], split: Collection[int]) -> None:
    """Mark the short lines that are no part of the text around them."""
    for number, row in enumerate(rows):
        if row.shape == "text" and _names_author(rows, number):
            row.shape = "byline"
    for number, row in enumerate(rows):
        if row.shape == "text" and _is_byline(rows, number):
            row.shape = "byline"
        elif row.shape == "text" and _is_heading(rows, number, split):
            row.shape = "heading"
        elif row.shape == "subtitle" and _is_listed(rows, number):
            row.shape = "text"


def _names_author(rows: list[Row], number: int) -> bool:
    """A name alone below a line that could be a headline."""
    row = rows[number]
    if not number or row.column is not None or not is_names(row.text):
        return False
    above = rows[number - 1]
    could_be_head = above.shape == "text" and not above.ends and 5 <= above.width <= _HEADING_WIDTH
    return could_be_head and not any(mark in above.text for mark in "，。,") and above.column is None


def _is_byline(rows: list[Row], number: int) -> bool:
    """Names alone, below a headline or more of them below a byline."""
    above = rows[number - 1].shape if number else "text"
    return above in ("byline", "subtitle", "title", "heading") and is_names(rows[number].text)


def _is_listed(rows: list[Row], number: int) -> bool:
    """A dash that opens a point of a list in the text, not the subtitle of a headline."""
    after = rows[number + 1] if number + 1 < len(rows) else None
    below_head = number > 0 and rows[number - 1].shape in ("title", "heading")
    return "。" in rows[number].text or (not below_head and after is not None and after.shape == "text")


def _is_heading(rows: list[Row], number: int, split: Collection[int]) -> bool:
    """Whether a line without a mark of its own is a headline or a section head."""
    row = rows[number]
    if row.ends or row.width > _HEADING_WIDTH or cannot_start(row.text) or cannot_end(row.text):
        return False
    if row.text[-1] in "；;：:、" or "。" in row.text or starts_article(row.text):
        return False
    before = rows[number - 1] if number else None
    after = rows[number + 1] if number + 1 < len(rows) else None
    ended = before is None or before.shape != "text" or _stops(before) or before.line.number in split
    apart = after is not None and after.line.number - row.line.number > _BLOCK_GAP
    if apart and ended and row.column is None and "，" not in row.text and "," not in row.text:
        return True
    if after is not None and after.shape == "text" and _stops(after) and after.width < row.width:
        return False  # the short end of the same sentence
    if row.column is not None:
        return _is_wrapped_heading(row, row.column, before, after, ended)
    if after is None:
        return False
    if after.shape in ("byline", "subtitle"):
        return True
    return ended and not cannot_start(after.text) and "，" not in row.text and "," not in row.text


def _stops(row: Row) -> bool:
    """Whether a text line may be the last of its paragraph."""
    return row.ends or row.text[-1] in "；;" or jump_page(row.text) is not None


def _is_wrapped_heading(row: Row, column: float, before: Row | None, after: Row | None, ended: bool) -> bool:
    """In hard-wrapped text only the widths tell: a head is too short for its place, or too long."""
    if (
        after is not None
        and after.shape in ("byline", "subtitle", "title")
        and (ended or row.width < column - 3)
    ):
        return True
    if after is not None and after.shape == "text" and cannot_start(after.text):
        return False
    indented_next = (
        after is not None
        and after.shape == "text"
        and (after.ahead is None or after.width <= after.ahead - 1.5 or starts_article(after.text))
        and (not after.ends or after.width > column - 3.2)
    )
    if row.width < column - 3.2:
        return ended and (
            after is None or after.shape != "text" or indented_next or after.width < column - 1.5
        )
    if not ended:
        return False
    opens = abs(row.width - (column - 2)) <= 1  # as wide as the first line of a paragraph
    return indented_next and not opens


def goes_on(before: Row, after: Row) -> tuple[bool, str]:
    """Whether ``after`` continues the paragraph of ``before``, and by which rule."""
    if set(after.text) <= set("…·. "):
        return False, "an omission of its own"
    if cannot_start(after.text):
        return True, "a mark that cannot begin a line"
    if starts_article(after.text):
        return False, "opens a report"
    wrapped = before.column is not None
    if not before.ends:
        if before.text[-1] in "；;：:" and (not wrapped or before.width < (before.column or 0) - 1):
            return False, "a clause of its own"
        if (
            before.text.endswith(("；", ";"))
            and after.column
            and after.width <= after.column - 1.5
            and not after.ends
        ):
            return False, "first-line indent"
        return True, "the sentence goes on"
    if not wrapped:
        return False, "a sentence ends where the line does"
    column = before.column or 0.0
    if before.width < column - 1:
        return False, "short last line"
    if after.column is None:
        return False, "the column ends"
    if after.width <= (after.ahead or after.column) - 1.5 and not after.ends:
        return False, "first-line indent"
    return True, "a full line"


@dataclass(frozen=True, slots=True)
class Overrides:
    """What an editor decided: an editor's word wins over every rule."""

    join: frozenset[tuple[int, int]] = frozenset()
    """Pairs of line numbers that are one paragraph."""
    split: frozenset[int] = frozenset()
    """Numbers of lines after which a paragraph ends."""
    heading: frozenset[int] = frozenset()
    """Numbers of lines that are headings."""
    text: frozenset[int] = frozenset()
    """Numbers of lines that are running text."""


def reflow(lines: Sequence[Line], overrides: Overrides | None = None, rejoin: bool = False) -> list[Draft]:
    """Join lines into blocks.

    Args:
        lines: lines in reading order; empty ones may be among them.
        overrides: an editor's decisions.
        rejoin: also join across an interposed headline or caption where a sentence is unfinished.
    """
    overrides = overrides or Overrides()
    blocks: list[_Open] = []
    for row in rows_of(lines, overrides):
        target, rule = _target(blocks, row, overrides, rejoin)
        if target is not None:
            target.rows.append(row)
            target.rule = rule
            continue
        if blocks:
            blocks[-1].rule = rule
        kind = _KINDS.get(row.shape, "heading")
        blocks.append(_Open(kind, [row], " " if kind == "heading" else ""))
    return [Draft(b.kind, tuple(r.line for r in b.rows), b.between, b.rule, b.rows[0].shape) for b in blocks]


_KINDS: dict[Shape, Kind] = {"caption": "caption", "text": "paragraph", "jump": "paragraph"}


def _target(blocks: list[_Open], row: Row, overrides: Overrides, rejoin: bool) -> tuple[_Open | None, str]:
    """The block that a line belongs to, or none if it begins one; and the rule that says so."""
    if not blocks:
        return None, ""
    last = blocks[-1]
    before = last.rows[-1]
    wanted = {first for first, second in overrides.join if second == row.line.number}
    if wanted:
        for block in reversed(blocks):
            if block.rows[-1].line.number in wanted:
                return block, "an editor's join"
    if before.line.number in overrides.split:
        return None, "an editor's break"
    if row.shape != "text":
        if row.shape == before.shape == "heading" and len(last.rows) == 1:
            return last, "a head in two lines"
        if row.shape == before.shape == "byline":
            return last, "more names"
        return None, row.shape
    if before.shape == "text":
        goes, rule = goes_on(before, row)
        return (last, rule) if goes else (None, rule)
    if before.shape == "byline" and is_names(row.text):
        return last, "more names"
    tail = _unfinished(blocks) if rejoin and not starts_article(row.text) else None
    return (tail, "the sentence goes on after what is interposed") if tail else (None, before.shape)


def _unfinished(blocks: list[_Open]) -> _Open | None:
    """The text, some interposed blocks back, that stops in mid-sentence."""
    for block in reversed(blocks[-7:]):
        if block.kind != "paragraph":
            continue
        row = block.rows[-1]
        if row.shape != "text" or row.ends or jump_page(row.text) is not None or row.text[-1] in "；;：:":
            return None
        return block
    return None
