"""Results kept by the content of what they were made from.

A result's key is a hash of everything that it depends on, so a kept result is never out of date: what
changed has another key. The folder can be deleted at any time. Several processes can share it, because a
file in it is written whole or not at all; one that was damaged since is found out and made again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from galley import files
from galley.errors import GalleyError

_DIGEST = 32
"""Bytes of SHA-256, of a result and its key, that stand before each result."""


def key(*parts: str | bytes) -> str:
    """A key for a result: a hash of all it depends on, part by part: ("ab", "c") is not ("a", "bc")."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


@cache
def code() -> str:
    """A hash of Galley's own code and data tables, for results that a change of them may change."""
    here = Path(__file__).parent
    names = sorted(p for p in here.rglob("*") if p.suffix in (".py", ".tsv", ".json") and p.is_file())
    return key(*(part for p in names for part in (p.relative_to(here).as_posix(), p.read_bytes())))


@cache
def code_of(*modules: str) -> str:
    """A hash of some modules, by their files: for results that take long and that the rest changes only
    through what they are made from."""
    return key(*(Path(module).read_bytes() for module in modules))


@dataclass(frozen=True, slots=True)
class Cache:
    """The kept results of one step, in a folder of its own (``.cache/galley/<step>``)."""

    folder: Path

    def get(self, name: str) -> bytes | None:
        """A result by its key; None if there is none, or the file is damaged or another's."""
        try:
            data = self._path(name).read_bytes()
        except OSError:
            return None
        kept = data[_DIGEST:]
        return kept if data[:_DIGEST] == _digest(name, kept) else None

    def has(self, name: str) -> bool:
        """Whether there is a file for a key; only :meth:`get` knows whether it is whole."""
        return self._path(name).is_file()

    def put(self, name: str, result: bytes) -> None:
        """Keep a result. A cache that cannot be written to (a full disk, no rights) is no reason to stop."""
        try:
            files.write(self._path(name), _digest(name, result) + result)
        except GalleyError:
            return

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / name


def _digest(name: str, result: bytes) -> bytes:
    """What shows that a result is whole, and that it is this key's: a file may have got another's name."""
    return bytes.fromhex(key(name, result))
