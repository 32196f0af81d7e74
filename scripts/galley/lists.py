"""The lists of a site: all articles, all topics, the articles of each topic, the source pages.

A list of up to :data:`MOST` entries is one page. A longer one is divided by year, month and day, as far as
it takes: its own page, whose address stays, then leads to one page for each year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, groupby
from typing import NamedTuple, Protocol

from galley import anchors
from galley.interface import word
from galley.markdown import escape
from galley.model import LANGUAGES, Language
from galley.pages import DOWNLOADS, FOLDERS, Make, front_matter, paragraph
from galley.periods import Day, name_of, said
from galley.summaries import Card, Summary
from galley.topics import Topic

MOST = 300
"""Entries of a page: about 100 KB of HTML, and more than a reader scrolls through."""

ARTICLES, SOURCES = "", ":sources"
"""The lists that are no topic's."""


class Period(NamedTuple):
    """A year, a month or a day, and how many entries a list has of it."""

    day: Day
    entries: int


class Listed(Protocol):
    """What lists are made from: the articles, the newest first, which nobody needs to hold in memory."""

    def count(self, of: str) -> int:
        """How many entries a list has; ``of`` is :data:`ARTICLES`, :data:`SOURCES` or a topic."""

    def periods(self, of: str, day: Day) -> Sequence[Period]:
        """The years of a list, the months of a year in it or the days of a month, the newest first."""

    def summaries(self, of: str, day: Day) -> Iterator[Summary]:
        """The articles in a list that are of a period; of :data:`SOURCES`, the first of each, by name."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A list, or what it has of a period."""

    listed: Listed
    of: str
    folder: str
    """Of the pages of periods, seen from the list's own page."""
    day: Day = ()

    @property
    def name(self) -> str:
        """The name of its file."""
        return name_of(self.day)

    def parts(self) -> list[tuple[_Part, int]]:
        """The smaller periods that it is divided into, with their entries; none if it is short enough."""
        if len(self.day) == 3:
            return []
        periods = self.listed.periods(self.of, self.day)
        if sum(period.entries for period in periods) <= MOST:
            return []
        return [(_Part(self.listed, self.of, self.folder, period.day), period.entries) for period in periods]

    def all(self) -> Iterator[_Part]:
        """Every period that has a page of its own."""
        for part, _ in self.parts():
            yield part
            yield from part.all()

    def summaries(self) -> Iterator[Summary]:
        return self.listed.summaries(self.of, self.day)

    def said(self, language: Language) -> str:
        """The period in words."""
        return said(self.day, language)

    def directory(self, language: Language) -> Iterator[str]:
        """The smaller periods, with links."""
        folder = "" if self.day else self.folder
        for part, entries in self.parts():
            yield f"## [{escape(part.said(language))}]({folder}{part.name}.md) {{: .entry }}"
            yield paragraph(word("topic-count", language, count=entries), ".dateline")


def makers(
    listed: Listed, topics: Mapping[str, Topic], languages: Sequence[Language] = LANGUAGES
) -> Iterator[tuple[str, Make]]:
    """How to make every list, by its path below ``docs/``."""
    whole = _Part(listed, ARTICLES, "years/")
    sources = _Part(listed, SOURCES, "years/")
    for language in languages:
        folder = FOLDERS[language]
        for topic in topics.values():
            path, own = f"{folder}/topics/{topic.id}", _Part(listed, topic.id, f"{topic.id}/")
            yield f"{path}.md", partial(_topic, own, topic, language)
            for part in own.all():
                yield f"{path}/{part.name}.md", partial(_topic, part, topic, language)
        yield f"{folder}/topics/index.md", partial(_topics, listed, topics, language)
        path = f"{folder}/articles"
        yield f"{path}/index.md", partial(_articles, whole, language)
        for part in whole.all():
            yield f"{path}/years/{part.name}.md", partial(_articles, part, language)
        path = f"{folder}/source"
        yield f"{path}/index.md", partial(_sources, sources, language)
        for part in sources.all():
            yield f"{path}/years/{part.name}.md", partial(_sources, part, language)


def _joined(out: Sequence[str]) -> str:
    return "\n\n".join(out) + "\n"


def _head(name: str, part: _Part, language: Language, **meta: str) -> list[str]:
    """Front matter and title; a period's page has it in its title."""
    title = f"{name} · {part.said(language)}" if part.day else name
    return [front_matter({"title": escape(title), **meta}), f"# {escape(title)}"]


def _entry(slug: str, card: Card, anchor: str, up: str, level: int, paper: str = "") -> Iterator[str]:
    """An entry: headline with link, paper and day, the first words."""
    link = f"{up}articles/{slug}.md" + (f"#{anchor}" if anchor else "")
    yield f"{'#' * level} [{card.title}]({link}) {{: .entry{card.title_tag} }}"
    if anchor:
        yield paragraph(card.of, f".section-of{card.of_tag}")
    if paper:
        yield paragraph(paper, ".dateline")
    yield paragraph(card.excerpt, f".excerpt{card.tag}")


def _topic(part: _Part, topic: Topic, language: Language) -> str:
    """A topic's page: its articles and sections from all papers."""
    about = topic.about[language]
    if part.day:
        out = _head(topic.name[language], part, language, kind="list")
    else:
        out = _head(
            topic.name[language], part, language, description=escape(about), kind="topic", topic=topic.id
        )
        out += [paragraph(about, ".lead")] if about else []
        out.append(DOWNLOADS)
    if part.parts():
        return _joined([*out, *part.directory(language)])
    up = "../../" if part.day else "../"
    for one in part.summaries():
        for anchor, cards in one.entries(topic.id):
            out += _entry(one.slug, cards[language], anchor, up, 2, one.papers[language])
    return _joined(out)


def _topics(listed: Listed, topics: Mapping[str, Topic], language: Language) -> str:
    """The list of all topics."""
    out = _head(word("topics", language), _Part(listed, ARTICLES, ""), language, kind="list")
    for topic in topics.values():
        out.append(f"## [{escape(topic.name[language])}]({topic.id}.md) {{: .entry }}")
        out.append(escape(topic.about[language]))
        out.append(paragraph(word("topic-count", language, count=listed.count(topic.id)), ".dateline"))
    return _joined(out)


def _articles(part: _Part, language: Language) -> str:
    """The list of all articles, by paper and day."""
    out = _head(word("articles", language), part, language, kind="list")
    if not part.day:
        papers, articles = (part.listed.count(of) for of in (SOURCES, ARTICLES))
        out.append(paragraph(word("archive-size", language, papers=papers, articles=articles), ".lead"))
    if part.parts():
        return _joined([*out, *part.directory(language)])
    up = "../../" if part.day else "../"
    number = count(1)
    for _, on_page in groupby(part.summaries(), key=lambda one: one.source):
        first = next(on_page)
        out.append(f"## {escape(first.papers[language])} {{: #page-{next(number)} }}")
        for one in (first, *on_page):
            out += _entry(one.slug, one.cards[language], "", up, 3)
    return _joined(out)


def _sources(part: _Part, language: Language) -> str:
    """The list of source pages."""
    out = _head(word("source-text", language), part, language, kind="source")
    if part.parts():
        return _joined([*out, *part.directory(language)])
    up = "../" if part.day else ""
    items = "\n".join(
        f'<li><a href="{up}{anchors.source_folder(one.source)}/">{escape(one.papers[language])}</a></li>'
        for one in part.summaries()
    )
    return _joined([*out, f"<ul>\n{items}\n</ul>"])
