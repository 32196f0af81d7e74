"""What can go wrong that a person can put right."""

from __future__ import annotations

from pathlib import Path

NO_CLUSTER = "--cluster needs the extra “cluster”; run: make cluster-setup"
"""Said where Dask is not installed."""


class GalleyError(Exception):
    """A user's mistake: one sentence that names the place and the next step.

    Args:
        message: what is wrong and what to do, in one sentence without a full stop.
        file: the file in which it is wrong, if there is one.
        line: its line, counted from 1, if there is one.
    """

    def __init__(self, message: str, file: Path | str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.file = str(file) if file is not None else None
        self.line = line

    def __str__(self) -> str:
        place = ""
        if self.file is not None:
            place = f"{self.file}:{self.line}: " if self.line is not None else f"{self.file}: "
        return f"{place}{self.message}."


def disk_error(error: OSError) -> GalleyError:
    """What the system says of a file or a folder, for where no step told it more exactly."""
    names = (error.filename2, error.filename)  # where a file is copied to, before where it is from
    file = next((str(name) for name in names if isinstance(name, (str, Path))), None)
    if isinstance(error, FileNotFoundError) and file:
        return GalleyError("is not there any more; bring it back, or run this again", file)
    reason = error.strerror or str(error) or type(error).__name__
    message = f"cannot be read or written ({reason}); check the disk and the rights, and run this again"
    return GalleyError(message if file else f"a file {message}", file)


class SourceError(GalleyError):
    """A page of ``seeds/`` cannot be read as text."""


class PlanError(GalleyError):
    """A page plan, or another file that editors write, says something that cannot be."""


class LedgerError(GalleyError):
    """Characters of a source page that nothing accounts for."""
