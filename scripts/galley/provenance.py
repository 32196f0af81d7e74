"""Trace an article back to its source: where each sentence stands in the OCR text, and what was changed.

Exact by construction: the raw characters of a passage's stretches, with its corrections made, are the
passage's text (:func:`restored`; a property test holds this for any page).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from galley.model import NOWHERE, Article, Block, Change, Page, Texts

JOIN = "line join"
"""The rule of a space that stands where two lines were joined and no rule of cleaning put it."""

FIX = "fix: "
"""How the rule of an editor's correction begins; its reason follows."""


_SENTENCE = re.compile(r"s\d+$")


class Stretch(NamedTuple):
    """Characters ``start`` up to ``end`` (from 0) of a source line."""

    line: int
    start: int
    end: int


class Correction(NamedTuple):
    """Characters of a source line that are shown otherwise than they came, and by which rules."""

    line: int
    start: int
    end: int
    old: str
    new: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence (``p3s2``), section head or part of the headline, with its place in the source."""

    id: str
    stretches: tuple[Stretch, ...]
    """In reading order; none where an editor wrote the text."""
    corrections: tuple[Correction, ...] = ()


def sentence_id(block: Block, number: int) -> str:
    """The permanent anchor of a block's sentence, counted from 1."""
    return f"{block.id}s{number}"


def block_of(passage: Passage) -> str:
    """The anchor of the block (or the part of the headline) that a passage stands in."""
    return _SENTENCE.sub("", passage.id)


@lru_cache(maxsize=64)
def trace(page: Page, article: Article) -> tuple[Passage, ...]:
    """Every passage of an article that has a place in its source, in the order of the article."""
    return tuple(_Tracer(page, article).passages())


def restored(page: Page, passage: Passage) -> str:
    """A passage's text, made again from the raw lines and the corrections."""
    raw = {line.number: line.text for line in page.lines}
    text = ""
    for line, start, end in passage.stretches:
        done = start
        for fault in (one for one in passage.corrections if one.line == line):
            text += raw[line][done : fault.start] + fault.new
            done = fault.end
        text += raw[line][done:end]
    return text


class _Step(NamedTuple):
    """One source character and what it became, either of which may be nothing; or several as they came."""

    line: int
    at: int
    """The first character's place in its line."""
    old: str
    new: str
    changes: tuple[int, ...]
    """Indices of the changes that made it so; empty where the character is as it came."""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class _Text:
    """A run of text that was cleaned as one, and the ids of the pieces it was cut into."""

    text: str
    at: tuple[int, ...]
    pieces: tuple[tuple[str, int], ...]
    """Id and length of each."""


