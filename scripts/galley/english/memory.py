"""The translation memory: ``seeds/english/<slug>.po``, one file an article, one entry a sentence.

A ``msgid`` is a sentence of the cleaned Simplified text. Translators open the files in Poedit,
Weblate or OmegaT as they are. Where the English of a file comes from stands in its header, as
``X-Galley-Origin``: ``model`` (drafted with a language model, reviewed by no translator) or
``person``.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

import polib
from rapidfuzz import fuzz, process

from galley import files, lock
from galley.errors import GalleyError
from galley.model import Article, Block, Origin, Segment, Texts
from galley.plain import plain

Source = Literal["model", "person"]
ORIGIN_HEADER = "X-Galley-Origin"
MACHINE = "machine: "
"""Begins the translator's comment of an entry that a translation program filled."""

PERSON = "person: "
"""Begins the translator's comment of an entry that a person sent in."""

_CLOSE = 75.0
"""How alike two sentences are, in percent, before the English of one is offered for the other."""

_PO_LINE = re.compile(r'\s*(?:(?:msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d+\])\s+)?"(?:[^"\\]|\\.)*"\s*')

_LINE_END = re.compile(r"\r\n|\r|\n")
_AT_LINE = re.compile(r"\(line (\d+)\)")
"""Where polib's messages say that something is wrong."""

_PREFIX = re.compile(r"^\s*#(?:~\|?|\|)\s")
"""Before an entry that is obsolete, and before the text that an entry had."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LIKE_A_MARK = re.compile(r"^(?=[,:])", re.MULTILINE)

_BEGUN = "2026-11-20 00:00+0000"
"""A fixed day, so that the same text gives the same file; a translator's program writes its own."""

_ORIGIN_NOTE = {
    "model": "Drafted with a language model; figures and names checked by program;\n"
    "not reviewed by a professional translator.",
    "person": "What is not marked “fuzzy” is the work of a person.",
}


@dataclass(frozen=True, slots=True)
class Known:
    """The English of one sentence."""

    text: str
    origin: Origin


class English(Protocol):
    """Whatever knows sentences in English: in memory, or on disk (:mod:`galley.english.known`)."""

    def find(self, slug: str, sentence: str) -> Known | None:
        """A sentence's English: the article's own, or else that of any article that has it."""


class Memory:
    """Everything that is known in English, by article and over all articles."""

    def __init__(self, by_article: dict[str, dict[str, Known]], sources: dict[str, Source]) -> None:
        self._by_article = by_article
        self._sources = sources
        self._anywhere: dict[str, Known] = {}
        for entries in by_article.values():
            for sentence, known in entries.items():
                self._anywhere.setdefault(sentence, known)

    def find(self, slug: str, sentence: str) -> Known | None:
        """A sentence's English: the article's own, or else that of any article that has it."""
        return self._by_article.get(slug, {}).get(sentence) or self._anywhere.get(sentence)

    def source(self, slug: str) -> Source | None:
        """Where the article's English comes from; none where it has no file."""
        return self._sources.get(slug)


def folder(seeds: Path) -> Path:
    """Where the memory's files are."""
    return seeds / "english"


def writing(root: Path) -> AbstractContextManager[None]:
    """Have the memory's files for oneself while they are read, changed and written.

    Raises:
        GalleyError: another command is changing them.
    """
    return lock.held(root, "english", folder(root / "seeds"), "is being changed")


def read_memory(seeds: Path) -> Memory:
    """Read all files of the memory; an archive without any has an empty one.

    Raises:
        GalleyError: a file is not PO, or not UTF-8.
    """
    by_article: dict[str, dict[str, Known]] = {}
    sources: dict[str, Source] = {}
    for path in sorted(folder(seeds).glob("*.po")):
        sources[path.stem], by_article[path.stem] = known_in(read_po(path))
    return Memory(by_article, sources)


def known_in(catalogue: polib.POFile) -> tuple[Source, dict[str, Known]]:
    """Where a file's English comes from, and the English of its sentences, as far as it may be shown."""
    source: Source = "person" if catalogue.metadata.get(ORIGIN_HEADER) == "person" else "model"
    return source, {entry.msgid: known for entry in catalogue if (known := _known(entry, source)) is not None}


