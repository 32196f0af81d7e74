"""Find the likeliest reading of a page's lines, all together.

Each line is the first line of a paragraph in a column of some width, a later line of one, a line
that is a paragraph of its own, a head, or marked by its form (caption, byline, jump line). Which one
it is depends on its neighbours: a line two characters short is indented only if the line above may
end a paragraph. So every line gets a score for each thing it may be, every line end a score for going
on and for ending, and the best path through the page decides (Viterbi's algorithm). How much worse
the best path with the other decision is says how sure the decision is.

Scores are natural logarithms of rough frequencies in newspapers, each explained beside it. Time and
memory grow with the number of lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from operator import add
from typing import Literal, NamedTuple

State = Literal["first", "later", "plain", "head", "marked"]

NEVER = -1e6
INDENT = 2.0
"""Em: the first line of a paragraph begins two characters in (CLREQ 3.4.1)."""
WIDEST_COLUMN = 36.0
"""In em. Newspaper columns are narrower; a longer line is a paragraph, or a column's share of one."""

FULL = -0.05
"""A line that goes on is full."""
NOT_FULL = -5.0
"""A line that goes on and is not full: a picture stood there, or the OCR lost something."""
EACH_MISSING = -0.5
"""For each em by which it is too short."""
MOST_MISSING = 6.0
"""Em: what is missing beyond that says no more."""
TOO_WIDE = -6.5
"""A line is wider than its column."""
EACH_OVER = -0.2
"""For each em by which it is too wide."""
MOST_OVER = 6.0
"""Em: what is over beyond that says no more."""
LAST = -3.6
"""Any width is as likely for a last line: one of two or three dozen, in half em."""
OTHER_COLUMN_ON = -4.5
"""A paragraph goes on in a column of another width, beside a picture."""
OTHER_COLUMN = -2.0
"""A new paragraph stands in a column of another width."""
INTO_COLUMN = -0.5
"""A paragraph that was one line goes on in a column."""
SHORT_INTO_COLUMN = -5.0
"""It does, though the line was no wider than a column."""
OUT_OF_COLUMN = -7.0
"""A paragraph that was broken into lines goes on without."""
PLAIN_NARROW = -4.0
"""A paragraph of its own is no wider than a column."""
PLAIN_SHORT = -3.5
"""It is, but there is no column of which it could be a line."""
PLAIN_GOES = -1.2
"""A line that is a paragraph was broken by the end of a column."""
INTERRUPTED = -5.0
"""A line stops in mid-sentence, and something else follows."""
CUT_SHORT = INTERRUPTED + LAST - 2.5
"""It stops in mid-sentence and before the end of the line."""
PLAIN_INTERRUPTED = -3.0
"""The same where lines are paragraphs: they are broken only where columns end."""
RESUMED = -3.0
"""A paragraph goes on elsewhere, right after another text."""
RESUMED_BELOW = -2.5
"""A paragraph goes on after a head or a caption that interrupted it."""
NEW_PARAGRAPH = -0.4
"""A paragraph begins with the next line, not a head or something else."""
HEAD = -2.0
"""A head follows."""


@dataclass(slots=True)
class Evidence:
    """What is known of a line by itself, and of the line end that follows it."""

    width: float
    squeeze: float
    """How much wider than its column it may be, in em."""
    unit: float
    """The least that the next line begins with, in em."""
    columns: tuple[float, ...] = ()
    """Widths of the columns it may stand in, in em, from the narrowest to the widest."""
    text: bool = True
    """Whether it may be running text."""
    ended: bool = False
    """Whether a sentence, or a clause that may stand alone, ends with the line."""
    goes: float = 0.0
    """Score of the line end for going on, whatever the widths say."""
    ends: float = 0.0
    """Score of the line end for ending a paragraph."""
    begins: float = 0.0
    """Score for being the first line of a paragraph."""
    later: float = 0.0
    """Score for being a later line of one."""
    resumes: float = 0.0
    """Score for going on with a paragraph that something interrupted."""
    head: float = NEVER
    """Score for being a head."""


