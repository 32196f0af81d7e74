"""Write an archive's Markdown pages below ``docs/`` and its data below the site's folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from galley import (
    data,
    figures_data,
    figures_pages,
    files,
    pages,
    proof_pages,
    search,
    source_data,
    source_pages,
)
from galley.archive import Archive
from galley.cache import Cache
from galley.errors import GalleyError
from galley.figures import Indicator
from galley.model import LANGUAGES, Article, Language, Page
from galley.source import read_page
from galley.terms import Term
from galley.topics import Topic

_GENERATED = ("articles", "topics", "source", "figures", "downloads")


class Written(NamedTuple):
    """What a build did: how many pages there are, were written, and were taken away."""

    pages: int
    changed: int
    removed: int

    def __str__(self) -> str:
        return f"{self.pages} pages: {self.changed} written, {self.removed} removed"


def write_pages(
    archive: Archive,
    articles: Sequence[Article],
    figures: Sequence[Indicator],
    docs: Path,
    languages: Sequence[Language] = LANGUAGES,
) -> Written:
    """Write the Markdown pages that changed; take away those of articles and languages that are gone.

    Only pages that galley made are ever overwritten or removed.

    Raises:
        GalleyError: a page written by hand stands where a generated one belongs.
    """
    files.sweep(archive.seeds, *(docs / folder for folder in pages.FOLDERS.values()))
    made = chain(
        pages.all_pages(articles, archive.topics, archive.terms, languages),
        figures_pages.all_pages(figures, archive.topics, languages),
        source_pages.all_pages(articles, read_sources(archive.seeds, articles), languages),
    )
    wanted = {docs / name: text for name, text in made}
    for path in wanted:
        if path.exists() and not _is_generated(path):
            raise GalleyError("was written by hand where galley makes a page; give it another name", path)
    changed = sum(files.write(path, text) for path, text in wanted.items())
    removed = 0
    for folder in pages.FOLDERS.values():
        for part in _GENERATED:
            for path in sorted((docs / folder / part).glob("*.md")):
                if path not in wanted and _is_generated(path):
                    path.unlink(missing_ok=True)
                    removed += 1
    return Written(len(wanted), changed, removed)


def write_proofs(
    archive: Archive, docs: Path, wanted: bool = True, languages: Sequence[Language] = LANGUAGES
) -> None:
    """Write the editors' proofs of all pages, whatever state their plans are in, or take them away."""
    kept = Cache(archive.root / ".cache" / "galley" / "proof")
    made = proof_pages.all_pages(archive.seeds, archive.topics, kept, languages) if wanted else ()
    proofs = {docs / name: text for name, text in made}
    for path, text in proofs.items():
        files.write(path, text)
    for folder in pages.FOLDERS.values():
        for path in sorted((docs / folder / "proof").glob("*.md")):
            if path not in proofs and _is_generated(path):
                path.unlink(missing_ok=True)


def _is_generated(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return pages.MARK in (file.readline(), file.readline().rstrip("\n"))
    except OSError as error:
        raise GalleyError(f"is in the way of a page ({error.strerror}); move it", path) from None


def write_sources(seeds: Path, articles: Sequence[Article], site: Path) -> int:
    """Put the source pages into the built site, byte for byte, for readers to compare."""
    names = sorted({article.source for article in articles})
    return sum(files.write(site / "data" / "source" / name, (seeds / name).read_bytes()) for name in names)


def read_sources(seeds: Path, articles: Sequence[Article]) -> dict[str, Page]:
    """The source pages of articles, by file name."""
    return {name: read_page(seeds / name) for name in sorted({article.source for article in articles})}


def write_data(articles: Sequence[Article], figures: Sequence[Indicator], site: Path) -> int:
    """Write the data files into the built site; return how many changed."""
    return write_files(chain(data.all_files(articles), figures_data.all_files(figures)), site)


def write_provenance(seeds: Path, articles: Sequence[Article], site: Path) -> int:
    """Write where each sentence stands in its source; return how many files changed."""
    return write_files(source_data.all_files(articles, read_sources(seeds, articles)), site)


def write_search(
    articles: Sequence[Article], topics: Mapping[str, Topic], terms: Sequence[Term], site: Path
) -> int:
    """Write the files of the exact search into the built site; return how many changed."""
    return write_files(search.all_files(articles, topics, terms), site)


def write_files(made: Iterable[tuple[str, str]], site: Path) -> int:
    """Write files, given by their path below the built site; return how many changed."""
    return sum(files.write(site / name, text) for name, text in made)
