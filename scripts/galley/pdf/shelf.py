"""The PDFs beside a site's pages: set while the pages are made, put in place, and offered with their size."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from threading import Event, Lock, Thread
from typing import NamedTuple

from galley import files
from galley.errors import GalleyError, disk_error
from galley.interface import word
from galley.pdf.editions import Edition
from galley.pdf.missing import Missing
from galley.pdf.typeset import Press, Printed

Say = Callable[[str], None]

# The page is written before its PDF is set: a place for the size is left in it.
_PLACE = re.compile(r'(<span class="pdf-size" data-pdf="([^"]+)">)[^<]*(</span>)')
_MEGABYTE = 1_000_000
_FEW = 20
_PAUSE = 1.0
"""Seconds that a server lets pass after it showed its pages: who edits may well save again."""


class Offer(NamedTuple):
    """A PDF that a page offers."""

    path: str
    """Below the site's root."""
    kind: str
    label: str


def offers(editions: Iterable[Edition]) -> dict[str, list[Offer]]:
    """What each page offers, by its address below the site's root."""
    found: defaultdict[str, list[Offer]] = defaultdict(list)
    for edition in editions:
        label = word(f"pdf-{edition.kind}", edition.language)
        found[edition.page].append(Offer(edition.path, edition.kind, label))
    return dict(found)


def size(printed: Printed) -> str:
    """Pages and bytes of a PDF in words."""
    count = len(printed.pdf)
    big = f"{count / _MEGABYTE:.1f} MB" if count >= _MEGABYTE else f"{max(1, round(count / 1000))} KB"
    key = "pdf-size-one" if printed.pages == 1 else "pdf-size"
    return word(key, printed.edition.language, pages=printed.pages, size=big)


def put(printed: Printed, site: Path) -> bool:
    """Put a PDF into the built site; return whether it changed."""
    return files.write(site / printed.edition.path, printed.pdf)


def fill(sizes: Mapping[str, str], pages: Iterable[str], site: Path) -> None:
    """Write the sizes into the pages that offer the PDFs."""
    for page in sorted(set(pages)):
        path = site / page / "index.html"
        if path.is_file():
            text = path.read_text("utf-8")
            files.write(path, _sized(text, sizes))


def _sized(html: str, sizes: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda at: at[1] + sizes.get(at[2], "") + at[3], html)


class Named:
    """Says which characters cannot be printed, each once for an article."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._said: set[tuple[str, str]] = set()

    def name(self, found: Iterable[Missing]) -> None:
        """Say those that were not said before."""
        for one in found:
            if (one.article, one.character) not in self._said:
                self._said.add((one.article, one.character))
                self._say(str(one))


class Done(NamedTuple):
    """What is remembered of a PDF that was set; the PDF itself is on disk."""

    edition: Edition
    key: str
    size: str
    """In words."""
    missing: Sequence[Missing]


class Run:
    """The PDFs of one build, set in a thread of their own."""

    def __init__(self, press: Press, editions: Sequence[Edition], say: Say) -> None:
        self._press, self._editions, self._say = press, editions, say
        self._stop, self._writing = Event(), Lock()
        self._error: GalleyError | None = None
        self._done: list[Done] = []
        self._sizes: dict[str, str] = {}
        """Of those that stand in a site that is shown, by their paths."""
        self._thread: Thread | None = None

    def begin(self) -> None:
        """Begin to set; the pages are made meanwhile."""
        self._thread = Thread(target=self._set, daemon=True)
        self._thread.start()

    def end(self, site: Path) -> int:
        """Wait until all are set, and put them into the built site; return how many there are.

        Raises:
            GalleyError: one could not be set.
        """
        if self._thread is not None:
            self._thread.join()
        if self._error is not None:
            raise self._error
        for done in self._done:
            files.write(site / done.edition.path, self._press.again(done.edition, done.key))
        self._fill(site)
        return len(self._done)

    def follow(self, site: Path, after: Thread | None) -> None:
        """Set and put into the site in the background, for a server that shows its pages already."""
        self._thread = Thread(target=self._follow, args=(site, after), daemon=True)
        self._thread.start()

    def ask(self, path: str, site: Path) -> bool:
        """Put one PDF into the site now, if there is one at this path, for a reader who cannot wait."""
        wanted = [edition for edition in self._editions if edition.path == path]
        for printed in self._press.all(wanted):
            self._put(printed, site)
        return bool(wanted)

    def sized(self, html: str) -> str:
        """A page with the sizes of the PDFs that are set already."""
        return _sized(html, self._sizes) if self._sizes else html

    def stop(self) -> None:
        """Set nothing more, and write nothing more into the site: it is about to be made again."""
        with self._writing:
            self._stop.set()

    def _set(self) -> None:
        try:
            for printed in self._press.all(self._editions, self._stop, self._progress):
                self._know(printed)
        except GalleyError as error:
            self._error = error
        except OSError as error:  # raised in this thread, it would be lost
            self._error = disk_error(error)
        self._name_missing()

    def _follow(self, site: Path, after: Thread | None) -> None:
        if after is not None:
            after.join()
        if self._stop.wait(_PAUSE):
            return
        try:
            for printed in self._press.all(self._editions, self._stop, self._progress, modest=True):
                if not self._put(printed, site):
                    return
        except GalleyError as error:
            self._say(str(error))
        with self._writing:
            if not self._stop.is_set():
                self._fill(site)
        self._name_missing()

    def _put(self, printed: Printed, site: Path) -> bool:
        """Put one into a site that is shown; whether that was still wanted."""
        with self._writing:
            if self._stop.is_set():
                return False
            if printed.edition.path not in self._sizes:
                put(printed, site)
                self._sizes[printed.edition.path] = self._know(printed).size
            return True

    def _know(self, printed: Printed) -> Done:
        done = Done(printed.edition, printed.key, size(printed), printed.missing)
        self._done.append(done)
        return done

    def _fill(self, site: Path) -> None:
        sizes = {done.edition.path: done.size for done in self._done}
        fill(sizes, (edition.page for edition in self._editions), site)

    def _progress(self, done: int, of: int) -> None:
        """Told a few times of many, and once of a few."""
        step = max(_FEW, -(-of // 8))
        if done % step == 0 or done == of:
            self._say(f"{done} of {of} PDFs set")

    def _name_missing(self) -> None:
        named = Named(self._say)
        for done in self._done:
            named.name(done.missing)
