"""The timeline of an archive: its dated events by year, each linked to the sentence it stands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import NamedTuple

from galley import pages
from galley.events import Event
from galley.frame import Leaf
from galley.interface import word
from galley.model import Language
from galley.periods import Day, Span, divided, name_of, said
from galley.topics import Topic

MOST = 200
"""Events of a page: about 100 KB of HTML."""


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


class Times(NamedTuple):
    """A period with a page of its own, and how much is there."""

    href: str
    text: str
    found: str


_Numbered = tuple[int, Event]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The timeline in one language."""

    events: Sequence[Event]
    topics: Mapping[str, Topic]
    language: Language
    render: Callable[..., str]

    def makers(self) -> dict[str, Callable[[], Leaf]]:
        """How to make each of its pages, by their addresses: one, and one a year where that would be long."""
        numbered = list(enumerate(self.events, 1))
        whole = divided(numbered, lambda one: one[1].period.first[:3], MOST, newest_first=False)
        return {_address(part.day): partial(self.page, part) for part in (whole, *whole.all())}

    def page(self, span: Span[_Numbered]) -> Leaf:
        """The events of a period, or of all time."""
        up = "../../" if span.day else "../"
        title = word("timeline", self.language)
        if span.day:
            title = f"{title} · {said(span.day, self.language)}"
        lead = word("timeline-lead", self.language, count=len(span.entries))
        body = self.render(
            "timeline.html",
            title=title,
            lead=lead,
            up=up,
            times=[self._times(part, "../" if span.day else "") for part in span.parts],
            years=[] if span.parts else self._years(span.entries, up),
        )
        return Leaf(_address(span.day), title, lead, body)

    def _times(self, span: Span[_Numbered], folder: str) -> Times:
        count = word("topic-count", self.language, count=len(span.entries))
        return Times(f"{folder}{name_of(span.day)}/", said(span.day, self.language), count)

    def _years(self, events: Sequence[_Numbered], up: str) -> list[tuple[int, list[Shown]]]:
        groups = groupby(events, lambda one: one[1].period.first.year)
        return [
            (year, [_shown(number, event, self.topics, self.language, up) for number, event in group])
            for year, group in groups
        ]


def _address(day: Day) -> str:
    return f"timeline/{name_of(day)}/" if day else "timeline/"


def _shown(number: int, event: Event, topics: Mapping[str, Topic], language: Language, up: str) -> Shown:
    untranslated = language == "en" and not event.quote.en
    return Shown(
        id=f"e{number}",
        datetime=event.period.first.iso(),
        date=event.period.name(language),
        inferred=event.inferred,
        text=event.text.get(language),
        quote=event.quote.get(language),
        lang="zh-Hans" if untranslated else "",
        href=f"{up}articles/{event.article.slug}/#{event.anchor}",
        paper=pages.paper_line(event.article, language),
        topic=event.topic,
        topic_name=topics[event.topic].name[language] if event.topic else "",
    )
