"""What a translation program has to know of a whole archive, on disk: sentences with English, and without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from galley.english.memory import Known
from galley.scratch import Scratch

_KNOWN = """
CREATE TABLE known (sentence TEXT PRIMARY KEY, rank INTEGER, en TEXT, said TEXT) WITHOUT ROWID;
"""
_WAITING = """
CREATE TABLE waiting (number INTEGER PRIMARY KEY, sentence TEXT UNIQUE);
CREATE TABLE place (number INTEGER, path TEXT, PRIMARY KEY (number, path)) WITHOUT ROWID;
"""


class English(NamedTuple):
    """What may be copied for a sentence."""

    rank: int
    """0 is a person's, 1 a draft, 2 a program's: the lowest is taken, of equals the first."""
    text: str
    said: str
    """The comment to go with it; a person's has none."""


class KnownAnywhere:
    """Every sentence that has English somewhere in the memory."""

    def __init__(self) -> None:
        self._scratch = Scratch(_KNOWN)

    def add(self, entries: Iterator[tuple[str, English]]) -> None:
        """Add a file's sentences."""
        better = (
            "INSERT INTO known VALUES (?, ?, ?, ?) ON CONFLICT (sentence) DO UPDATE "
            "SET rank = excluded.rank, en = excluded.en, said = excluded.said WHERE excluded.rank < rank"
        )
        self._scratch.put(better, ((sentence, *one) for sentence, one in entries))

    def get(self, sentence: str) -> English | None:
        """What may be copied for it."""
        row = self._scratch.one("SELECT rank, en, said FROM known WHERE sentence = ?", sentence)
        return English(*row) if row else None

    def find(self, slug: str, sentence: str) -> Known | None:
        """A person's English of a sentence, in whatever article it stands."""
        found = self.get(sentence)
        return Known(found.text, "edited") if found and not found.said else None


class Waiting:
    """The sentences to translate, each once and in the order of the articles, and the files they are for."""

    def __init__(self) -> None:
        self._scratch = Scratch(_WAITING)
        self.characters = 0
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, path: Path, sentences: Sequence[str]) -> None:
        """Note the sentences for which a file has no English."""
        for sentence in sentences:
            if self._scratch.one("SELECT 1 FROM waiting WHERE sentence = ?", sentence) is None:
                self._size += 1
                self.characters += len(sentence)
                self._scratch.put("INSERT INTO waiting VALUES (?, ?)", [(self._size, sentence)])
        places = "INSERT OR IGNORE INTO place SELECT number, ? FROM waiting WHERE sentence = ?"
        self._scratch.put(places, [(str(path), sentence) for sentence in sentences])

    def some(self, start: int, count: int) -> list[str]:
        """So many sentences from a place in the order, from 0."""
        numbers = "SELECT sentence FROM waiting WHERE number > ? AND number <= ? ORDER BY number"
        return [row[0] for row in self._scratch.all(numbers, start, start + count)]

    def files_of(self, sentence: str) -> list[Path]:
        """The files that wait for a sentence."""
        paths = "SELECT path FROM waiting JOIN place USING (number) WHERE sentence = ? ORDER BY path"
        return [Path(row[0]) for row in self._scratch.all(paths, sentence)]
