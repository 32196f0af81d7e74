"""Write the Markdown of a whole site, made by workers, and only where it is not what it should be already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path

from galley import figures_pages, files, lists, pages, source_pages
from galley.archive import Archive
from galley.catalogue import Row
from galley.collection import Collection
from galley.errors import GalleyError, SourceError
from galley.figures import Indicator
from galley.model import Language
from galley.pages import Make
from galley.scratch import Scratch
from galley.steps import (
    ArticleToShow,
    SourceToShow,
    article_pages,
    key_of,
    markdown_of,
    source_page,
)
from galley.term_index import TermIndex
from galley.terms import meant
from galley.workers import Failure, Step, Task, Workers
from galley.written import NoteBook


class Wanted:
    """The paths of all pages, on disk: there may be a million."""

    def __init__(self, docs: Path, names: Iterable[str]) -> None:
        self._docs = docs
        self._scratch = Scratch("CREATE TABLE page (name TEXT PRIMARY KEY) WITHOUT ROWID;")
        self._scratch.put("INSERT OR IGNORE INTO page VALUES (?)", ((name,) for name in names))

    def __len__(self) -> int:
        return int(self._scratch.one("SELECT count(*) FROM page")[0])

    def __contains__(self, path: object) -> bool:
        name = path.relative_to(self._docs).as_posix() if isinstance(path, Path) else path
        return self._scratch.one("SELECT 1 FROM page WHERE name = ?", name) is not None


@dataclass(frozen=True)
class SitePages:
    """All pages of a site but the proofs."""

    archive: Archive
    articles: Collection
    figures: Sequence[Indicator]
    docs: Path
    languages: tuple[Language, ...]
    notes: NoteBook
    workers: Workers

    def check(self) -> Wanted:
        """The paths of all pages, before anything is written.

        Raises:
            GalleyError: a page written by hand stands in the place of one.
        """
        return Wanted(self.docs, map(self._checked, self._names()))

    def _checked(self, name: str) -> str:
        if not self.notes.is_ours(name):
            path = self.docs / name
            if path.exists() and not is_generated(path):
                raise GalleyError("was written by hand where galley makes a page; give it another name", path)
        return name

    def _names(self) -> Iterator[str]:
        catalogue = self.articles.catalogue
        for row in catalogue.rows():
            yield from self._names_of(row)
        for source in catalogue.sources():
            yield from (source_pages.path_of(source, language) for language in self.languages)
        yield from (name for name, _ in self._others())

    def _names_of(self, row: Row) -> list[str]:
        return [pages.article_path(row.slug, language) for language in self.languages]

    def _others(self) -> Iterator[tuple[str, Make]]:
        """The pages that are of no one article or source page."""
        catalogue, topics = self.articles.catalogue, self.archive.topics
        return chain(
            lists.makers(catalogue, topics, self.languages),
            figures_pages.makers(self.figures, topics, self.languages),
            pages.makers((), topics, (), self.languages),
        )

    def write(self) -> tuple[int, int, list[Failure]]:
        """Write what changed; return how many pages did, how many articles were redone, and what failed."""
        changed = 0
        redone = 0
        failures: list[Failure] = []
        steps: tuple[tuple[Step, Iterator[Task[object]]], ...] = (
            (article_pages, self._articles()),
            (source_page, self._sources()),
        )
        for step, tasks in steps:
            for done in self.workers.run(step, tasks):
                if done.result is None:
                    failures.append(done.failure or Failure(done.task.name, str(done.error)))
                    continue
                redone += step is article_pages
                for name, text in markdown_of(done.result).items():
                    changed += self.notes.write(name, text, done.task.key)
        for name, make in self._others():
            changed += self.notes.write(name, make())
        return changed, redone, failures

    def _articles(self) -> Iterator[Task[object]]:
        """The articles whose pages are not what they should be."""
        terms = TermIndex(self.archive.terms)
        topics = self.archive.topics
        rows = chain((None,), self.articles.catalogue.rows(), (None,))
        before: Row | None = None
        for row, after in pairwise(rows):
            if row is not None:
                own = tuple(meant(terms.terms(row.terms), row.slug))
                neighbours = (before.neighbour if before else None, after.neighbour if after else None)
                names = {topic: topics[topic] for topic in row.topics}
                parts = (
                    [[term.hans, term.en, term.kind, term.note] for term in own],
                    neighbours,
                    [topic.name for topic in names.values()],
                    self.languages,
                )
                key = key_of("pages", row.key, repr(parts))
                if not self.notes.are(self._names_of(row), key):
                    whole = self.articles.whole(row)
                    yield Task(row.slug, key, ArticleToShow(whole, neighbours, names, own, self.languages))
            before = row

    def _sources(self) -> Iterator[Task[object]]:
        """The source pages that are not what they should be."""
        for source in self.articles.catalogue.sources():
            rows = self.articles.catalogue.rows_of(source)
            path = self.archive.seeds / source
            data = files.read_bytes(path, SourceError)
            key = key_of("source", source, data, repr(self.languages), *(row.key for row in rows))
            names = (source_pages.path_of(source, language) for language in self.languages)
            if not self.notes.are(names, key):
                wholes = tuple(map(self.articles.whole, rows))
                yield Task(source, key, SourceToShow(str(path), data, wholes, self.languages))


def is_generated(path: Path) -> bool:
    """Whether Galley made a page.

    Raises:
        GalleyError: it cannot be read.
    """
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return pages.MARK in (file.readline(), file.readline().rstrip("\n"))
    except OSError as error:
        raise GalleyError(f"is in the way of a page ({error.strerror}); move it", path) from None
