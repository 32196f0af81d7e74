"""Locks between processes, so that two commands never write into one folder at once.

The system lets go of a lock when its process ends, however it ends: a killed command leaves none behind.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from galley.errors import GalleyError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Lock:
    """The right to write into a folder of an archive."""

    def __init__(self, root: Path, name: str) -> None:
        """Know where the lock stands: ``.cache/galley/locks/<name>`` in the archive's folder."""
        self._path = root / ".cache" / "galley" / "locks" / name
        self._file: BinaryIO | None = None

    def take(self, folder: Path, doing: str) -> None:
        """Take it; where the file system has no locks, or nothing can be written, go on without.

        Args:
            folder: what is about to be written to, for the message.
            doing: what another process does that has it: “is being built”.

        Raises:
            GalleyError: another process has it.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = self._path.open("ab")
        except OSError:
            return
        try:
            _take(file)
        except (BlockingIOError, PermissionError):
            file.close()
            message = f"{doing} by another command now; wait until it is done and run this one again"
            raise GalleyError(message, folder) from None
        except OSError:
            file.close()
            return
        self._file = file

    def release(self) -> None:
        """Let others have it."""
        if self._file is not None:
            self._file.close()
            self._file = None


@contextlib.contextmanager
def held(root: Path, name: str, folder: Path, doing: str) -> Iterator[None]:
    """Have a lock for a while.

    Raises:
        GalleyError: another process has it.
    """
    lock = Lock(root, name)
    lock.take(folder, doing)
    try:
        yield
    finally:
        lock.release()


def _take(file: BinaryIO) -> None:
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
