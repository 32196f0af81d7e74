"""One state of an archive: everything that the pages of its site are made from."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from galley import build, data, figures_data, line_picture, search, source_data
from galley.archive import Archive
from galley.collection import Collection
from galley.errors import GalleyError
from galley.exports import Exports
from galley.figures import Indicator
from galley.model import Language
from galley.pages import Make
from galley.pdf.editions import Edition, editions
from galley.pdf.imprint import Imprint
from galley.publication import Publication
from galley.reference import Reference, read_reference
from galley.source import read_page
from galley.volumes import Shelf

Made = Iterator[tuple[str, str | bytes]]
"""Files by their path below the site's folder, with what is in them."""


@dataclass(frozen=True)
class Content:
    """What was read, and what follows from it."""

    archive: Archive
    articles: Collection = field(repr=False)
    figures: Sequence[Indicator] = field(repr=False)
    reference: Reference = field(repr=False)
    exports: Exports = field(repr=False)
    lines: tuple[str, Sequence[line_picture.Shown]] | None = field(repr=False)
    """The page whose line ends are drawn, and the lines."""
    volumes: Shelf | None = None
    """The volumes of the archive, where it is published in several."""

    @property
    def languages(self) -> Sequence[Language]:
        """Those that are built, Simplified Chinese first."""
        return self.exports.publication.languages

    def pages(self) -> dict[str, Make]:
        """How to make the Markdown of every page but the proofs, by its path below ``docs/``."""
        return dict(build.page_makers(self.archive, self.articles, self.figures, self.languages))

    @property
    def addresses(self) -> tuple[object, ...]:
        """What decides which pages of reference there are."""
        names = self.reference.names
        return names.slugs, {term.kind for term in names.terms}, bool(self.reference.events)

    def editions(self) -> list[Edition]:
        """Every PDF of the site."""
        archive = self.archive
        imprint = Imprint(self.exports.publication, archive.english_names)
        return list(editions(self.articles, archive.topics, archive.terms, imprint))

    def notes(self) -> Iterator[str]:
        """What a reader of the log should know of the source pages."""
        for name in self._sources():
            for note in read_page(self.archive.seeds / name).notes:
                yield f"{name}: {note}"

    def _sources(self) -> list[str]:
        """The source pages that have articles, by file name."""
        return sorted({article.source for article in self.articles})

    def for_a_process(self) -> Content:
        """The same with nothing in it that cannot go to another process: its templates need no more."""
        articles: Any = list(self.articles)  # as a collection they stand in a file of this process
        known = ("terms", "topics", "english_names")
        archive = Archive(self.archive.root, self.archive.quotes, self.archive.part)
        vars(archive).update({name: getattr(self.archive, name) for name in known})
        exports = replace(self.exports, archive=archive, articles=articles)
        exports.know(self.exports)
        return replace(self, archive=archive, articles=articles, exports=exports)

    # What stands beside the pages

    def data(self) -> Made:
        """The articles, names, places, events and figures as data, and the source pages."""
        seeds = self.archive.seeds
        yield from data.all_files(self.articles)
        yield from figures_data.all_files(self.figures)
        for name in self._sources():
            yield f"data/source/{name}", (seeds / name).read_bytes()
        yield from source_data.all_files(self.articles, seeds)
        yield from self.reference.data()

    def search(self) -> Made:
        """The files of the exact search."""
        languages = self.exports.publication.languages
        yield from search.all_files(self.articles, self.archive.topics, self.archive.terms, languages)
        if self.volumes is not None:
            yield from self.volumes.files()


def read_content(
    archive: Archive, publication: Publication, articles: Collection, volumes: Shelf | None = None
) -> Content:
    """Read everything else that an archive has beside its articles.

    Raises:
        GalleyError: with file and line, for whatever an editor has to put right.
    """
    lines = None
    with contextlib.suppress(GalleyError):  # a page that is not whole: it was said, and others are shown
        lines = line_picture.of_first_page(archive)
    figures = archive.figures(articles)
    reference = read_reference(archive, articles)
    exports = Exports(archive, articles, publication)
    return Content(archive, articles, figures, reference, exports, lines, volumes)
