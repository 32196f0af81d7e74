"""Draw a map as SVG: an outline, the places as dots, labels that do not overlap.

The projection is equirectangular with the middle latitude as standard parallel, which for an area of some
degrees keeps shapes close to true and needs no library. Everything is rounded to a tenth of a unit, so that
the same data make the same bytes. Colours are the style sheet's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from galley.atlas import Label, Map, Point
from galley.interface import word
from galley.model import Language

_WIDTH = 560
_FONT = 14
_KM_PER_DEGREE = 111.2
"""Of latitude, on a sphere of 6,371 km."""
_MARGIN = 4


class Place(NamedTuple):
    """A dot: the names that are there, those of most sentences first, each with its page's address."""

    at: Point
    names: tuple[tuple[str, str], ...]
    lang: str
    sentences: int


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class _Projection:
    """From degrees to units of the drawing."""

    def __init__(self, shown: Map) -> None:
        self._shown = shown
        self._narrow = math.cos(math.radians((shown.south + shown.north) / 2))
        self.scale = _WIDTH / ((shown.east - shown.west) * self._narrow)
        """Units per degree of latitude."""
        self.height = round((shown.north - shown.south) * self.scale, 1)

    def __call__(self, point: Point) -> tuple[float, float]:
        x = (point.lon - self._shown.west) * self._narrow * self.scale
        y = (self._shown.north - point.lat) * self.scale
        return round(x, 1), round(y, 1)


def draw(shown: Map, places: Sequence[Place], language: Language, elsewhere: Sequence[Map] = ()) -> Markup:
    """One map with those of the places that lie inside it.

    Args:
        shown: the map.
        places: the dots of all maps.
        language: of the texts.
        elsewhere: maps of a part of this one. A dot that would touch a greater one is left to them.
    """
    to = _Projection(shown)
    dots = _dots(shown, places, elsewhere, to)
    taken = [_scale_box(to), *(_around(dot.x, dot.y, dot.radius) for dot in dots)]
    taken += [_around(*to(label.at), 3) for label in shown.labels if not label.area]
    frame = _Box(_MARGIN, _MARGIN, _WIDTH - _MARGIN, to.height - _MARGIN)
    comma = ", " if language == "en" else "、"
    drawn = [_dot(dot, comma, taken, frame) for dot in dots]
    context = [_context(label, language, to, taken, frame) for label in shown.labels]
    names = comma.join(dot.place.names[0][0] for dot in dots)
    ids = f"map-{shown.id}"
    return Markup("").join(
        [
            Markup('<svg class="map" viewBox="0 0 {} {}" role="group" aria-labelledby="{}-t {}-d">').format(
                _WIDTH, to.height, ids, ids
            ),
            Markup('<title id="{}-t">{}</title>').format(ids, shown.name.get(language)),
            Markup('<desc id="{}-d">{}</desc>').format(
                ids, word("map-places", language, count=len(dots), names=names)
            ),
            *(
                Markup('<path class="map-outline" d="{}"/>').format(_path([to(p) for p in outline.points]))
                for outline in shown.outlines
            ),
            _graticule(shown, to),
            Markup('<g class="map-context">{}</g>').format(Markup("").join(context)),
            Markup('<g class="map-places">{}</g>').format(Markup("").join(drawn)),
            _scale(to, language),
            Markup("</svg>"),
        ]
    )


class _Dot(NamedTuple):
    place: Place
    x: float
    y: float
    radius: float


def _dots(shown: Map, places: Sequence[Place], elsewhere: Sequence[Map], to: _Projection) -> list[_Dot]:
    """The dots of a map, the greatest first."""
    found: list[_Dot] = []
    for place in sorted(places, key=lambda place: (-place.sentences, place.names)):
        if not shown.has(place.at):
            continue
        dot = _Dot(place, *to(place.at), _radius(place.sentences))
        touches = any(math.hypot(dot.x - o.x, dot.y - o.y) < dot.radius + o.radius + 4 for o in found)
        if not (touches and any(other.has(place.at) for other in elsewhere)):
            found.append(dot)
    return found


def _dot(dot: _Dot, comma: str, taken: list[_Box], frame: _Box) -> Markup:
    name, href = dot.place.names[0]
    where = _label_place(name, dot.x, dot.y, dot.radius, taken, frame)
    return Markup('<a href="{}"{}><title>{}</title><circle cx="{}" cy="{}" r="{}"/>{}</a>').format(
        href,
        _lang(dot.place.lang),
        comma.join(name for name, _ in dot.place.names),
        dot.x,
        dot.y,
        dot.radius,
        _text(name, where),
    )


def _context(label: Label, language: Language, to: _Projection, taken: list[_Box], frame: _Box) -> Markup:
    x, y = to(label.at)
    name = label.name.get(language)
    if label.area:
        half = _width(name) / 2
        taken.append(_Box(x - half, y - _FONT, x + half, y + 4))
        return _text(name, (round(x - half, 1), y))
    dot = Markup('<circle cx="{}" cy="{}" r="2.5"/>').format(x, y)
    return dot + _text(name, _label_place(name, x, y, 3, taken, frame))