class Decision(NamedTuple):
    """What a line is, and whether its paragraph goes on after it."""

    state: State
    column: float | None
    goes_on: bool
    odds: float
    """Logarithm of how much likelier the decision is than the other one."""

    @property
    def confidence(self) -> float:
        """From 0.5 (the other decision is as likely) to 1."""
        return 1 / (1 + exp(-min(self.odds, 30.0)))


class _Step:
    """The states of one line, as lists of equal length: first and later by columns, plain, other."""

    __slots__ = ("columns", "enter", "go", "headed", "into", "others", "plain", "resumes", "stop")

    def __init__(self, e: Evidence) -> None:
        columns = self.columns = e.columns if e.text else ()
        self.into = INTO_COLUMN if e.width > WIDEST_COLUMN else SHORT_INTO_COLUMN
        self.resumes = e.resumes
        self.enter = [e.begins] * len(columns) + [e.later] * len(columns)
        self.go, self.stop = _by_room(e, columns)
        self.plain = self.others = -1
        if e.text:
            self.plain = len(self.enter)
            self.enter.append(
                (PLAIN_NARROW if e.columns else PLAIN_SHORT) if e.width <= WIDEST_COLUMN else 0.0
            )
            self.go.append(PLAIN_GOES + e.goes)
            self.stop.append(e.ends + (0.0 if e.ended else PLAIN_INTERRUPTED))
        if e.head > NEVER:
            self.others = len(self.enter)
            self.enter.append(e.head)
            self.go.append(NEVER)
            self.stop.append(0.0)
        self.headed = HEAD if e.text else 0.0


def _by_room(e: Evidence, columns: tuple[float, ...]) -> tuple[list[float], list[float]]:
    """The scores of a line end by the room left on the line, for going on and for ending.

    As the first line of a paragraph in each of the columns, then as a later one.
    """
    go: list[float] = []
    stop: list[float] = []
    unit, over, goes, ends = e.unit, -e.squeeze, e.goes, e.ends
    indented = e.width + INDENT
    for room in [column - indented for column in columns] + [column - e.width for column in columns]:
        if room < over:
            wide = TOO_WIDE + EACH_OVER * min(over - room, MOST_OVER)
            go.append(wide + goes)
            stop.append((LAST if e.ended else INTERRUPTED + LAST) + wide + ends)
        elif room < unit:
            go.append(FULL + goes)
            stop.append((LAST if e.ended else INTERRUPTED) + ends)
        else:
            go.append(NOT_FULL + EACH_MISSING * min(room - unit, MOST_MISSING) + goes)
            stop.append((LAST if e.ended else CUT_SHORT) + ends)
    return go, stop


def _same(a: float, b: float) -> bool:
    return -0.75 < a - b < 0.75


def _kept(to: tuple[float, ...], of: tuple[float, ...], scores: list[float], least: float) -> list[float]:
    """For each column of one line the best score of those of the other that are as wide; none is worse
    than ``least``, which is that of any column."""
    if to == of:  # they differ by an em, so each is as wide as itself only
        return [score if score > least else least for score in scores]
    found = []
    for column in to:
        best = least
        for known, score in zip(of, scores, strict=True):
            if score > best and _same(known, column):
                best = score
        found.append(best)
    return found


