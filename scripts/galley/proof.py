"""A page's proof: every raw line, what became of it, and what an editor should look at.

The proof of a page whose plan is missing, or cannot be read yet, shows what ``galley propose`` would write
for it, with the doubts it has, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from galley.check import faults_of
from galley.errors import GalleyError
from galley.ledger import account
from galley.line_ends import LineEnd
from galley.model import Article, Page
from galley.plan import Plan, read_plan
from galley.propose.doubts import Doubt
from galley.propose.write import proposed_plan
from galley.provenance import Passage, block_of, trace
from galley.split import line_ends, split
from galley.topics import Topic


class Place(NamedTuple):
    """Where a line went: an article and an anchor in it, or ``drop``, or nowhere."""

    article: int
    """Index of the article; -1 for a line in none."""
    anchor: str
    """A block's id, ``title`` and the like, ``drop``, or nothing for a line that nothing claims."""
    why: str = ""
    """Why a line is dropped."""


@dataclass(frozen=True, slots=True)
class Row:
    """Raw lines that stand together and went to one place."""

    lines: tuple[int, ...]
    place: Place
    begins: bool
    """Whether these are the first of the block's lines on the page; of others it goes on."""
    passages: tuple[Passage, ...]
    """The whole block's sentences, in the order of reading."""
    end: LineEnd | None = None
    """What was decided at the end of its last line."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A page, its articles and its rows, in the order of the raw lines."""

    page: Page
    articles: tuple[Article, ...]
    rows: tuple[Row, ...]
    doubts: tuple[str, ...]
    """What is wrong, in sentences."""
    ends: Mapping[int, LineEnd]
    """What was decided at the ends of lines of running text, by the lines' numbers."""
    suggested: str = ""
    """The plan that ``galley propose`` would write, where no plan is there to be shown."""
    questions: tuple[Doubt, ...] = ()
    """What that plan asks an editor, the gravest first."""

    @property
    def planned(self) -> bool:
        """Whether the articles are those of an editor's plan."""
        return not self.suggested

    @property
    def uncertain(self) -> tuple[LineEnd, ...]:
        """The line ends that an editor should look at, the least sure first."""
        doubtful = (end for end in self.ends.values() if end.doubtful)
        return tuple(sorted(doubtful, key=lambda end: (end.confidence, end.after)))


def proof(page: Page, path: Path, topics: Mapping[str, Topic]) -> Proof:
    """The proof of a page; ``path`` is its plan's, which need not exist or be right."""
    doubts = list(page.notes)
    plan = None
    articles: list[Article] = []
    try:
        if path.exists():
            plan = read_plan(path, page.lines[-1].number, topics)
            articles = split(page, plan)
            account(page, plan, articles)
        else:
            doubts.append(f"{path.name} does not exist yet.")
    except GalleyError as error:
        doubts.append(str(error))
    suggested = ""
    questions: tuple[Doubt, ...] = ()
    if plan is None or not articles:
        proposal, suggested = proposed_plan(page, topics)
        questions = proposal.every_doubt
        plan = read_plan(path, page.lines[-1].number, topics, suggested)
        articles = split(page, plan)
    doubts += [fault for article in articles for fault in faults_of(article, plan)]
    ends = {end.after: end for article in plan.articles for end in line_ends(page, article, plan)}
    rows = tuple(_rows(page, plan, articles, ends))
    doubts += [
        f"Line {_range(row.lines)} is in no article. “galley propose --update” proposes one."
        for row in rows
        if row.place == Place(-1, "")
    ]
    return Proof(page, tuple(articles), rows, tuple(doubts), ends, suggested, questions)


def _rows(page: Page, plan: Plan, articles: Sequence[Article], ends: Mapping[int, LineEnd]) -> Iterator[Row]:
    """Raw lines in order, cut where the place changes."""
    places: dict[int, Place] = {}
    blocks: dict[Place, list[Passage]] = {}
    for number, article in enumerate(articles):
        for passage in trace(page, article):
            place = Place(number, block_of(passage))
            blocks.setdefault(place, []).append(passage)
            for stretch in passage.stretches:
                places[stretch.line] = place
        for line in article.claimed:  # what is left of a line is nothing: a jump line, a stray mark
            places.setdefault(line, Place(number, ""))
    for drop in plan.drop:
        for part in drop.parts:
            for line in part:
                places[line] = Place(-1, "drop", drop.why)
    shown = [line.number for line in page.lines if line.text.strip()]
    begun: set[Place] = set()
    for place, group in groupby(shown, lambda line: places.get(line, Place(-1, ""))):
        lines = tuple(group)
        first = place not in begun
        begun.add(place)
        yield Row(lines, place, first, tuple(blocks.get(place, ())), ends.get(lines[-1]))


def _range(lines: Sequence[int]) -> str:
    return str(lines[0]) if len(lines) == 1 else f"{lines[0]}-{lines[-1]}"
