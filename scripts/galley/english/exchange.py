"""Hand the memory to translators and take it back: TMX and XLIFF (:mod:`bitext`), PO by polib."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

import polib

from galley import files
from galley.english import bitext, memory
from galley.errors import GalleyError
from galley.model import Article

_LARGEST = 50_000_000
"""Bytes. No translator's file is larger; a bomb may be."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and its translation, with the place in the file it came from."""

    source: str
    target: str


@dataclass(slots=True)
class Taken:
    """What an import did."""

    new: int = 0
    same: int = 0
    empty: int = 0
    kept: list[str] = field(default_factory=list)
    """Sentences for which a person's other translation was already there, and stays."""
    unknown: list[str] = field(default_factory=list)
    """Sentences that no article has, or has no longer."""


def units_of(article: Article, known: memory.Memory) -> Iterator[bitext.Unit]:
    """An article's sentences, each once, with the English that is known."""
    seen: set[str] = set()
    for place, sentence in memory.sentences(article):
        if sentence not in seen:
            seen.add(sentence)
            found = known.find(article.slug, sentence)
            text, checked = (found.text, found.origin == "edited") if found else ("", True)
            yield bitext.Unit(place, sentence, text, checked)


def tmx(articles: Sequence[Article], known: memory.Memory) -> bytes:
    """The whole memory as TMX 1.4: only what is translated."""
    return bitext.tmx(
        replace(unit, place=f"{article.slug} {unit.place}")
        for article in articles
        for unit in units_of(article, known)
    )


def xliff(article: Article, known: memory.Memory) -> bytes:
    """One article as XLIFF 1.2: every sentence, translated or not."""
    return bitext.xliff(article.slug, units_of(article, known))


def export(articles: Sequence[Article], known: memory.Memory, folder: Path) -> list[Path]:
    """Write ``memory.tmx`` and one ``<slug>.xlf`` for each article."""
    written = [folder / "memory.tmx"]
    files.write(written[0], tmx(articles, known))
    for article in articles:
        written.append(folder / f"{article.slug}.xlf")
        files.write(written[-1], xliff(article, known))
    return written


def read_pairs(path: Path) -> list[Pair]:
    """Read a translator's file: ``.po``, ``.tmx``, ``.xlf`` or ``.xliff``.

    Raises:
        GalleyError: it is none of these, cannot be read, or is not what its name says.
    """
    kind = path.suffix.lower()
    if kind == ".po":
        catalogue = memory.read_po(path)
        return [Pair(e.msgid, e.msgstr) for e in catalogue if not e.obsolete and not e.fuzzy]
    if kind not in (".tmx", ".xlf", ".xliff"):
        raise GalleyError("is no file that can be taken back; give a .po, .tmx or .xlf file", path)
    try:
        if path.stat().st_size > _LARGEST:
            raise GalleyError("is too large for a translator's file; split it", path)
        data = path.read_bytes()
    except OSError as error:
        raise GalleyError(f"cannot be read ({error.strerror}); check the name and the rights", path) from None
    return _read_xml(path, data, kind)


def _read_xml(path: Path, data: bytes, kind: str) -> list[Pair]:
    def refuse(*_: object) -> None:
        raise GalleyError("declares entities, which a translator's file has no need of; take them out", path)

    check = expat.ParserCreate()  # ElementTree tells neither of entities nor the line of a mistake
    check.EntityDeclHandler = refuse
    try:
        check.Parse(data, True)
        root = ElementTree.fromstring(data)  # noqa: S314 it declares no entity
    except (expat.ExpatError, ElementTree.ParseError) as error:
        line = getattr(error, "lineno", None)
        raise GalleyError("is not XML here; send the file as the program saved it", path, line) from None
    except (ValueError, LookupError) as error:
        raise GalleyError(f"is not XML ({error}); send it as it was saved", path) from None
    try:
        found = bitext.read_tmx(root) if kind == ".tmx" else bitext.read_xliff(root)
        return [Pair(source, target) for source, target in found]
    except ValueError as error:
        raise GalleyError(f"is no {kind[1:].upper()} file: {error}; send it as it was saved", path) from None


def take(
    pairs: Sequence[Pair], articles: Sequence[Article], seeds: Path, origin: str, replace: bool
) -> Taken:
    """Put translations into the memory's files, all of them or, at an error, none.

    An entry that a person wrote stays, unless ``replace``; then the old text goes into its comment.
    Model drafts, machine translations and empty entries give way.
    """
    wanted = {pair.source: pair.target.strip() for pair in pairs}
    taken = Taken(empty=sum(not target for target in wanted.values()))
    unknown = {source for source, target in wanted.items() if target}
    changed: list[tuple[Path, polib.POFile]] = []
    for article in articles:
        path = memory.folder(seeds) / f"{article.slug}.po"
        if not path.exists():
            continue
        catalogue = memory.read_po(path)
        by_person = catalogue.metadata.get(memory.ORIGIN_HEADER) == "person"
        touched = False
        for entry in catalogue:
            target = wanted.get(entry.msgid)
            if entry.obsolete or not target:
                continue
            unknown.discard(entry.msgid)
            touched |= _take_one(entry, target, by_person, origin, replace, taken)
        if touched:
            changed.append((path, catalogue))
    for path, catalogue in changed:
        files.write(path, memory.text_of(catalogue))
    taken.unknown = sorted(unknown)
    return taken


def _take_one(
    entry: polib.POEntry, target: str, by_person: bool, origin: str, replace: bool, taken: Taken
) -> bool:
    comment = entry.tcomment or ""
    persons = entry.msgstr and not entry.fuzzy and (by_person or comment.startswith(memory.PERSON))
    if entry.msgstr == target and not entry.fuzzy:
        taken.same += 1
        if persons:
            return False
    elif persons and not replace:
        taken.kept.append(entry.msgid)
        return False
    else:
        taken.new += 1
    before = f"\nbefore: {entry.msgstr}" if persons and entry.msgstr != target else ""
    entry.msgstr, entry.tcomment = target, f"{memory.PERSON}{origin}{before}"
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    entry.previous_msgid = None
    return True
