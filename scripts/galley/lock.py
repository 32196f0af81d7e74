"""Locks between processes, so that two commands never write into one folder at once.

The system lets go of a lock when its process ends, however it ends: a killed command leaves none behind.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from galley.cache import key
from galley.errors import GalleyError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_WAIT = 0.1
"""Seconds from one look at a lock that somebody else has to the next."""
_PLACES = 64
"""Bytes of a lock's file on Windows, where each of those who share it locks one, and who has it alone all."""


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
        if not self._has(shared=False):
            message = f"{doing} by another command now; wait until it is done and run this one again"
            raise GalleyError(message, folder)

    def wait(self, shared: bool, say: Callable[[], object]) -> None:
        """Take it as soon as nobody has it, or those who do share it as well.

        Args:
            shared: whether others may have it at the same time, if they share it too.
            say: called once if there is something to wait for.
        """
        if not self._has(shared):
            say()
            while not self._has(shared):
                time.sleep(_WAIT)

    def _has(self, shared: bool) -> bool:
        """Take it if that can be done now; whether it is taken, or there are no locks here."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = self._path.open("ab")
        except OSError:
            return True
        try:
            _take(file, shared)
        except (BlockingIOError, PermissionError):
            file.close()
            return False
        except OSError:
            file.close()
            return True
        self._file = file
        return True

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


@contextlib.contextmanager
def pages(root: Path, docs: Path, alone: bool, say: Callable[[str], object]) -> Iterator[None]:
    """Have the right to make an archive's pages below ``docs/``; wait for it where others have it.

    Builds of the whole archive write the same pages, each of them whole or not at all: they share it. A
    volume's build takes the pages of the other volumes away.

    Args:
        root: the archive's folder.
        docs: where its pages stand.
        alone: whether other pages than the whole archive's are wanted.
        say: told in a sentence without a full stop if there is something to wait for.
    """
    lock = Lock(root, f"pages-{key(str(docs.resolve()))[:16]}")
    lock.wait(
        not alone, lambda: say(f"another command makes other pages in {docs}; waiting until it is done")
    )
    try:
        yield
    finally:
        lock.release()


def _take(file: BinaryIO, shared: bool) -> None:
    """Take the lock of a file.

    Raises:
        OSError: a ``BlockingIOError`` or ``PermissionError`` where somebody else has it.
    """
    if sys.platform == "win32":
        for place in range(_PLACES) if shared else (0,):
            os.lseek(file.fileno(), place, os.SEEK_SET)
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1 if shared else _PLACES)
            except PermissionError:
                if not shared or place == _PLACES - 1:
                    raise
            else:
                return
    else:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
