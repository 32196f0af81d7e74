"""A page's proof: every raw line, what became of it, and what an editor should look at.

The proof of a page whose plan is missing, or does not fit yet, is made from what the program makes of the
page by itself, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from galley.blocks import blocks_of
from galley.check import faults_of
from galley.errors import GalleyError
from galley.ledger import account
from galley.model import Article, Page
from galley.plan import ArticlePlan, Lines, Plan, read_plan
from galley.provenance import Passage, block_of, trace
from galley.split import split
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
    rule: str = ""
    """By which rule the block ends."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A page, its articles and its rows, in the order of the raw lines."""

    page: Page
    articles: tuple[Article, ...]
    rows: tuple[Row, ...]
    doubts: tuple[str, ...]
    planned: bool
    """Whether the articles are those of a plan; if not, the program's own reading of the page."""


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
    planned = bool(articles)
    if plan is None or not articles:
        plan = _bare(page, path)
        articles = split(page, plan)
    doubts += [fault for article in articles for fault in faults_of(article, plan)]
    rows = tuple(_rows(page, plan, articles))
    doubts += [f"Line {_range(row.lines)} is in no article." for row in rows if row.place == Place(-1, "")]
    return Proof(page, tuple(articles), rows, tuple(doubts), planned)


def _bare(page: Page, path: Path) -> Plan:
    """A plan that gives the whole page to one article and decides nothing."""
    lines = (range(1, page.lines[-1].number + 1),)
    article = ArticlePlan(
        slug="page",
        at=0,
        title=Lines(supplied=page.name),
        kicker=None,
        subtitle=None,
        byline=None,
        body=lines,
        caption=(),
        box=None,
        lost=(),
        topics=(),
        sections={},
        section_at={},
    )
    return Plan(
        path=path,
        paper="",
        inferred="",
        inferred_en="",
        date="",
        page=None,
        articles=(article,),
        drop=(),
        fix=(),
        join=(),
        split=(),
        heading=frozenset(),
        text=frozenset(),
    )


def _rows(page: Page, plan: Plan, articles: Sequence[Article]) -> Iterator[Row]:
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
    rules = _rules(page, plan)
    shown = [line.number for line in page.lines if line.text.strip()]
    begun: set[Place] = set()
    for place, group in groupby(shown, lambda line: places.get(line, Place(-1, ""))):
        lines = tuple(group)
        first = place not in begun
        begun.add(place)
        yield Row(lines, place, first, tuple(blocks.get(place, ())), rules.get(lines[-1], ""))


def _rules(page: Page, plan: Plan) -> dict[int, str]:
    """By which rule each block ends, by its last line."""
    found = {}
    lines = {line.number: line for line in page.lines}
    for article in plan.articles:
        body = [lines[number] for part in article.body for number in part]
        for block in blocks_of(body, plan.join, plan.split, heading=plan.heading, text=plan.text):
            found[block.lines[-1]] = block.rule
    return found


def _range(lines: Sequence[int]) -> str:
    return str(lines[0]) if len(lines) == 1 else f"{lines[0]}-{lines[-1]}"
