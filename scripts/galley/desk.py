"""The desk of one language, where its pages are laid out: MkDocs' own parts, and what Galley adds to them.

A build lays out all pages one after the other. ``mkdocs serve`` keeps the desks, and lays out a page when
somebody asks for it: so an edit costs the pages that are looked at, however many there are.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from urllib.parse import quote, unquote

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from galley import files as own_files
from galley.content import Content
from galley.frame import Frames, Leaf
from galley.model import Language
from galley.pages import FOLDERS, Make
from galley.pdf.shelf import Offer
from galley.policy import policy
from galley.publication import prefix_of
from galley.reference import Leaves
from galley.site import Site


def put_to_sleep(files: Files) -> None:
    """Hide the pages from the build that goes on, which then lays out none of them."""
    files.documentation_pages = lambda **_: []  # type: ignore[method-assign]


class Desk:
    """See the module."""

    def __init__(
        self,
        language: Language,
        env: Environment,
        config: MkDocsConfig,
        files: Files,
        nav: Navigation,
        pages: Sequence[File],
    ) -> None:
        self.language = language
        self._env, self._files, self._nav = env, files, nav
        # i18n writes each language's words into the one configuration: these are this language's.
        self._config = copy(config)
        self._pages = {page.dest_uri: page for page in pages}
        self._markdown: Mapping[str, Make] = {}
        self._made: set[str] = set()

    def keep_compiled(self, folder: Path) -> None:
        """Keep the compiled templates from build to build."""
        with contextlib.suppress(OSError):  # a build that can keep nothing is slower, and no worse
            folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            self._env.bytecode_cache = FileSystemBytecodeCache(str(folder))

    def furnish(
        self,
        content: Content,
        offers: Mapping[str, Sequence[Offer]],
        worker: str = "",
        serving: bool = False,
        markdown: Mapping[str, Make] | None = None,
    ) -> None:
        """Give the templates what pages are made from; pages that were laid out before are out of date.

        Args:
            content: what was read.
            offers: the PDFs of each page.
            worker: the service worker's address below the site's root; empty where there is none.
            serving: whether the pages are for ``mkdocs serve``.
            markdown: how to make the Markdown of each page, by its path below ``docs/``; where there is
                none, what stands there is laid out.
        """
        env, config = self._env, self._config
        env.globals["apparatus"] = content.exports.apparatus(self.language, sized=serving)
        pages = content.reference.name_pages(self.language, env)
        makers: dict[str, Callable[[], Leaf]] = content.reference.makers(pages)
        env.globals["name_pages"] = pages
        env.globals["galley"] = Site(
            self.language,
            content.articles,
            content.archive.topics,
            config.site_url or "",
            Path(config.docs_dir),
            policy(serving, content.volumes.origins() if content.volumes else ()),
            worker,
            content.figures,
            frozenset(makers),
            offers,
            content.languages,
            content.volumes,
        )
        frames = Frames(env, config, self._files, self._nav, prefix_of(self.language))
        self.leaves = Leaves(frames, makers, Path(config.site_dir))
        self._markdown = markdown or {}
        self._made = set()

    def paths(self) -> list[str]:
        """The files of the pages that are made of Markdown, below the site's folder."""
        return list(self._pages)

    def addresses(self) -> list[str]:
        """All pages that readers should find, below the root of the language."""
        own = (unquote(file.url).removeprefix(prefix_of(self.language)) for file in self._pages.values())
        made = ["" if url == "./" else url for url in own if not url.startswith("proof/")]
        return [quote(address) for address in (*made, *self.leaves.makers)]

    def write(self, path: str) -> bool:
        """Write the page with this file, unless it was since :meth:`furnish`; return whether there is one.

        Raises:
            GalleyError: its source cannot be read any more.
        """
        if path in self._made:
            return True
        if path in self._pages:
            self._lay_out(self._pages[path])
        else:
            address = path.removeprefix(prefix_of(self.language)).removesuffix("index.html")
            if not self.leaves.write(address):
                return False
        self._made.add(path)
        return True

    def write_templates(self) -> None:
        """Write the theme's pages that are made of no Markdown (``404.html``)."""
        with self._spoken():
            for name in sorted(self._config.theme.static_templates):
                mkdocs_build._build_theme_template(name, self._env, self._files, self._config, self._nav)

    def _lay_out(self, file: File) -> None:
        """What MkDocs does with each page of a build."""
        make = self._markdown.get(file.src_uri)
        if make is not None and file.abs_src_path is not None:
            own_files.write(Path(file.abs_src_path), make())
        page = file.page or Page(None, file, self._config)
        excluded = file.inclusion.is_excluded()
        with self._spoken():
            mkdocs_build._populate_page(page, self._config, self._files)
            mkdocs_build._build_page(
                page, self._config, list(self._pages.values()), self._nav, self._env, excluded=excluded
            )

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        """Let the plugins know which language this is."""
        i18n = self._config.plugins.get("i18n")
        if i18n is None:
            yield
            return
        before, i18n.current_language = i18n.current_language, FOLDERS[self.language]
        try:
            yield
        finally:
            i18n.current_language = before
