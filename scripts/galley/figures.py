"""The figures that an archive is about (``seeds/figures.yml``), each on a quotation from an article.

A figure is read only if its quotation stands in its article and has its number: what the papers do not
say is never shown as if they did.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from galley.collection import by_slug
from galley.editors import Item, read_yaml
from galley.english.numbers import Number
from galley.english.numbers_zh import chinese
from galley.model import Article, Texts
from galley.quotation import Period, anchor, is_elsewhere, place, read_period, short
from galley.tables import read_data
from galley.terms import Term
from galley.topics import Topic
from galley.traditional import Traditional

Status = Literal["actual", "expected", "target"]
Bound = Literal["", "over", "under", "about"]

_INDICATOR = ("id", "name", "about", "topic", "unit", "figures")
_FIGURE = ("of", "period", "value", "unit", "status", "bound", "article", "quote", "note", "front")
_SCALES = {"万": 10**4, "亿": 10**8, "": 1}
_KINDS = {"percent": ("percent", "points"), "rank": ("ordinal", "count")}
"""What a number of the text may be, for units of these kinds; for others, anything that is neither
a share nor a time."""
_NO_COUNTS = ("percent", "points", "permille", "year", "decade", "century", "month", "day", "hour", "minute")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a figure counts: ``亿元`` is a scale (100 million) and a measure (yuan)."""

    scale: int
    name: Texts
    """With its scale in Chinese (亿元); without it in English (yuan)."""
    kind: str = "count"
    """``count``, ``percent`` or ``rank``."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, and where it stands."""

    of: Texts
    """Whose it is: a place, a company, a part of what the indicator counts."""
    period: Period
    value: Decimal
    """In the unit, its scale included: 620 of 亿元."""
    unit: Unit
    status: Status
    bound: Bound
    note: Texts | None
    front: bool
    article: Article
    quote: Texts
    """The words that it stands on; in English, the sentences that have them."""
    block: str
    """The block of the article that has the quotation, and in it the sentence from 1."""
    sentence: int
    anchor: str
    """The id of the place on the article's page."""

    @property
    def amount(self) -> Decimal:
        """The value without a scale: 62,000,000,000 of yuan."""
        return self.value * self.unit.scale


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured, and every figure of it in the archive, in the editors' order."""

    id: str
    name: Texts
    about: Texts | None
    topic: str
    unit: Unit
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class _Reader:
    """What the figures are read with."""

    articles: Mapping[str, Article]
    topics: Mapping[str, Topic]
    terms: Mapping[str, Term]
    traditional: Traditional
    elsewhere: Collection[str] = ()

    def indicator(self, item: Item) -> Indicator:
        fields = item.fields(_INDICATOR, ("id", "name", "unit", "figures"))
        unit = self.unit(fields["unit"])
        topic = fields["topic"].one_of(tuple(self.topics)) if "topic" in fields else ""
        given = fields["figures"].many()
        figures = tuple(self.figure(one, unit) for one in given if not is_elsewhere(one, self.elsewhere))
        if not given:
            raise fields["figures"].error("has no figures; add one or take the indicator away")
        about = self.texts(fields["about"]) if "about" in fields else None
        return Indicator(fields["id"].slug(), self.texts(fields["name"]), about, topic, unit, figures)

    def texts(self, item: Item) -> Texts:
        """A name in three languages: given, or a term's."""
        if item.is_mapping():
            given = item.fields(("zh-Hans", "zh-Hant", "en"), ("zh-Hans", "en"))
            hans = given["zh-Hans"].filled()
            hant = given["zh-Hant"].filled() if "zh-Hant" in given else self.traditional.convert(hans)
            return Texts(hans, hant, given["en"].filled())
        term = self.terms.get(item.filled())
        if term is None or not term.en:
            raise item.error(
                f"“{item.text()}” is no term with English in terms.tsv; add it there,"
                " or write {zh-Hans: …, en: …}"
            )
        return Texts(term.hans, term.hant, term.en)

    def unit(self, item: Item) -> Unit:
        """亿元, or a mapping with names; what it is without its scale must be known."""
        if item.is_mapping():
            name = self.texts(item)
            return Unit(_SCALES[_scale(name.hans)], name)
        hans = item.filled()
        row = _known().get(hans) or _known().get(hans.removeprefix(_scale(hans)))
        if row is None:
            raise item.error(f"does not know the unit “{hans}”; write it as {{zh-Hans: {hans}, en: …}}")
        name = Texts(hans, self.traditional.convert(hans), row["en"])
        return Unit(_SCALES[_scale(hans)], name, row["kind"])

    def figure(self, item: Item, unit: Unit) -> Figure:
        fields = item.fields(_FIGURE, ("of", "period", "value", "article", "quote"))
        unit = self.unit(fields["unit"]) if "unit" in fields else unit
        value = _value(fields["value"])
        slug = fields["article"].text()
        if slug not in self.articles:
            raise fields["article"].error(f"there is no article “{slug}”; correct the name")
        article = self.articles[slug]
        bound = cast(Bound, fields["bound"].one_of(get_args(Bound)[1:]) if "bound" in fields else "")
        block, first, last = place(fields["quote"], article)
        quote = fields["quote"].filled()
        _check(fields["quote"], quote, value, unit, bound)
        said = Texts(
            quote,
            self.traditional.convert(quote),
            " ".join(segment.en for segment in block.segments[first : last + 1] if segment.en),
        )
        return Figure(
            of=self.texts(fields["of"]),
            period=read_period(fields["period"]),
            value=value,
            unit=unit,
            status=cast(
                Status, fields["status"].one_of(get_args(Status)) if "status" in fields else "actual"
            ),
            bound=bound,
            note=self.texts(fields["note"]) if "note" in fields else None,
            front="front" in fields and fields["front"].one_of(("true", "false")) == "true",
            article=article,
            quote=said,
            block=block.id,
            sentence=first + 1,
            anchor=anchor(block, first + 1),
        )


