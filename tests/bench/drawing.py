"""Charts of the figures as SVG files, laid out by leather; readable on light and dark, and without colour."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import leather
from leather import theme

WIDTH = 720
_BAR = 26
_COLOURS = ("#d0573f", "#3d85b8", "#6b8f2f", "#9a6cc0", "#8a7f70")
_DASHES = ("", "7 4", "2 4", "9 3 2 3", "14 5")
"""Lines are told apart by these where colours are not."""
_LEGIBLE = {"margin": 0.03, "tick_font_char_width": 7, "legend_font_char_width": 9}
"""For leather: how much room words need beside the axes and in the legend."""
_STYLE = """
text { font-family: "Noto Sans", "Noto Sans CJK SC", system-ui, sans-serif; fill: #2b2723; }
.ground { fill: #fbf9f4; } .axis line { stroke: #d9d2c3; }
@media (prefers-color-scheme: dark) {
  text { fill: #e8e2d6; } .ground { fill: #191713; } .axis line { stroke: #3b352c; }
}
"""


@contextmanager
def _theme(**wanted: object) -> Iterator[None]:
    """leather's settings are one for the whole process, and others change them too."""
    before = {name: getattr(theme, name) for name in wanted}
    try:
        for name, value in wanted.items():
            setattr(theme, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(theme, name, value)


@_theme(**_LEGIBLE)
def lines(series: Mapping[str, Mapping[int, float]]) -> str:
    """Seconds by pages, both axes logarithmic: what grows linearly rises as it goes to the right."""
    drawn = leather.Chart()
    points = [(pages, seconds) for one in series.values() for pages, seconds in one.items()]
    low, high = (
        math.floor(math.log10(min(s for _, s in points))),
        math.ceil(math.log10(max(s for _, s in points))),
    )
    sizes = sorted({pages for pages, _ in points})
    drawn.add_x_scale(math.log10(sizes[0]), math.log10(sizes[-1]))
    drawn.add_y_scale(low, high)
    drawn.add_x_axis(ticks=[math.log10(size) for size in sizes], tick_formatter=_pages, name="pages")
    drawn.add_y_axis(ticks=list(range(low, high + 1)), tick_formatter=_seconds, name="seconds")
    for number, (name, one) in enumerate(series.items()):
        data = [(math.log10(pages), math.log10(seconds)) for pages, seconds in sorted(one.items())]
        drawn.add_line(data, name=name, stroke_color=_COLOURS[number % len(_COLOURS)], width=2.5)
    return _file(drawn, 400)


@_theme(**_LEGIBLE)
def bars(values: Sequence[tuple[str, float]]) -> str:
    """A bar for each value, its number in its name."""
    drawn = leather.Chart()
    drawn.add_bars([(value, name) for name, value in values], fill_color=_COLOURS[0])
    drawn.add_x_scale(0, max(value for _, value in values) * 1.05)
    drawn.add_x_axis(ticks=[0], tick_formatter=lambda *_: "")
    return _file(drawn, 60 + _BAR * len(values))


@_theme(**_LEGIBLE)
def ratios(values: Sequence[tuple[str, float]]) -> str:
    """A bar for each ratio, on a logarithmic axis from 1: what is better goes right, what is worse left."""
    drawn = leather.Chart()
    drawn.add_bars([(math.log10(value), name) for name, value in values], fill_color=_COLOURS[1])
    ticks = (0.1, 0.3, 1, 3, 10, 30, 100)
    drawn.add_x_scale(*(math.log10(end) for end in (ticks[0], max(ticks[-1], *(v for _, v in values)))))
    drawn.add_x_axis(ticks=[math.log10(tick) for tick in ticks], tick_formatter=_seconds)
    return _file(drawn, 90 + _BAR * len(values))


def _pages(value: float, *_: object) -> str:
    return f"{round(10**value):,}"


def _seconds(value: float, *_: object) -> str:
    return f"{10**value:.3g}"


def _file(drawn: leather.Chart, height: int) -> str:
    """The drawing as a file of its own: its colours follow the reader's, its numbers are short."""
    root = ET.Element(
        "svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {height}", "role": "img"}
    )
    ET.SubElement(root, "style").text = _STYLE
    group = drawn.to_svg_group(WIDTH, height)
    group[0].attrib.pop("fill", None)
    group[0].set("class", "ground")
    dashes = iter(_DASHES)
    for element in group.iter():
        if element.tag in ("text", "line"):
            element.attrib.pop("fill", None)
            element.attrib.pop("stroke", None)
        if element.tag == "path" and (dash := next(dashes, "")):
            element.set("stroke-dasharray", dash)
        for name, value in element.attrib.items():
            element.set(
                name, re.sub(r"-?\d+\.\d{2,}(E-?\d+)?", lambda found: f"{float(found[0]):.1f}", value)
            )
    root.append(group)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"
