"""Does text read on from the end of one line to the beginning of another?

Half of all line ends break a word, and most words of a page stand on it more than once. So two
sources tell: a table of Han characters that stand together inside words (``data/pairs.tsv``), and the
page's own text, where the pieces on both sides of a line end may stand unbroken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from operator import add

from galley.characters import is_han
from galley.tables import read_lines

_STEPS = (1.5, 2.75, 4.2, 6.0)
"""The middles of the table's columns."""
_WEIGHT = 0.8
_REPEATED = 2.0
"""Two characters that met on the page before may have met by chance."""
_PHRASE = 4.5
"""Three and four characters hardly do."""
_UNKNOWN = -0.4
MOST = 6.0
"""The most that a line end says for its being one text."""
_MEASURED = frozenset(
    "年月日时分秒亿万千百公元人个名项次家条米吨岁届度%％.多余余至—－-~～、，户所座件场批种套台辆亩平倍位号"
)
_BEFORE_NUMBER = frozenset("于在至到从自是达近约超第为年月了长降升共过有逾每仅—－-~～")
_OPEN = {"“": "”", "‘": "’", "（": "）", "《": "》", "【": "】", "「": "」", "(": ")"}
_CLOSING = frozenset(_OPEN.values())
_MARK = re.compile(f"[{''.join(_OPEN)}{''.join(_OPEN.values())}]")


@cache
def _rows() -> dict[str, str]:
    """The table's rows by their first character, still to be read."""
    return {line[0]: line for line in read_lines("pairs.tsv")}


@cache
def _row(char: str) -> tuple[float, dict[str, float]]:
    """The score of most characters after this one, and of those that have others."""
    line = _rows().get(char)
    if line is None:
        return 0.0, {}
    _, base, _, *columns = line.split("\t")
    steps = list(zip(_STEPS, columns, strict=False))
    return float(base), {right: step for step, column in reversed(steps) for right in column}


def pair_score(left: str, right: str) -> float:
    """How much likelier two Han characters are in running text than at a break: a logarithm."""
    base, others = _row(left)
    return others.get(right, base)


class Reader:
    """Scores line ends by what the whole page says."""

    def __init__(self, lines: Iterable[str]) -> None:
        text = "\n".join("".join(line.split()) for line in lines)
        self._pairs = list(map(add, text, text[1:]))
        self._seen = {*self._pairs, *map(add, self._pairs, text[2:])}
        """What stands within a line: two and three characters. Those with a line feed are never asked for."""

    def between(self, least: int, most: int) -> Iterator[tuple[str, int]]:
        """The pairs of characters that stand on the page so often, and how often."""
        return ((pair, count) for pair, count in Counter(self._pairs).items() if least <= count <= most)

    def score(self, left: str, right: str) -> float:
        """How much likelier the lines are one text than two: a natural logarithm, from -3 to 6."""
        return self.meet("".join(left[-12:].split())[-2:], "".join(right[:12].split())[:2])

    def meet(self, a: str, b: str) -> float:
        """The same of the last two characters of one and the first two of the other, without spaces."""
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
        if x + y not in seen:
            return min(score + _UNKNOWN if score < 1 else score, MOST)
        if a + y in seen and x + b in seen:
            score += _PHRASE
        elif a + y in seen or x + b in seen:
            score += _PHRASE * 0.6
        else:
            score += _REPEATED
        return min(score, MOST)


def open_marks(text: str) -> str:
    """The closing marks that a text still waits for, the outermost first."""
    waiting: list[str] = []
    for mark in _MARK.findall(text):
        if mark in _OPEN:
            waiting.append(_OPEN[mark])
        elif waiting and mark == waiting[-1]:
            waiting.pop()
    return "".join(waiting)


def closes(text: str, size: int = 60) -> str:
    """The first closing mark of a text that nothing in it opened, or nothing."""
    waiting: list[str] = []
    for mark in _MARK.findall(text[:size]):
        if mark in _OPEN:
            waiting.append(_OPEN[mark])
        elif waiting and mark == waiting[-1]:
            waiting.pop()
        elif not waiting and mark in _CLOSING:
            return str(mark)
    return ""
