"""Reading without a network: the service worker (``sw.js``) and the list of what it keeps.

The worker is ``overrides/sw.js`` with the list in its first line: each file of the site with a digest
of its content, so that after a new build browsers fetch again what changed and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from galley import files

NAME = "sw.js"
_LIST = "self.KEPT = "
_SHELL = (".css", ".js", ".svg", ".webmanifest")
_LEFT_OUT = (".pdf", ".zip", ".xml", ".gz", ".map", ".png", ".txt", ".epub")
"""To be loaded one by one, or for machines; what a reader opens is kept then."""


class Kept(NamedTuple):
    """What a worker keeps: the frame of all pages at once, the rest when there is time."""

    shell: dict[str, str]
    rest: dict[str, str]


def write_worker(site: Path, megabytes: int) -> bool:
    """Write the worker of a built site; return whether it changed.

    ``megabytes`` is how large a site may be to be kept whole. Of a larger one the frame is kept, and
    every page that a reader has opened.
    """
    kept = kept_of(site, megabytes)
    words = json.dumps(kept._asdict(), ensure_ascii=False, separators=(",", ":"))
    worker = (site / NAME).read_text("utf-8")
    source = worker.partition("\n")[2] if worker.startswith(_LIST) else worker
    return files.write(site / NAME, f"{_LIST}{words};\n{source}")


def kept_of(site: Path, megabytes: int) -> Kept:
    """The files of a built site that are kept, with their digests, by address."""
    shell: dict[str, str] = {}
    rest: dict[str, str] = {}
    size = 0
    for path in _readable(site):
        content = path.read_bytes()
        size += len(content)
        name = path.relative_to(site).as_posix()
        address = name.removesuffix("index.html") if path.name == "index.html" else name
        own = "/" not in name or (name.startswith("assets/") and path.suffix in _SHELL)
        (shell if own else rest)[address] = hashlib.sha256(content).hexdigest()[:12]
    return Kept(shell, rest if size <= megabytes * 1_000_000 else {})


def _readable(site: Path) -> Iterator[Path]:
    for path in sorted(site.rglob("*")):
        wanted = path.is_file() and path.suffix not in _LEFT_OUT
        if wanted and path.relative_to(site).as_posix() not in (NAME, "404.html"):
            yield path
