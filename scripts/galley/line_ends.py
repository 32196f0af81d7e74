"""What was decided at a line end: whether the text goes on, by which rule, and how surely."""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from galley.characters import cannot_start, ends_sentence
from galley.lattice import Decision
from galley.shapes import Shape, is_names, jump_page, starts_article

DOUBTFUL = 0.9
"""A decision less sure than this is worth an editor's look."""
CERTAIN = 30.0
"""Log odds of what needs no weighing: an editor's word, a mark of another shape."""
TWO_LINES = "a head in two lines"
"""The rule that joins them."""
_ONE_HEAD = 2.0
"""Log odds that two lines of heads are one."""


class LineEnd(NamedTuple):
    """One decision."""

    after: int
    """The number of the line that ends here."""
    before: int | None
    """The number of the line with which the text goes on, or at which another block begins."""
    goes_on: bool
    rule: str
    odds: float
    """The logarithm of how much likelier the decision is than the other one."""

    @property
    def confidence(self) -> float:
        """From 0 to 1."""
        return 1 / (1 + exp(-max(-CERTAIN, min(self.odds, CERTAIN))))

    @property
    def alternative(self) -> str:
        """What the other decision would have been."""
        return "a block ends here" if self.goes_on else "the text goes on"

    @property
    def doubtful(self) -> bool:
        """Whether an editor should look."""
        return self.before is not None and self.confidence < DOUBTFUL

    def __str__(self) -> str:
        what = f"goes on in line {self.before}" if self.goes_on else "ends"
        doubt = f"; or else {self.alternative}" if self.doubtful else ""
        return f"line {self.after} {what}: {self.rule} ({self.confidence:.0%}{doubt})"


class Side(NamedTuple):
    """A line on one side of a line end."""

    text: str
    shape: Shape
    decision: Decision


def decided(before: Side, after: Side) -> tuple[bool, str, float]:
    """Whether the text goes on, the rule that says so in a few words, and the log odds."""
    if before.shape == "text" == after.shape:
        goes = before.decision.goes_on
        return goes, (_why_on if goes else _why_off)(before, after), before.decision.odds
    if before.shape == after.shape == "heading":
        return True, TWO_LINES, _ONE_HEAD
    if before.shape == "byline" and (after.shape == "byline" or is_names(after.text)):
        return True, "more names", CERTAIN
    other = after.shape if after.shape != "text" else before.shape
    return False, other, min(before.decision.odds, CERTAIN)


def _why_on(before: Side, after: Side) -> str:
    if cannot_start(after.text):
        return "a mark that cannot begin a line"
    return "a full line" if ends_sentence(before.text) else "the sentence goes on"


def _why_off(before: Side, after: Side) -> str:
    if set(after.text) <= set("…·. "):
        return "an omission of its own"
    if starts_article(after.text):
        return "opens a report"
    if jump_page(before.text) is not None:
        return "jump line"
    if before.text[-1] in "；;：:":
        return "a clause of its own"
    if not ends_sentence(before.text):
        return "breaks off"
    if before.decision.column is None:
        return "a sentence ends where the line does"
    return "first-line indent" if after.decision.state == "first" else "short last line"
