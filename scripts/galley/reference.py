"""An archive's works of reference: its names, its map, its timeline, and the pages of them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jinja2 import Environment

from galley import files
from galley.archive import Archive
from galley.concordance import Concordance, concordance
from galley.frame import Frames, Leaf
from galley.interface import word
from galley.model import Article, Language
from galley.name_pages import FOLDER_OF_KIND, NamePages
from galley.terms import KINDS
from galley.topics import Topic


@dataclass(frozen=True)
class Reference:
    """What the pages of names, places and events are made from."""

    names: Concordance
    topics: Mapping[str, Topic]
    hant_notes: Mapping[str, str]

    def name_pages(self, language: Language, env: Environment) -> NamePages:
        """The pages of names in one language."""
        ours = env.overlay(autoescape=True, trim_blocks=True, lstrip_blocks=True)
        ours.globals = {
            **env.globals,
            "t": lambda key, **values: word(key, language, **values),
            "kinds": KINDS,
            "folders": FOLDER_OF_KIND,
            "comma": ", " if language == "en" else "、",
        }

        def render(template: str, **values: object) -> str:
            return ours.get_template(f"names/{template}").render(values)

        return NamePages(self.names, self.topics, language, self.hant_notes, render)

    def makers(self, pages: NamePages) -> dict[str, Callable[[], Leaf]]:
        """How to make each page of reference in the language of ``pages``, by its address below its root."""
        return {**pages.makers(), "places/": partial(pages.index, "place")}


def read_reference(archive: Archive, articles: Sequence[Article]) -> Reference:
    """Read what editors keep, and find it in the articles.

    Raises:
        GalleyError: with file and line, for whatever an editor has to put right.
    """
    names = concordance(archive.terms, articles, archive.seeds / "terms.tsv")
    notes = list(dict.fromkeys(term.note_zh for term in archive.terms if term.note_zh))
    hant = [archive.traditional.convert(note) for note in notes]
    return Reference(names, archive.topics, dict(zip(notes, hant, strict=True)))


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
