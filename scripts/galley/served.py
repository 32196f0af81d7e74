"""A site under ``mkdocs serve``: each page and file is made when somebody asks, and once for each edit.

So nothing that is asked for is ever out of date, and an edit is on the screen when the page that is looked
at has been made, whatever the size of the archive. What nobody asks for is made in the background.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, RLock, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jinja2 import TemplateError
from mkdocs.plugins import get_plugin_logger

from galley.beside import Part
from galley.content import Content
from galley.desk import Desk
from galley.errors import GalleyError
from galley.model import Language
from galley.pages import Make
from galley.pdf import shelf
from galley.pdf.shelf import Offer
from galley.publication import prefix_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = get_plugin_logger(__name__)

_BREATH = 0.001
"""Seconds between two pages in the background, for whoever asks for another."""


class Served:
    """The site of one server, from edit to edit."""

    def __init__(self) -> None:
        self.desks: dict[Language, Desk] = {}
        self.parts: Sequence[Part] = ()
        self.printing: shelf.Run | None = None
        self._site = Path()
        self._lock = RLock()
        """Held by whoever lays out a page, or changes what pages are made from."""
        self._age = 0
        """Grows with every change: what was asked for before may be out of date after it."""
        self._stop = Event()
        self._background: Thread | None = None

    def application(self, app: WSGIApplication, site_url: str) -> WSGIApplication:
        """A server's application that, before it reads a file, sees to it that it is up to date.

        Args:
            app: serves the files that there are.
            site_url: the site's address, whose path comes before each file's.
        """
        mount = urlsplit(site_url).path.rstrip("/") + "/"

        def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
            if path.startswith("/livereload/") or not path.startswith(mount):
                return app(environ, start_response)
            said: list[Any] = []

            def listen(*status_and_headers: Any) -> Callable[[bytes], object]:
                said[:] = status_and_headers
                return lambda _: None

            while True:
                age = self._age
                self._ask(path.removeprefix(mount))
                body = app(environ, listen)  # which waits for a rebuild that has begun
                if age == self._age:
                    start_response(*said)
                    return body

        return serve

    def _ask(self, path: str) -> None:
        try:
            self.ask(path)
        except (GalleyError, TemplateError) as error:
            log.error(str(error))

    def ask(self, path: str) -> None:
        """See to it that the file of a path below the site's root is up to date, if there is one.

        Raises:
            GalleyError: it cannot be made.
        """
        for part in self.parts:
            if part.wanted(path):
                part.write()
                return
        with self._lock:
            if path.endswith(".pdf"):
                if self.printing is not None:
                    self.printing.ask(path, self._site)
                return
            name = path if path.endswith(".html") else f"{path.rstrip('/')}/index.html".lstrip("/")
            self._desk_of(name).write(name)

    def _desk_of(self, path: str) -> Desk:
        for language, desk in self.desks.items():
            if prefix_of(language) and path.startswith(prefix_of(language)):
                return desk
        return self.desks["zh-Hans"]

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """While the whole site is built anew, nobody else reads or writes in its folder."""
        self.halt()
        if self._background is not None:
            self._background.join()
        with ExitStack() as held:
            for part in self.parts:
                held.enter_context(part.lock)
            held.enter_context(self._lock)
            yield
            self._age += 1

    def halt(self) -> None:
        """End what goes on in the background: its results would be out of date."""
        self._stop.set()
        if self.printing is not None:
            self.printing.stop()

    def begin(self, site: Path, parts: Sequence[Part], printing: shelf.Run | None) -> None:
        """After the site was built anew: make, in the background, what nobody has asked for yet."""
        self._site, self.parts = site, parts
        self._go_on(printing)

    def change(
        self,
        content: Content,
        markdown: Mapping[str, Make],
        offers: Mapping[str, Sequence[Offer]],
        printing: shelf.Run | None,
    ) -> None:
        """Make the site from another content that has the same pages."""
        self.halt()
        with self._lock:
            for desk in self.desks.values():
                desk.furnish(content, offers, serving=True, markdown=markdown)
            for part in self.parts:
                part.outdate()
            self.desks["zh-Hans"].write_templates()
            self._age += 1
        self._go_on(printing)

    def write_pages(self, stop: Event | None = None) -> None:
        """Lay out every page that was not since the last edit."""
        for desk in list(self.desks.values()):
            for path in desk.paths():
                if stop is not None and stop.is_set():
                    return
                with self._lock:
                    desk.write(path)
                time.sleep(_BREATH)

    def _go_on(self, printing: shelf.Run | None) -> None:
        self.printing, self._stop = printing, Event()
        self._background = Thread(target=self._make_rest, args=(self._stop,), daemon=True)
        self._background.start()
        if printing is not None:
            printing.follow(self._site, after=self._background)

    def _make_rest(self, stop: Event) -> None:
        steps: list[Callable[[Event], object]] = [self.write_pages, *(part.write for part in self.parts)]
        for step in steps:
            try:
                step(stop)
            except (GalleyError, TemplateError) as error:
                log.error(str(error))
            if stop.is_set():
                return
