"""Pages whose Markdown did not change are not rendered again while a server runs.

Rendering is the greatest part of a rebuild, and an edit changes a few of a site's pages.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from galley import cache

_RESULTS = ("content", "toc", "present_anchor_ids", "_title_from_render")
"""What ``Page.render`` sets. Links to anchors are left out: what is wrong with them has been said."""


class Rendering:
    """What the pages of a site were rendered to, by what that depends on."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, dict[str, Any]]] = {}
        """The newest of each page, by its file."""
        self._files = ""

    def know(self, files: Files) -> None:
        """Remember which pages there are: links to them depend on it."""
        self._files = cache.key(*sorted(file.dest_uri for file in files.documentation_pages()))

    def take_over(self, page: Page, markdown: str) -> None:
        """Let a page be rendered from what is kept, where it is."""
        name = cache.key(self._files, page.file.src_uri, page.file.dest_uri, markdown)
        page.render = partial(self._render, page, name)  # type: ignore[method-assign]

    def _render(self, page: Page, name: str, config: MkDocsConfig, files: Files) -> None:
        before, kept = self._kept.get(page.file.dest_uri, ("", {}))
        if before != name:
            Page.render(page, config, files)
            kept = {result: getattr(page, result) for result in _RESULTS}
            self._kept[page.file.dest_uri] = (name, kept)
        for result, value in kept.items():
            setattr(page, result, value)
