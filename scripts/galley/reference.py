"""An archive's works of reference: its names, its map, its timeline, and the pages of them all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from galley import files, reference_data
from galley.addresses import addresses
from galley.archive import Archive
from galley.atlas import Map, Point, read_maps, read_places
from galley.cartography import Place, draw
from galley.collection import Collection, by_slug
from galley.concordance import Concordance, concordance
from galley.events import Event, read_events
from galley.frame import Frames, Leaf
from galley.interface import word
from galley.model import Article, Language
from galley.name_pages import FOLDER_OF_KIND, Link, NamePages
from galley.terms import KINDS
from galley.timeline import Timeline
from galley.topics import Topic


@dataclass(frozen=True)
class Reference:
    """What the pages of names, places and events are made from."""

    names: Concordance
    places: Mapping[str, Point]
    maps: tuple[Map, ...]
    events: tuple[Event, ...]
    topics: Mapping[str, Topic]
    hant_notes: Mapping[str, str]

    def name_pages(self, language: Language, env: Environment) -> NamePages:
        """The pages of names in one language."""
        ours = env.overlay(autoescape=True, trim_blocks=True, lstrip_blocks=True)
        ours.globals = {
            **env.globals,
            "t": lambda key, **values: word(key, language, **values),
            "language": language,
            "kinds": KINDS,
            "folders": FOLDER_OF_KIND,
            "comma": ", " if language == "en" else "、",
        }

        def render(template: str, **values: object) -> str:
            return ours.get_template(f"names/{template}").render(values)

        return NamePages(self.names, self.topics, language, self.hant_notes, render)

    def makers(self, pages: NamePages) -> dict[str, Callable[[], Leaf]]:
        """How to make each page of reference in the language of ``pages``, by its address below its root."""
        found = pages.makers()
        if any(term.kind == "place" for term in self.names.terms):
            found["places/"] = lambda: pages.index("place", maps=self._drawn(pages))
        if self.events:
            found |= Timeline(self.events, self.topics, pages.language, pages.render).makers()
        return found

    def data(self) -> Iterator[tuple[str, str]]:
        """The data files: their paths below the site's folder and their JSON."""
        return reference_data.all_files(self.names, self.places, self.events)

    def _drawn(self, pages: NamePages) -> list[tuple[Map, Markup]]:
        """The maps, with the places that stand in an article; names of one place share a dot."""
        at: defaultdict[Point, list[Link]] = defaultdict(list)
        for number, term in enumerate(self.names.terms):
            if term.hans in self.places and self.names.occurs(number):
                at[self.places[term.hans]].append(pages.link(number))
        dots = []
        for point, links in at.items():
            links.sort(key=lambda link: -link.size)
            names = tuple((link.text, f"../names/{link.slug}/") for link in links)
            dots.append(Place(point, names, links[0].lang, max(link.size for link in links)))
        return [
            (one, draw(one, dots, pages.language, [part for part in self.maps if one.holds(part)]))
            for one in self.maps
        ]


def read_reference(archive: Archive, articles: Sequence[Article]) -> Reference:
    """Read what editors keep, and find it in the articles.

    Raises:
        GalleyError: with file and line, for whatever an editor has to put right.
    """
    names = concordance(archive.terms, articles, archive.seeds / "terms.tsv")
    places = read_places(archive.seeds / "places.tsv", archive.terms)
    maps = read_maps(archive.seeds / "maps.yml", archive.traditional)
    events = read_events(
        archive.seeds / "events.yml", articles, archive.topics, archive.traditional, archive.elsewhere
    )
    notes = list(dict.fromkeys(term.note_zh for term in archive.terms if term.note_zh))
    hant = [archive.traditional.convert(note) for note in notes]
    return Reference(names, places, maps, events, archive.topics, dict(zip(notes, hant, strict=True)))


def check_reference(archive: Archive, articles: Collection) -> None:
    """Check what editors keep, as :func:`read_reference` does, without finding every name in every article.

    Raises:
        GalleyError: with file and line, for whatever an editor has to put right.
    """
    path, terms = archive.seeds / "terms.tsv", archive.terms
    addresses(terms, path)
    rows = Counter(term.hans for term in terms)
    shared = {number for number, term in enumerate(terms) if rows[term.hans] > 1 or term.articles}
    if shared:
        named = [articles[row.position] for row in articles.catalogue.rows() if shared & set(row.terms)]
        concordance([terms[number] for number in sorted(shared)], named, path, known=by_slug(articles))
    read_places(archive.seeds / "places.tsv", terms)
    read_maps(archive.seeds / "maps.yml", archive.traditional)
    read_events(archive.seeds / "events.yml", articles, archive.topics, archive.traditional)


@dataclass(frozen=True)
class Leaves:
    """The pages of one language, to be written all at once or one by one."""

    frames: Frames
    makers: Mapping[str, Callable[[], Leaf]]
    site: Path

    def write(self, address: str) -> bool:
        """Write one page; return whether there is one at this address."""
        make = self.makers.get(address)
        if make is None:
            return False
        path, html = self.frames.html(make())
        files.write(self.site / path, html)
        return True

    def write_all(self) -> None:
        """Write every page."""
        for address in self.makers:
            self.write(address)
