"""How to cite an article, for readers: GB/T 7714-2015, Chicago and APA.

The rules of each style are those of the Citation Style Language project, which Typst carries; Typst's
own engine (hayagriva) applies them. Results are kept by their content.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from importlib.metadata import version
from typing import Any, NamedTuple

import typst

from galley import dates
from galley.cache import Cache, code_of, key
from galley.citations import Reference, reference
from galley.interface import word
from galley.model import Article, Language
from galley.publication import Publication
from galley.xml_text import xml_text


class Style(NamedTuple):
    """A citation style: its name for readers, Typst's name for it, the language it is written in."""

    name: str
    id: str
    lang: str


STYLES = (
    Style("GB/T 7714", "gb-7714-2015-numeric", "zh"),
    Style("Chicago", "chicago-notes", "en"),
    Style("APA", "apa", "en"),
)

READ_ON = "1111-11-11"
"""Stands for the day of reading, which only the reader's own machine knows."""
_DAY_OF_READING = "[<span data-today>引用日期</span>]"

_AT_ONCE = 100
"""References in one Typst document: each has a bibliography of its own, or namesakes would be told apart."""


@dataclass(frozen=True, slots=True)
class Citation:
    """An article cited in one style, as HTML; ``lang`` is the language that the style writes."""

    style: str
    html: str
    lang: str


def cited(
    articles: Sequence[Article], publication: Publication, english: Mapping[str, str], kept: Cache
) -> dict[tuple[Language, str], list[Citation]]:
    """How to cite each article on its page in each language, by language and slug.

    GB/T 7714 cites in Chinese, in the script of the page; Chicago and APA cite in English.
    """
    found: dict[tuple[Language, str], list[Citation]] = {}
    for style in STYLES:
        places, references = [], []
        for language in publication.languages:
            written: Language = "en" if style.lang == "en" else language if language != "en" else "zh-Hans"
            page: Language = language if style.lang == "en" else written
            for article in articles:
                url = publication.article(page, article.slug)
                places.append((language, written, article.slug))
                references.append(reference(article, written, publication, english, url))
        for (language, written, slug), text in zip(places, formatted(references, style, kept), strict=True):
            found.setdefault((language, slug), []).append(Citation(style.name, text, written))
    return found


def formatted(references: Sequence[Reference], style: Style, kept: Cache) -> list[str]:
    """References in one style, as HTML; what is kept already is not made again."""
    entries = [json.dumps({"cited": _entry(one, style)}, ensure_ascii=False) for one in references]
    keys = [key(version("typst"), code_of(__file__), style.id, style.lang, entry) for entry in entries]
    results = {name: data.decode() for name in set(keys) if (data := kept.get(name)) is not None}
    missing = {name: entry for name, entry in zip(keys, entries, strict=True) if name not in results}
    names = list(missing)
    for start in range(0, len(names), _AT_ONCE):
        part = names[start : start + _AT_ONCE]
        for name, text in zip(part, _typeset([missing[n] for n in part], style), strict=True):
            results[name] = text
            kept.put(name, text.encode())
    return [_finished(results[name], one, style) for name, one in zip(keys, references, strict=True)]


def _finished(text: str, reference: Reference, style: Style) -> str:
    if style.id.startswith("gb-7714"):
        day = dates.parse(reference.date)
        if day.approximate or day.uncertain:
            # GB/T 7714-2015, 8.6: a date that is an estimate stands in square brackets.
            before, _, after = text.rpartition(f", {day.iso()}")
            text = f"{before}, [{day.iso()}]{after}"
        text = text.replace(f"[{READ_ON}]", _DAY_OF_READING)
    return text


def _entry(reference: Reference, style: Style) -> dict[str, Any]:
    """The reference in the form of Typst's bibliographies (hayagriva)."""
    inferred = f"{' ' if style.lang == 'en' else ''}[{word('inferred-mark', reference.language)}]"
    title = reference.title
    if style.id.startswith("chicago"):
        title = title.translate({ord("“"): "‘", ord("”"): "’"})  # the title itself stands in “ ”
    entry: dict[str, Any] = {
        "type": "article",
        "title": _verbatim(title),
        "author": [
            _verbatim(f"{family}, {given}" if given and reference.language == "en" else family + given)
            for family, given in reference.names
        ],
        **({"date": _date(reference.date)} if dates.parse(reference.date).year else {}),
        "language": reference.script,
        **_address(reference.url, style),
        "parent": {
            "type": "newspaper",
            "title": _verbatim(reference.paper + (inferred if reference.paper_inferred else "")),
        },
    }
    if reference.page:
        entry["page-range"] = str(reference.page)
    return entry


def _address(url: str, style: Style) -> dict[str, Any]:
    """The address; a site that does not know its own (no ``site_url``) has none to cite."""
    if "://" not in url:
        return {}
    return {"url": {"value": url, "date": READ_ON} if style.lang == "zh" else url}


def _date(edtf: str) -> str | dict[str, Any]:
    """A date as hayagriva reads it; in the form that says “about”, months and days count from 0."""
    day = dates.parse(edtf)
    if not (day.approximate or day.uncertain):
        return day.iso()
    parts: dict[str, Any] = {"year": day.year, "approximate": True}
    if day.month:
        parts["month"] = day.month - 1
    if day.day:
        parts["day"] = day.day - 1
    return parts


def _verbatim(text: str) -> str:
    """Text in which nothing is a formula or a group to hayagriva, nor a character that YAML refuses."""
    return "".join(f"\\{char}" if char in "\\{}$" else char for char in xml_text(text))


def _typeset(entries: Sequence[str], style: Style) -> list[str]:
    lines = [f'#set text(lang: "{style.lang}")']
    lines += [
        f'#bibliography(bytes(sys.inputs.at("{number}")), style: "{style.id}", full: true, title: none)'
        for number in range(len(entries))
    ]
    inputs = {str(number): entry for number, entry in enumerate(entries)}
    page = typst.compile("\n".join(lines).encode(), format="html", sys_inputs=inputs)
    reader = _Entries()
    reader.feed(page.decode())
    return reader.entries


class _Entries(HTMLParser):
    """The entries of the bibliographies in Typst's HTML: text and italics, without numbers and links."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[str] = []
        self._inside = False
        self._prefix = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an entry, skip its number, keep its italics."""
        if tag == "li":
            self._inside = True
            self.entries.append("")
        elif tag == "span" and ("class", "prefix") in attrs:
            self._prefix = True
        elif tag == "em" and self._inside:
            self.entries[-1] += "<i>"

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        if tag == "li":
            self._inside = False
            self.entries[-1] = self.entries[-1].strip()
        elif tag == "span":
            self._prefix = False
        elif tag == "em" and self._inside:
            self.entries[-1] += "</i>"

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        if self._inside and not self._prefix:
            self.entries[-1] += html.escape(data, quote=False)
