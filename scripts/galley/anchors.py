"""Permanent anchors of sentences and paragraphs, and what a reader can do at each, as HTML in Markdown.

Everything here works without JavaScript: a paragraph's number opens a menu (``<details>``) that leads
to the same paragraph in the other languages and to its lines in the OCR text. Scripts add the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from urllib.parse import quote

from galley import bylines
from galley.interface import word
from galley.markdown import escape
from galley.model import LANGUAGES, Article, Block, Language

PREFIX: Mapping[Language, str] = {"zh-Hans": "", "zh-Hant": "zh-Hant/", "en": "en/"}
"""The path of each language below the site's root."""

_NAMES: Mapping[Language, str] = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
_PLACE, _URL = "\ue000", "\ue001"
"""Stand in a citation for what only the script knows: the paragraph and the address."""


def up(language: Language, depth: int = 2) -> str:
    """From a page ``depth`` folders below its language's home up to the site's root."""
    return "../" * (depth if language == "zh-Hans" else depth + 1)


def sentence(shown: str, anchor: str, attributes: str = "") -> str:
    """A sentence (already Markdown) with its anchor."""
    return f'<span class="s" id="{anchor}"{attributes}>{shown}</span>'


def source_folder(source: str) -> str:
    """The folder of a source page below ``source/``, as it stands in an address."""
    return quote(PurePath(source).stem)


def lines_named(spans: Sequence[tuple[int, int]], language: Language) -> str:
    """``OCR text, lines 11–39, 43–71``."""
    ranges = [f"{first}–{last}" if first != last else str(first) for first, last in spans]
    one = len(spans) == 1 and spans[0][0] == spans[0][1]
    comma = ", " if language == "en" else "、"
    return word("source-line" if one else "source-lines", language, lines=comma.join(ranges))


def menu(
    article: Article, block: Block, language: Language, languages: Sequence[Language] = LANGUAGES
) -> str:
    """The number of a paragraph or photo, and the menu it opens."""
    key = "caption-number" if block.kind == "caption" else "paragraph-number"
    label = escape(word(key, language, number=block.id[1:]))
    links = [f'<a class="mark-link" href="#{block.id}">{escape(word("copy-citation", language))}</a>']
    if block.lines:
        said = escape(lines_named(block.lines, language))
        folder = f"{up(language)}{PREFIX[language]}source/{source_folder(article.source)}"
        href = f"{folder}/#L{block.lines[0][0]}"
        links.append(f'<a class="mark-source" href="{href}">{said}</a>')
    for other in languages:
        if other != language:
            href = f"{_address(article, language, other)}#{block.id}"
            links.append(
                f'<a class="mark-language" lang="{other}" hreflang="{other}" href="{href}">'
                f"{_NAMES[other]}</a>"
            )
    return (
        f'<details class="mark" name="mark" data-for="{block.id}" data-pagefind-ignore="all">'
        f'<summary aria-label="{label}" title="{label}">{block.id[1:]}</summary>'
        f'<span class="mark-menu">{"".join(links)}</span></details>'
    )


def bar(
    article: Article,
    language: Language,
    title: str,
    paper: str,
    languages: Sequence[Language] = LANGUAGES,
) -> str:
    """Where the script offers a second language beside this one; hidden without it.

    ``title`` and ``paper`` are plain text, for citations.
    """
    who = bylines.names(article, language)
    if language == "en":
        said_by, paper = f"{', '.join(who)}. " if who else "", paper.replace(" · ", ", ")
    else:
        said_by, paper = f"{'、'.join(who)}：" if who else "", paper.replace(" · ", "，")
    cite = escape(word("citation", language, who=said_by, title=title, paper=paper, place=_PLACE, url=_URL))
    data = f"{up(language)}data/articles/{article.slug}.source.json"
    said = word("compare", language)
    buttons = "".join(
        f'<button type="button" lang="{other}" value="{other}" aria-pressed="false"'
        f' data-page="{_address(article, language, other)}">{_NAMES[other]}</button>'
        for other in languages
        if other != language
    )
    return (
        f'<div class="compare" role="group" aria-label="{said}" data-pagefind-ignore="all" hidden'
        f' data-source="{data}" data-citation="{cite}"><span>{said}</span>{buttons}'
        f'<span class="compare-hint">{escape(word("compare-hint", language))}</span>'
        '<span class="compare-state" role="status"></span></div>'
    )


def _address(article: Article, language: Language, other: Language) -> str:
    return f"{up(language)}{PREFIX[other]}articles/{article.slug}/"
