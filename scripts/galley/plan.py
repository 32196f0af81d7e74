"""The page plan (``seeds/<page>.yml``): what editors decided about a page.

Line numbers are those of the page's ``.txt``, from 1. A list of lines (``[403, 404]``) keeps its
parts apart; a range (``474-475``) is one text that the column broke.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from galley import dates
from galley.editors import Item, optional, read_yaml


@dataclass(frozen=True, slots=True)
class Lines:
    """A headline, kicker, subtitle or byline: parts of the page, or an editor's words."""

    parts: tuple[range, ...] = ()
    supplied: str = ""
    supplied_en: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A box of figures or facts set apart from the running text."""

    parts: tuple[range, ...]
    title: Lines | None


@dataclass(frozen=True, slots=True)
class Lost:
    """A passage that the source lost, before or after a line; with a note of its own, if any."""

    line: int
    before: bool
    at: int
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class ArticlePlan:
    """Where one article's lines stand and in which order they are read."""

    slug: str
    at: int
    """The line of the plan on which the article begins, for messages."""
    title: Lines
    kicker: Lines | None
    subtitle: Lines | None
    byline: Lines | None
    body: tuple[range, ...]
    caption: tuple[range, ...]
    box: Box | None
    lost: tuple[Lost, ...]
    topics: tuple[str, ...]
    sections: dict[int, tuple[str, ...]]
    section_at: dict[int, int]
    """The plan's line for each section, for messages."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Lines left out, and why."""

    parts: tuple[range, ...]
    why: str
    at: int


@dataclass(frozen=True, slots=True)
class Fix:
    """Characters of one line that the OCR got wrong, and why we think so."""

    line: int
    old: str
    new: str
    why: str
    at: int


