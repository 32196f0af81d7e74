"""Fill the empty entries of the memory with a translation program's English, and say so in each.

Every line of the comment of such an entry begins with ``machine: ``; the first one says which model it
was, the others what was put right (:mod:`galley.english.polish`) and what a person should look at.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import wrap

import polib

from galley import files
from galley.english import memory
from galley.english.memory import MACHINE
from galley.english.parts import Translated
from galley.english.polish import Filled, polish
from galley.english.waiting import English, KnownAnywhere, Waiting
from galley.model import Article
from galley.terms import Term

SAVE_EVERY = 3.0
"""Seconds of work after which files are written."""

_WINDOW = 1000
"""Sentences that are put into batches together, and so the number of files open to change at once."""


# ---------------------------------------------------------------------- one entry


def comment(made_by: str, filled: Filled) -> str:
    """The translator's comment of an entry; its first line ends in a checksum of the English."""
    lines = [line for note in filled.notes for line in wrap(note, 85)]
    return "\n".join(MACHINE + line for line in [f"{made_by}, text {_checksum(filled.text)}", *lines])


def _checksum(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"


def by_program(entry: polib.POEntry) -> bool:
    """Whether a program filled the entry, and no person has changed or accepted it since.

    Translators' programs keep comments, so the comment alone does not show that.
    """
    made = re.match(rf"{MACHINE}.*, text ([0-9a-f]{{8}})$", entry.tcomment or "", re.MULTILINE)
    return entry.fuzzy and made is not None and made[1] == _checksum(entry.msgstr)


def _put(entry: polib.POEntry, text: str, said: str) -> None:
    """Write English into an entry; a person's comment on the sentence stays.

    ``said`` is the program's comment; without one it is a person's English.
    """
    kept = [line for line in (entry.tcomment or "").splitlines() if not line.startswith(MACHINE)]
    entry.msgstr, entry.previous_msgid = text, None
    entry.tcomment = "\n".join([*said.splitlines(), *kept])
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"] + ["fuzzy"] * bool(said)


def _gaps(catalogue: polib.POFile, again: bool) -> Iterator[polib.POEntry]:
    """The entries to fill: the empty ones and, if asked, those that a program filled."""
    for entry in catalogue:
        if not entry.obsolete and (not entry.msgstr.strip() or (again and by_program(entry))):
            yield entry


# ---------------------------------------------------------------------- the files


@dataclass(slots=True)
class Work:
    """What there is to do."""

    gaps: Waiting = field(default_factory=Waiting)
    articles: int = 0
    """Whose files are up to their text."""
    copied: int = 0
    """Entries that got the English of the same sentence elsewhere."""


def prepare(articles: Callable[[], Iterable[Article]], seeds: Path, again: bool) -> Work:
    """Bring the articles' files up to the text, copy what is known elsewhere, and say what is left.

    Args:
        articles: gives them, one after another; it is called twice.
        seeds: the archive's folder of them.
        again: whether the entries that a program filled count as empty.

    Raises:
        GalleyError: a file cannot be read or written.
    """
    files.sweep(memory.folder(seeds))
    for article in articles():
        _drop_outdated(_path(article, seeds), {sentence for _, sentence in memory.sentences(article)})
    known = _known(seeds, again)
    work = Work()
    for article in articles():
        path = _path(article, seeds)
        memory.update(article, seeds, known)
        catalogue = memory.read_po(path)
        missing = []
        for entry in _gaps(catalogue, again):
            found = known.get(entry.msgid)
            if found is not None:
                _put(entry, found.text, found.said)
                work.copied += 1
            else:
                missing.append(entry.msgid)
        work.gaps.add(path, missing)
        work.articles += 1
        _write(path, catalogue)
    return work


def _path(article: Article, seeds: Path) -> Path:
    return memory.folder(seeds) / f"{article.slug}.po"


def _drop_outdated(path: Path, wanted: Collection[str]) -> None:
    """Take away a program's English of sentences that are gone: it is no match to offer to a person."""
    if path.exists():
        catalogue = memory.read_po(path)
        outdated = [entry for entry in catalogue if by_program(entry) and entry.msgid not in wanted]
        for entry in outdated:
            catalogue.remove(entry)
        if outdated:
            _write(path, catalogue)


def _known(seeds: Path, again: bool) -> KnownAnywhere:
    """Every sentence that has English: a person's comes before a draft's, a draft's before a program's."""
    known = KnownAnywhere()
    for path in sorted(memory.folder(seeds).glob("*.po")):
        known.add(_usable(memory.read_po(path), path.stem, again))
    return known


def _usable(catalogue: polib.POFile, slug: str, again: bool) -> Iterator[tuple[str, English]]:
    """The sentences of a file whose English may be copied."""
    drafted = catalogue.metadata.get(memory.ORIGIN_HEADER) != "person"
    for entry in catalogue:
        own = entry.tcomment or ""
        if by_program(entry):
            said = "\n".join(line for line in own.splitlines() if line.startswith(MACHINE))
            one = English(2, entry.msgstr, said)
        elif drafted and not own.startswith(memory.PERSON):
            one = English(1, entry.msgstr, f"{MACHINE}as drafted for {slug}")
        else:
            one = English(0, entry.msgstr, "")
        usable = not again if one.rank == 2 else not entry.fuzzy
        if usable and entry.msgstr.strip() and not entry.obsolete:
            yield entry.msgid, one


@dataclass(slots=True)
class Counts:
    """What was done, in sentences."""

    filled: int = 0
    repaired: int = 0
    noted: int = 0
    nothing: int = 0
    """For which the model gave nothing."""


def fill(
    work: Work,
    translate: Callable[[Sequence[str]], Iterable[Sequence[Translated]]],
    made_by: str,
    terms: Sequence[Term],
    again: bool,
    report: Callable[[Sequence[str]], None],
) -> Counts:
    """Translate what waits and write it into the files, every few seconds and however it ends.

    Args:
        work: what :func:`prepare` left.
        translate: gives the sentences' English in batches (:func:`galley.english.parts.translate`).
        made_by: the model, for the entries' comments.
        terms: the site's terms.
        again: whether a program's entries are replaced.
        report: is called with the sentences of each batch that is done.

    Raises:
        GalleyError: a file cannot be read or written.
    """
    counts = Counts()
    waiting: dict[Path, dict[str, Filled]] = {}
    saved = time.monotonic()
    try:
        for start in range(0, len(work.gaps), _WINDOW):
            for batch in translate(work.gaps.some(start, _WINDOW)):
                for one in batch:
                    filled = polish(one, terms)
                    counts.nothing += not filled.text
                    if filled.text:
                        counts.filled += 1
                        counts.repaired += filled.repaired
                        counts.noted += bool(filled.notes)
                        for path in work.gaps.files_of(one.source):
                            waiting.setdefault(path, {})[one.source] = filled
                if time.monotonic() - saved > SAVE_EVERY:
                    _save(waiting, made_by, again)
                    saved = time.monotonic()
                report([one.source for one in batch])
    finally:
        _save(waiting, made_by, again)
    return counts


def _save(waiting: dict[Path, dict[str, Filled]], made_by: str, again: bool) -> None:
    """Write what waits. Files are read afresh: a person may have saved one in the meantime."""
    while waiting:
        path = next(iter(waiting))
        catalogue = memory.read_po(path)
        for entry in _gaps(catalogue, again):
            filled = waiting[path].get(entry.msgid)
            if filled is not None:
                _put(entry, filled.text, comment(made_by, filled))
        _write(path, catalogue)
        del waiting[path]


def _write(path: Path, catalogue: polib.POFile) -> None:
    files.write(path, memory.text_of(catalogue))
