"""Feeds of the newest articles: Atom (RFC 4287) and JSON Feed 1.1, one of each for a language.

A newspaper of a past year has no hour of publication, and some have only a month. An entry's date is the
first moment, in China, of the day or month that is known; its summary says the date as it is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any
from xml.etree import ElementTree

from galley import dates, pages
from galley.bylines import authors
from galley.excerpts import excerpt_of
from galley.interface import word
from galley.model import Article, Language
from galley.publication import Publication, prefix_of
from galley.topics import Topic
from galley.xml_text import xml_text

_NEWEST = 50
"""Entries in a feed: readers' programs fetch all of it every time."""

_ATOM = "http://www.w3.org/2005/Atom"


def moment(edtf: str) -> str:
    """The first moment of a date as RFC 3339 has it; newspapers keep China's time.

    Where the year is not known it is 1970, since a feed has to name one.
    """
    day = dates.parse(edtf)
    return f"{day.year or 1970:04d}-{day.month or 1:02d}-{day.day or 1:02d}T00:00:00+08:00"


def summary(article: Article, language: Language) -> str:
    """Where and when it was printed, and its first words."""
    lead = excerpt_of(article, language)
    return f"{pages.paper_line(article, language)}{': ' if language == 'en' else '：'}{lead}"


def content(article: Article, language: Language) -> str:
    """The article as HTML, with what a reader must know of its English before it."""
    out = [f"<p><em>{escape(word(key, language))}</em></p>" for key in pages.notices(article, language)]
    if article.subtitle:
        out.append(f"<p><strong>{escape(article.subtitle.get(language))}</strong></p>")
    if article.byline_line:
        out.append(f"<p>{escape(article.byline_line.get(language))}</p>")
    for block in article.blocks:
        text = block.text(language)
        if block.kind == "heading":
            text = pages.bracketed(text, language) if block.supplied else text
            out.append(f"<h2>{escape(text)}</h2>")
        elif block.kind == "paragraph":
            out.append(f"<p>{escape(text)}</p>")
        else:
            out.append(f"<p><em>{escape(text)}</em></p>")
    return xml_text("\n".join(out))


def atom(
    articles: Sequence[Article],
    language: Language,
    publication: Publication,
    topics: Mapping[str, Topic],
    english: Mapping[str, str],
) -> bytes:
    """The Atom feed of one language."""
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": language})
    home = publication.address(language, "")
    _add(feed, "title", publication.names[language])
    _add(feed, "subtitle", publication.descriptions[language])
    _add(feed, "id", home)
    _add(feed, "updated", max((moment(a.date) for a in articles), default="1970-01-01T00:00:00Z"))
    _link(feed, publication.address(language, "feed.xml"), "self", "application/atom+xml")
    _link(feed, home, "alternate", "text/html", language)
    _add(feed, "generator", "galley")
    for article in articles[:_NEWEST]:
        entry = ElementTree.SubElement(feed, "entry")
        url = publication.article(language, article.slug)
        _add(entry, "title", pages.title_of(article, language))
        _add(entry, "id", url)
        _add(entry, "published", moment(article.date))
        _add(entry, "updated", moment(article.date))
        people = [person.name(language) for person in authors(article, english)]
        for name in people or [article.paper.get(language)]:
            _add(ElementTree.SubElement(entry, "author"), "name", name)
        _link(entry, url, "alternate", "text/html", language)
        for other in publication.others(language):
            _link(entry, publication.article(other, article.slug), "related", "text/html", other)
        for topic in article.topics:
            attributes = {"term": topic, "label": xml_text(topics[topic].name[language])}
            ElementTree.SubElement(entry, "category", attributes)
        _add(entry, "summary", summary(article, language))
        _add(entry, "content", content(article, language), type="html")
    ElementTree.indent(feed, " ")
    text: bytes = ElementTree.tostring(feed, "utf-8", xml_declaration=True)
    return text + b"\n"


def _add(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = xml_text(text)


def _link(parent: ElementTree.Element, href: str, rel: str, kind: str, language: str = "") -> None:
    attributes = {"rel": rel, "type": kind, "href": href}
    ElementTree.SubElement(parent, "link", {**attributes, **({"hreflang": language} if language else {})})


def json_feed(
    articles: Sequence[Article],
    language: Language,
    publication: Publication,
    topics: Mapping[str, Topic],
    english: Mapping[str, str],
) -> str:
    """The JSON feed of one language."""
    items: list[dict[str, Any]] = []
    for article in articles[:_NEWEST]:
        url = publication.article(language, article.slug)
        items.append(
            {
                "id": url,
                "url": url,
                "title": pages.title_of(article, language),
                "summary": summary(article, language),
                "content_html": content(article, language),
                "image": publication.address(language, f"articles/{article.slug}/{article.slug}.png"),
                "date_published": moment(article.date),
                "authors": [{"name": person.name(language)} for person in authors(article, english)],
                "tags": [topics[topic].name[language] for topic in article.topics],
                "language": language,
            }
        )
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": publication.names[language],
        "description": publication.descriptions[language],
        "home_page_url": publication.address(language, ""),
        "feed_url": publication.address(language, "feed.json"),
        "language": language,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def all_files(
    articles: Sequence[Article],
    publication: Publication,
    topics: Mapping[str, Topic],
    english: Mapping[str, str],
) -> Iterator[tuple[str, str | bytes]]:
    """Every feed: its path below the site's folder and its content."""
    for language in publication.languages:
        given = (articles, language, publication, topics, english)
        yield f"{prefix_of(language)}feed.xml", atom(*given)
        yield f"{prefix_of(language)}feed.json", json_feed(*given)
