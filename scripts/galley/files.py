"""Read the files that editors write, and write files whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from galley.errors import GalleyError, PlanError


def read_text(path: Path) -> str:
    """A file that an editor wrote, without a byte order mark.

    Raises:
        PlanError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanError(f"is not UTF-8 (byte {error.start}); save it as UTF-8", path) from None
    except OSError as error:
        raise PlanError(f"cannot be read ({error.strerror}); check the name and the rights", path) from None


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
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
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
