"""Where places are (``seeds/places.tsv``) and the maps that show them (``seeds/maps.yml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from galley.editors import Item, read_yaml
from galley.errors import PlanError
from galley.files import read_text
from galley.model import Texts
from galley.tables import read_table
from galley.terms import Term
from galley.traditional import Traditional

_COLUMNS = ("hans", "lat", "lon", "why")
_MAP = ("id", "name", "about", "bounds", "outlines", "labels")
_CHINA = (3.8, 53.6, 73.4, 135.1)
"""South, north, west, east, in degrees. What an archive of Chinese papers has outside of it is rare enough
to be said (column ``abroad``), and a slip of a digit or a swap of the two numbers is not."""
_NUMBER = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,6})?")


class Point(NamedTuple):
    """A place on Earth, in degrees (WGS 84)."""

    lat: float
    lon: float


class Label(NamedTuple):
    """A place that a map shows for orientation only."""

    name: Texts
    at: Point
    area: bool
    """It names an area: there is no dot."""


class Outline(NamedTuple):
    """A line around an area."""

    name: Texts
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """A map: its frame and what it shows besides the places of the archive."""

    id: str
    name: Texts
    about: Texts | None
    west: float
    south: float
    east: float
    north: float
    outlines: tuple[Outline, ...]
    labels: tuple[Label, ...]

    def has(self, point: Point) -> bool:
        """Whether a point lies inside the frame."""
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east

    def holds(self, other: Map) -> bool:
        """Whether another map shows a part of this one."""
        corners = (Point(other.south, other.west), Point(other.north, other.east))
        return other.id != self.id and all(map(self.has, corners))


def read_places(path: Path, terms: Sequence[Term]) -> dict[str, Point]:
    """Read where places are, by their Simplified name; an archive without the file knows of none.

    Raises:
        PlanError: a row is for no place of the terms, or its coordinates cannot be right.
    """
    if not path.exists():
        return {}
    known = {term.hans for term in terms if term.kind in ("place", "org")}
    found: dict[str, Point] = {}
    lines: dict[str, int] = {}
    for row in read_table(read_text(path), path, _COLUMNS):
        hans = row["hans"]
        if hans not in known:
            raise PlanError(
                f"“{hans}” is no place or organisation of terms.tsv; add it there", path, row.line
            )
        if hans in found:
            raise PlanError(f"“{hans}” stands in line {lines[hans]} too; keep one", path, row.line)
        lat = _degrees(row["lat"], "lat", 90, path, row.line)
        lon = _degrees(row["lon"], "lon", 180, path, row.line)
        south, north, west, east = _CHINA
        if not row.get("abroad") and not (south <= lat <= north and west <= lon <= east):
            swapped = south <= lon <= north and west <= lat <= east
            advice = "lat and lon are swapped" if swapped else "correct it, or write yes under “abroad”"
            raise PlanError(f"puts “{hans}” outside of China ({lat}, {lon}); {advice}", path, row.line)
        found[hans] = Point(lat, lon)
        lines[hans] = row.line
    return found


def _degrees(text: str, column: str, most: int, path: Path, line: int) -> float:
    if not _NUMBER.fullmatch(text) or abs(float(text)) > most:
        raise PlanError(f"“{text}” under “{column}” should be degrees from -{most} to {most}", path, line)
    return float(text)


def read_maps(path: Path, traditional: Traditional) -> tuple[Map, ...]:
    """Read the maps, in the editors' order; an archive without the file has none.

    Raises:
        PlanError: with file and line, for whatever is wrong in it.
    """
    if not path.exists():
        return ()
    found: dict[str, Map] = {}
    for item in read_yaml(path).many():
        one = _map(item, traditional)
        if one.id in found:
            raise item.error(f"the map “{one.id}” stands here again; keep one")
        found[one.id] = one
    return tuple(found.values())


def _map(item: Item, traditional: Traditional) -> Map:
    fields = item.fields(_MAP, ("id", "name", "bounds"))
    corners = fields["bounds"].fields(("west", "south", "east", "north"), ("west", "south", "east", "north"))
    edges = {side: _number(corner) for side, corner in corners.items()}
    if edges["west"] >= edges["east"] or edges["south"] >= edges["north"]:
        raise fields["bounds"].error("has no room; write the smaller number under west and south")
    outlines = []
    for outline in fields["outlines"].many() if "outlines" in fields else ():
        given = outline.fields(("name", "points"), ("name", "points"))
        points = _points(given["points"])
        if len(points) < 3:
            raise given["points"].error("has fewer than three points, which enclose nothing; add some")
        outlines.append(Outline(_texts(given["name"], traditional), points))
    labels = []
    for label in fields["labels"].many() if "labels" in fields else ():
        given = label.fields(("name", "at", "area"), ("name", "at"))
        points = _points(given["at"])
        if len(points) != 1:
            raise given["at"].error("should be one point such as 102.64 37.93")
        area = "area" in given and given["area"].one_of(("true", "false")) == "true"
        labels.append(Label(_texts(given["name"], traditional), points[0], area))
    about = _texts(fields["about"], traditional) if "about" in fields else None
    name = _texts(fields["name"], traditional)
    return Map(fields["id"].slug(), name, about, **edges, outlines=tuple(outlines), labels=tuple(labels))


def _texts(item: Item, traditional: Traditional) -> Texts:
    given: Mapping[str, Item] = item.fields(("zh-Hans", "zh-Hant", "en"), ("zh-Hans", "en"))
    hans = given["zh-Hans"].filled()
    hant = given["zh-Hant"].filled() if "zh-Hant" in given else traditional.convert(hans)
    return Texts(hans, hant, given["en"].filled())


def _number(item: Item) -> float:
    if not _NUMBER.fullmatch(item.text()) or abs(float(item.text())) > 180:
        raise item.error(f"“{item.text()[:20]}” should be degrees such as 102.5")
    return float(item.text())


def _points(item: Item) -> tuple[Point, ...]:
    """Points as ``lon lat, lon lat``, the order of GeoJSON and WKT."""
    found = []
    for pair in item.filled().split(","):
        parts = pair.split()
        if len(parts) != 2 or not all(map(_NUMBER.fullmatch, parts)):
            raise item.error(f"“{pair.strip()[:20]}” should be a longitude and a latitude: 102.19 38.52")
        lon, lat = map(float, parts)
        if abs(lat) > 90 or abs(lon) > 180:
            raise item.error(f"“{pair.strip()}” is nowhere on Earth; write longitude first, then latitude")
        found.append(Point(lat, lon))
    return tuple(found)
