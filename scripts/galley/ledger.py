"""The ledger: every character of a source page stands in one article, or a rule says where it went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from galley.errors import LedgerError
from galley.model import NOWHERE, Article, Page
from galley.plan import Plan

LINE_END = "line end"
EMPTY_LINE = "empty line"
BYTE_ORDER_MARK = "byte order mark"


@dataclass(frozen=True, slots=True)
class Account:
    """One page's account; the parts add up to ``total`` characters."""

    page: str
    total: int
    kept: dict[str, int]
    """Characters that stand unchanged in an article, by slug."""
    changed: dict[str, int]
    """Characters that a rule or an editor's fix replaced or closed, by rule."""
    dropped: dict[str, int]
    """Characters of lines that the plan leaves out, by reason."""
    layout: dict[str, int]
    """Line ends and empty lines."""

    def balance(self) -> int:
        """What the parts add up to."""
        return sum(sum(part.values()) for part in (self.kept, self.changed, self.dropped, self.layout))


def account(page: Page, plan: Plan, articles: Sequence[Article]) -> Account:
    """Account for every character of a page.

    Raises:
        LedgerError: a line is claimed by nothing, or a character went missing or stands twice.
    """
    fate: list[str | None] = [None] * len(page.text)
    kept: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    layout: Counter[str] = Counter()
    lines = {line.number: line for line in page.lines}
    _layout(page, fate, layout)
    for drop in plan.drop:
        for part in drop.parts:
            for number in part:
                for place in lines[number].run.at:
                    if fate[place] is None:
                        fate[place] = f"dropped: {drop.why}"
                        dropped[drop.why] += 1
    for article in articles:
        for text, at in _texts(article):
            for char, place in zip(text, at, strict=True):
                if place == NOWHERE:
                    continue
                if fate[place] is not None:
                    raise _error(page, place, f"stands twice, in {fate[place]} and in {article.slug}")
                if page.text[place] == char:
                    fate[place] = article.slug
                    kept[article.slug] += 1
        for change in article.changes:
            for place in change.at:
                if fate[place] is None:
                    fate[place] = change.rule
                    changed[change.rule] += 1
    missing = next((place for place, where in enumerate(fate) if where is None), None)
    if missing is not None:
        claimed = {number for article in articles for number in article.claimed}
        number = page.line_of(missing)
        what = "lost a character" if number in claimed else "is in no article"
        advice = (
            "this is a fault of Galley; please report it"
            if number in claimed
            else "give it to an article or to “drop”"
        )
        line = lines[number].text.strip()
        raise LedgerError(f"line {number} of {page.name} (“{line[:24]}”) {what}; {advice}", plan.path)
    return Account(page.name, len(page.text), dict(kept), dict(changed), dict(dropped), dict(layout))


def _layout(page: Page, fate: list[str | None], layout: Counter[str]) -> None:
    """Line ends, empty lines and the byte order mark belong to the file, not to the text."""
    inside = bytearray(len(page.text))
    for line in page.lines:
        empty = not line.text.strip()
        for place in line.run.at:
            inside[place] = 1
            if empty:
                fate[place] = EMPTY_LINE
                layout[EMPTY_LINE] += 1
    for place, char in enumerate(page.text):
        if not inside[place]:
            fate[place] = BYTE_ORDER_MARK if char == "\ufeff" else LINE_END
            layout[fate[place] or ""] += 1


def _texts(article: Article) -> list[tuple[str, tuple[int, ...]]]:
    """Every text of an article that comes from the page."""
    short = [article.title, article.kicker, article.subtitle, article.byline_line]
    found = [(text.hans, text.at) for text in short if text is not None and text.at]
    found += [(segment.hans.text, segment.hans.at) for block in article.blocks for segment in block.segments]
    return found


def _error(page: Page, place: int, what: str) -> LedgerError:
    return LedgerError(
        f"the character “{page.text[place]}” of {page.name} {what}; this is a fault of Galley",
        page.name,
        page.line_of(place),
    )
