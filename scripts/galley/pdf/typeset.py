"""Set editions with Typst, on all cores; each is kept and set again only when it changes.

Typst runs outside Python's lock, so threads are as good as processes here. Only a large edition is set in a
process of its own, one at a time: Typst remembers what it laid out, 4 MB an article, until the process ends.
No more editions are in memory than are being set.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.metadata import version
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

import segno
import typst

from galley.cache import Cache, code_of, key
from galley.errors import GalleyError
from galley.model import Language
from galley.parent import end_with_parent
from galley.pdf import fonts, missing
from galley.pdf.editions import Edition
from galley.pdf.missing import Missing
from galley.workers import cores

TEMPLATE = Path("overrides") / "pdf" / "galley.typ"
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
_PAGES = re.compile(rb"/Type\s*/Pages\s*/Count (\d+)")
_TRIES = 50
"""How many characters that no font has may be found one after another."""
_AHEAD = 2
"""Editions for each core that are begun before their turn."""
_LARGE = 50
"""Articles from which on an edition is set in a process of its own."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF that was made."""

    edition: Edition
    key: str
    """Under which it is kept (:meth:`Press.again`)."""
    pdf: bytes = field(repr=False)
    pages: int
    missing: tuple[Missing, ...]
    """The characters for which 〓 stands in it."""


@dataclass(frozen=True)
class Press:
    """An archive's template, fonts and kept PDFs."""

    root: Path

    @cached_property
    def _fonts(self) -> fonts.Fonts:
        return fonts.find(self.root)

    @cached_property
    def _cache(self) -> Cache:
        return Cache(self.root / ".cache" / "galley" / "pdf")

    @cached_property
    def _template(self) -> Path:
        """The archive's own template, or else the one that comes with the program."""
        for root in (self.root, Path(__file__).parents[3]):
            if (root / TEMPLATE).is_file():
                return root / TEMPLATE
        raise GalleyError("does not exist; bring the PDFs' template back", self.root / TEMPLATE)

    @cached_property
    def _same(self) -> str:
        """A key of everything but the text: template, fonts and programs."""
        program = code_of(__file__, missing.__file__)
        return key(self._template.read_bytes(), self._fonts.key, program, *map(version, ("typst", "segno")))

    def check(self) -> None:
        """See that the template and the fonts are there.

        Raises:
            GalleyError: something that every PDF needs is missing.
        """
        assert self._same  # noqa: S101

    def all(
        self,
        editions: Iterable[Edition],
        stop: Event | None = None,
        progress: Callable[[int, int], None] | None = None,
        modest: bool = False,
    ) -> Iterator[Printed]:
        """Every edition, in order; what is not kept is set on all cores.

        Args:
            editions: which.
            stop: when it is set, what has not begun is left out.
            progress: told how many of those that have to be set are done, and how many there are.
            modest: whether to leave the cores to whatever else needs them.

        Raises:
            GalleyError: Typst cannot set one.
        """
        wanted = [_Wanted(edition, self._key(edition)) for edition in editions]
        waiting = [one for one in wanted if not self._cache.has(one.key)]
        left, done, setting = iter(waiting), 0, dict[str, Future[_Set]]()
        with _Pools(self, modest) as pools:
            for one in wanted:
                if stop is not None and stop.is_set():
                    return
                setting.update(
                    (each.key, pools.submit(each)) for each in islice(left, _AHEAD * cores() - len(setting))
                )
                if one.key not in setting:
                    yield self._printed(one)
                    continue
                printed = one.printed(_result(setting.pop(one.key), one))
                done += 1
                if progress is not None:
                    progress(done, len(waiting))
                yield printed

    def again(self, edition: Edition, key: str) -> bytes:
        """A PDF that was made before, by the key that it had; set again, where it could not be kept.

        Raises:
            GalleyError: Typst cannot set it.
        """
        return self._printed(_Wanted(edition, key)).pdf

    def _key(self, edition: Edition) -> str:
        return key(self._same, edition.path, json.dumps(edition.document(), ensure_ascii=False))

    def _printed(self, one: _Wanted) -> Printed:
        """What was set before, if it can still be read."""
        data = self._cache.get(one.key)
        if data is None:
            return one.printed(self.set(one.edition.path, one.key, one.edition.document()))
        head, _, pdf = data.partition(b"\n")
        found = json.loads(head)
        return one.printed(_Set(pdf, found["pages"], tuple(Missing(*each) for each in found["missing"])))

    def set(self, path: str, key: str, given: dict[str, Any]) -> _Set:
        """Set a document and keep it.

        Args:
            path: where the edition stands, for messages.
            key: under which to keep it.
            given: what is in it.

        Raises:
            GalleyError: Typst cannot set it.
        """
        characters = missing.unprintable(given)
        for _ in range(_TRIES):
            document, found = missing.without(given, characters)
            try:
                pdf = self.compile(document)
            except typst.TypstError as error:
                more = missing.named(error.message) - characters
                if not more:
                    raise GalleyError(f"could not be set: {_told(error)}", path) from None
                characters |= more
                continue
            done = _Set(pdf, _pages(pdf), tuple(found))
            head = json.dumps({"pages": done.pages, "missing": found}, ensure_ascii=False).encode()
            self._cache.put(key, head + b"\n" + pdf)
            return done
        raise GalleyError(f"has more than {_TRIES} characters that no font has", path)

    def family(self, language: Language) -> str:
        """The serif in which Chinese is set."""
        return self._fonts.families[language]["serif"]

    def compile(self, document: dict[str, Any]) -> bytes:
        """Set one document, kept or not.

        Raises:
            typst.TypstError: it cannot be set.
        """
        given = {**document, "fonts": self._fonts.families, "qr-code": _qr(document["url"])}
        pdf = typst.compile(
            str(self._template),
            root=str(self._template.parent),
            font_paths=self._fonts.found,
            sys_inputs={"document": json.dumps(given, ensure_ascii=False)},
            pdf_standards=STANDARDS,
            timestamp=0,
        )
        return pdf or b""


