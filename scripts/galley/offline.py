"""Reading without a network: the service worker (``sw.js``) and the list of what it keeps.

The list is ``kept.json``: each file of the site with a digest of its content, so that after a new build
browsers fetch again what changed and nothing else. The worker is ``overrides/sw.js`` with the list's own
digest in its first line, so that a browser sees that the list is new.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from galley import files
from galley.site import LANGUAGE_OF

NAME = "sw.js"
LIST = "kept.json"
_FIRST = "self.KEPT = "
_SHELL = (".css", ".js", ".svg", ".webmanifest")
_LEFT_OUT = (
    *(".pdf", ".zip", ".xml", ".gz", ".map", ".png", ".txt", ".epub"),
    *(".bib", ".ris", ".csl.json", ".jsonl", ".tmx", "feed.json"),
)
"""To be loaded one by one, or for machines; what a reader opens is kept then."""
_OTHER_FACES = ("pagefind-ui", "pagefind-modular", "pagefind-component", "pagefind-highlight")
"""Pagefind's own user interfaces, which the site does not load."""

_LANGUAGES = frozenset(LANGUAGE_OF) - {"zh"}


class Kept(NamedTuple):
    """What a worker keeps: the frame of all pages at once, the rest when there is time."""

    shell: dict[str, str]
    rest: dict[str, str]
    whole: bool
    """Whether that is all of the site."""


def write_worker(site: Path, megabytes: int) -> bool:
    """Write the worker of a built site; return whether it changed.

    ``megabytes`` is how much may be kept. Of a larger site the largest parts (``names/``) are left out,
    and of these what a reader has opened is kept.
    """
    kept = kept_of(site, megabytes)
    words = json.dumps(kept._asdict(), ensure_ascii=False, separators=(",", ":"))
    files.write(site / LIST, words)
    worker = (site / NAME).read_text("utf-8")
    source = worker.partition("\n")[2] if worker.startswith(_FIRST) else worker
    return files.write(site / NAME, f'{_FIRST}"{_digest(words.encode())}";\n{source}')


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def kept_of(site: Path, megabytes: int) -> Kept:
    """The files of a built site that are kept, with their digests, by address."""
    shell: dict[str, str] = {}
    parts: dict[str, dict[str, str]] = defaultdict(dict)
    sizes: Counter[str] = Counter()
    for path in _readable(site):
        content = path.read_bytes()
        name = path.relative_to(site).as_posix()
        address = name.removesuffix("index.html") if path.name == "index.html" else name
        own = "/" not in name or (name.startswith("assets/") and path.suffix in _SHELL)
        folders = [folder for folder in name.split("/") if folder not in _LANGUAGES]
        part = "" if own else f"{folders[0]} {len(folders)}"  # an index is not what it leads to
        (shell if own else parts[part])[address] = _digest(content)
        sizes[part] += len(content)
    rest: dict[str, str] = {}
    room, left = megabytes * 1_000_000 - sizes.pop("", 0), 0
    for part, size in sorted(sizes.items(), key=lambda one: (one[1], one[0])):
        if size <= room:
            rest |= parts[part]
            room -= size
        else:
            left += 1
    return Kept(shell, rest, not left)


def _readable(site: Path) -> Iterator[Path]:
    for path in sorted(site.rglob("*")):
        wanted = not path.name.endswith(_LEFT_OUT) and not path.name.startswith(_OTHER_FACES)
        if wanted and path.is_file() and path.relative_to(site).as_posix() not in (NAME, LIST, "404.html"):
            yield path
