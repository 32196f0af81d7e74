"""The timeline of an archive: its dated events by year, each linked to the sentence it stands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from galley import pages
from galley.events import Event
from galley.frame import Leaf
from galley.interface import word
from galley.model import Language
from galley.topics import Topic


class Shown(NamedTuple):
    """An event in the words of one language."""

    id: str
    datetime: str
    """ISO 8601, for machines; of a span, where it begins."""
    date: str
    inferred: bool
    text: str
    quote: str
    lang: str
    """The quotation's language where it is not the page's."""
    href: str
    paper: str
    topic: str
    topic_name: str


def timeline(
    events: Sequence[Event], topics: Mapping[str, Topic], language: Language, render: Callable[..., str]
) -> Leaf:
    """The page of all events."""
    shown = [_shown(number, event, topics, language) for number, event in enumerate(events, 1)]
    keyed = zip((event.period.first.year for event in events), shown, strict=True)
    years = [(year, [one for _, one in group]) for year, group in groupby(keyed, lambda one: one[0])]
    title = word("timeline", language)
    lead = word("timeline-lead", language, count=len(events))
    body = render("timeline.html", title=title, lead=lead, years=years)
    return Leaf("timeline/", title, lead, body)


def _shown(number: int, event: Event, topics: Mapping[str, Topic], language: Language) -> Shown:
    untranslated = language == "en" and not event.quote.en
    return Shown(
        id=f"e{number}",
        datetime=event.period.first.iso(),
        date=event.period.name(language),
        inferred=event.inferred,
        text=event.text.get(language),
        quote=event.quote.get(language),
        lang="zh-Hans" if untranslated else "",
        href=f"../articles/{event.article.slug}/#{event.anchor}",
        paper=pages.paper_line(event.article, language),
        topic=event.topic,
        topic_name=topics[event.topic].name[language] if event.topic else "",
    )
