"""Charts of figures as SVG, drawn at build time by leather.

A chart stands inside its page, so that it takes the page's colours (classes, no colours of its own), its
points are links, and a screen reader reads each of them. leather lays it out; what is drawn here is only
what it cannot: points that are links, with their values beside them.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import leather
from leather import theme
from leather.scales import Scale
from leather.shapes import Shape

from galley.amounts import amount, plain
from galley.figures import Figure, Indicator
from galley.interface import word
from galley.model import Language

WIDTH, HEIGHT, BAR = 480, 250, 44
"""Units of a chart's drawing; a bar of a bar chart is so high."""

MARKS = ("circle", "square", "diamond")
"""The marks of a chart's series: told apart without colour too."""

theme.margin = 0.04
theme.tick_font_char_width = 7
"""For room beside the axis; the page's styles say how large text is."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on a chart: where it stands, and which series it belongs to."""

    x: float
    y: float
    figure: Figure
    series: int


Address = Callable[[Figure], str]
"""Gives the address of the sentence that a figure stands on."""


def chart(indicator: Indicator, language: Language, address: Address) -> str:
    """A chart of an indicator as an ``<svg>`` element; nothing where there is nothing to compare."""
    series = _by_year(indicator)
    if series:
        return _years(indicator, series, language, address)
    bars = _of_one_period(indicator)
    return _bars(indicator, bars, language, address) if bars else ""


def _comparable(indicator: Indicator) -> list[Figure]:
    return [figure for figure in indicator.figures if figure.unit == indicator.unit]


def _by_year(indicator: Indicator) -> list[list[Figure]]:
    """Figures of single years, by what they are of, where at least one is known for two years."""
    series: dict[str, list[Figure]] = {}
    for figure in _comparable(indicator):
        if figure.period.year is not None:
            series.setdefault(figure.of.hans, []).append(figure)
    changing = any(len({figure.period.year for figure in one}) > 1 for one in series.values())
    return list(series.values()) if changing and len(series) <= len(MARKS) else []


def _of_one_period(indicator: Indicator) -> list[Figure]:
    """Figures of one period that are of several things."""
    periods: dict[str, dict[str, Figure]] = {}
    for figure in _comparable(indicator):
        periods.setdefault(figure.period.edtf, {}).setdefault(figure.of.hans, figure)
    most = max(periods.values(), key=len, default={})
    return list(most.values()) if len(most) > 1 else []


def _years(indicator: Indicator, series: list[list[Figure]], language: Language, address: Address) -> str:
    rank = indicator.unit.kind == "rank"
    sign = -1 if rank else 1  # the first rank is the highest
    points = [
        [Point(float(figure.period.year or 0), float(sign * figure.value), figure, number) for figure in one]
        for number, one in enumerate(series)
    ]
    years = sorted({int(point.x) for one in points for point in one})
    low = min(0.0, *(point.y for one in points for point in one)) * 1.1
    high = 0.0 if rank else max(point.y for one in points for point in one) * 1.15
    drawn = leather.Chart()
    drawn.set_x_scale(_Exactly(years[0] - 0.4, years[-1] + 0.4))
    drawn.add_y_scale(low, high)
    ticks = list(range(years[0], years[-1] + 1)) if years[-1] - years[0] < 8 else years
    drawn.add_x_axis(ticks=ticks, tick_formatter=lambda value, *_: str(int(value)))
    drawn.add_y_axis(tick_formatter=lambda value, *_: _tick(abs(value), indicator, language))
    taken: list[tuple[float, float, float]] = []
    for one in points:
        drawn.add_series(
            leather.Series(one, x=lambda row, _: row.x, y=lambda row, _: row.y),
            _Points(indicator, language, address, taken),
        )
    return _element(drawn, indicator, language, HEIGHT)


def _bars(indicator: Indicator, figures: list[Figure], language: Language, address: Address) -> str:
    points = [Point(float(f.value), float(len(figures) - n), f, 0) for n, f in enumerate(figures)]
    drawn = leather.Chart()
    drawn.set_x_scale(_Exactly(0, max(point.x for point in points) * 1.25))
    drawn.set_y_scale(_Exactly(0, len(figures)))
    drawn.add_x_axis(ticks=[0], tick_formatter=lambda *_: "")
    drawn.add_y_axis(ticks=[0], tick_formatter=lambda *_: "")
    drawn.add_series(
        leather.Series(points, x=lambda row, _: row.x, y=lambda row, _: row.y),
        _Bars(indicator, language, address),
    )
    return _element(drawn, indicator, language, 60 + BAR * len(figures))


