"""Does text read on from the end of one line to the beginning of another?

Half of all line ends break a word, and most words of a page stand on it more than once. So two
sources tell: a table of Han characters that stand together inside words (``data/pairs.tsv``), and the
page's own text, where the pieces on both sides of a line end may stand unbroken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

from galley.characters import is_han

_STEPS = (1.5, 2.75, 4.2, 6.0)
"""The middles of the table's columns."""
_WEIGHT = 0.8
_REPEATED = 2.0
"""Two characters that met on the page before may have met by chance."""
_PHRASE = 4.5
"""Three and four characters hardly do."""
_UNKNOWN = -0.4
_MOST = 6.0
_SPACE = re.compile(r"\s+")
_MEASURED = frozenset(
    "年月日时分秒亿万千百公元人个名项次家条米吨岁届度%％.多余余至—－-~～、，户所座件场批种套台辆亩平倍位号"
)
_BEFORE_NUMBER = frozenset("于在至到从自是达近约超第为年月了长降升共过有逾每仅—－-~～")
_OPEN = {"“": "”", "‘": "’", "（": "）", "《": "》", "【": "】", "「": "」", "(": ")"}
_OPENING = re.compile(f"[{''.join(_OPEN)}]")
_CLOSING = re.compile(f"[{''.join(_OPEN.values())}]")


@cache
def _pairs() -> dict[str, tuple[float, float, tuple[str, ...]]]:
    text = (resources.files("galley") / "data" / "pairs.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    next(rows)
    return {char: (float(base), float(inside), tuple(columns)) for char, base, inside, *columns in rows}


def pair_score(left: str, right: str) -> float:
    """How much likelier two Han characters are in running text than at a break: a logarithm."""
    known = _pairs().get(left)
    if known is None:
        return 0.0
    base, _, columns = known
    for step, column in zip(_STEPS, columns, strict=False):
        if right in column:
            return step
    return base


class Reader:
    """Scores line ends by what the whole page says."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._seen: set[str] = set()
        for line in lines:
            text = _SPACE.sub("", line)
            for size in (2, 3, 4):
                self._seen.update(text[n : n + size] for n in range(len(text) - size + 1))

    def score(self, left: str, right: str) -> float:
        """How much likelier the lines are one text than two: a natural logarithm, from -3 to 6."""
        a, b = _SPACE.sub("", left[-12:])[-2:], _SPACE.sub("", right[:12])[:2]
        if not a or not b:
            return 0.0
        x, y = a[-1], b[0]
        if x.isdigit():
            return 3.0 if y.isdigit() or y in _MEASURED else -0.7
        if y.isdigit():
            return 2.0 if x in _BEFORE_NUMBER else 0.0
        if not (is_han(x) and is_han(y)):
            return 0.0
        score = _WEIGHT * pair_score(x, y)
        seen = self._seen
        if a + b in seen or (a + y in seen and x + b in seen):
            score += _PHRASE
        elif a + y in seen or x + b in seen:
            score += _PHRASE * 0.6
        elif x + y in seen:
            score += _REPEATED
        elif score < 1:
            score += _UNKNOWN
        return min(score, _MOST)


def open_marks(text: str) -> str:
    """The closing marks that a text still waits for, the outermost first."""
    if not _OPENING.search(text):
        return ""
    waiting: list[str] = []
    for char in text:
        if char in _OPEN:
            waiting.append(_OPEN[char])
        elif waiting and char == waiting[-1]:
            waiting.pop()
    return "".join(waiting)


def closes(text: str, size: int = 60) -> str:
    """The first closing mark of a text that nothing in it opened, or nothing."""
    text = text[:size]
    if not _CLOSING.search(text):
        return ""
    waiting: list[str] = []
    for char in text:
        if char in _OPEN:
            waiting.append(_OPEN[char])
        elif waiting and char == waiting[-1]:
            waiting.pop()
        elif not waiting and _CLOSING.match(char):
            return char
    return ""
