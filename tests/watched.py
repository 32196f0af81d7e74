"""Run a program and look at every change it makes to files below a folder; kill it at one of them.

    python tests/watched.py FOLDER KILL_AT KEPT MODULE ARGUMENT…

``KILL_AT`` is the number of the change before which the process ends as by ``kill -9``; 0: never. Into the
folder ``KEPT`` goes every version that a file gets by being put in its place whole, and ``count``: how many
changes there were.
"""

from __future__ import annotations

import hashlib
import os
import runpy
import signal
import sys
from pathlib import Path
from typing import Any

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link")


def main() -> None:
    """Watch, and run the module as the program it is."""
    folder, kill_at, kept, module = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
    sys.argv = [module, *sys.argv[5:]]
    changes = 0

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal changes
        if event == "open":
            path, mode, flags = arguments
            if not set(mode or "") & set("wax+") and not flags & _WRITES:
                return
        elif event in _CHANGES:
            path = arguments[0]
        else:
            return
        if not isinstance(path, str) or not Path(path).absolute().is_relative_to(folder):
            return
        changes += 1
        if changes == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if event == "os.rename" and not kill_at:
            data = Path(path).read_bytes()
            target = os.path.relpath(arguments[1], folder)
            (kept / version(target, data)).touch()

    sys.addaudithook(watch)
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        if not kill_at:
            (kept / "count").write_text(str(changes))


def version(name: str, data: bytes) -> str:
    """What a file's name and content are known by."""
    return hashlib.sha256(name.encode() + b"\0" + data).hexdigest()


if __name__ == "__main__":
    main()
