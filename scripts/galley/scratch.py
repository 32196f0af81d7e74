"""A database for the time of one run, on disk, so that what is noted of an archive takes no memory.

It holds nothing that could not be made again: it is deleted at the end, and nothing is kept in it. Other
threads and processes that read it each open it for themselves.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import weakref
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import get_ident
from typing import Any

from galley.errors import GalleyError


class Scratch:
    """SQLite in a temporary file."""

    def __init__(self, tables: str) -> None:
        try:
            handle, name = tempfile.mkstemp(prefix="galley-", suffix=".sqlite")
            os.close(handle)
            self._path = Path(name)
            weakref.finalize(self, _delete, self._path, os.getpid())
            self._open: dict[tuple[int, int], sqlite3.Connection] = {}
            self._db.executescript(tables)
        except (OSError, sqlite3.Error) as error:
            raise _full(error) from None

    @property
    def _db(self) -> sqlite3.Connection:
        me = (os.getpid(), get_ident())
        if me not in self._open:
            # Nothing in it outlives the run, so nothing needs to survive a crash.
            db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
            db.executescript("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA cache_size=-8000;")
            self._open[me] = db
        return self._open[me]

    def put(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each row."""
        try:
            self._db.execute("BEGIN")
            self._db.executemany(statement, rows)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise _full(error) from None

    def all(self, query: str, *values: Any) -> Iterable[Any]:
        """The rows of a query, one after another."""
        return self._db.execute(query, values)

    def one(self, query: str, *values: Any) -> Any:
        """The first row of a query, or None."""
        return self._db.execute(query, values).fetchone()


def _full(error: Exception) -> GalleyError:
    return GalleyError(f"cannot be written to ({error}); check the disk", tempfile.gettempdir())


def _delete(path: Path, owner: int) -> None:
    if os.getpid() == owner:
        path.unlink(missing_ok=True)
