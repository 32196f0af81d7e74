"""Quotations in editors' files: whatever is said of an article stands on words that it has.

And the time they are about: a date of EDTF, or the time from one to another.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from galley import dates
from galley.dates import Date
from galley.editors import Item
from galley.model import Article, Block
from galley.provenance import sentence_id


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a month or a day, or the time from one to another."""

    edtf: str
    first: Date
    last: Date | None = None

    @property
    def year(self) -> int | None:
        """The one year that it lies in; None for several."""
        return self.first.year if self.last is None else None

    def name(self, language: str) -> str:
        """In words, what is not sure first."""
        if self.last is None:
            return self.first.name(language)
        dash = "–" if language == "en" else "—"
        return f"{self.first.name(language).removesuffix('年')}{dash}{self.last.name(language)}"


def read_period(item: Item) -> Period:
    """A date of EDTF, or two with a slash between them (``2021/2025``).

    Raises:
        PlanError: it is no date, or ends before it begins.
    """
    first, slash, last = item.text().partition("/")
    try:
        period = Period(item.text(), dates.parse(first), dates.parse(last) if slash else None)
    except ValueError as error:
        raise item.error(str(error)) from None
    if period.last is not None and period.last[:3] < period.first[:3]:
        raise item.error(f"“{item.text()}” ends before it begins; write the earlier date first")
    return period


def is_elsewhere(item: Item, slugs: Collection[str]) -> bool:
    """Whether an entry stands on an article of another volume, so that this one passes it over."""
    given = {key.text(): value for key, value in item.pairs()} if slugs else {}
    return "article" in given and given["article"].text() in slugs


def place(item: Item, article: Article) -> tuple[Block, int, int]:
    """The block that has a quotation, and the numbers of its first and last sentence, from 0.

    Raises:
        PlanError: the article does not have it.
    """
    quote = item.filled()
    for block in article.blocks:
        start = block.text("zh-Hans").find(quote)
        if start < 0 or block.kind == "note":
            continue
        ends, end = [], 0
        for segment in block.segments:
            end += len(segment.hans)
            ends.append(end)
        first = next(number for number, end in enumerate(ends) if start < end)
        last = next(number for number, end in enumerate(ends) if start + len(quote) <= end)
        return block, first, last
    raise item.error(
        f"“{short(quote)}” does not stand in the article {article.slug}; quote it as the page shows it"
    )


def anchor(block: Block, sentence: int) -> str:
    """The id of a quotation's place on the article's page: a sentence, from 1, or a section head."""
    return sentence_id(block, sentence) if block.kind in ("paragraph", "caption") else block.id


def short(text: str) -> str:
    """A quotation for a message."""
    return text if len(text) <= 30 else f"{text[:29]}…"
