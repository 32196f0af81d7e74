"""Pages that come straight from a template, in the same frame as those that MkDocs makes of Markdown.

An archive has thousands of names, and their pages differ in a few lines. Through MkDocs each would take ten
milliseconds, most of it for the frame; so the frame is rendered once for each folder of a language, with
marks where its pages differ, and the marks are filled in.
"""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

# Private-use characters stand in no template; an address is written with letters only.
_TITLE, _DESCRIPTION, _BODY = "\ue010", "\ue011", "\ue012"
_SLUG = "galley-leaf-address"
_MARK = re.compile("|".join((_TITLE, _DESCRIPTION, _BODY, _SLUG)))


class Leaf(NamedTuple):
    """A page without its frame."""

    address: str
    """Below the language's root, with a slash at its end: ``names/jinchang/``."""
    title: str
    """Plain text."""
    description: str
    """Plain text."""
    body: str
    """HTML, with links relative to the address."""


class Frames:
    """The frames of one language."""

    def __init__(self, env: Environment, config: MkDocsConfig, files: Files, nav: Navigation, prefix: str):
        self._env, self._config, self._files, self._nav = env, config, files, nav
        self._prefix = prefix
        self._known: dict[str, str] = {}

    def html(self, leaf: Leaf) -> tuple[str, str]:
        """The path of a page's file below the site's folder, and its whole HTML."""
        folder, _, slug = leaf.address.rstrip("/").rpartition("/")
        # What stands in no folder is a part of the site of its own, which the menu marks.
        address = f"{folder}/{_SLUG}" if folder else slug
        if address not in self._known:
            self._known[address] = self._render(address)
        marks = {
            _SLUG: slug,
            _TITLE: escape(leaf.title),
            _DESCRIPTION: escape(leaf.description),
            _BODY: leaf.body,
        }
        # All marks at once: a text may hold one too.
        html = _MARK.sub(lambda found: marks[found[0]], self._known[address])
        return f"{self._prefix}{leaf.address}index.html", html

    def _render(self, address: str) -> str:
        """Render one frame as MkDocs would render a page at this address."""
        file = File.generated(self._config, f"{self._prefix}{address}.md", content="")
        page = Page(_TITLE, file, self._config)
        page.meta = {"description": _DESCRIPTION, "kind": "leaf"}
        page.content = _BODY
        page.toc = TableOfContents([])
        context = get_context(self._nav, self._files, self._config, page)
        plugins = self._config.plugins
        context = plugins.on_page_context(context, page=page, config=self._config, nav=self._nav)
        html = self._env.get_template("main.html").render(context)
        html = plugins.on_post_page(html, page=page, config=self._config)
        return re.sub(r"\n\s*\n", "\n", html)  # blank lines of the templates, thousands of times
