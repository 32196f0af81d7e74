"""The whole archive in files to take away, each with what the downloads page says of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from galley import cards, citations, data, epub, tei
from galley.cache import Cache
from galley.english.exchange import tmx
from galley.english.memory import Memory
from galley.files import write
from galley.interface import word
from galley.model import LANGUAGES, Article, Language
from galley.publication import Publication, prefix_of
from galley.terms import Term, english
from galley.topics import Topic


@dataclass(frozen=True)
class Download:
    """A file of the whole archive."""

    path: str
    """Below the site's folder."""
    kind: str
    """What the interface's texts ``download-<kind>`` tell of it."""
    format: str
    """The format's own name."""
    languages: tuple[Language, ...]
    make: Callable[[], bytes] = field(repr=False, compare=False)
    """Makes what is in it, when it is needed."""

    @cached_property
    def content(self) -> bytes:
        """What is in it."""
        return self.make()

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content)


def size_text(size: int) -> str:
    """A size for people: ``137 KB``, ``1.2 MB``; a kilobyte is 1000 bytes (IEC 80000-13)."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"


def downloads(
    articles: Sequence[Article],
    publication: Publication,
    topics: Mapping[str, Topic],
    terms: Sequence[Term],
    memory: Memory,
    pictures: Cache,
) -> Iterator[Download]:
    """Every file of the whole archive, in the order of the downloads page.

    ``pictures`` keeps the covers that were drawn already.
    """
    names = english(terms)
    papers = len({article.source for article in articles})
    for language in publication.languages:
        size = word("archive-size", language, papers=papers, articles=len(articles))
        sheet = cards.cover(language, publication, size)
        book = partial(_book, articles, language, publication, topics, terms, sheet, pictures)
        yield Download(f"{prefix_of(language)}archive.epub", "epub", "EPUB 3", (language,), book)
    lines = partial(json_lines, articles)
    yield Download("data/archive.jsonl", "jsonl", "JSON Lines", LANGUAGES, lines)
    corpus = partial(tei.corpus, articles, publication, topics, names)
    yield Download("data/archive.tei.xml", "tei", "TEI P5", LANGUAGES, corpus)
    if "en" in publication.languages:
        pairs = partial(tmx, articles, memory)
        yield Download("data/archive.tmx", "tmx", "TMX 1.4", ("zh-Hans", "en"), pairs)
    formats = {".bib": "BibLaTeX", ".ris": "RIS", ".csl.json": "CSL-JSON"}
    for language in publication.languages:
        for suffix in citations.SUFFIXES:
            path = f"{prefix_of(language)}data/archive{suffix}"
            listed = partial(_references, articles, language, publication, names, suffix)
            yield Download(path, "references", formats[suffix], (language,), listed)


def _book(
    articles: Sequence[Article],
    language: Language,
    publication: Publication,
    topics: Mapping[str, Topic],
    terms: Sequence[Term],
    sheet: cards.Card,
    pictures: Cache,
) -> bytes:
    cover = next(cards.draw([sheet], pictures)) if cards.can_draw() else None
    return epub.book(articles, language, publication, topics, terms, cover)


def _references(
    articles: Sequence[Article],
    language: Language,
    publication: Publication,
    names: Mapping[str, str],
    suffix: str,
) -> bytes:
    references = [citations.reference(article, language, publication, names) for article in articles]
    return dict(citations.files_of(references))[suffix].encode()


_SIZE = re.compile("\ue013([^\ue013\ue014]*)\ue014")


def size_mark(file: Download) -> str:
    """Stands for the size of a file that has not been made yet."""
    return f"\ue013{file.path}\ue014"


def fill_sizes(page: Path, files: Sequence[Download]) -> bool:
    """Write the sizes into a page that was laid out before the files were made."""
    sizes = {file.path: size_text(file.size) for file in files}
    text = page.read_text("utf-8")
    return write(page, _SIZE.sub(lambda found: sizes[found[1]], text))


def json_lines(articles: Sequence[Article]) -> bytes:
    """The articles' data, one article a line."""
    lines = (json.dumps(data.article_data(article), ensure_ascii=False) for article in articles)
    return "".join(f"{line}\n" for line in lines).encode()
