"""Read the files that editors write, and write files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from galley.errors import GalleyError, PlanError

_PART = ".part"
"""Ends the name of a file while it is written; it begins with a dot. No step reads such files."""
_OLD = 60
"""Seconds after which such a file belongs to no process that is still writing it."""


def read_text(path: Path) -> str:
    """A file that an editor wrote, without a byte order mark.

    Raises:
        PlanError: it cannot be read, or is not UTF-8.
    """
    return text_of(read_bytes(path), path)


def read_bytes(path: Path, wrong: type[GalleyError] = PlanError) -> bytes:
    """The bytes of a file that an editor wrote or gave.

    Raises:
        GalleyError: it cannot be read; of the kind ``wrong``.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise wrong(f"cannot be read ({error.strerror}); check the name and the rights", path) from None


def text_of(data: bytes, path: Path) -> str:
    """The text of a file that an editor wrote, from its bytes.

    Raises:
        PlanError: it is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanError(f"is not UTF-8 (byte {error.start}); save it as UTF-8", path) from None


def write(path: Path, content: str | bytes) -> bool:
    """Write a file atomically; return whether its content changed.

    A file that already has this content is not touched, so that nothing is rebuilt for it.

    Raises:
        GalleyError: the disk is full, or the folder cannot be written to.
    """
    import tempfile  # brings much along, and most commands write nothing

    data = content.encode() if isinstance(content, str) else content
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_PART)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise GalleyError(
            f"cannot be written ({error.strerror}); check the disk and the rights", path
        ) from None
    return True


def sweep(*folders: Path) -> None:
    """Take away what runs left below these folders that were killed while they wrote a file."""
    for folder in folders:
        for path in folder.rglob(f".*{_PART}"):
            with contextlib.suppress(OSError):  # another process sweeps too, or may not be swept after
                if time.time() - path.stat().st_mtime > _OLD:
                    path.unlink()
