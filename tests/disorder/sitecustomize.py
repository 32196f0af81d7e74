"""Makes Python list folders in no order: each file system has another one. On the path of a second build."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any

_shuffle = random.Random(1).shuffle  # noqa: S311
_listdir, _scandir = os.listdir, os.scandir


class _Scanned:
    def __init__(self, *where: Any) -> None:
        with _scandir(*where) as found:
            entries = list(found)
        _shuffle(entries)
        self._entries = iter(entries)

    def __iter__(self) -> Iterator[os.DirEntry[Any]]:
        return self._entries

    def __next__(self) -> os.DirEntry[Any]:
        return next(self._entries)

    def __enter__(self) -> _Scanned:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._entries = iter(())


def _listed(*where: Any) -> list[Any]:
    names: list[Any] = _listdir(*where)
    _shuffle(names)
    return names


os.listdir = _listed  # type: ignore[assignment]
os.scandir = _Scanned  # type: ignore[assignment]