class _Tracer:
    """An article's changes, found by the place they were made at."""

    def __init__(self, page: Page, article: Article) -> None:
        self.page = page
        self.article = article
        self.changes: Sequence[Change] = article.changes
        self.lines = {line.number: line for line in page.lines}
        covering: dict[int, list[int]] = defaultdict(list)
        for number, change in enumerate(self.changes):
            for place in change.at:
                covering[place].append(number)
        self.covering: Mapping[int, list[int]] = dict(covering)
        fixes = (change for change in self.changes if change.rule.startswith(FIX))
        self.added = {
            line: change.rule
            for (line, _, _), change in zip(article.fixes, fixes, strict=False)
            if not change.at
        }
        """Corrections that only put something in, by their line."""

    def passages(self) -> Iterator[Passage]:
        for text in _texts(self.article):
            if any(place != NOWHERE for place in text.at):
                yield from self._cut(text)

    def _cut(self, text: _Text) -> Iterator[Passage]:
        """Give each piece of a text the steps that made its characters."""
        ends = list(accumulate(length for _, length in text.pieces))
        steps: list[list[_Step]] = [[] for _ in ends]
        piece = made = 0
        for step in self._steps(text, ends):
            while step.new and made >= ends[piece]:
                piece += 1
            steps[piece].append(step)
            made += len(step.new)
        for (name, _), own in zip(text.pieces, steps, strict=True):
            if own:
                yield Passage(name, tuple(_stretches(own)), tuple(self._corrections(own)))

    def _steps(self, text: _Text, ends: Sequence[int]) -> Iterator[_Step]:
        """Walk along the text and its raw lines together; every raw character is met once.

        What stands as it came is one step up to the end of its line or piece: most of any text.
        """
        order = self._order(text.at)
        raw = [(number, column) for number in order for column in range(len(self.lines[number].text))]
        first = dict(
            zip(order, accumulate((len(self.lines[n].text) for n in order), initial=0), strict=False)
        )
        borders = iter([*ends, len(text.text)])
        border = next(borders)
        done = number = 0
        while number < len(text.text):
            place = text.at[number]
            if place == NOWHERE:
                yield from (skipped := list(self._inserted(text, number, raw, done)))
                done += sum(not step.new for step in skipped)
                number += 1
                continue
            line = raw[done][0] if self._is_at(raw[done], place) else self.page.line_of(place)
            target = first[line] + place - self.lines[line].start
            while done < target:
                yield self._deleted(*raw[done])
                done += 1
            while border <= number:
                border = next(borders)
            column = raw[done][1]
            length = self._unchanged(text, number, line, column, border)
            if length:
                same = text.text[number : number + length]
                yield _Step(line, column, same, same, ())
            else:
                length = 1
                char = self.lines[line].text[column]
                yield _Step(line, column, char, text.text[number], self._changes(line, column))
            done += length
            number += length
        for line, column in raw[done:]:
            yield self._deleted(line, column)

    def _order(self, at: Sequence[int]) -> list[int]:
        """The numbers of the lines on which places stand, in the order of the text."""
        found: dict[int, None] = {}
        start = end = 0
        for place in at:
            if place != NOWHERE and not start <= place < end:
                line = self.lines[self.page.line_of(place)]
                found[line.number] = None
                start, end = line.start, line.start + max(1, len(line.text))
        return list(found)

    def _is_at(self, at: tuple[int, int], place: int) -> bool:
        return self.lines[at[0]].start + at[1] == place

    def _unchanged(self, text: _Text, number: int, line: int, column: int, border: int) -> int:
        """How many characters from here stand as they came, on one line and in one piece."""
        raw, start = self.lines[line].text, self.lines[line].start
        last = min(border, number + len(raw) - column)
        place = start + column
        end = number
        while (
            end < last
            and text.at[end] == place
            and place not in self.covering
            and text.text[end] == raw[place - start]
        ):
            end += 1
            place += 1
        return end - number

    def _inserted(
        self, text: _Text, number: int, raw: Sequence[tuple[int, int]], done: int
    ) -> Iterator[_Step]:
        """A character that has no place in the source; before it, what is left of the line it ends."""
        resized = self._resized(raw[done - 1]) if done else ()
        following = next((p for p in text.at[number:] if p != NOWHERE), None)
        at_joint = following is not None and done and self.page.line_of(following) != raw[done - 1][0]
        if at_joint and not resized:
            while done < len(raw) and raw[done][0] == raw[done - 1][0]:
                yield self._deleted(*raw[done])
                done += 1
        line, column = raw[done - 1] if done else (raw[0][0], -1)
        rule = "" if resized else JOIN if at_joint else self.added.get(line, "")
        yield _Step(line, column + 1, "", text.text[number], resized, rule)

    def _changes(self, line: int, column: int) -> tuple[int, ...]:
        return tuple(self.covering.get(self.lines[line].start + column, ()))

    def _resized(self, at: tuple[int, int]) -> tuple[int, ...]:
        """The changes at a character whose new text has characters without a place (:meth:`Run.edited`)."""
        found = self._changes(*at)
        return tuple(n for n in found if 1 < len(self.changes[n].new) != len(self.changes[n].at))

    def _deleted(self, line: int, column: int) -> _Step:
        return _Step(line, column, self.lines[line].text[column], "", self._changes(line, column))

    def _corrections(self, steps: Sequence[_Step]) -> Iterator[Correction]:
        """Neighbouring steps of one change are one correction."""
        group: list[_Step] = []
        for step in steps:
            if group and not _belong(group[-1], step):
                yield from self._correction(group)
                group = []
            if step.old != step.new or step.changes:
                group.append(step)
        yield from self._correction(group)

    def _correction(self, steps: Sequence[_Step]) -> Iterator[Correction]:
        old, new = ("".join(texts) for texts in ([s.old for s in steps], [s.new for s in steps]))
        if old == new:
            return
        numbers = sorted({number for step in steps for number in step.changes})
        rules = [self.changes[number].rule for number in numbers] + [s.rule for s in steps if s.rule]
        line, start = steps[0].line, steps[0].at
        yield Correction(line, start, start + len(old), old, new, tuple(dict.fromkeys(rules)))


def _belong(before: _Step, after: _Step) -> bool:
    """Whether two neighbouring steps are the work of one change, or both of one rule without a change."""
    if before.line != after.line or before.at + len(before.old) != after.at:
        return False
    if not before.changes and not after.changes:
        return before.rule == after.rule and before.old != before.new and after.old != after.new
    return bool(set(before.changes) & set(after.changes))


def _stretches(steps: Sequence[_Step]) -> Iterator[Stretch]:
    """The raw characters that steps took, line by line."""
    line, start, end = steps[0].line, steps[0].at, steps[0].at
    for step in steps:
        if step.line != line:
            yield Stretch(line, start, end)
            line, start = step.line, step.at
        end = step.at + len(step.old)
    yield Stretch(line, start, end)


def _texts(article: Article) -> Iterator[_Text]:
    """The texts of an article in order, each with the pieces that readers see."""
    heads: tuple[tuple[str, Texts | None], ...] = (
        ("kicker", article.kicker),
        ("title", article.title),
        ("subtitle", article.subtitle),
        ("byline", article.byline_line),
    )
    for name, head in heads:
        if head is not None and head.at:
            yield _Text(head.hans, head.at, ((name, len(head.hans)),))
    for block in article.blocks:
        runs = [segment.hans for segment in block.segments]
        names = [sentence_id(block, number) for number in range(1, len(runs) + 1)]
        if block.kind == "heading":
            names = [block.id]
        pieces = tuple(zip(names, map(len, runs), strict=True))
        text, at = "".join(run.text for run in runs), tuple(place for run in runs for place in run.at)
        yield _Text(text, at, pieces)
