"""Turn drafts (lines that belong together) into clean text that still knows its source."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from galley.clean import Role, clean
from galley.line_ends import LineEnd
from galley.model import NOWHERE, Change, Draft, Edit, Kind, Line, Run
from galley.reflow import Overrides, read
from galley.shapes import jump_page, jump_start


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A block of clean text."""

    kind: Kind
    shape: str
    run: Run
    lines: tuple[int, ...]
    changes: tuple[Change, ...]
    continues_on: int | None = None
    """The page on which the article goes on, if a jump line stood here."""


@dataclass(frozen=True, slots=True)
class PageBlocks:
    """A page's clean blocks, and what was decided at the end of each line that is not empty."""

    blocks: tuple[Cleaned, ...]
    ends: tuple[LineEnd, ...]

    @property
    def doubts(self) -> tuple[LineEnd, ...]:
        """The decisions that an editor should look at, the least sure first."""
        return tuple(sorted((end for end in self.ends if end.doubtful), key=lambda end: end.confidence))


def join_lines(lines: Sequence[Line], between: str = "") -> tuple[Run, list[Change]]:
    """Join lines, without the spaces at their ends; a space stays where two Latin words meet."""
    log: list[Change] = []
    text: list[str] = []
    at: list[int] = []
    for line in lines:
        run, changes = strip(line.run)
        log.extend(changes)
        if not run.text:
            continue
        if text:
            space = between or (" " if _latin_words_meet(text[-1], run.text) else "")
            text.append(space)
            at.extend([NOWHERE] * len(space))
        text.append(run.text)
        at.extend(run.at)
    return Run("".join(text), tuple(at)), log


def strip(run: Run) -> tuple[Run, list[Change]]:
    """Take away the white space at both ends."""
    text = run.text
    if text and not text[0].isspace() and not text[-1].isspace():
        return run, []
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if start >= end:
        return run.edited([Edit(0, len(text), "")] if text else [], "outer space")
    edits = [Edit(a, b, "") for a, b in ((0, start), (end, len(text))) if a < b]
    return run.edited(edits, "outer space")


def _latin_words_meet(left: str, right: str) -> bool:
    return left[-1].isascii() and left[-1].isalpha() and right[0].isascii() and right[0].isalpha()


_ROLES: dict[str, Role] = {
    "byline": "byline",
    "title": "heading",
    "heading": "heading",
    "subtitle": "heading",
    "caption": "text",
}


def clean_draft(draft: Draft) -> Cleaned:
    """Join and clean one draft; a jump line at its end is taken off and remembered."""
    run, log = join_lines(draft.lines, draft.between)
    page = None
    start = jump_start(run.text)
    if start is not None:
        page = jump_page(run.text)
        run, changes = run.edited([Edit(start, len(run), "")], "jump line")
        log.extend(changes)
    run, changes = clean(run, _ROLES.get(draft.shape, "text"))
    log.extend(changes)
    numbers = tuple(line.number for line in draft.lines)
    return Cleaned(draft.kind, draft.shape, run, numbers, tuple(log), page)


def blocks_of(
    lines: Sequence[Line],
    join: Sequence[tuple[int, int]] = (),
    split: Sequence[int] = (),
    rejoin: bool = False,
    heading: Collection[int] = (),
    text: Collection[int] = (),
) -> Iterator[Cleaned]:
    """Reflow and clean lines in reading order (see :func:`galley.reflow.read`)."""
    return iter(page_blocks(lines, join, split, rejoin, heading, text).blocks)


def page_blocks(
    lines: Sequence[Line],
    join: Sequence[tuple[int, int]] = (),
    split: Sequence[int] = (),
    rejoin: bool = False,
    heading: Collection[int] = (),
    text: Collection[int] = (),
) -> PageBlocks:
    """Reflow and clean lines in reading order, and say what was decided at each line end."""
    overrides = Overrides(frozenset(join), frozenset(split), frozenset(heading), frozenset(text))
    found = read(lines, overrides, rejoin)
    return PageBlocks(tuple(map(clean_draft, found.drafts)), found.ends)