def _tick(value: Decimal, indicator: Indicator, language: Language) -> str:
    """A value of an axis; its unit stands in the chart's caption."""
    return axis_number(Decimal(value), indicator, language)


def axis_scale(indicator: Indicator) -> tuple[int, str]:
    """What the values of an English axis are divided by, and its name: 10⁹, “billion”."""
    largest = max(figure.value for figure in _comparable(indicator)) * indicator.unit.scale
    known = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
    if indicator.unit.scale == 1:
        return 1, ""
    return next(((size, name) for size, name in known if largest >= size), (1, ""))


def axis_number(value: Decimal, indicator: Indicator, language: Language) -> str:
    """A value of the indicator's unit as its axis gives it."""
    if language == "en":
        value = value * indicator.unit.scale / axis_scale(indicator)[0]
    text = plain(value)
    return f"{Decimal(text):,}" if language == "en" else text


def axis_unit(indicator: Indicator, language: Language) -> str:
    """The unit of a chart's axis: 亿元, “billion yuan”."""
    if language == "en":
        return " ".join(filter(None, (axis_scale(indicator)[1], indicator.unit.name.en)))
    return indicator.unit.name.get(language)


def said(figure: Figure, language: Language) -> str:
    """A figure in one sentence, for a screen reader."""
    told = amount(figure, language)
    if figure.status != "actual":
        told += f" ({word(f'figure-{figure.status}', language)})"
    return word(
        "chart-point",
        language,
        of=figure.of.get(language),
        period=figure.period.name(language),
        amount=told,
    )