def _forward(before: _Step, reached: list[float], after: _Step) -> tuple[list[float], list[float]]:
    """The best scores of reaching each state of a line by going on, and by ending a paragraph."""
    count = len(before.columns)
    go = list(map(add, reached, before.go))
    stop = list(map(add, reached, before.stop))
    on = [a if a > b else b for a, b in zip(go[:count], go[count : 2 * count], strict=True)]
    off = [a if a > b else b for a, b in zip(stop[:count], stop[count : 2 * count], strict=True)]
    any_on, any_off = (max(on), max(off)) if count else (NEVER, NEVER)
    plain_on, plain_off = (go[2 * count], stop[2 * count]) if before.plain >= 0 else (NEVER, NEVER)
    other = stop[before.others] if before.others >= 0 else NEVER
    ended = any_off if any_off > plain_off else plain_off
    went: list[float] = []
    halted: list[float] = []
    if after.plain >= 0:
        fresh = NEW_PARAGRAPH + max(any_off + OTHER_COLUMN, plain_off, other)
        if after.columns:
            resumed = after.resumes + max(ended + RESUMED, other + RESUMED_BELOW)
            entered = max(any_on + OTHER_COLUMN_ON, plain_on + before.into)
            none = [NEVER] * len(after.columns)
            went = none + _kept(after.columns, before.columns, on, entered)
            begun = [NEW_PARAGRAPH + score for score in off]
            halted = _kept(after.columns, before.columns, begun, fresh) + [resumed] * len(none)
        wide = any_on + OUT_OF_COLUMN
        went.append(plain_on if plain_on > wide else wide)
        halted.append(fresh)
    if after.others >= 0:
        went.append(NEVER)
        halted.append((ended if ended > other else other) + after.headed)
    return went, halted


def _backward(before: _Step, ahead: list[float], after: _Step) -> list[float]:
    """The best scores from each state of a line to the end of the page."""
    count = len(after.columns)
    firsts, laters = ahead[:count], ahead[count : 2 * count]
    any_first, any_later = (max(firsts), max(laters)) if count else (NEVER, NEVER)
    plain = ahead[after.plain] if after.plain >= 0 else NEVER
    other = ahead[after.others] + after.headed if after.others >= 0 else NEVER
    resumed = any_later + after.resumes
    begins = NEW_PARAGRAPH + (any_first if any_first > plain else plain)
    row: list[float] = []
    if before.columns:
        any_on = max(any_later + OTHER_COLUMN_ON, plain + OUT_OF_COLUMN)
        any_off = max(begins + OTHER_COLUMN, other, resumed + RESUMED)
        on = _kept(before.columns, after.columns, laters, any_on)
        begun = [NEW_PARAGRAPH + score for score in firsts]
        off = _kept(before.columns, after.columns, begun, any_off)
        row = [
            go + a if go + a > stop + b else stop + b
            for go, a, stop, b in zip(before.go, on * 2, before.stop, off * 2, strict=False)
        ]
    if before.plain >= 0:
        on_plain = max(plain, any_later + before.into)
        off_plain = max(begins, other, resumed + RESUMED)
        row.append(max(before.go[before.plain] + on_plain, before.stop[before.plain] + off_plain))
    if before.others >= 0:
        row.append(before.stop[before.others] + max(begins, other, resumed + RESUMED_BELOW))
    return row


def solve(evidence: Sequence[Evidence]) -> list[Decision]:
    """Decide every line and every line end."""
    if not evidence:
        return []
    steps = [_Step(e) for e in evidence]
    reached = [steps[0].enter]
    arrivals: list[tuple[list[float], list[float]]] = []
    for before, after in pairwise(steps):
        went, halted = _forward(before, reached[-1], after)
        arrivals.append((went, halted))
        reached.append(
            [(a if a > b else b) + enter for a, b, enter in zip(went, halted, after.enter, strict=True)]
        )
    decisions: list[Decision] = []
    onward = [max(stop, go - 1.0) for stop, go in zip(steps[-1].stop, steps[-1].go, strict=True)]
    margin = NEVER
    for n in range(len(steps) - 1, -1, -1):
        total = list(map(add, reached[n], onward))
        decisions.append(_decision(steps[n], total.index(max(total)), margin))
        if n:
            ahead = list(map(add, steps[n].enter, onward))
            went, halted = arrivals[n - 1]
            margin = max(map(add, went, ahead)) - max(map(add, halted, ahead))
            onward = _backward(steps[n - 1], ahead, steps[n])
    decisions.reverse()
    return decisions


def _decision(step: _Step, best: int, margin: float) -> Decision:
    count = len(step.columns)
    if best < 2 * count:
        state: State = "first" if best < count else "later"
        return Decision(state, step.columns[best % count], margin > 0, abs(margin))
    state = "plain" if best == step.plain else "head" if step.headed else "marked"
    return Decision(state, None, margin > 0, abs(margin))