def read_figures(
    path: Path,
    articles: Sequence[Article],
    topics: Mapping[str, Topic],
    terms: Sequence[Term],
    traditional: Traditional,
    elsewhere: Collection[str] = (),
) -> tuple[Indicator, ...]:
    """Read an archive's figures; one without the file has none.

    Those of articles ``elsewhere``, in other volumes, are passed over.

    Raises:
        PlanError: with file and line, for whatever is wrong in it, and for a figure whose quotation is
            not in its article or does not have the number.
    """
    if not path.exists():
        return ()
    known = {term.hans: term for term in terms}
    reader = _Reader(by_slug(articles), topics, known, traditional, elsewhere)
    found: dict[str, Indicator] = {}
    for item in read_yaml(path).many():
        indicator = reader.indicator(item)
        if indicator.id in found:
            raise item.error(f"the indicator “{indicator.id}” stands here again; keep one")
        found[indicator.id] = indicator
    return tuple(indicator for indicator in found.values() if indicator.figures)


@cache
def _known() -> dict[str, dict[str, str]]:
    return {row["hans"]: dict(row) for row in read_data("figure_units.tsv")}


def _scale(unit: str) -> str:
    return unit[0] if unit[:1] in ("万", "亿") and len(unit) > 1 else ""


def _value(item: Item) -> Decimal:
    try:
        value = Decimal(item.text())
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", item.text()):
        raise item.error(f"“{item.text()[:20]}” should be a number such as 620 or 13.6")
    return value


def _check(item: Item, quote: str, value: Decimal, unit: Unit, bound: Bound) -> None:
    """Make sure that a quotation has a number, and says about it what the figure says."""
    wanted = abs(value) * unit.scale
    found = [number for number in chinese(quote) if wanted in number.values and _is_kind(number, unit)]
    if not found:
        raise item.error(f"“{short(quote)}” does not have the number {value} {unit.name.hans}; correct one")
    if not bound and all(number.vague for number in found):
        raise item.error(
            f"“{short(quote)}” says the number only about; add bound: over, under or about, as it says"
        )


def _is_kind(number: Number, unit: Unit) -> bool:
    kinds = _KINDS.get(unit.kind)
    return number.kind in kinds if kinds else number.kind not in _NO_COUNTS
