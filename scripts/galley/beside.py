"""What stands beside the pages of a site, in parts: data, both search indexes, feeds and downloads.

A build writes all parts, one after the other. A server writes a part when it has nothing else to do, or
when somebody asks for a file of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Lock

from galley import files, pagefind_index, sitemap
from galley.content import Content, Made

_EXPORTS = (".xml", ".json", ".bib", ".ris", ".png", ".epub", ".jsonl", ".tmx")


class Part:
    """One part, and whether it is as new as what it is made from."""

    def __init__(
        self,
        name: str,
        wanted: Callable[[str], bool],
        make: Callable[[], Made],
        site: Path,
        own_folder: bool = False,
    ) -> None:
        """A part that has to be written.

        Args:
            name: what it is called in the log.
            wanted: whether a file (its path below the site's folder) belongs to it.
            make: makes its files.
            site: the site's folder.
            own_folder: whether the folder of its name holds nothing else.
        """
        self.name, self.wanted = name, wanted
        self._make, self._site, self._own_folder = make, site, own_folder
        self._age, self._written = 1, 0
        self.lock = Lock()
        """Held by whoever writes it."""

    def outdate(self) -> None:
        """What it is made from has changed."""
        self._age += 1

    def write(self, stop: Event | None = None) -> int:
        """Write it unless it was written since it was outdated; return how many files changed.

        Raises:
            GalleyError: the disk is full, or the folder cannot be written to.
        """
        changed = 0
        while self._written != self._age and not (stop and stop.is_set()):
            with self.lock:
                if self._written != self._age:
                    changed += self._write(stop or Event())
        return changed

    def _write(self, stop: Event) -> int:
        """Write as long as nothing newer is there."""
        age, names, changed = self._age, set(), 0
        for name, content in self._make():
            if self._age != age or stop.is_set():
                return changed
            names.add(self._site / name)
            changed += files.write(self._site / name, content)
        if self._own_folder:
            for path in (self._site / self.name).rglob("*"):
                if path.is_file() and path not in names:
                    path.unlink()
        if not stop.is_set():
            self._written = age
        return changed


def parts_of(
    content: Callable[[], Content],
    site: Path,
    search: bool,
    addresses: Callable[[], Sequence[str]],
    write_pages: Callable[[], None],
) -> list[Part]:
    """The parts of a site, in the order in which a build writes them.

    Args:
        content: what the site is made from, when a part is written.
        site: the site's folder.
        search: whether it has a search.
        addresses: of all pages, below the root of any language.
        write_pages: see to it that all pages are in the folder, for Pagefind to read. It comes last.
    """

    def pagefind() -> Made:
        write_pages()
        shutil.rmtree(site / "pagefind", ignore_errors=True)
        pagefind_index.index(site)  # which writes its files itself
        return iter(())

    def named() -> Made:
        return sitemap.all_files(addresses(), content().exports.publication)

    parts = [
        Part("sitemap", lambda path: path.startswith("sitemap") and "/" not in path, named, site),
        Part("data", _is_data, lambda: content().data(), site),
    ]
    if search:
        parts.append(Part("search", _is_in("search/"), lambda: content().search(), site, own_folder=True))
    parts.append(Part("exports", _is_export, lambda: content().exports.files(), site))
    return [*parts, Part("pagefind", _is_in("pagefind/"), pagefind, site)] if search else parts


def _is_in(folder: str) -> Callable[[str], bool]:
    return lambda path: path.startswith(folder)


def _is_data(path: str) -> bool:
    return path.startswith("data/") and not path.startswith("data/archive.")


def _is_export(path: str) -> bool:
    """Whether a file is one of the feeds, references, pictures and downloads."""
    elsewhere = ("assets/", "search/", "pagefind/")
    return path.endswith(_EXPORTS) and not path.startswith(elsewhere)
