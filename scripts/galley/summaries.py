"""What lists, topics and neighbours say of an article: all that is kept of it while a site is built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from galley import dates
from galley.excerpts import excerpt, lead_of
from galley.headline import headline
from galley.interface import word
from galley.model import LANGUAGES, Article, Block, Language, Texts
from galley.pages import View, view_of


class Card(NamedTuple):
    """An article, or a section of one, as an entry of a list in one language."""

    title: str
    """As Markdown."""
    title_tag: str
    """The attribute that names its language where it is not the page's."""
    of: str
    """Of a section: what it is a section of."""
    of_tag: str
    excerpt: str
    tag: str


class Section(NamedTuple):
    """A section of an article that has topics of its own."""

    anchor: str
    topics: tuple[str, ...]
    cards: Mapping[Language, Card]


class Summary(NamedTuple):
    """An article as lists know it."""

    slug: str
    source: str
    date: str
    title: Texts
    """Without places in the source."""
    title_supplied: bool
    topics: tuple[str, ...]
    """Its own and its sections'."""
    own_topics: tuple[str, ...]
    papers: Mapping[Language, str]
    cards: Mapping[Language, Card]
    sections: tuple[Section, ...]

    @property
    def order(self) -> tuple[int, int, int]:
        """Its day: lists have the newest first."""
        return dates.parse(self.date)[:3]

    def entries(self, topic: str) -> Iterator[tuple[str, Mapping[Language, Card]]]:
        """What the article has on a topic: itself, or sections of it with their anchors."""
        if topic in self.own_topics:
            yield "", self.cards
            return
        for section in self.sections:
            if topic in section.topics:
                yield section.anchor, section.cards


def summary(article: Article) -> Summary:
    """Sum an article up."""
    views = {language: view_of(article, language) for language in LANGUAGES}
    return Summary(
        article.slug,
        article.source,
        article.date,
        replace(article.title, at=()),
        article.title_supplied,
        article.topics,
        article.own_topics,
        {language: view.paper for language, view in views.items()},
        {language: _card(view) for language, view in views.items()},
        tuple(_sections(article, views)),
    )


def _card(view: View) -> Card:
    lead = excerpt(lead_of(view.article), view.shown)
    return Card(view.title, view.title_tag, "", "", lead, view.tag)


def _sections(article: Article, views: Mapping[Language, View]) -> Iterator[Section]:
    for number, block in enumerate(article.blocks):
        if block.kind == "heading" and block.topics:
            after = [one for one in article.blocks[number + 1 :] if one.kind == "paragraph"]
            cards = {language: _section_card(view, block, after) for language, view in views.items()}
            yield Section(block.id, block.topics, cards)


def _section_card(view: View, block: Block, after: Sequence[Block]) -> Card:
    of = word("section-of", view.language, title=view.article.title.get(view.language))
    name = headline(block.text(view.shown))
    return Card(name, view.tag, of, view.title_tag, excerpt(after, view.shown), view.tag)


def to_data(one: Summary) -> list[Any]:
    """A summary as plain data."""
    title = (one.title.hans, one.title.hant, one.title.en)
    sections = [(section.anchor, section.topics, section.cards) for section in one.sections]
    return [*one[:3], title, *one[4:9], sections]


def from_data(data: Sequence[Any]) -> Summary:
    """The summary again."""
    slug, source, date, title, supplied, topics, own_topics, papers, cards, sections = data
    return Summary(
        slug,
        source,
        date,
        Texts(*title),
        supplied,
        tuple(topics),
        tuple(own_topics),
        papers,
        _cards(cards),
        tuple(Section(anchor, tuple(topics), _cards(cards)) for anchor, topics, cards in sections),
    )


def _cards(data: Mapping[Language, Sequence[str]]) -> dict[Language, Card]:
    return {language: Card(*card) for language, card in data.items()}