@dataclass(frozen=True, slots=True)
class Decided:
    """An entry of ``join``, ``break``, ``heading`` or ``text``, to be told if it decides nothing."""

    key: str
    lines: tuple[int, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that editors decided about one page."""

    path: Path
    paper: str
    """Its name, or :data:`UNKNOWN_PAPER`."""
    inferred: str
    inferred_en: str
    """On what the paper and the day were inferred from, if they are not printed on the page."""
    date: str
    page: int | None
    articles: tuple[ArticlePlan, ...]
    drop: tuple[Drop, ...]
    fix: tuple[Fix, ...]
    join: tuple[tuple[int, int], ...]
    split: tuple[int, ...]
    heading: frozenset[int]
    """Lines that are section heads though they do not look it."""
    text: frozenset[int]
    """Lines that are running text though they look like something else."""
    decided: tuple[Decided, ...]
    """The entries of the last four, as they stand in the plan."""


UNKNOWN_PAPER = "unknown"
"""What a plan has for a paper whose name nobody knows; readers see it in words."""

_PAGE_KEYS = (
    "paper",
    "date",
    "page",
    "inferred",
    "articles",
    "drop",
    "fix",
    "join",
    "break",
    "heading",
    "text",
)
_ARTICLE_KEYS = (
    "slug", "kicker", "title", "subtitle", "byline", "body", "caption", "box", "lost", "topics", "sections",
)  # fmt: skip


def read_plan(path: Path, last: int, topics: Collection[str], text: str | None = None) -> Plan:
    """Read and check a plan.

    Args:
        path: the plan's file.
        last: the number of the page's last line.
        topics: the ids that ``topics.yml`` knows.
        text: what the file will hold, where it is not written yet.

    Raises:
        PlanError: with file and line, for whatever is wrong in it.
    """
    root = read_yaml(path, text)
    fields = root.fields(_PAGE_KEYS, ("paper", "date", "articles"))
    date = fields["date"].filled()
    try:
        dates.parse(date)
    except ValueError as error:
        raise fields["date"].error(f"{error}; correct it") from None
    slugs: dict[str, int] = {}
    articles = []
    for item in fields["articles"].many():
        article = _article(item, last, topics)
        if article.slug in slugs:
            raise item.error(
                f"the slug “{article.slug}” is used in line {slugs[article.slug]} too; choose another"
            )
        slugs[article.slug] = item.line
        articles.append(article)
    decided = tuple(_decided(fields, last))
    split, heading, text_lines = (_numbers(decided, key) for key in ("break", "heading", "text"))
    if both := set(heading).intersection(text_lines):
        raise fields["text"].error(
            f"has line {min(both)}, which “heading” has too; take it out of one of them"
        )
    inferred, inferred_en = optional(fields.get("inferred"), _inferred) or ("", "")
    return Plan(
        path=path,
        paper=fields["paper"].filled(),
        inferred=inferred,
        inferred_en=inferred_en,
        date=date,
        page=optional(fields.get("page"), Item.integer),
        articles=tuple(articles),
        drop=tuple(_drop(item, last) for item in _many(fields, "drop")),
        fix=tuple(_fix(item, last) for item in _many(fields, "fix")),
        join=tuple((one.lines[0], one.lines[1]) for one in decided if one.key == "join"),
        split=split,
        heading=frozenset(heading),
        text=frozenset(text_lines),
        decided=decided,
    )


def _many(fields: dict[str, Item], key: str) -> list[Item]:
    return fields[key].many() if key in fields else []


def _decided(fields: dict[str, Item], last: int) -> Iterator[Decided]:
    for key in ("join", "break", "heading", "text"):
        for item in _many(fields, key):
            lines = _join(item, last) if key == "join" else tuple(item.lines(last))
            yield Decided(key, lines, item.line)


def _numbers(decided: Sequence[Decided], wanted: str) -> tuple[int, ...]:
    return tuple(number for one in decided if one.key == wanted for number in one.lines)


def _parts(fields: dict[str, Item], key: str, last: int) -> tuple[range, ...]:
    return tuple(item.lines(last) for item in _many(fields, key))


def _article(item: Item, last: int, topics: Collection[str]) -> ArticlePlan:
    fields = item.fields(_ARTICLE_KEYS, ("slug", "title"))
    body = _parts(fields, "body", last)
    caption = _parts(fields, "caption", last)
    if not body and not caption:
        raise item.error("has neither “body” nor “caption”, so the article would be empty; add the lines")
    sections, section_at = {}, {}
    if "sections" in fields:
        inside = {number for part in body for number in part}
        for key, value in fields["sections"].pairs():
            number = key.one_line(last)
            if number not in inside:
                raise key.error(
                    f"names line {number}, which is not in this article's body; correct the number"
                )
            section_at[number] = key.line
            sections[number] = tuple(topic.one_of(topics) for topic in value.many())
    return ArticlePlan(
        slug=fields["slug"].slug(),
        at=item.line,
        title=_text(fields["title"], last),
        kicker=optional(fields.get("kicker"), lambda i: _text(i, last)),
        subtitle=optional(fields.get("subtitle"), lambda i: _text(i, last)),
        byline=optional(fields.get("byline"), lambda i: _text(i, last)),
        body=body,
        caption=caption,
        box=optional(fields.get("box"), lambda i: _box(i, last)),
        lost=tuple(_lost(one, last) for one in _many(fields, "lost")),
        topics=tuple(topic.one_of(topics) for topic in _many(fields, "topics")),
        sections=sections,
        section_at=section_at,
    )


def _inferred(item: Item) -> tuple[str, str]:
    fields = item.fields(("zh", "en"), ("zh", "en"))
    return fields["zh"].filled(), fields["en"].filled()


def _text(item: Item, last: int) -> Lines:
    """Lines of the page, or ``{supplied: an editor's words, en: the same in English}``."""
    if item.is_mapping():
        fields = item.fields(("supplied", "en"), ("supplied",))
        return Lines((), fields["supplied"].filled(), optional(fields.get("en"), Item.text) or "")
    return Lines(tuple(part.lines(last) for part in item.many()))


def _box(item: Item, last: int) -> Box:
    fields = item.fields(("lines", "title"), ("lines",))
    return Box(_parts(fields, "lines", last), optional(fields.get("title"), lambda i: _text(i, last)))


def _lost(item: Item, last: int) -> Lost:
    fields = item.fields(("before", "after", "note", "en"))
    if ("before" in fields) == ("after" in fields):
        raise item.error("should have either “before” or “after” with a line number")
    place = fields.get("before") or fields["after"]
    note, english = (optional(fields.get(key), Item.text) or "" for key in ("note", "en"))
    return Lost(place.one_line(last), "before" in fields, item.line, note, english)


def _drop(item: Item, last: int) -> Drop:
    fields = item.fields(("lines", "why"), ("lines", "why"))
    return Drop(_parts(fields, "lines", last), fields["why"].filled(), item.line)


def _fix(item: Item, last: int) -> Fix:
    fields = item.fields(("line", "old", "new", "why"), ("line", "old", "new", "why"))
    old = fields["old"].exact().strip() or fields["old"].filled()
    return Fix(fields["line"].one_line(last), old, fields["new"].text(), fields["why"].filled(), item.line)


def _join(item: Item, last: int) -> tuple[int, int]:
    numbers = [part.one_line(last) for part in item.many()]
    if len(numbers) != 2:
        raise item.error("should be two line numbers, such as [99, 105]")
    return numbers[0], numbers[1]
