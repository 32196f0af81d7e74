"""What a site is made from beside the seeds: a server follows it, and builds anew when it changes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from galley.pages import FOLDERS


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
