"""Set editions with Typst, in this process, on all cores; each is kept and set again only when it changes.

Typst runs outside Python's lock, so threads are as good as processes here.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from threading import Event
from typing import Any

import segno
import typst

from galley.cache import Cache, code_of, key
from galley.errors import GalleyError
from galley.model import Language
from galley.pdf import fonts, missing
from galley.pdf.editions import Edition
from galley.pdf.missing import Missing
from galley.workers import cores

TEMPLATE = Path("overrides") / "pdf" / "galley.typ"
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
_PAGES = re.compile(rb"/Type\s*/Pages\s*/Count (\d+)")
_TRIES = 50
"""How many characters that no font has may be found one after another."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF that was made."""

    edition: Edition
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
        wanted = [_Manuscript.of(edition, self._same) for edition in editions]
        kept = {one.key: self._kept(one) for one in wanted}
        waiting = [one for one in wanted if kept[one.key] is None]
        pool = ThreadPoolExecutor(cores(), initializer=_give_way if modest else None)
        try:
            setting = {one.key: pool.submit(self._unless, stop, one) for one in waiting}
            done = 0
            for one in wanted:
                printed = kept.pop(one.key)
                if printed is None:
                    printed = setting.pop(one.key).result()
                    done += 1
                    if progress is not None:
                        progress(done, len(waiting))
                if printed is not None:
                    yield printed
        finally:
            pool.shutdown(cancel_futures=True)

    def _kept(self, one: _Manuscript) -> Printed | None:
        """What was set before, if nothing in it changed since."""
        data = self._cache.get(one.key)
        if data is None:
            return None
        head, _, pdf = data.partition(b"\n")
        found = json.loads(head)
        return Printed(one.edition, pdf, found["pages"], tuple(Missing(*each) for each in found["missing"]))

    def _unless(self, stop: Event | None, one: _Manuscript) -> Printed | None:
        return None if stop is not None and stop.is_set() else self._set(one)

    def _set(self, one: _Manuscript) -> Printed:
        """Set an edition and keep it."""
        characters = missing.unprintable(one.document)
        for _ in range(_TRIES):
            document, found = missing.without(one.document, characters)
            try:
                pdf = self.compile(document)
            except typst.TypstError as error:
                more = missing.named(error.message) - characters
                if not more:
                    raise GalleyError(f"could not be set: {_told(error)}", one.edition.path) from None
                characters |= more
                continue
            printed = Printed(one.edition, pdf, _pages(pdf), tuple(found))
            head = json.dumps({"pages": printed.pages, "missing": found}, ensure_ascii=False).encode()
            self._cache.put(one.key, head + b"\n" + pdf)
            return printed
        raise GalleyError(f"has more than {_TRIES} characters that no font has", one.edition.path)

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


@dataclass(frozen=True, slots=True)
class _Manuscript:
    """An edition's content, and the key under which its PDF is kept."""

    edition: Edition
    document: dict[str, Any]
    key: str

    @classmethod
    def of(cls, edition: Edition, same: str) -> _Manuscript:
        document = edition.document()
        return cls(edition, document, key(same, edition.path, json.dumps(document, ensure_ascii=False)))


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
