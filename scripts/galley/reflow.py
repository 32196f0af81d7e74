"""Join the lines that a column's width broke, and say what each block is.

Two kinds of page are told apart line by line, not page by page: *hard-wrapped* text, where every
printed line is a line of the file, and text with one paragraph a line, broken only where a column
ended. The page is read in four steps: what each line says by itself (:mod:`galley.clues`), which
reading of all lines together is the likeliest (:mod:`galley.lattice`), which paragraphs that break
off go on further down (:mod:`galley.rejoin`), and what an editor said otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from galley import clues, lattice
from galley.characters import is_han
from galley.lattice import Decision
from galley.line_ends import CERTAIN, TWO_LINES, LineEnd, Side, decided
from galley.measure import print_width
from galley.model import Draft, Kind, Line
from galley.reading import Reader, pair_score
from galley.rejoin import Piece, continuations
from galley.shapes import Shape, is_names, shape_of

_KINDS: dict[Shape, Kind] = {"caption": "caption", "text": "paragraph", "jump": "paragraph"}
_LEAD_IN = 8.0
"""In em."""
_SURE = 50.0
"""Added to the score of what an editor decided: more than all other scores together."""
ASKED = "an editor's join"
"""The rule of a line end that an editor's plan joins."""


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


@dataclass(slots=True)
class Row:
    """A line that is not empty (with a drop cap that stands on a line of its own above it)."""

    lines: tuple[Line, ...]
    text: str
    shape: Shape
    place: int
    """Its place among the lines in reading order, the empty ones counted."""
    decision: Decision | None = None

    def decided(self) -> Decision:
        """The decision.

        Raises:
            ValueError: there is none yet.
        """
        if self.decision is None:
            raise ValueError("the row has not been decided on yet")
        return self.decision

    def side(self) -> Side:
        """The row as one side of a line end."""
        return Side(self.text, self.shape, self.decided())

    @property
    def first(self) -> int:
        """The number of its first line."""
        return self.lines[0].number

    @property
    def last(self) -> int:
        """The number of its last line."""
        return self.lines[-1].number


@dataclass(frozen=True, slots=True)
class Reading:
    """A page's blocks, and what was decided at each line end."""

    drafts: tuple[Draft, ...]
    ends: tuple[LineEnd, ...]


@dataclass(slots=True)
class _Open:
    """A block to which lines are still added."""

    kind: Kind
    rows: list[Row] = field(default_factory=list)

    def draft(self) -> Draft:
        lines = tuple(line for row in self.rows for line in row.lines)
        return Draft(self.kind, lines, " " if self.kind == "heading" else "", self.rows[0].shape)


def read(lines: Sequence[Line], overrides: Overrides | None = None, rejoin: bool = False) -> Reading:
    """Join lines into blocks, and say why.

    Args:
        lines: lines in reading order; empty ones may be among them.
        overrides: an editor's decisions.
        rejoin: also join what goes on further down, behind what was interposed.
    """
    overrides = overrides or Overrides()
    rows = _rows(lines, overrides)
    if not rows:
        return Reading((), ())
    reader = Reader([row.text for row in rows])
    _decide(rows, reader, overrides)
    _name_authors(rows, overrides)
    ends = _line_ends(rows, overrides)
    tails = _join_as_asked(rows, ends, overrides)
    if rejoin:
        tails |= _rejoin(rows, ends, reader, tails)
    blocks = _assemble(rows, ends, tails)
    return Reading(tuple(block.draft() for block in blocks), tuple(ends))


def _rows(lines: Sequence[Line], overrides: Overrides) -> list[Row]:
    """The lines that are not empty, each with the shape that its own form shows."""
    rows: list[Row] = []
    for place, line in enumerate(lines):
        text = line.text.strip(" \t\u3000\ufeff\f\v")
        if not text:
            continue
        shape: Shape = "text" if line.number in overrides.text else shape_of(line.text)
        if line.number in overrides.heading:
            shape = "heading"
        if rows and shape == "text" and _is_drop_cap(rows[-1], text):
            cap = rows.pop()
            rows.append(Row((*cap.lines, line), cap.text + text, shape_of(cap.text + text), place))
            continue
        rows.append(Row((line,), text, shape, place))
    return rows


def _is_drop_cap(row: Row, text: str) -> bool:
    """A first character set large comes as a line of its own, above the rest of its word."""
    return (
        len(row.text) == 1
        and row.shape == "text"
        and is_han(row.text)
        and is_han(text[0])
        and len(text) > 4
        and pair_score(row.text, text[0]) > 1
    )


def _decide(rows: list[Row], reader: Reader, overrides: Overrides) -> None:
    """Let the lattice decide, with the editor's word in it."""
    evidence = clues.evidence_of(
        [clues.Printed(row.text, row.lines[0].text, row.shape, row.place) for row in rows], reader
    )
    for number, (row, e) in enumerate(zip(rows, evidence, strict=True)):
        if row.first in overrides.text:
            e.head = lattice.NEVER
        if row.last in overrides.split:
            e.goes, e.ended = e.goes - _SURE, True
        if number + 1 < len(rows) and (row.last, rows[number + 1].first) in overrides.join:
            e.goes += _SURE
    for row, decision in zip(rows, lattice.solve(evidence), strict=True):
        row.decision = decision
        if row.shape in ("text", "subtitle"):
            row.shape = _shape(row.shape, decision)


