"""What is noted of each article while a site is built, on disk: order, lists, neighbours, and its key.

The articles themselves are in the cache. Nothing here grows in memory with their number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from galley.lists import ARTICLES, SOURCES, Period
from galley.model import Texts
from galley.periods import Day
from galley.scratch import Scratch
from galley.steps import Neighbour
from galley.summaries import Summary, from_data, to_data

_TABLES = """
CREATE TABLE article (number INTEGER PRIMARY KEY, slug TEXT, source TEXT, y INT, m INT, d INT,
                      key TEXT, noted TEXT, summary TEXT);
CREATE UNIQUE INDEX by_slug ON article (slug);
CREATE INDEX by_source ON article (source, number);
CREATE TABLE entry (list TEXT, y INT, m INT, d INT, number INT, count INT,
                    PRIMARY KEY (list, y DESC, m DESC, d DESC, number)) WITHOUT ROWID;
CREATE TABLE place (position INTEGER PRIMARY KEY, number INT UNIQUE);
"""
_PARTS = ("y", "m", "d")
_BATCH = 200


class Row(NamedTuple):
    """An article, as noted."""

    position: int
    """Among all, the newest first, from 0."""
    slug: str
    source: str
    key: str
    """Under which the cache has it, in three languages."""
    terms: tuple[int, ...]
    """The terms that stand in it, by their numbers."""
    topics: tuple[str, ...]
    neighbour: Neighbour
    """As the articles before and after it name it."""


class Catalogue:
    """Notes articles in the order of the files, and knows them in that of the site once it is closed."""

    def __init__(self) -> None:
        self._scratch = Scratch(_TABLES)
        self._size = 0

    # ------------------------------------------------------------------ noting

    def has(self, slug: str) -> str:
        """The source page of an article that is noted already; empty if none is."""
        row = self._scratch.one("SELECT source FROM article WHERE slug = ?", slug)
        return row[0] if row else ""

    def note(self, summary: Summary, key: str, terms: Sequence[int]) -> None:
        """Note an article."""
        self._size += 1
        row = (self._size, summary.slug, summary.source, *summary.order, key)
        title = (summary.title.hans, summary.title.hant, summary.title.en)
        noted = (list(terms), summary.topics, title, summary.title_supplied)
        values = (*row, json.dumps(noted), json.dumps(to_data(summary)))
        self._scratch.put("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [values])
        lists = {ARTICLES: 1}
        topics = {*summary.own_topics, *(topic for one in summary.sections for topic in one.topics)}
        for topic in topics:
            lists[topic] = sum(1 for _ in summary.entries(topic))
        rows = [(name, *summary.order, self._size, count) for name, count in lists.items()]
        self._scratch.put("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", rows)

    def close(self) -> None:
        """Put them into the order of the site: the newest first; of one day, in the order of the files."""
        self._scratch.put(
            "INSERT INTO place (number) SELECT number FROM entry WHERE list = ? "
            "ORDER BY y DESC, m DESC, d DESC, number",
            [(ARTICLES,)],
        )
        self._scratch.put(
            "INSERT INTO entry SELECT ?, y, m, d, min(number), 1 FROM article GROUP BY source", [(SOURCES,)]
        )

    # ------------------------------------------------------------------ articles

    def __len__(self) -> int:
        return self._size

    def row(self, position: int) -> Row:
        """The article at a place of the site's order, from 0."""
        return self._row(*self._scratch.one(f"{_ROW} WHERE position = ?", position + 1))

    def row_of(self, slug: str) -> Row | None:
        """An article by its slug."""
        found = self._scratch.one(f"{_ROW} WHERE slug = ?", slug)
        return self._row(*found) if found else None

    def rows(self) -> Iterator[Row]:
        """All articles, the newest first."""
        for start in range(0, self._size, _BATCH):
            wanted = f"{_ROW} WHERE position > ? ORDER BY position LIMIT {_BATCH}"
            for row in list(self._scratch.all(wanted, start)):
                yield self._row(*row)

    def rows_of(self, source: str) -> list[Row]:
        """The articles of a source page, in the order of its plan."""
        found = self._scratch.all(f"{_ROW} WHERE source = ? ORDER BY article.number", source)
        return [self._row(*row) for row in found]

    def _row(self, position: int, slug: str, source: str, key: str, noted: str) -> Row:
        terms, topics, title, supplied = json.loads(noted)
        neighbour = Neighbour(slug, Texts(*title), supplied)
        return Row(position - 1, slug, source, key, tuple(terms), tuple(topics), neighbour)

    def sources(self) -> Iterator[str]:
        """The names of the source pages, by name."""
        last = ""
        while row := self._scratch.one("SELECT min(source) FROM article WHERE source > ?", last):
            if row[0] is None:
                return
            last = row[0]
            yield last

    # ------------------------------------------------------------------ lists

    def count(self, of: str) -> int:
        """How many entries a list has."""
        return int(self._scratch.one("SELECT total(count) FROM entry WHERE list = ?", of)[0])

    def periods(self, of: str, day: Day) -> Sequence[Period]:
        """The next smaller periods within one, the newest first."""
        parts = ", ".join(_PARTS[: len(day) + 1])
        where = "".join(f" AND {part} = ?" for part in _PARTS[: len(day)])
        rows = self._scratch.all(
            f"SELECT {parts}, sum(count) FROM entry WHERE list = ?{where} GROUP BY {parts}",  # noqa: S608
            of,
            *day,
        )
        return sorted((Period(tuple(row[:-1]), row[-1]) for row in rows), reverse=True)

    def summaries(self, of: str, day: Day) -> Iterator[Summary]:
        """The articles of a list that are of a period; of source pages the first of each, by name."""
        where = "".join(f" AND entry.{part} = ?" for part in _PARTS[: len(day)])
        order = "source" if of == SOURCES else "entry.y DESC, entry.m DESC, entry.d DESC, entry.number"
        rows = self._scratch.all(
            f"SELECT summary FROM entry JOIN article USING (number) WHERE list = ?{where} ORDER BY {order}",  # noqa: S608
            of,
            *day,
        )
        for row in rows:
            yield from_data(json.loads(row[0]))


_ROW = "SELECT position, slug, source, key, noted FROM article JOIN place USING (number)"