def _known(entry: polib.POEntry, source: Source) -> Known | None:
    """An entry's English, if it may be shown.

    A fuzzy entry is shown only where a translation program filled it: any other is the English
    of a sentence that has changed since.
    """
    if entry.obsolete or not entry.msgstr.strip():
        return None
    comment = entry.tcomment or ""
    if entry.fuzzy:
        return Known(entry.msgstr, "machine") if MACHINE in comment else None
    # Whoever takes the mark “fuzzy” from a program's entry has accepted it.
    by_person = source == "person" or MACHINE in comment or comment.startswith(PERSON)
    return Known(entry.msgstr, "edited" if by_person else "machine")


def read_po(path: Path) -> polib.POFile:
    """Read one PO file.

    Raises:
        GalleyError: it is not PO (with the line, where polib knows it), or not UTF-8.
    """
    try:
        return _parsed(path, path.read_bytes(), path)
    except OSError as error:
        raise GalleyError(f"cannot be read ({error.strerror or error}); check it", path) from None


def po_of(data: bytes, path: Path) -> polib.POFile:
    """A PO file from its bytes, wherever they are; ``path`` is only named.

    Raises:
        GalleyError: it is not PO (with the line, where polib knows it), or not UTF-8.
    """
    with tempfile.TemporaryDirectory(prefix="galley-po-") as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(data)
        return _parsed(copy, data, path)


def _parsed(copy: Path, data: bytes, path: Path) -> polib.POFile:
    """Parse a file, in whatever place a copy of it stands."""
    try:
        _check_lines(data.decode("utf-8-sig"), path)
        # By its name: a text is split by polib at characters (U+2028) that end no line of a PO file.
        return polib.pofile(str(copy), encoding="utf-8", check_for_duplicates=True)
    except UnicodeDecodeError as error:
        raise GalleyError(f"is not UTF-8 (byte {error.start}); save it as UTF-8", path) from None
    except OSError as error:
        message = str(error)
        if error.errno is None and (found := _AT_LINE.search(message)):
            line = int(found[1])
            raise GalleyError("is not PO here; look for a missing quotation mark", path, line) from None
        raise GalleyError(f"cannot be read ({error.strerror or message}); check it", path) from None
    except ValueError as error:
        reason = str(error).splitlines()[0][:80]
        raise GalleyError(f"has an entry twice ({reason}); keep one", path) from None


def text_of(catalogue: polib.POFile) -> str:
    """A PO file's text as Galley writes it; reading and writing it again gives the same."""
    catalogue.wrapwidth = 100
    # polib would write a comment “: …” of the file's head as “#: …”, which is a place in the source.
    catalogue.header = _LIKE_A_MARK.sub(" ", catalogue.header)
    for entry in catalogue.obsolete_entries():  # written by polib, but not read
        entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None
    return f"{catalogue}\n"


def _check_lines(text: str, path: Path) -> None:
    """polib passes over some lines that it cannot read, and an entry would be lost."""
    for number, line in enumerate(_LINE_END.split(text), 1):
        if found := _CONTROL.search(line):
            code = f"U+{ord(found[0]):04X}"
            raise GalleyError(f"has the control character {code}; take it out", path, number)
        said = _PREFIX.sub("", line)
        if said.strip() and not said.lstrip().startswith("#") and not _PO_LINE.fullmatch(said):
            raise GalleyError("is not PO here; look for a missing quotation mark", path, number)


def sentences(article: Article) -> Iterator[tuple[str, str]]:
    """Every text of an article that English is needed for: where it stands, and the text."""
    short = [("kicker", article.kicker), ("subtitle", article.subtitle), ("byline", article.byline_line)]
    if not article.title_supplied:
        yield "title", article.title.hans
    for name, texts in short:
        if texts is not None:
            yield name, texts.hans
    for block in article.blocks:
        if block.kind != "note" and not block.supplied:
            for segment in block.segments:
                yield block.id, segment.hans.text
    for byline in article.bylines:
        yield "byline", byline.hans


