"""The dated events of an archive (``seeds/events.yml``), each on a quotation from an article."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from galley.collection import by_slug
from galley.editors import Item, read_yaml
from galley.model import Article, Texts
from galley.quotation import Period, anchor, is_elsewhere, place, read_period
from galley.topics import Topic
from galley.traditional import Traditional

_EVENT = ("date", "inferred", "text", "topic", "article", "quote")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day, in a month or a year, or from one to another."""

    period: Period
    inferred: bool
    """The paper gives the date only in part (“2月6日”); an editor filled in the rest."""
    text: Texts
    """An editor's sentence on it."""
    topic: str
    article: Article
    quote: Texts
    """The words that it stands on; in English, the sentences that have them."""
    anchor: str
    """The id of its place on the article's page."""
    line: int

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Earlier first; what is known to the year only stands before its months."""
        return (*self.period.first[:3], self.line)


def read_events(
    path: Path,
    articles: Sequence[Article],
    topics: Mapping[str, Topic],
    traditional: Traditional,
    elsewhere: Collection[str] = (),
) -> tuple[Event, ...]:
    """Read an archive's events, in the order of time; one without the file has none.

    Those of articles ``elsewhere``, in other volumes, are passed over.

    Raises:
        PlanError: with file and line, for whatever is wrong in it, and for an event whose quotation is not in
            its article.
    """
    if not path.exists():
        return ()
    items = [item for item in read_yaml(path).many() if not is_elsewhere(item, elsewhere)]
    known = by_slug(articles)
    found = [_event(item, known, topics, traditional) for item in items]
    return tuple(sorted(found, key=lambda event: event.order))


def _event(
    item: Item, articles: Mapping[str, Article], topics: Mapping[str, Topic], traditional: Traditional
) -> Event:
    fields = item.fields(_EVENT, ("date", "text", "article", "quote"))
    period = read_period(fields["date"])
    slug = fields["article"].text()
    if slug not in articles:
        raise fields["article"].error(f"there is no article “{slug}”; correct the name")
    article = articles[slug]
    block, first, last = place(fields["quote"], article)
    quote = fields["quote"].filled()
    given = fields["text"].fields(("zh-Hans", "zh-Hant", "en"), ("zh-Hans", "en"))
    hans = given["zh-Hans"].filled()
    hant = given["zh-Hant"].filled() if "zh-Hant" in given else traditional.convert(hans)
    english = (segment.en for segment in block.segments[first : last + 1] if segment.en)
    return Event(
        period=period,
        inferred="inferred" in fields and fields["inferred"].one_of(("true", "false")) == "true",
        text=Texts(hans, hant, given["en"].filled()),
        topic=fields["topic"].one_of(tuple(topics)) if "topic" in fields else "",
        article=article,
        quote=Texts(quote, traditional.convert(quote), " ".join(english)),
        anchor=anchor(block, first + 1),
        line=item.line,
    )
