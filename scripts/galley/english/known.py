"""The whole translation memory of an archive, on disk for the time of a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from galley.english.memory import Known, Source
from galley.model import Origin
from galley.scratch import Scratch

_TABLES = """
CREATE TABLE file (slug TEXT PRIMARY KEY, source TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (sentence BLOB, file INTEGER, slug TEXT, en TEXT, origin TEXT,
                    PRIMARY KEY (sentence, file)) WITHOUT ROWID;
"""


class KnownEnglish:
    """Every sentence that has English, as :class:`galley.english.memory.Memory` finds it."""

    def __init__(self) -> None:
        self._scratch = Scratch(_TABLES)
        self._files = 0

    def add(self, slug: str, source: str, entries: Iterable[Sequence[str]]) -> None:
        """Add a file; of a sentence that has English in several, the first that was added counts."""
        self._files += 1
        self._scratch.put("INSERT INTO file VALUES (?, ?)", [(slug, source)])
        rows = ((_digest(hans), self._files, slug, en, origin) for hans, en, origin in entries)
        self._scratch.put("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", rows)

    def source(self, slug: str) -> Source | None:
        """Where an article's English comes from; None where it has no file."""
        row = self._scratch.one("SELECT source FROM file WHERE slug = ?", slug)
        return row[0] if row else None

    def find(self, slug: str, sentence: str) -> Known | None:
        """A sentence's English: the article's own, or else that of any article that has it."""
        row = self._scratch.one(
            "SELECT en, origin FROM entry WHERE sentence = ? ORDER BY slug <> ?, file LIMIT 1",
            _digest(sentence),
            slug,
        )
        return Known(*row) if row else None

    def find_all(self, slug: str, sentences: Iterable[str]) -> dict[str, tuple[str, Origin]]:
        """English and origin of those sentences that have it."""
        found = ((sentence, self.find(slug, sentence)) for sentence in sentences)
        return {sentence: (known.text, known.origin) for sentence, known in found if known}


def _digest(sentence: str) -> bytes:
    return blake2b(sentence.encode(), digest_size=16).digest()
