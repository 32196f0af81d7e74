"""The steps from a page of OCR text to Markdown, as workers do them: plain data in, bytes out.

Each is a function of what it is given and of nothing else, so that its result can be kept by the content
of that (:func:`key_of`), and made on any core of any computer. Read them in their order:

1. :func:`split_page`: a page and its plan become articles in Simplified Chinese;
2. :func:`read_english`: a PO file becomes sentences with their English;
3. :func:`in_three_languages`: an article gets its Traditional and its English, and is summed up for lists;
4. :func:`article_pages` and :func:`source_page`: Markdown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from galley import files, ledger, pages, source_pages, summaries
from galley.cache import code, key
from galley.english.memory import Known, Memory, Source, known_in, po_of, translate
from galley.model import Article, Language, Origin, Texts
from galley.plan import read_plan
from galley.source import page_of
from galley.split import split
from galley.stored import article_from_data, article_to_data, framed, frames, pack, unpack
from galley.summaries import Summary
from galley.terms import Term
from galley.topics import Topic
from galley.traditional import Traditional


class Shared(NamedTuple):
    """What all pages of an archive share; each worker gets it once."""

    topics: tuple[str, ...]
    """Ids."""
    traditional: Traditional
    """The converter with the archive's terms."""


_LIBRARIES = ("opencc", "polib", "pyyaml", "rapidfuzz")


@cache
def program() -> str:
    """What of the program every result depends on: the code, and the libraries that the steps work with."""
    return " ".join([code(), *(version(name) for name in _LIBRARIES)])


def key_of(step: str, *parts: str | bytes) -> str:
    """The key under which a step's result is kept."""
    return key(step, program(), *parts)


# ---------------------------------------------------------------------- a page


class PageFiles(NamedTuple):
    """A source page and its plan."""

    path: str
    page: bytes
    plan: bytes


class Found(NamedTuple):
    """An article that a page was split into, before it is in three languages."""

    slug: str
    at: int
    """The line of its plan."""
    paper: str
    article: bytes
    text: str
    """All its Chinese, in which terms are looked for."""
    sentences: tuple[str, ...]
    """Every text that English is looked for."""


def split_page(shared: Shared, given: PageFiles) -> bytes:
    """Split one page into articles, and account for all of it. See :func:`found_in` for what comes out.

    Raises:
        GalleyError: with file and line, for whatever an editor has to put right.
    """
    path = Path(given.path)
    page = page_of(given.page, path)
    plan_path = path.with_suffix(".yml")
    plan = read_plan(
        plan_path, page.lines[-1].number, shared.topics, text=files.text_of(given.plan, plan_path)
    )
    articles = split(page, plan)
    ledger.account(page, plan, articles)
    lines = {article.slug: article.at for article in plan.articles}
    heads = [[a.slug, lines[a.slug], a.paper.hans, *_texts(a)] for a in articles]
    return framed(pack(heads), *(pack(article_to_data(article)) for article in articles))


def found_in(result: bytes) -> list[Found]:
    """The articles in what :func:`split_page` made."""
    heads, *articles = frames(result)
    return [
        Found(slug, at, paper, article, text, tuple(sentences))
        for (slug, at, paper, text, sentences), article in zip(unpack(heads), articles, strict=True)
    ]


def _texts(article: Article) -> tuple[str, list[str]]:
    """All Chinese of an article, and every text of it that the memory may have English for."""
    short = (article.title, article.kicker, article.subtitle, article.byline_line, *article.bylines)
    texts = [text.hans for text in short if text is not None]
    texts += [segment.hans.text for block in article.blocks for segment in block.segments]
    sentences = list(dict.fromkeys(texts))
    return "\n".join([*sentences, article.paper.hans, article.inferred.hans]), sentences


# ---------------------------------------------------------------------- English


class PoFile(NamedTuple):
    """A file of the translation memory."""

    path: str
    data: bytes


def read_english(shared: Shared, given: PoFile) -> bytes:
    """Read a PO file: where its English comes from, and sentence, English and origin of each entry.

    Raises:
        GalleyError: it is not PO, or not UTF-8.
    """
    source, known = known_in(po_of(given.data, Path(given.path)))
    return pack([source, [[sentence, *_plain(one)] for sentence, one in known.items()]])


def _plain(known: Known) -> tuple[str, Origin]:
    return known.text, known.origin


# ---------------------------------------------------------------------- an article


class Chinese(NamedTuple):
    """An article in Simplified Chinese, with what is known of it in English."""

    article: bytes
    source: Source | None
    """Where its PO file's English comes from; None without one."""
    english: Mapping[str, tuple[str, Origin]]
    """English and origin by sentence."""
    paper: str
    """The paper's name in English; empty where the terms do not have it."""


def in_three_languages(shared: Shared, given: Chinese) -> bytes:
    """Give an article its Traditional and its English. See :func:`whole_of` for what comes out."""
    article = article_from_data(unpack(given.article))
    paper = replace(article.paper, en=given.paper or article.paper.en)
    known = {sentence: Known(*one) for sentence, one in given.english.items()}
    sources = {article.slug: given.source} if given.source else {}
    memory = Memory({article.slug: known}, sources)
    whole = translate(shared.traditional.article(replace(article, paper=paper)), memory)
    return framed(pack(summaries.to_data(summaries.summary(whole))), pack(article_to_data(whole)))


def whole_of(result: bytes) -> Article:
    """The article in what :func:`in_three_languages` made."""
    return article_from_data(unpack(frames(result)[1]))


def summary_of(result: bytes) -> Summary:
    """The article summed up, out of the same."""
    return summaries.from_data(unpack(frames(result)[0]))


# ---------------------------------------------------------------------- Markdown


class Neighbour(NamedTuple):
    """An article before or after another, as its page names it."""

    slug: str
    title: Texts
    title_supplied: bool


class ArticleToShow(NamedTuple):
    """An article and what its pages say beside it."""

    whole: bytes
    """What :func:`in_three_languages` made."""
    neighbours: tuple[Neighbour | None, Neighbour | None]
    topics: Mapping[str, Topic]
    """Its own."""
    terms: tuple[Term, ...]
    """Those that stand in it and are meant, in the order of the file."""
    languages: tuple[Language, ...]


def article_pages(shared: Shared, given: ArticleToShow) -> bytes:
    """An article's pages in all languages: their paths below ``docs/`` and their Markdown."""
    article = whole_of(given.whole)
    made = {}
    for language in given.languages:
        made[pages.article_path(article.slug, language)] = pages.article_page(
            article, language, given.topics, given.neighbours, given.terms, given.languages
        )
    return pack(made)


class SourceToShow(NamedTuple):
    """A source page and the articles on it."""

    path: str
    page: bytes
    wholes: tuple[bytes, ...]
    languages: tuple[Language, ...]


def source_page(shared: Shared, given: SourceToShow) -> bytes:
    """A source page in all languages: the paths below ``docs/`` and the Markdown."""
    page = page_of(given.page, Path(given.path))
    articles = [whole_of(whole) for whole in given.wholes]
    shown = source_pages.places(page, articles)
    made = {}
    for language in given.languages:
        made[source_pages.path_of(page.name, language)] = source_pages.source_page(
            page, articles, shown, language
        )
    return pack(made)


def markdown_of(result: bytes) -> dict[str, str]:
    """Paths and Markdown in what the last two steps made."""
    made: dict[str, str] = unpack(result)
    return made
