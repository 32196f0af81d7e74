"""The source pages as pages of the site: every raw line under its number, and where it is shown.

What a sentence's menu leads to where there is no JavaScript, and the whole page to see where there is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from galley import anchors
from galley.interface import word
from galley.markdown import escape
from galley.model import LANGUAGES, Article, Language, Page
from galley.pages import FOLDERS, Make, front_matter, paper_line, title_of
from galley.provenance import block_of, trace
from galley.source import read_page


class Place(NamedTuple):
    """Where a line is shown: an article, and the anchor in it."""

    article: Article
    anchor: str


def places(page: Page, articles: Sequence[Article]) -> dict[int, Place]:
    """Where each line of a page is shown, by its number; a line that is left out is not there."""
    found: dict[int, Place] = {}
    for article in articles:
        for passage in trace(page, article):
            for stretch in passage.stretches:
                found.setdefault(stretch.line, Place(article, block_of(passage)))
    return found


def source_page(
    page: Page, articles: Sequence[Article], shown: Mapping[int, Place], language: Language
) -> str:
    """One source page; ``articles`` are those that stand on it, ``shown`` is :func:`places` of them."""
    title = f"{word('source-text', language)}：" if language != "en" else f"{word('source-text', language)}: "
    title += paper_line(articles[0], language)
    file = f"{anchors.up(language)}data/source/{quote(page.name)}"
    named = f'<a href="{file}">{escape(page.name)}</a>'
    lead = escape(word("source-lead", language, file="\ue000")).replace("\ue000", named)
    meta = {"title": escape(title), "kind": "source", "description": escape(title)}
    lines = "\n".join(_lines(page, shown, language))
    parts = [front_matter(meta), f"# {escape(title)}", f"{lead}\n{{: .lead }}"]
    return "\n\n".join([*parts, f'<ol class="source-text" lang="zh-Hans">\n{lines}\n</ol>']) + "\n"


def _lines(page: Page, shown: Mapping[int, Place], language: Language) -> Iterator[str]:
    """The lines that are not empty; the first of a paragraph leads to it."""
    before: Place | None = None
    for line in page.lines:
        if not line.text.strip():
            continue
        place = shown.get(line.number)
        link = ""
        if place is None:
            link = f'<i lang="{language}">{escape(word("left-out", language))}</i>'
        elif place != before:
            link = _link(place, before, language)
        before = place
        shade = ' class="left-out"' if place is None else ""
        yield f'<li id="L{line.number}" value="{line.number}"{shade}>{link}{escape(line.text)}</li>'


def _link(place: Place, before: Place | None, language: Language) -> str:
    """Where a paragraph is shown; the article is named where another begins."""
    anchor = place.anchor if place.anchor not in ("kicker", "subtitle", "byline") else "title"
    href = f"{anchors.up(language)}{anchors.PREFIX[language]}articles/{place.article.slug}/#{anchor}"
    name = place_name(place.anchor, language)
    if before is None or before.article is not place.article:
        name = f"{title_of(place.article, language)} {name}".rstrip()
    return f'<a lang="{language}" href="{href}">{escape(name)}</a>'


def place_name(anchor: str, language: Language) -> str:
    """What readers call an anchor: ``第3段``, ``图1``, ``小标题``."""
    key = {"p": "paragraph-number", "c": "caption-number", "h": "section-head"}.get(anchor[0], "")
    return word(key if re.fullmatch(r"[pch]\d+", anchor) else "headline", language, number=anchor[1:])


def path_of(name: str, language: Language) -> str:
    """Where a source page's Markdown stands below ``docs/``."""
    return f"{FOLDERS[language]}/source/{name.removesuffix('.txt')}.md"


def makers(
    articles: Sequence[Article], seeds: Path, languages: Sequence[Language] = LANGUAGES
) -> Iterator[tuple[str, Make]]:
    """How to make every source page in every language, by its path below ``docs/``."""
    by_source: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_source[article.source].append(article)
    for name, on_page in sorted(by_source.items()):
        shown = _Shown(seeds / name, on_page)
        for language in languages:
            yield path_of(name, language), partial(shown.made, language)


@dataclass
class _Shown:
    """A source page, read once for all languages when the first is asked for."""

    path: Path
    articles: Sequence[Article]

    @cached_property
    def _read(self) -> tuple[Page, dict[int, Place]]:
        page = read_page(self.path)
        return page, places(page, self.articles)

    def made(self, language: Language) -> str:
        page, shown = self._read
        return source_page(page, self.articles, shown, language)
