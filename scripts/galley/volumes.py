"""Volumes: an archive that outgrows one site is published as several, with one search over all of them.

Either one archive is built in parts (``by`` year, decade or paper), each a site of its own, or archives kept
apart name each other (``others``). A site knows its volume and the others from ``search/volumes.json``,
which ``overrides/assets/volumes.js`` reads.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from os.path import relpath
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from galley import dates
from galley.editors import is_slug
from galley.errors import GalleyError
from galley.interface import word
from galley.model import LANGUAGES, Language, Texts
from galley.plan import UNKNOWN_PAPER
from galley.postings import compact
from galley.publication import prefix_of

FILE = "search/volumes.json"
_PLACE = "{volume}"
_NOT_IN_ADDRESSES = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Volume:
    """One of the sites: its name in three languages, and the whole address of its root, with a slash."""

    name: Texts
    url: str


class Sheet(NamedTuple):
    """A page, by what decides in which volume it is."""

    path: Path
    """Of its plan."""
    paper: str
    date: str
    slugs: tuple[str, ...]
    """Its articles."""


class Part(NamedTuple):
    """A part of one archive, to be built as a volume."""

    volume: Volume
    pages: frozenset[str]
    """The source pages in it, by their names without ``.txt``."""
    slugs: frozenset[str]
    """The articles in it."""
    every: frozenset[str]
    """The articles of all parts, the same set for each of them."""

    @property
    def elsewhere(self) -> frozenset[str]:
        """The articles of the other parts."""
        return self.every - self.slugs


Name = tuple[str, Texts]
"""Of a part: in addresses, and for readers."""


def _year(sheet: Sheet, english: Mapping[str, str]) -> Name:
    year = dates.parse(sheet.date).year
    names = Texts(f"{year}年", f"{year}年", str(year))
    return (str(year), names) if year else _unknown("undated", "volume-undated")


def _decade(sheet: Sheet, english: Mapping[str, str]) -> Name:
    decade = dates.parse(sheet.date).year // 10 * 10
    names = Texts(f"{decade}年代", f"{decade}年代", f"{decade}s")
    return (f"{decade}s", names) if decade else _unknown("undated", "volume-undated")


def _paper(sheet: Sheet, english: Mapping[str, str]) -> Name:
    if sheet.paper == UNKNOWN_PAPER:
        return _unknown("other", "paper-unknown")
    name = english.get(sheet.paper, "")
    address = _NOT_IN_ADDRESSES.sub("-", name.lower()).strip("-")
    if not is_slug(address):
        message = f"the volume of “{sheet.paper}” has no address; give the paper an English name in terms.tsv"
        raise GalleyError(message, sheet.path)
    return address, Texts(sheet.paper, "", name)


def _unknown(address: str, key: str) -> Name:
    return address, Texts(word(key, "zh-Hans"), word(key, "zh-Hant"), word(key, "en"))


_DIVISIONS: Mapping[str, Callable[[Sheet, Mapping[str, str]], Name]] = {
    "year": _year,
    "decade": _decade,
    "paper": _paper,
}
DIVISIONS = tuple(_DIVISIONS)
"""By what an archive can be divided."""


def divide(
    sheets: Iterable[Sheet], by: str, url: str, english: Mapping[str, str], convert: Callable[[str], str]
) -> dict[str, Part]:
    """The parts of an archive by their names in addresses, in order.

    Args:
        sheets: all pages.
        by: one of :data:`DIVISIONS`.
        url: the address of a part, with ``{volume}`` where its name belongs.
        english: the papers' English names.
        convert: Simplified to Traditional Chinese.

    Raises:
        GalleyError: the address has no place for the name, or a paper has no name for addresses.
    """
    if _PLACE not in url or not urlsplit(url).netloc:
        message = f"volumes: the address “{url}” should be like https://me.github.io/press-{_PLACE}/"
        raise GalleyError(message, "mkdocs.yml")
    names: dict[str, Texts] = {}
    pages: defaultdict[str, list[str]] = defaultdict(list)
    slugs: defaultdict[str, list[str]] = defaultdict(list)
    for sheet in sheets:
        name, texts = _DIVISIONS[by](sheet, english)
        names[name] = texts
        pages[name].append(sheet.path.stem)
        slugs[name] += sheet.slugs
    parts = {}
    every = frozenset(chain.from_iterable(slugs.values()))
    for name, texts in sorted(names.items()):
        shown = Texts(texts.hans, texts.hant or convert(texts.hans), texts.en)
        parts[name] = Part(
            Volume(shown, with_slash(url.replace(_PLACE, name))),
            frozenset(pages[name]),
            frozenset(slugs[name]),
            every,
        )
    return parts


def with_slash(url: str) -> str:
    """An address with a slash at its end, so that what is below it can be joined to it."""
    return url.rstrip("/") + "/"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a site knows of the volumes: its own and the others."""

    here: Volume
    others: Sequence[Volume]

    def origins(self) -> list[str]:
        """The hosts that pages of this site ask, besides their own, for the content security policy."""
        return sorted({origin(one.url) for one in self.others} - {origin(self.here.url)})

    def files(self) -> Iterator[tuple[str, str]]:
        """The file that the search reads. On one host addresses are relative: its name may change."""
        others = [{"name": _names(one.name), "url": self.address(one)} for one in self.others]
        yield FILE, compact({"here": _names(self.here.name), "others": others})

    def address(self, other: Volume, below: str = "", page: str = "") -> str:
        """The address of another volume, or of what is ``below`` its root, seen from a page of this site."""
        if origin(other.url) != origin(self.here.url):
            return other.url + below
        return with_slash(relpath(urlsplit(other.url).path + below, urlsplit(self.here.url).path + page))

    def home(self, other: Volume, language: Language, page: str) -> str:
        """The address of another volume's home page, seen from a page of this site."""
        return self.address(other, prefix_of(language), page)


def origin(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _names(texts: Texts) -> dict[str, str]:
    return {language: texts.get(language) for language in LANGUAGES}
