"""Write an archive's Markdown pages below ``docs/`` and its data below the site's folder."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

from galley import (
    figures_pages,
    files,
    lists,
    pages,
    proof_pages,
    source_pages,
)
from galley.archive import Archive
from galley.cache import Cache
from galley.collection import Collection
from galley.errors import GalleyError
from galley.figures import Indicator
from galley.model import LANGUAGES, Language
from galley.pages import Make
from galley.site_pages import SitePages, is_generated
from galley.workers import Failure, Workers
from galley.written import NoteBook

_GENERATED = ("articles", "topics", "source", "figures", "downloads")


class Written(NamedTuple):
    """What a build did: how many pages there are, were written, and were taken away."""

    pages: int
    changed: int
    removed: int
    redone: int = 0
    """Articles whose pages were made again."""
    failures: tuple[Failure, ...] = ()
    """What could not be made, though no editor did anything wrong. Its pages stay as they were."""

    def whole(self) -> Written:
        """This, if nothing failed.

        Raises:
            GalleyError: something did.
        """
        for failure in self.failures:
            raise GalleyError(failure.why, failure.name)
        return self

    def __str__(self) -> str:
        return f"{self.pages} pages: {self.changed} written, {self.removed} removed"


def write_pages(
    archive: Archive,
    articles: Collection,
    figures: Sequence[Indicator],
    docs: Path,
    languages: Sequence[Language] = LANGUAGES,
    workers: Workers | None = None,
) -> Written:
    """Write the Markdown pages that changed; take away those of articles and languages that are gone.

    Only pages that galley made are ever overwritten or removed.

    Raises:
        GalleyError: a page written by hand stands where a generated one belongs.
    """
    files.sweep(archive.seeds, *(docs / folder for folder in pages.FOLDERS.values()))
    with (
        NoteBook(archive.root / ".cache" / "galley" / "written.sqlite", docs) as notes,
        contextlib.ExitStack() as stack,
    ):
        ours = workers or stack.enter_context(archive.workers())
        site = SitePages(archive, articles, figures, docs, tuple(languages), notes, ours)
        wanted = site.check()
        changed, redone, failures = site.write()
        failed = (*articles.failures, *failures)
        removed = 0 if failed else _take_away(docs, _GENERATED, wanted)
        return Written(len(wanted), changed, removed, redone, failed)


def page_makers(
    archive: Archive,
    articles: Collection,
    figures: Sequence[Indicator],
    languages: Sequence[Language] = LANGUAGES,
) -> Iterator[tuple[str, Make]]:
    """How to make every page of a site but the proofs, by its path below ``docs/``."""
    yield from pages.makers(articles, archive.topics, archive.terms, languages)
    yield from lists.makers(articles.catalogue, archive.topics, languages)
    yield from figures_pages.makers(figures, archive.topics, languages)
    yield from source_pages.makers(articles, archive.seeds, languages)


def proof_makers(archive: Archive, languages: Sequence[Language] = LANGUAGES) -> Iterator[tuple[str, Make]]:
    """How to make the editors' proofs of all pages, whatever state their plans are in."""
    kept = Cache(archive.root / ".cache" / "galley" / "proof")
    return proof_pages.makers(archive.seeds, archive.topics, kept, languages)


def stand_in(made: Iterable[str], docs: Path) -> None:
    """See that every page has a file, for MkDocs to find, before anybody asks for what is in it.

    Raises:
        GalleyError: a page written by hand stands where a generated one belongs.
    """
    wanted = {docs / name for name in made}
    _check_hand_written(wanted)
    for path in wanted:
        if not path.exists():
            files.write(path, pages.front_matter({}) + "\n")
    _take_away(docs, (*_GENERATED, "proof"), wanted)


def _check_hand_written(wanted: Iterable[Path]) -> None:
    for path in wanted:
        if path.exists() and not is_generated(path):
            raise GalleyError("was written by hand where galley makes a page; give it another name", path)


def _take_away(docs: Path, parts: Iterable[str], wanted: Container[Path]) -> int:
    """Remove the generated pages that are not wanted; return how many."""
    removed = 0
    for folder, part in product(pages.FOLDERS.values(), parts):
        for place, _, names in os.walk(docs / folder / part):
            for name in names:
                path = Path(place, name)
                if path.suffix == ".md" and path not in wanted and is_generated(path):
                    path.unlink(missing_ok=True)
                    removed += 1
    return removed


def write_proofs(
    archive: Archive, docs: Path, wanted: bool = True, languages: Sequence[Language] = LANGUAGES
) -> None:
    """Write the editors' proofs of all pages, whatever state their plans are in, or take them away."""
    proofs = {docs / name: make for name, make in proof_makers(archive, languages)} if wanted else {}
    for path, make in proofs.items():
        files.write(path, make())
    _take_away(docs, ["proof"], proofs)