def update(article: Article, seeds: Path, memory: English) -> bool:
    """Bring an article's PO file up to its text; return whether the file changed.

    New sentences get an entry; one that changed gets its old English as a fuzzy match; what is no
    longer in the text is kept as obsolete. No translation is ever changed or taken away.

    Raises:
        GalleyError: the file cannot be read or written.
    """
    path = folder(seeds) / f"{article.slug}.po"
    old = read_po(path) if path.exists() else _new_catalogue(article, _source_of_copies(article, memory))
    places: dict[str, list[str]] = {}
    for place, sentence in sentences(article):
        places.setdefault(sentence, []).append(place)
    by_id = {entry.msgid: entry for entry in old}
    gone = {sentence: entry for sentence, entry in by_id.items() if sentence not in places and entry.msgstr}
    catalogue = polib.POFile()
    catalogue.metadata, catalogue.header = old.metadata, old.header
    for sentence, where in places.items():
        entry = by_id.get(sentence) or _new_entry(article.slug, sentence, gone, memory)
        entry.obsolete = False
        entry.occurrences = [(place, "") for place in dict.fromkeys(where)]
        catalogue.append(entry)
    for sentence, entry in by_id.items():
        # Obsolete entries lose their comments, and a program's English would pass for a person's.
        by_program = entry.fuzzy and MACHINE in (entry.tcomment or "")
        if sentence not in places and entry.msgstr and not by_program:
            entry.obsolete = True
            catalogue.append(entry)
    return files.write(path, text_of(catalogue))


def _source_of_copies(article: Article, memory: English) -> Source:
    """Where a new file's English comes from: a renamed article's drafts stay drafts."""
    known = (memory.find(article.slug, sentence) for _, sentence in sentences(article))
    return "model" if any(one is not None and one.origin == "machine" for one in known) else "person"


def _new_entry(slug: str, sentence: str, gone: dict[str, polib.POEntry], memory: English) -> polib.POEntry:
    known = memory.find(slug, sentence)
    if known is not None:
        return polib.POEntry(msgid=sentence, msgstr=known.text)
    entry = polib.POEntry(msgid=sentence, msgstr="")
    found = process.extractOne(sentence, gone.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    if found is not None:
        entry.msgstr, entry.previous_msgid = gone[found[0]].msgstr, found[0]
        entry.flags.append("fuzzy")
    return entry


def _new_catalogue(article: Article, source: Source) -> polib.POFile:
    catalogue = polib.POFile()
    catalogue.metadata = metadata(article.slug, source)
    catalogue.header = header(article, source)
    return catalogue


def header(article: Article, source: Source) -> str:
    """The comment at a file's head."""
    return f"{article.title.hans}\n{_ORIGIN_NOTE[source]}"


def metadata(slug: str, source: Source) -> dict[str, str]:
    """The header fields of a file that nobody has saved yet; editors' programs fill in their own."""
    return {
        "Project-Id-Version": slug,
        "PO-Revision-Date": _BEGUN,
        "Last-Translator": "a language model" if source == "model" else "nobody yet",
        "Language-Team": "English",
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        ORIGIN_HEADER: source,
    }


def translate(article: Article, memory: Memory) -> Article:
    """Fill in the English that the memory has."""

    def short(texts: Texts | None) -> Texts | None:
        known = memory.find(article.slug, texts.hans) if texts is not None and not texts.en else None
        return replace(texts, en=plain(known.text)) if texts is not None and known is not None else texts

    def long(blocks: Iterable[Block]) -> Iterator[Block]:
        for block in blocks:
            yield replace(block, segments=tuple(map(segment, block.segments)))

    def segment(one: Segment) -> Segment:
        known = None if one.en else memory.find(article.slug, one.hans.text)
        return replace(one, en=plain(known.text), origin=known.origin) if known else one

    blocks = tuple(long(article.blocks))
    return replace(
        article,
        title=short(article.title) or article.title,
        kicker=short(article.kicker),
        subtitle=short(article.subtitle),
        byline_line=short(article.byline_line),
        bylines=tuple(short(byline) or byline for byline in article.bylines),
        blocks=blocks,
        english_source=_said_source(memory.source(article.slug), blocks),
    )


def _said_source(source: Source | None, blocks: Iterable[Block]) -> str:
    """What a page says of its English: a program's where a program filled in a person's file."""
    by_machine = any(s.origin == "machine" for b in blocks if b.kind != "note" for s in b.segments)
    return "program" if source == "person" and by_machine else source or ""
