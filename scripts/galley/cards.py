"""Pictures with a headline: for link previews of each article, and for the cover of the EPUB.

Typst draws them as PNG. What is drawn already is kept by its content, so a change of one article draws
three pictures anew. The fonts are those of the machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from importlib.metadata import version
from itertools import islice

import typst

from galley import pages
from galley.cache import Cache, code_of, key
from galley.interface import word
from galley.model import Article, Language
from galley.publication import Publication, prefix_of

WIDTH, HEIGHT = 1200, 630
"""Pixels of a preview: the size that every large platform shows uncut."""

_AT_ONCE = 64
"""Pictures that are drawn before others begin; each has 60 KB."""

COVER = (1200, 1800)
"""Pixels of a book's cover."""

_CHINESE = {"Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun"}
"""Families of which one must be there; ``card.typ`` asks for them in its own order."""


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a picture, and where it belongs below the site's folder."""

    path: str
    lang: Language
    title: tuple[str, ...]
    """The headline in the parts that are better not broken."""
    kicker: str
    site: str
    note: str = ""
    width: int = WIDTH
    height: int = HEIGHT


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


def can_draw() -> bool:
    """Whether this machine has the fonts; without them a picture would show boxes."""
    return not _CHINESE.isdisjoint(_fonts().families())


def article_card(article: Article, language: Language, publication: Publication) -> Card:
    """The picture for one article in one language."""
    title = pages.title_of(article, language)
    return Card(
        f"{prefix_of(language)}articles/{article.slug}/{article.slug}.png",
        language,
        (title,) if language == "en" else tuple(title.split(" ")),
        pages.paper_line(article, language),
        publication.names[language],
    )


def site_card(language: Language, publication: Publication, size: str) -> Card:
    """The picture for every page that is no article; ``size`` says how large the archive is."""
    name = publication.names[language]
    return Card(f"{prefix_of(language)}card.png", language, (name,), size, name)


def cover(language: Language, publication: Publication, size: str) -> Card:
    """The cover of the archive as a book."""
    name = publication.names[language]
    width, height = COVER
    return Card("", language, (name,), size, word("book", language), width=width, height=height)


def all_cards(articles: Sequence[Article], publication: Publication) -> Iterator[Card]:
    """Every preview of a site."""
    papers = len({article.source for article in articles})
    for language in publication.languages:
        size = word("archive-size", language, papers=papers, articles=len(articles))
        yield site_card(language, publication, size)
        for article in articles:
            yield article_card(article, language, publication)


def draw(cards: Iterable[Card], kept: Cache) -> Iterator[bytes]:
    """Each picture as PNG, in order and on all cores; no more than a few are in memory at a time."""
    template = resources.files("galley").joinpath("templates", "card.typ").read_bytes()
    waiting = iter(cards)
    with ThreadPoolExecutor() as pool:
        while some := list(islice(waiting, _AT_ONCE)):
            yield from pool.map(lambda card: _draw(card, template, kept), some)


def _draw(card: Card, template: bytes, kept: Cache) -> bytes:
    data = {name: value for name, value in asdict(card).items() if name != "path"}
    text = json.dumps(data, ensure_ascii=False)
    name = key(version("typst"), code_of(__file__), template, text)
    found = kept.get(name)
    if found is None:
        compiler = typst.Compiler(template, font_paths=_fonts(), sys_inputs={"card": text})
        drawn = compiler.compile(format="png", ppi=72)
        assert isinstance(drawn, bytes)  # noqa: S101 - one page, so not a list of pages
        found = drawn
        kept.put(name, found)
    return found