def _text(text: str, where: tuple[float, float] | None) -> Markup:
    return Markup('<text x="{}" y="{}">{}</text>').format(*where, text) if where else Markup("")


def _around(x: float, y: float, radius: float) -> _Box:
    return _Box(x - radius, y - radius, x + radius, y + radius)


def _lang(lang: str) -> Markup:
    return Markup(' lang="{}"').format(lang) if lang else Markup("")


def _radius(sentences: int) -> float:
    """The area grows with the number of sentences, up to a limit."""
    return round(min(4 + math.sqrt(sentences) * 0.6, 11), 1)


def _width(text: str) -> float:
    """About how wide a text is: a Chinese character is as wide as high, a Latin letter half of that."""
    return sum(_FONT if ord(char) > 0x2E80 else _FONT * 0.53 for char in text)


def _label_place(
    text: str, x: float, y: float, radius: float, taken: list[_Box], frame: _Box
) -> tuple[float, float] | None:
    """Where a label can stand without covering anything, the best place first; None if there is none."""
    width, half = _width(text), _FONT * 0.6
    gap = radius + 3
    for left, middle in (
        (x + gap, y),
        (x - gap - width, y),
        (x - width / 2, y - radius - half - 1),
        (x - width / 2, y + radius + half + 1),
        (x + gap * 0.8, y - gap),
        (x + gap * 0.8, y + gap),
        (x - gap * 0.8 - width, y - gap),
        (x - gap * 0.8 - width, y + gap),
        # One line further off.
        (x - width / 2, y - radius - half - _FONT),
        (x - width / 2, y + radius + half + _FONT),
        (x + gap * 0.5, y - gap - _FONT),
        (x + gap * 0.5, y + gap + _FONT),
        (x - gap * 0.5 - width, y - gap - _FONT),
        (x - gap * 0.5 - width, y + gap + _FONT),
    ):
        box = _Box(left - 1, middle - half, left + width + 1, middle + half)
        fits = frame.left <= box.left and box.right <= frame.right
        if (
            fits
            and frame.top <= box.top
            and box.bottom <= frame.bottom
            and not any(box.meets(other) for other in taken)
        ):
            taken.append(box)
            return round(left, 1), round(middle + _FONT * 0.36, 1)
    return None


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"


def _graticule(shown: Map, to: _Projection) -> Markup:
    """Lines of whole, or of half or fifth, degrees: four to eight of them across."""
    span = max(shown.east - shown.west, shown.north - shown.south)
    step = next(s for s in (10, 5, 2, 1, 0.5, 0.2, 0.1) if span / s >= 4 or s == 0.1)
    lines, numbers = [], []
    for first, last, across in ((shown.west, shown.east, True), (shown.south, shown.north, False)):
        for count in range(math.ceil(first / step), math.floor(last / step) + 1):
            degrees = round(count * step, 1)
            if across:
                x, _ = to(Point(shown.south, degrees))
                lines.append(f"M{x} 0V{to.height}")
                numbers.append(
                    (x + 3, to.height - 4, f"{degrees:g}°E" if degrees >= 0 else f"{-degrees:g}°W")
                )
            else:
                _, y = to(Point(degrees, shown.west))
                lines.append(f"M0 {y}H{_WIDTH}")
                numbers.append((3, y - 3, f"{degrees:g}°N" if degrees >= 0 else f"{-degrees:g}°S"))
    inside = [number for number in numbers if number[0] < _WIDTH - 32]
    texts = (
        Markup('<text x="{}" y="{}">{}</text>').format(round(x, 1), round(y, 1), t) for x, y, t in inside
    )
    return Markup('<g class="map-graticule" aria-hidden="true"><path d="{}"/>{}</g>').format(
        "".join(lines), Markup("").join(texts)
    )


def _kilometres(to: _Projection) -> int:
    """A round length that is about a fifth of the map's width."""
    most = _WIDTH / 4 / to.scale * _KM_PER_DEGREE
    return max((n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000) if n <= most), default=1)


def _scale_box(to: _Projection) -> _Box:
    return _Box(_WIDTH - _WIDTH / 4 - 16, to.height - 52, _WIDTH, to.height - 16)


def _scale(to: _Projection, language: Language) -> Markup:
    km = _kilometres(to)
    length = round(km / _KM_PER_DEGREE * to.scale, 1)
    right, bottom = _WIDTH - 14, round(to.height - 24, 1)
    return Markup(
        '<g class="map-scale"><path d="M{} {}v5h{}v-5"/>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text></g>'
    ).format(
        round(right - length, 1),
        bottom,
        length,
        round(right - length / 2, 1),
        bottom - 4,
        word("map-scale", language, km=km),
    )