def _shape(shape: Shape, decision: Decision) -> Shape:
    if decision.state != "head":
        return "text"
    return "subtitle" if shape == "subtitle" else "heading"


def _name_authors(rows: list[Row], overrides: Overrides) -> None:
    """Names alone below a headline are its byline, and so are more of them below a byline."""
    for above, row in pairwise(rows):
        if row.first in overrides.text or row.first in overrides.heading:
            continue
        heads = ("byline",) if row.shape == "text" else ("byline", "subtitle", "title", "heading")
        if row.shape in ("text", "heading") and above.shape in heads and is_names(row.text):
            row.shape = "byline"


def _line_ends(rows: Sequence[Row], overrides: Overrides) -> list[LineEnd]:
    """What was decided at the end of each row."""
    sides = [row.side() for row in rows]
    ends = [
        _line_end(*pair, overrides, decided(*two))
        for pair, two in zip(pairwise(rows), pairwise(sides), strict=True)
    ]
    for number, (above, end) in enumerate(pairwise(ends), 1):
        if above.goes_on and end.goes_on and above.rule == end.rule == TWO_LINES:
            ends[number] = end._replace(goes_on=False, rule="heads of their own")  # no headline has three
    return [*ends, LineEnd(rows[-1].last, None, False, "the end", CERTAIN)]


def _line_end(before: Row, after: Row, overrides: Overrides, found: tuple[bool, str, float]) -> LineEnd:
    """What was found for the end of a row, unless an editor said otherwise."""
    last, first = before.last, after.first
    if (last, first) in overrides.join:
        return LineEnd(last, first, True, ASKED, CERTAIN)
    if last in overrides.split:
        return LineEnd(last, first, False, "an editor's break", CERTAIN)
    goes, rule, odds = found
    if rule == TWO_LINES and not _one_head(before, after):
        goes, rule = False, "heads of their own"
    return LineEnd(last, first, goes, rule, odds)


def _join_as_asked(rows: Sequence[Row], ends: list[LineEnd], overrides: Overrides) -> dict[int, int]:
    """The editor's joins over what stands between: which row goes on with which, by the later one.

    The line ends concerned are changed.
    """
    tails = {row.last: number for number, row in enumerate(rows)}
    heads = {row.first: number for number, row in enumerate(rows)}
    wanted = {second: first for first, second in sorted(overrides.join)}
    found: dict[int, int] = {}
    for second, first in wanted.items():
        if first in tails and second in heads and tails[first] + 1 < heads[second]:
            found[heads[second]] = tails[first]
    for head, tail in found.items():
        _go_on_in(rows, ends, tail, head, ASKED, CERTAIN)
    return found


def _rejoin(
    rows: Sequence[Row], ends: list[LineEnd], reader: Reader, settled: Mapping[int, int]
) -> dict[int, int]:
    """Find what goes on further down: which row goes on with which, by the later one.

    The line ends concerned are changed, and rows that looked like heads become text. What an editor
    joined is settled.
    """
    pieces = [
        Piece(
            row.text,
            row.shape == "text",
            end.goes_on,
            end.odds if end.goes_on else -end.odds,
            decision.state,
            decision.column,
        )
        for row, end, decision in zip(rows, ends, (row.decided() for row in rows), strict=True)
    ]
    found = {
        head: (tail, odds)
        for tail, (head, odds) in continuations(pieces, reader).items()
        if head not in settled and tail not in settled.values()
    }
    for head, (tail, odds) in found.items():
        rows[tail].shape = rows[head].shape = "text"
        _go_on_in(rows, ends, tail, head, "goes on further down", odds)
    return {head: tail for head, (tail, _) in found.items()}


def _go_on_in(rows: Sequence[Row], ends: list[LineEnd], tail: int, head: int, rule: str, odds: float) -> None:
    """Note that a row goes on with one further down, and that the row above that one does not."""
    above = ends[head - 1]
    if above.goes_on and above.before == rows[head].first:
        ends[head - 1] = above._replace(goes_on=False, rule="what follows goes on from further up", odds=odds)
    ends[tail] = LineEnd(rows[tail].last, rows[head].first, True, rule, odds)


def _one_head(first: Row, second: Row) -> bool:
    """Whether two lines are one headline: a short lead-in, lines of one width, or a word broken."""
    a, b = print_width(first.text), print_width(second.text)
    return a <= _LEAD_IN or abs(a - b) <= 2 or pair_score(first.text[-1], second.text[0]) > 0


def _assemble(rows: Sequence[Row], ends: Sequence[LineEnd], tails: Mapping[int, int]) -> list[_Open]:
    """Put the rows into blocks, in the order in which the blocks begin."""
    blocks: list[_Open] = []
    home: dict[int, _Open] = {}
    for number, row in enumerate(rows):
        if number in tails:
            block = home[tails[number]]
        elif number and ends[number - 1].goes_on and ends[number - 1].before == row.first:
            block = home[number - 1]
        else:
            block = _Open(_KINDS.get(row.shape, "heading"))
            blocks.append(block)
        block.rows.append(row)
        home[number] = block
    return blocks
