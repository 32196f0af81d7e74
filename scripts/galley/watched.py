"""What a server follows: the seeds, and what else a site is made from, but not what galley writes itself."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserver

from galley.pages import FOLDERS

_DELAY = 0.05
"""Seconds from a change to what it brings about: some programs write a file in several steps."""


def follow(
    server: LiveReloadServer, config: MkDocsConfig, root: Path, changed: Callable[[bool], None]
) -> None:
    """Have a server call ``changed`` after a change; it is told whether more than the seeds did change."""
    state = state_of(config, root)

    def look() -> None:
        nonlocal state
        before, state = state, state_of(config, root)
        changed(state != before)

    server.builder = look
    server.build_delay = _DELAY
    server.unwatch(config.docs_dir)
    if config.config_file_path:
        server.unwatch(config.config_file_path)
    # Polling works on every file system; ten times a second, a few hundred files cost nothing.
    count = sum(1 for _ in (root / "seeds").rglob("*"))
    server.observer = PollingObserver(timeout=max(0.1, count / 10_000))
    for path, recursive in watched(config, root):
        server.watch(str(path), recursive=recursive)
    server.watch(str(root / "seeds"))


def watched(config: MkDocsConfig, root: Path) -> Iterator[tuple[Path, bool]]:
    """What a site is made from beside the seeds, and whether the folders in it count."""
    if config.config_file_path:
        yield Path(config.config_file_path), False
    for folder in FOLDERS.values():
        if (Path(config.docs_dir) / folder).is_dir():
            yield Path(config.docs_dir) / folder, False
    for path in (root / "overrides", Path(__file__).parent, *map(Path, config.watch)):
        if path.exists():
            yield path, True


def state_of(config: MkDocsConfig, root: Path) -> dict[Path, int]:
    """When each of these files was changed."""
    found = {}
    for path, recursive in watched(config, root):
        for file in [path] if path.is_file() else path.rglob("*") if recursive else path.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if file.is_file() and file.suffix != ".pyc":
                    found[file] = file.stat().st_mtime_ns
    return found
