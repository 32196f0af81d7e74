"""What a build wrote before: which page was made from what, so that it need not be made again.

Like git's index: a file that has the size and the time of its last change that were noted is taken to be
what was written then. The note-book can be deleted at any time, and one that cannot be used is done without.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from galley import files

_TABLE = """
CREATE TABLE IF NOT EXISTS page (path TEXT PRIMARY KEY, key TEXT, size INT, time INT) WITHOUT ROWID;
"""
_BATCH = 500


class NoteBook:
    """Notes on the pages below a folder, in a file (``.cache/galley/written.sqlite``)."""

    def __init__(self, path: Path, docs: Path) -> None:
        self._docs = docs
        self._waiting: list[tuple[str, str, int, int]] = []
        self._db: sqlite3.Connection | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = self._opened(path)
        except (OSError, sqlite3.Error):
            self._db = None

    def _opened(self, path: Path) -> sqlite3.Connection:
        try:
            return _connect(path)
        except sqlite3.DatabaseError:  # damaged
            path.unlink()
            return _connect(path)

    def __enter__(self) -> NoteBook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._flush()
        if self._db is not None:
            self._db.close()

    def is_ours(self, name: str) -> bool:
        """Whether the file is as it was written."""
        return self._key(name) is not None

    def are(self, names: Iterable[str], key: str) -> bool:
        """Whether all these files are as they were written, and made from what ``key`` stands for."""
        return all(self._key(name) == key for name in names)

    def write(self, name: str, text: str, key: str = "") -> bool:
        """Write a page and note it; return whether it changed."""
        path = self._docs / name
        changed = files.write(path, text)
        stat = path.stat()
        self._waiting.append((name, key, stat.st_size, stat.st_mtime_ns))
        if len(self._waiting) >= _BATCH:
            self._flush()
        return changed

    def _key(self, name: str) -> str | None:
        if self._db is None:
            return None
        try:
            row = self._db.execute("SELECT key, size, time FROM page WHERE path = ?", (name,)).fetchone()
            stat = (self._docs / name).stat()
        except (OSError, sqlite3.Error):
            return None
        return row[0] if row and row[1:] == (stat.st_size, stat.st_mtime_ns) else None

    def _flush(self) -> None:
        if self._db is not None and self._waiting:
            try:
                with self._db:
                    self._db.executemany("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?)", self._waiting)
            except sqlite3.Error:  # another build writes, or the disk is full: it is made again next time
                pass
        self._waiting.clear()


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=5)
    db.executescript(f"PRAGMA synchronous=OFF; {_TABLE}")
    return db