class _Exactly(Scale):  # type: ignore[misc] # leather has no types
    """A scale from here to there, without the room that leather's own leaves for round numbers."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def contains(self, value: float) -> bool:
        """Whether a value is on the scale."""
        return self.low <= value <= self.high

    def project(self, value: float, start: float, end: float) -> float:
        """Where a value stands between two ends."""
        return start + (end - start) * (float(value) - self.low) / (self.high - self.low)


class _Linked(Shape):  # type: ignore[misc] # leather has no types
    """Marks that are links, with the value beside each."""

    def __init__(
        self,
        indicator: Indicator,
        language: Language,
        address: Address,
        taken: list[tuple[float, float, float]] | None = None,
    ) -> None:
        self.indicator, self.language, self.address = indicator, language, address
        self.taken = [] if taken is None else taken
        """Where values have been written, by any series of the chart: two never stand on each other."""

    def validate_series(self, series: Any) -> None:
        """leather asks whether a shape can draw a series; these draw what is made for them."""

    def legend_to_svg(self, series: Any, palette: Any) -> list[Any]:
        """The names of the series stand above the chart, where a screen reader finds them."""
        return []

    def _link(self, parent: ET.Element, point: Point) -> ET.Element:
        link = ET.SubElement(parent, "a", {"href": self.address(point.figure)})
        link.set("class", f"mark {point.figure.status}")
        link.set("aria-label", said(point.figure, self.language))
        return link

    def _value_beside(self, link: ET.Element, point: Point, x: float, y: float, anchor: str) -> None:
        """Write the value above its point, or below; not at all where there is no room, or it is said."""
        for place in (y - 10, y + 20):
            near = [one for one in self.taken if abs(x - one[0]) < 44 and abs(place - one[1]) < 13]
            if any(value == point.y for *_, value in near):
                return
            if not near:
                self.taken.append((x, place, point.y))
                self._value(link, point, x, place, anchor)
                return

    def _value(self, link: ET.Element, point: Point, x: float, y: float, anchor: str) -> None:
        text = ET.SubElement(link, "text", {"x": _number(x), "y": _number(y), "text-anchor": anchor})
        text.set("class", "value")
        number = axis_number(point.figure.value, self.indicator, self.language)
        text.text = f"{number}%" if self.indicator.unit.kind == "percent" else number


class _Points(_Linked):
    """A mark for each figure, and a line from year to year."""

    def to_svg(
        self, width: float, height: float, x_scale: Any, y_scale: Any, series: Any, palette: Any
    ) -> ET.Element:
        """Draw a series for leather."""
        points: list[Point] = [datum.row for datum in series.data()]
        group = ET.Element("g", {"class": f"series series-{points[0].series + 1}"})
        places = [
            (
                point,
                float(x_scale.project(point.x, 0, width)),
                float(y_scale.project(point.y, height, 0)),
            )
            for point in sorted(points, key=lambda point: point.x)
        ]
        # A target is no point of what happened: the line does not lead there.
        known = [place for place in places if place[0].figure.status != "target"]
        first_of_year = {point.x: (x, y) for point, x, y in reversed(known)}
        path = " L".join(f"{_number(x)} {_number(y)}" for x, y in sorted(first_of_year.values()))
        if len(first_of_year) > 1:
            ET.SubElement(group, "path", {"d": f"M{path}", "fill": "none"})
        for point, x, y in places:
            link = self._link(group, point)
            link.append(_mark(MARKS[point.series], x, y))
            self._value_beside(link, point, x, y, "middle")
        return group


class _Bars(_Linked):
    """A bar for each figure, with what it is of above it."""

    def to_svg(
        self, width: float, height: float, x_scale: Any, y_scale: Any, series: Any, palette: Any
    ) -> ET.Element:
        """Draw a series for leather."""
        group = ET.Element("g", {"class": "series series-1"})
        for datum in series.data():
            point: Point = datum.row
            x = float(x_scale.project(point.x, 0, width))
            y = float(y_scale.project(point.y, height, 0))
            link = self._link(group, point)
            name = ET.SubElement(link, "text", {"x": "0", "y": _number(y + 12), "class": "name"})
            name.text = point.figure.of.get(self.language)
            ET.SubElement(link, "rect", {"x": "0", "y": _number(y + 18), "width": _number(x), "height": "14"})
            self._value(link, point, x + 6, y + 30, "start")
        return group


def _mark(kind: str, x: float, y: float) -> ET.Element:
    if kind == "circle":
        return ET.Element("circle", {"cx": _number(x), "cy": _number(y), "r": "5"})
    turn = {"transform": f"rotate(45 {_number(x)} {_number(y)})"} if kind == "diamond" else {}
    corner = {"x": _number(x - 4.5), "y": _number(y - 4.5), "width": "9", "height": "9"}
    return ET.Element("rect", {**corner, **turn})


def _number(value: float) -> str:
    return f"{value:.1f}"


def _element(drawn: leather.Chart, indicator: Indicator, language: Language, height: int) -> str:
    """The drawing as one element of a page: no colours, fonts or sizes but those of the page's styles."""
    group = drawn.to_svg_group(WIDTH, height)
    group.remove(group[0])  # the background
    for element in list(group.iter()):
        for name in ("fill", "stroke", "font-family", "font-size", "stroke-width"):
            if not (name == "fill" and element.get(name) == "none"):
                element.attrib.pop(name, None)
        for name, value in element.attrib.items():
            if re.fullmatch(r"-?[0-9]+\.[0-9]{2,}(E-?[0-9]+)?", value):
                element.set(name, _number(float(value)))
    root = ET.Element("svg", {"viewBox": f"0 0 {WIDTH} {height}", "class": "chart", "role": "group"})
    caption = word(
        "chart-of", language, name=indicator.name.get(language), unit=axis_unit(indicator, language)
    )
    root.set("aria-label", caption if indicator.unit.kind != "rank" else indicator.name.get(language))
    root.append(group)
    for axis in _axes(root):
        axis.set("aria-hidden", "true")
    return ET.tostring(root, encoding="unicode")


def _axes(root: ET.Element) -> Iterator[ET.Element]:
    return (element for element in root.iter("g") if (element.get("class") or "").startswith("axis"))


def period(indicator: Indicator, language: Language) -> str:
    """The period of a chart of bars; nothing for a chart of years."""
    bars = [] if _by_year(indicator) else _of_one_period(indicator)
    return bars[0].period.name(language) if bars else ""


def names_of_series(indicator: Indicator, language: Language) -> Sequence[str]:
    """What the series of a chart of years are of, where there are several."""
    series = _by_year(indicator)
    return [one[0].of.get(language) for one in series] if len(series) > 1 else []
