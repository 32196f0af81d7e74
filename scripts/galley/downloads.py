"""The whole archive in files to take away, each with what the downloads page says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from galley import cards, citations, data, epub, tei
from galley.cache import Cache
from galley.english.exchange import tmx
from galley.english.memory import Memory
from galley.interface import word
from galley.model import LANGUAGES, Article, Language
from galley.publication import Publication, prefix_of
from galley.terms import Term, english
from galley.topics import Topic


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the whole archive."""

    path: str
    """Below the site's folder."""
    kind: str
    """What the interface's texts ``download-<kind>`` tell of it."""
    format: str
    """The format's own name."""
    languages: tuple[Language, ...]
    content: bytes

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
        cover = cards.draw([sheet], pictures)[0] if cards.can_draw() else None
        book = epub.book(articles, language, publication, topics, terms, cover)
        yield Download(f"{prefix_of(language)}archive.epub", "epub", "EPUB 3", (language,), book)
    yield Download("data/archive.jsonl", "jsonl", "JSON Lines", LANGUAGES, json_lines(articles))
    corpus = tei.corpus(articles, publication, topics, names)
    yield Download("data/archive.tei.xml", "tei", "TEI P5", LANGUAGES, corpus)
    if "en" in publication.languages:
        yield Download("data/archive.tmx", "tmx", "TMX 1.4", ("zh-Hans", "en"), tmx(articles, memory))
    formats = {".bib": "BibLaTeX", ".ris": "RIS", ".csl.json": "CSL-JSON"}
    for language in publication.languages:
        references = [citations.reference(a, language, publication, names) for a in articles]
        for suffix, text in citations.files_of(references):
            path = f"{prefix_of(language)}data/archive{suffix}"
            yield Download(path, "references", formats[suffix], (language,), text.encode())


def json_lines(articles: Sequence[Article]) -> bytes:
    """The articles' data, one article a line."""
    lines = (json.dumps(data.article_data(article), ensure_ascii=False) for article in articles)
    return "".join(f"{line}\n" for line in lines).encode()
