"""Where the peers are: programs that are measured beside Galley and are no part of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.frame import UnableError

ROOT = Path(__file__).parent.parent.parent
_ENVIRONMENTS = ROOT / ".venv"


def python(name: str, how: str) -> Path:
    """The Python of a peer's own environment; ``how`` says how to get it.

    Raises:
        UnableError: it is not there.
    """
    for place in ("bin/python", "Scripts/python.exe"):
        found = _ENVIRONMENTS / name / place
        if found.exists():
            return found
    raise UnableError(f"not installed; {how}")


def program(name: str, how: str) -> str:
    """A program of the system.

    Raises:
        UnableError: it is not there.
    """
    found = shutil.which(name)
    if found is None:
        raise UnableError(f"not installed; {how}")
    return found
