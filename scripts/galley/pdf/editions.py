"""Which PDFs a site has, where they stand and what is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Literal

from galley import dates
from galley.collection import by_slug
from galley.interface import word
from galley.model import Article, Language
from galley.pages import has_english, paper_line, title_of, topic_entries
from galley.pdf import index
from galley.pdf.imprint import PREFIX, Imprint
from galley.pdf.manuscript import Reading, article_data, section_data
from galley.terms import Term
from galley.topics import Topic

Kind = Literal["article", "parallel", "dossier", "book"]

_WORDS = ("pdf-permalink", "pdf-qr", "pdf-contents", "pdf-index")


@dataclass(frozen=True, slots=True)
class Edition:
    """A PDF that is to be made."""

    path: str
    """Where it stands below the site's folder."""
    page: str
    """The page of the site that offers it."""
    kind: Kind
    language: Language
    slugs: tuple[str, ...]
    """The articles in it."""
    document: Callable[[], dict[str, Any]] = field(repr=False, compare=False)
    """Makes what is in it, when it is needed; until then no article is held in memory for it."""


def editions(
    articles: Sequence[Article], topics: Mapping[str, Topic], terms: Sequence[Term], imprint: Imprint
) -> Iterator[Edition]:
    """Every PDF of a site: the articles' first, then the topics', the book last."""
    languages, known = imprint.publication.languages, by_slug(articles)
    for article in articles:
        for language in languages:
            page = f"{PREFIX[language]}articles/{article.slug}/"
            make = partial(_article, known, article.slug, language, topics, imprint)
            yield Edition(f"{page}{article.slug}.pdf", page, "article", language, (article.slug,), make)
            if "en" in languages and has_english(article):
                path = f"{page}{article.slug}-parallel.pdf"
                make = partial(_parallel, known, article.slug, language, topics, imprint)
                yield Edition(path, page, "parallel", language, (article.slug,), make)
    for topic in topics.values():
        slugs = tuple(dict.fromkeys(entry.article.slug for entry in topic_entries(topic.id, articles)))
        for language in languages if slugs else ():
            page = f"{PREFIX[language]}topics/{topic.id}/"
            make = partial(_dossier, topic, known, slugs, language, imprint)
            yield Edition(f"{page}{topic.id}.pdf", page, "dossier", language, slugs, make)
    find_names = cache(lambda: index.names(articles, terms))
    for language in languages if articles else ():
        prefix = PREFIX[language]
        make = partial(_book, articles, topics, language, imprint, find_names)
        slugs = tuple(article.slug for article in articles)
        page = f"{prefix}downloads/"
        yield Edition(f"{prefix}archive.pdf", page, "book", language, slugs, make)


def _document(kind: Kind, language: Language, imprint: Imprint, **more: Any) -> dict[str, Any]:
    words = {key.removeprefix("pdf-"): word(key, language) for key in _WORDS}
    empty: dict[str, Any] = {"cover": None, "index": []}
    return {"kind": kind, "lang": language, "site": imprint.name(language), "words": words, **empty, **more}


def _meta(
    title: str,
    subject: str,
    articles: Sequence[Article],
    topics: Sequence[Topic],
    language: Language,
    imprint: Imprint,
) -> dict[str, Any]:
    """The metadata of the file. Its date is the newest paper's.

    A day that is not known is the first, a year that is not known 1970: the form has to name one.
    """
    year, month, day = max(dates.parse(article.date)[:3] for article in articles)
    papers = list(dict.fromkeys(article.paper.get(language) for article in articles))
    names = dict.fromkeys(name for article in articles for name in imprint.authors(article, language))
    return {
        "title": title,
        "authors": list(names) or papers,  # what nobody signed is the paper's
        "subject": subject,
        "keywords": [*papers, *(topic.name[language] for topic in topics)],
        "date": [year or 1970, month or 1, day or 1],
    }


def _part(*articles: dict[str, Any], title: str = "") -> dict[str, Any]:
    return {"title": title, "articles": list(articles)}


def _article(
    known: Mapping[str, Article],
    slug: str,
    language: Language,
    topics: Mapping[str, Topic],
    imprint: Imprint,
) -> dict[str, Any]:
    """One article in one language."""
    article = known[slug]
    title = title_of(article, language)
    return _single("article", article, title, Reading.alone(article, language), topics, imprint)


def _parallel(
    known: Mapping[str, Article],
    slug: str,
    language: Language,
    topics: Mapping[str, Topic],
    imprint: Imprint,
) -> dict[str, Any]:
    """One article in Chinese with its English beside it."""
    article, reading = known[slug], Reading.parallel(language)
    title = f"{title_of(article, reading.text)} / {title_of(article, 'en')}"
    return _single("parallel", article, title, reading, topics, imprint)


def _single(
    kind: Kind, article: Article, title: str, reading: Reading, topics: Mapping[str, Topic], imprint: Imprint
) -> dict[str, Any]:
    about = [topics[topic] for topic in article.topics if topic in topics]
    language = reading.language
    meta = _meta(title, paper_line(article, language), [article], about, language, imprint)
    content = article_data(article, reading, imprint)
    return _document(kind, language, imprint, meta=meta, parts=[_part(content)], url=content["url"])


def _dossier(
    topic: Topic, known: Mapping[str, Article], slugs: Sequence[str], language: Language, imprint: Imprint
) -> dict[str, Any]:
    """Everything on a topic: whole articles, and sections of others."""
    entries = topic_entries(topic.id, [known[slug] for slug in slugs])
    contents = []
    for entry in entries:
        reading = Reading.alone(entry.article, language)
        if entry.section is None:
            contents.append(article_data(entry.article, reading, imprint))
        else:
            contents.append(section_data(entry.article, entry.section, reading, imprint))
    name, about, site = topic.name[language], topic.about[language], imprint.name(language)
    size = word("topic-count", language, count=len(entries))
    return _document(
        "dossier",
        language,
        imprint,
        meta=_meta(f"{name} · {site}", about, [one.article for one in entries], [topic], language, imprint),
        cover={"above": site, "title": name, "about": about, "size": size},
        parts=[_part(*contents)],
        url=imprint.link(language, f"topics/{topic.id}/"),
    )


def _book(
    articles: Sequence[Article],
    topics: Mapping[str, Topic],
    language: Language,
    imprint: Imprint,
    find_names: Callable[[], index.Index],
) -> dict[str, Any]:
    """The whole archive: a part for each newspaper page, then the index of names."""
    names = find_names()
    parts = []
    for source in dict.fromkeys(article.source for article in articles):
        on_page = [article for article in articles if article.source == source]
        contents = [
            article_data(article, Reading.alone(article, language), imprint, names.blocks)
            for article in on_page
        ]
        parts.append(_part(*contents, title=paper_line(on_page[0], language)))
    name, about = imprint.name(language), imprint.about(language)
    size = word("archive-size", language, papers=len(parts), articles=len(articles))
    return _document(
        "book",
        language,
        imprint,
        meta=_meta(name, about, articles, list(topics.values()), language, imprint),
        cover={"above": "", "title": name, "about": about, "size": size},
        parts=parts,
        index=names.lists(language),
        url=imprint.link(language, ""),
    )
