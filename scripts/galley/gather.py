"""Read an archive: every page through the steps up to its articles in three languages, what is known reused.

Pages and articles stream through; what is left of them is a :class:`~galley.collection.Collection`.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from galley import files, stored
from galley.catalogue import Catalogue, Row
from galley.collection import Collection
from galley.english.known import KnownEnglish
from galley.errors import GalleyError, PlanError, SourceError
from galley.steps import (
    Chinese,
    Found,
    PageFiles,
    PoFile,
    found_in,
    in_three_languages,
    key_of,
    read_english,
    split_page,
    summary_of,
)
from galley.term_index import TermIndex
from galley.workers import Done, Failure, Task, Workers

if TYPE_CHECKING:
    from galley.archive import Archive


def gather(archive: Archive, workers: Workers, sound: bool = False) -> Collection:
    """All articles of an archive.

    Args:
        archive: where to read them.
        workers: who does the steps.
        sound: whether to leave out the pages that an editor has to put right.

    Raises:
        GalleyError: whatever an editor has to put right, with file and line: of several, what is first by
            the name of its page.
    """
    reader = _Reader(archive, workers, sound)
    return reader.read()


class _Waiting(NamedTuple):
    """What is known of an article while it is given its languages."""

    page: int
    found: Found
    terms: list[int]


class _Reader:
    """One reading."""

    def __init__(self, archive: Archive, workers: Workers, sound: bool) -> None:
        self._archive = archive
        self._workers = workers
        self._sound = sound
        self._sources = archive.sources()
        self._terms = TermIndex(archive.terms)
        self._english = KnownEnglish()
        self._catalogue = Catalogue()
        self._failures: list[Failure] = []
        self._errors: dict[int, GalleyError] = {}
        """By the number of the page; only the first counts."""
        self._waiting: deque[_Waiting] = deque()

    def read(self) -> Collection:
        archive, workers = self._archive, self._workers
        self._read_english()
        split = workers.run(split_page, self._pages(), archive.cache("split"))
        articles = self._articles(split)
        for done in workers.run(in_three_languages, articles, archive.cache("languages")):
            waiting = self._waiting.popleft()
            if done.error is not None:
                self._wrong(waiting.page, done.error)
            elif done.failure is not None:
                self._failures.append(done.failure)
            elif done.result is not None and self._is_new(waiting):
                self._catalogue.note(summary_of(done.result), done.task.key, waiting.terms)
        if self._errors and not self._sound:
            raise self._errors[min(self._errors)]
        self._catalogue.close()
        kept, failures = archive.cache("languages"), tuple(self._failures)
        return Collection(self._catalogue, self._english, kept, self._remade, failures)

    def _wrong(self, page: int, error: GalleyError) -> None:
        self._errors.setdefault(page, error)

    def _read_english(self) -> None:
        """Read the translation memory.

        Raises:
            GalleyError: a file of it is no PO.
        """
        paths = sorted((self._archive.seeds / "english").glob("*.po"))
        files_of = (PoFile(str(path), files.read_bytes(path)) for path in paths)
        tasks = (Task(Path(one.path).name, key_of("english", one.data), one) for one in files_of)
        for done in self._workers.run(read_english, tasks, self._archive.cache("english")):
            if done.error is not None:
                raise done.error
            if done.failure is not None:
                self._failures.append(done.failure)
            elif done.result is not None:
                source, entries = stored.unpack(done.result)
                self._english.add(Path(done.task.item.path).stem, source, entries)

    def _pages(self) -> Iterator[Task[PageFiles]]:
        """Every page with its plan; none after the first at which something is wrong."""
        topics = json.dumps(self._archive.shared.topics)
        for number, source in enumerate(self._sources):
            if self._errors and not self._sound:
                return
            try:
                given = self._files(source)
            except GalleyError as error:
                self._wrong(number, error)
                continue
            yield Task(source.name, key_of("split", source.name, given.page, given.plan, topics), given)

    def _articles(self, split: Iterator[Done[PageFiles]]) -> Iterator[Task[Chinese]]:
        """Every article, with the English that the memory has for it."""
        number_of = {source.name: number for number, source in enumerate(self._sources)}
        for done in split:
            number = number_of[done.task.name]
            if done.error is not None:
                self._wrong(number, done.error)
            elif done.failure is not None:
                self._failures.append(done.failure)
            else:
                for found in found_in(done.result or b""):
                    terms = self._terms.within(found.text)
                    self._waiting.append(_Waiting(number, found, terms))
                    yield self._article(found, terms)

    def _article(self, found: Found, terms: list[int]) -> Task[Chinese]:
        given = Chinese(
            found.article,
            self._english.source(found.slug),
            self._english.find_all(found.slug, found.sentences),
            self._archive.english_names.get(found.paper, ""),
        )
        parts = (given.source or "", json.dumps(given.english, ensure_ascii=False), given.paper)
        phrases = [f"{term.hans}\t{term.hant}" for term in self._terms.terms(terms)]
        quotes = str(self._archive.quotes)
        return Task(found.slug, key_of("languages", given.article, *parts, quotes, *phrases), given)

    def _is_new(self, waiting: _Waiting) -> bool:
        """Whether no other article has the slug; if one has, that is an editor's mistake."""
        slug = waiting.found.slug
        other = self._catalogue.has(slug)
        if other:
            plan = self._sources[waiting.page].with_suffix(".yml")
            message = f"the slug “{slug}” is used in {Path(other).stem}.yml too; choose another"
            self._wrong(waiting.page, PlanError(message, plan, waiting.found.at))
        return not other

    def _remade(self, row: Row) -> bytes:
        """An article made again because the cache was emptied."""
        shared, source = self._archive.shared, self._archive.seeds / row.source
        for found in found_in(split_page(shared, self._files(source))):
            if found.slug == row.slug:
                return in_three_languages(shared, self._article(found, self._terms.within(found.text)).item)
        raise PlanError("was changed while the site was made; make it again", source)

    @staticmethod
    def _files(source: Path) -> PageFiles:
        """A page and its plan.

        Raises:
            GalleyError: there is no plan, or one of them cannot be read.
        """
        from galley.archive import plan_of

        plan = plan_of(source)
        return PageFiles(str(source), files.read_bytes(source, SourceError), files.read_bytes(plan))
