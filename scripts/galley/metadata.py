"""The ``<meta>`` tags of a page's head: for scholars' tools (Highwire) and for link previews (Open Graph)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from galley import dates, pages
from galley.bylines import authors
from galley.cards import HEIGHT, WIDTH
from galley.excerpts import excerpt_of
from galley.model import Article, Language
from galley.publication import Publication
from galley.topics import Topic

_LOCALES: dict[Language, str] = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "en": "en_GB"}


class Tag(NamedTuple):
    """One ``<meta>``: ``name`` or ``property``, what it is called, what it says."""

    attribute: str
    name: str
    content: str


def highwire(
    article: Article, language: Language, publication: Publication, english: Mapping[str, str]
) -> Iterator[Tag]:
    """What Google Scholar and reference managers read.

    The date has slashes and no more parts than are known, as Google Scholar's inclusion guidelines ask.
    """
    url = publication.article(language, article.slug)
    yield Tag("name", "citation_title", pages.title_of(article, language))
    for person in authors(article, english):
        family, given = person.parted(language)
        apart = language == "en" and person.en and given
        yield Tag("name", "citation_author", f"{family}, {given}" if apart else person.name(language))
    date = dates.parse(article.date).iso().replace("-", "/")
    if date:
        yield Tag("name", "citation_publication_date", date)
    yield Tag("name", "citation_journal_title", article.paper.get(language))
    if article.page:
        yield Tag("name", "citation_firstpage", str(article.page))
    yield Tag("name", "citation_language", language)
    yield Tag("name", "citation_fulltext_html_url", url)


def article_preview(
    article: Article, language: Language, publication: Publication, topics: Mapping[str, Topic]
) -> Iterator[Tag]:
    """What a messenger shows when somebody sends the address of an article."""
    title = pages.title_of(article, language)
    path = f"articles/{article.slug}/"
    image = f"{path}{article.slug}.png"
    yield from page_preview(title, excerpt_of(article, language), path, language, publication, image)
    yield Tag("property", "og:image:type", "image/png")
    yield Tag("property", "og:image:width", str(WIDTH))
    yield Tag("property", "og:image:height", str(HEIGHT))
    yield Tag("property", "og:image:alt", f"{title} · {pages.paper_line(article, language)}")
    for other in publication.others(language):
        yield Tag("property", "og:locale:alternate", _LOCALES[other])
    printed = dates.parse(article.date).iso()
    if printed:
        yield Tag("property", "article:published_time", printed)
    for topic in article.topics:
        yield Tag("property", "article:tag", topics[topic].name[language])


def page_preview(
    title: str, about: str, path: str, language: Language, publication: Publication, image: str = ""
) -> Iterator[Tag]:
    """The same for any page; ``path`` and ``image`` are below the language's root.

    Without an image of its own it has the site's. An archive has thousands of pages of names: what they
    can do without is not said.
    """
    yield Tag("property", "og:type", "article" if image else "website")
    yield Tag("property", "og:site_name", publication.names[language])
    yield Tag("property", "og:title", title)
    yield Tag("property", "og:description", about)
    yield Tag("property", "og:url", publication.address(language, path))
    yield Tag("property", "og:locale", _LOCALES[language])
    yield Tag("property", "og:image", publication.address(language, image or "card.png"))
    yield Tag("name", "twitter:card", "summary_large_image")
