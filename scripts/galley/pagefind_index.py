"""Make Pagefind's search index: it reads the built pages, one index for each ``<html lang>``."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, NamedTuple

from galley.errors import GalleyError


class Indexed(NamedTuple):
    """How many pages went into the index."""

    pages: int


def index(site: Path) -> Indexed:
    """Index a built site into ``site/pagefind/``.

    Only what stands inside ``data-pagefind-body`` is indexed: articles, not lists of them.

    Raises:
        GalleyError: Pagefind is not installed for this machine, or failed.
    """
    try:
        return asyncio.run(_index(site))
    except (OSError, ImportError, RuntimeError, asyncio.IncompleteReadError) as error:
        raise GalleyError(
            f"Pagefind could not index the site ({error}); install pagefind[extended]", site
        ) from None


async def _index(site: Path) -> Indexed:
    # Imported here: only a build needs it, and starting `galley --help` should not.
    from pagefind.index import IndexConfig
    from pagefind.service import PagefindService

    folder = site / "pagefind"
    async with PagefindService() as service:
        pagefind = await service.create_index(IndexConfig(output_path=str(folder), logfile=None))
        added = await pagefind.add_directory(str(site), glob="**/*.html")
        await pagefind.write_files()
        await _written(folder)
    # Typed as a number by pagefind 1.5, and a mapping with the number when it runs.
    count: Any = added
    return Indexed(int(count["page_count"] if isinstance(count, dict) else count))


async def _written(folder: Path) -> None:
    """Wait until Pagefind has written its last file.

    It answers before that, and a process ended then (which its own context manager does) leaves the file
    empty on a busy machine.

    Raises:
        OSError: a file is still empty after ten seconds.
    """
    for _ in range(200):
        if empty := [path for path in folder.rglob("*") if path.is_file() and not path.stat().st_size]:
            await asyncio.sleep(0.05)
        else:
            return
    raise OSError(f"{empty[0].name} was not written")