class _Set(NamedTuple):
    """What comes of setting a document: the PDF, its pages, and the characters for which 〓 stands in it."""

    pdf: bytes
    pages: int
    missing: tuple[Missing, ...]


class _Wanted(NamedTuple):
    """An edition, and the key under which its PDF is kept."""

    edition: Edition
    key: str

    def printed(self, done: _Set) -> Printed:
        """The PDF of it."""
        return Printed(self.edition, self.key, done.pdf, done.pages, done.missing)


class _Pools:
    """Who sets: a thread for each core, and a process for a large edition, which ends with it."""

    def __init__(self, press: Press, modest: bool) -> None:
        self._press = press
        self._begin = _give_way if modest else None
        self._apart: ProcessPoolExecutor | None = None
        self._threads = ThreadPoolExecutor(cores(), initializer=self._begin)

    def __enter__(self) -> _Pools:
        return self

    def __exit__(self, *_: object) -> None:
        for pool in (self._threads, self._apart):
            if pool is not None:
                pool.shutdown(cancel_futures=True)

    def submit(self, one: _Wanted) -> Future[_Set]:
        """Begin to set an edition."""
        given = (one.edition.path, one.key, one.edition.document())
        if len(one.edition.slugs) < _LARGE:
            return self._threads.submit(self._press.set, *given)
        if self._apart is None:
            context = get_context("spawn")  # not forked: this process has threads
            self._apart = ProcessPoolExecutor(
                1, mp_context=context, initializer=_apart, initargs=(self._begin,), max_tasks_per_child=1
            )
        return self._apart.submit(Press(self._press.root).set, *given)


def _apart(begin: Callable[[], None] | None) -> None:
    """Begin in a process of its own."""
    end_with_parent()
    if begin is not None:
        begin()


def _result(setting: Future[_Set], one: _Wanted) -> _Set:
    try:
        return setting.result()
    except BrokenProcessPool:
        message = "could not be set, because the process was killed; close other programs, and try again"
        raise GalleyError(message, one.edition.path) from None


def _give_way() -> None:
    """Make this thread run when nothing else wants to. Only Linux has priorities for single threads."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)


def _told(error: typst.TypstError) -> str:
    """Typst's own words, and the place in the template."""
    place = next((line.strip() for line in error.diagnostic.splitlines() if ".typ:" in line), "")
    return f"{error.message} ({place.lstrip('┌─ ')})" if place else error.message


def _pages(pdf: bytes) -> int:
    """How many pages a PDF of Typst's has."""
    return max((int(count) for count in _PAGES.findall(pdf)), default=0)


@cache
def _qr(url: str) -> str:
    """A QR code as SVG; empty where there is no address."""
    if not url:
        return ""
    out = io.BytesIO()
    segno.make(url, micro=False, error="m").save(
        out, kind="svg", border=0, omitsize=True, xmldecl=False, nl=False, dark="#1d1b17"
    )
    return out.getvalue().decode()
