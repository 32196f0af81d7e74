"""What the templates know: the site's words, articles and topics in the language being built."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin

from mkdocs.structure.pages import Page

from galley import pages
from galley.amounts import amount
from galley.excerpts import excerpt_of
from galley.figures import Indicator
from galley.headline import headline
from galley.interface import word, words
from galley.model import LANGUAGES, Article, Language
from galley.pdf.shelf import Offer
from galley.topics import Topic
from galley.volumes import Shelf

NAMES: dict[Language, tuple[str, str]] = {
    "zh-Hans": ("简", "简体中文"),
    "zh-Hant": ("繁", "繁體中文"),
    "en": ("EN", "English"),
}
LANGUAGE_OF: dict[str, Language] = {folder: language for language, folder in pages.FOLDERS.items()}


class Alternate(NamedTuple):
    """The same page in one language."""

    lang: str
    short: str
    name: str
    url: str
    """Below the site's root, for the ``url`` filter."""
    absolute: str
    current: bool


class Card(NamedTuple):
    """An article in a list."""

    slug: str
    title: str
    """As HTML."""
    title_lang: str
    kicker: str
    paper: str
    excerpt: str
    lang: str
    length: str
    """In words: Chinese characters, or words of English."""


class KeyFigure(NamedTuple):
    """A figure on the front page."""

    name: str
    amount: str
    of: str
    period: str
    status: str
    url: str
    """Below the site's root, for the ``url`` filter."""


@dataclass(frozen=True)
class Site:
    """The templates' ``galley``."""

    lang: Language
    archive: Sequence[Article]
    topic_list: Mapping[str, Topic]
    site_url: str
    docs: Path
    """Where the Markdown of all languages stands."""
    policy: str
    """The content security policy of a page."""
    worker: str
    """The service worker's address, below the site's root; empty where there is none."""
    figures: Sequence[Indicator] = ()
    leaves: Collection[str] = ()
    """Addresses of pages that are made without Markdown (:mod:`galley.frame`)."""
    offers: Mapping[str, Sequence[Offer]] = field(default_factory=dict)
    """The PDFs that each page offers, by its address."""
    languages: Sequence[Language] = LANGUAGES
    """Those that are built, Simplified Chinese first."""
    volumes: Shelf | None = None
    """The volumes of the archive, where it is published in several."""

    def downloads(self, page: Page | None) -> Sequence[Offer]:
        """The PDFs that a page offers, the page's own first."""
        return self.offers.get(page.url, ()) if page is not None else ()

    def absolute(self, path: str) -> str:
        """The whole address of a file of the site."""
        return urljoin(self.site_url, path)

    def t(self, key: str, **values: object) -> str:
        """An interface text."""
        return word(key, self.lang, **values)

    def in_language(self, language: Language, key: str) -> str:
        """An interface text in another language than the page's."""
        return word(key, language)

    def words(self, *keys: str) -> dict[str, str]:
        """Interface texts for a script."""
        return {key: words()[key][self.lang] for key in keys}

    @property
    def prefix(self) -> str:
        """The path of this language below the site's root."""
        return "" if self.lang == "zh-Hans" else f"{self.lang}/"

    def path(self, page: str) -> str:
        """A page of this language, below the site's root."""
        return (self.prefix + page) or "."

    def menu(self) -> list[tuple[str, str]]:
        """The site's parts that there are (an archive need not have all): their addresses and names."""
        return self._menu

    @cached_property
    def _menu(self) -> list[tuple[str, str]]:
        parts = (
            ("articles/", "articles"),
            ("topics/", "topics"),
            ("figures/", "figures"),
            ("names/", "names"),
            ("timeline/", "timeline"),
            ("how/", "how"),
            ("about/", "about-site"),
        )
        return [(address, self.t(key)) for address, key in parts if self._has(address)]

    def _has(self, address: str) -> bool:
        if address in self.leaves:
            return True
        page = self.docs / pages.FOLDERS[self.lang] / address
        return page.with_suffix(".md").is_file() or (page / "index.md").is_file()

    def alternates(self, page: Page | None) -> list[Alternate]:
        """The page in every language of the site; where it has no page (as ``404.html``), the home pages."""
        return self.alternates_of(page.url if page is not None else self.prefix)

    def alternates_of(self, url: str) -> list[Alternate]:
        """The page at an address, in any language, in every language."""
        prefixes = [f"{lang}/" for lang in NAMES if lang != "zh-Hans"]
        bare = next((url.removeprefix(p) for p in prefixes if url.startswith(p)), url)
        bare = "" if bare in (".", "./") else bare
        found = []
        for lang in self.languages:
            short, name = NAMES[lang]
            address = ("" if lang == "zh-Hans" else f"{lang}/") + bare
            absolute = f"{self.site_url.rstrip('/')}/{address}"
            found.append(Alternate(lang, short, name, address or ".", absolute, lang == self.lang))
        return found

    def cards(self, articles: Sequence[Article]) -> list[Card]:
        """Articles as the lists of the front page show them."""
        found = []
        for article in articles:
            shown: Language = self.lang if self.lang != "en" or pages.has_english(article) else "zh-Hans"
            found.append(
                Card(
                    article.slug,
                    headline(pages.title_of(article, self.lang)),
                    "zh-Hans" if self.lang == "en" and not article.title.en else self.lang,
                    article.kicker.get(shown) if article.kicker else "",
                    pages.paper_line(article, self.lang),
                    excerpt_of(article, shown, times=3 if article is self.archive[0] else 1),
                    shown,
                    self._length(article, shown),
                )
            )
        return found

    def _length(self, article: Article, shown: Language) -> str:
        if shown == "en":
            return self.t("length", count=f"{pages.english_words(article):,}")
        return word("length", shown, count=f"{size_of(article):,}")

    @cached_property
    def key_figures(self) -> list[KeyFigure]:
        """The figures that an editor put on the front page."""
        return [
            KeyFigure(
                indicator.name.get(self.lang),
                amount(figure, self.lang),
                figure.of.get(self.lang),
                figure.period.name(self.lang),
                word(f"figure-{figure.status}", self.lang) if figure.status != "actual" else "",
                self.path(f"figures/#{indicator.id}"),
            )
            for indicator in self.figures
            for figure in indicator.figures
            if figure.front
        ]

    @cached_property
    def newest(self) -> list[Card]:
        """The newest articles that are more than a photo."""
        return self.cards(self._newest)

    @cached_property
    def _newest(self) -> list[Article]:
        return list(islice((article for article in self.archive if size_of(article) > 150), 5))

    @cached_property
    def longest(self) -> list[Card]:
        """The longest articles that are not among the newest."""
        newest = {article.slug for article in self._newest}
        others = (article for article in self.archive if article.slug not in newest)
        return self.cards(nlargest(6, others, key=size_of))

    @cached_property
    def topics(self) -> list[dict[str, Any]]:
        """The topics with the number of entries in each."""
        return [
            {
                "id": topic.id,
                "name": topic.name[self.lang],
                "about": topic.about[self.lang],
                "count": len(pages.topic_entries(topic.id, self.archive)),
            }
            for topic in self.topic_list.values()
        ]

    @cached_property
    def size(self) -> str:
        """How many pages and articles the archive has, in words."""
        return self.t(
            "archive-size", papers=len({a.source for a in self.archive}), articles=len(self.archive)
        )


def size_of(article: Article) -> int:
    """Characters of Chinese text in an article."""
    return sum(
        len(segment.hans) for block in article.blocks for segment in block.segments if block.kind != "note"
    )
