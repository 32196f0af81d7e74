"""Names, places and events as data: ``/data/names.json``, ``/data/places.geojson``, ``/data/events.json``.

What does not exist is ``null`` or empty, never left out. GeoJSON is that of RFC 7946: longitude first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from galley.atlas import Point
from galley.concordance import Concordance
from galley.events import Event
from galley.model import Texts


def all_files(
    names: Concordance, places: Mapping[str, Point], events: Sequence[Event]
) -> Iterator[tuple[str, str]]:
    """Every data file of reference: its path below the site's folder and its JSON."""
    yield "data/names.json", _lines([_name(names, number) for number in range(len(names.terms))])
    found = [
        {
            "type": "Feature",
            "id": names.slugs[number],
            "geometry": {"type": "Point", "coordinates": [point.lon, point.lat]},
            "properties": {"slug": names.slugs[number], "name": _texts(names, number)},
        }
        for number, term in enumerate(names.terms)
        if (point := places.get(term.hans)) is not None
    ]
    yield (
        "data/places.geojson",
        json.dumps({"type": "FeatureCollection", "features": found}, ensure_ascii=False, indent=1),
    )
    yield "data/events.json", _lines([_event(event) for event in events])


def _lines(rows: Sequence[dict[str, Any]]) -> str:
    """A JSON list with one entry a line, which compares well from build to build."""
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def _texts(names: Concordance, number: int) -> dict[str, str | None]:
    term = names.terms[number]
    return Texts(term.hans, term.hant, term.en).data()


def _name(names: Concordance, number: int) -> dict[str, Any]:
    term = names.terms[number]
    mentions = names.mentions.get(number, ())
    return {
        "slug": names.slugs[number],
        "kind": term.kind,
        "name": _texts(names, number),
        "note": {"zh-Hans": term.note_zh or None, "en": term.note or None},
        "sentences": [
            {"article": passage.article.slug, "anchor": passage.anchor, "inside": inside}
            for mention in mentions
            for passage in (names.passages[mention.passage],)
            for inside in (None if mention.inside is None else names.slugs[mention.inside],)
        ],
        "paper_of": [article.slug for article in names.papers.get(number, ())],
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "date": event.period.edtf,
        "inferred": event.inferred,
        "text": event.text.data(),
        "topic": event.topic or None,
        "article": event.article.slug,
        "anchor": event.anchor,
        "quote": event.quote.data(),
    }
