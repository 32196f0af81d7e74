"""The MkDocs plugin: makes the pages before a build, the data, PDFs and the search files after it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import Any, Literal

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from watchdog.observers.polling import PollingObserver

from galley import build, cards, files, line_picture, offline, pagefind_index, port, shrink
from galley.archive import Archive
from galley.cache import key
from galley.downloads import Download
from galley.errors import GalleyError, disk_error
from galley.exports import Exports
from galley.figures import Indicator
from galley.folder import links_to_files
from galley.frame import Frames, Leaf
from galley.headline import in_headings
from galley.lock import Lock
from galley.model import Article
from galley.on_demand import on_demand
from galley.pages import FOLDERS
from galley.pdf import shelf
from galley.pdf.editions import Edition, editions
from galley.pdf.imprint import Imprint
from galley.pdf.typeset import Press
from galley.policy import policy
from galley.publication import built_languages, publication_of
from galley.reference import Leaves, Reference, read_reference
from galley.rendering import Rendering
from galley.site import LANGUAGE_OF, Site
from galley.terms import Term
from galley.topics import Topic

log = get_plugin_logger(__name__)


_MATERIAL = ("assets/javascripts/", "assets/stylesheets/", "assets/images/favicon.png")
_ONCE = ("404.html", "offline.html", "manifest.webmanifest", offline.NAME)
"""Templates that serve all languages; the first language's build makes them."""


class GalleyConfig(Config):
    """The options of the ``galley`` plugin in ``mkdocs.yml``."""

    traditional_quotes = config_options.Type(bool, default=True)
    """Whether Traditional pages have 「」『』 for “”‘’. On: Traditional readers expect them."""

    search = config_options.Type(bool, default=True)
    """Whether to write the search files. On; off makes a build a little faster while editing."""

    pdf = config_options.Type(bool, default=True)
    """Whether to make PDFs. On; a site that has none was told so, by this or by GALLEY_PDF=false."""
    offline_megabytes = config_options.Type(int, default=12)
    """How much of the site readers' devices keep, to be read without a network. Of a larger site the
    largest parts (the pages of names) are left out, and of them the pages that were opened are kept.
    0: nothing is kept. 12: what a phone downloads in a few seconds and nobody misses."""

    links_to_files = config_options.Type(bool, default=False)
    """Whether links name ``index.html``, so that the built folder can be read without a server and
    without scripts. Off: addresses are shorter without it, and with scripts the folder works anyway."""

    proof = config_options.Type(bool, default=False)
    """Whether to publish the proofs of the pages. Off: they are for editors; ``mkdocs serve`` has them."""


class GalleyPlugin(BasePlugin[GalleyConfig]):
    """See the module."""

    def __init__(self) -> None:
        self.serving = False
        self.articles: list[Article] = []
        self.topics: dict[str, Topic] = {}
        self.figures: tuple[Indicator, ...] = ()
        self.terms: tuple[Term, ...] = ()
        self._editions: list[Edition] = []
        self._printing: shelf.Run | None = None
        self.exports: Exports | None = None
        self.downloads: Sequence[Download] = ()
        self.reference: Reference | None = None
        self._nav: Navigation | None = None
        self._leaves: dict[str, Leaves] = {}
        self._background: Thread | None = None
        self._rendering = Rendering()
        self._lock: Lock | None = None
        self._lines: tuple[str, Sequence[line_picture.Shown]] | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Know whether this is a server; having the event also keeps this object between rebuilds."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Make the Markdown pages, once for all languages."""
        if _is_nested(config):
            return config
        if not self.serving:
            self._take_folder(config)
        self._rendering.begin()
        if self._printing is not None:
            self._printing.stop()
        if self._background is not None:
            self._background.join()  # it reads the folder that the build is about to empty
        archive = Archive(_root(config), self.config.traditional_quotes)
        docs, languages = Path(config.docs_dir), built_languages(config)
        try:
            if self.serving and not self.articles:  # the first build: the server does not listen yet
                port.check(*config.dev_addr)
            articles, topics = self._articles(archive), archive.topics
            figures = archive.figures(articles)
            reference = read_reference(archive, articles)
            written = build.write_pages(archive, articles, figures, docs, languages)
            build.write_proofs(archive, docs, self.serving or self.config.proof, languages)
        except GalleyError as error:
            if not self.serving or not self.articles:
                raise PluginError(str(error)) from None
            log.error(f"{error} The pages stay as they were until this is mended.")
            with contextlib.suppress(GalleyError):  # what is wrong has just been said
                build.write_proofs(archive, docs, languages=languages)
            return config
        self.articles, self.topics, self.terms, self.figures = articles, topics, archive.terms, figures
        before, self.exports = self.exports, Exports(archive, articles, publication_of(config))
        # A server shows a page at once, with the sizes that the downloads had before.
        self.downloads = before.downloads if self.serving and before else self.exports.downloads
        self.reference = reference
        with contextlib.suppress(GalleyError):  # a page that is not whole: it was said, and others are shown
            self._lines = line_picture.of_first_page(archive)
        for name, page in build.read_sources(archive.seeds, articles).items():
            for note in page.notes:
                log.info(f"{name}: {note}")
        log.info(f"{len(self.articles)} articles, {written}")
        self._prepare_pdfs(archive, config)
        return config

    def _take_folder(self, config: MkDocsConfig) -> None:
        """See that no other build writes into the same folder; clear away what a killed one left in it."""
        site = Path(config.site_dir)
        name = f"site-{key(str(site.resolve()))[:16]}"
        self._lock = Lock(_root(config), name)
        try:
            self._lock.take(site, "is being built")
        except GalleyError as error:
            raise PluginError(str(error)) from None
        files.sweep(site, _root(config) / ".cache" / "galley")

    def _articles(self, archive: Archive) -> list[Article]:
        """All articles; when a server starts, those of the pages that are whole, so that an editor sees them.

        Raises:
            GalleyError: a plan, a topic or a term is wrong.
        """
        try:
            return archive.articles()
        except GalleyError as error:
            sound = archive.sound_articles() if self.serving and not self.articles else []
            if not sound:
                raise
            log.error(f"{error} The other pages are shown, and this one's proof.")
            return sound

    def _prepare_pdfs(self, archive: Archive, config: MkDocsConfig) -> None:
        """Begin to set the PDFs while MkDocs makes the pages; a server sets them after it shows the pages."""
        self._editions, self._printing = [], None
        if not self.config.pdf:
            log.info("PDFs are turned off: none are made")
            return
        press = Press(archive.root)
        try:
            press.check()
        except GalleyError as error:
            if not self.serving:
                raise PluginError(str(error)) from None
            log.error(str(error))
            return
        imprint = Imprint(publication_of(config), archive.english_names)
        self._editions = list(editions(self.articles, self.topics, archive.terms, imprint))
        self._printing = shelf.Run(press, self._editions, log.info)
        if not self.serving:
            self._printing.begin()

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Leave out Material's styles and scripts, 2.5 MB that no page loads, and the PDFs' template."""
        for file in list(files):
            if file.src_uri.startswith(_MATERIAL) or file.src_uri.endswith(".typ"):
                files.remove(file)
        self._rendering.know(files)
        return files

    def on_page_markdown(
        self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """A server renders again only what changed."""
        if self.serving:
            self._rendering.take_over(page, markdown)
        return None

    @property
    def _has_worker(self) -> bool:
        """Editors want to see what they just wrote: no service worker stands before ``mkdocs serve``."""
        return self.config.offline_megabytes > 0 and not self.serving

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Remember the navigation for the frame of the pages that are not made of Markdown."""
        self._nav = nav
        return nav

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Give the templates the site in the language that is being built."""
        folder = _locale(config)
        cache = _root(config) / ".cache" / "templates"
        with contextlib.suppress(OSError):  # a build that can keep nothing is slower, and no worse
            cache.mkdir(parents=True, exist_ok=True)
        if os.access(cache, os.W_OK):
            env.bytecode_cache = FileSystemBytecodeCache(str(cache))
        language = LANGUAGE_OF[folder]
        if self.exports is not None:
            env.globals["apparatus"] = self.exports.apparatus(language, self.downloads)
        makers: dict[str, Callable[[], Leaf]] = {}
        if self.reference is not None and self._nav is not None:
            pages = self.reference.name_pages(language, env)
            makers = self.reference.makers(pages)
            env.globals.update(name_pages=pages, leaf_addresses=list(makers))
        site = env.globals["galley"] = Site(
            language,
            self.articles,
            self.topics,
            config.site_url or "",
            Path(config.docs_dir),
            policy(self.serving),
            offline.NAME if self._has_worker else "",
            self.figures,
            frozenset(makers),
            shelf.offers(self._editions),
            built_languages(config),
        )
        if self._nav is not None:
            frames = Frames(env, config, files, self._nav, site.prefix)
            leaves = self._leaves[site.prefix] = Leaves(frames, makers, Path(config.site_dir))
            if not self.serving:
                leaves.write_all()
        return env

    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Draw the picture of line ends where a page has it; let headings break as those of articles do."""
        if line_picture.PLACE in html and self._lines:
            name, shown = self._lines
            html = html.replace(
                line_picture.PLACE, line_picture.picture(shown, name, LANGUAGE_OF[_locale(config)])
            )
        return in_headings(html)

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """For a folder, let links name the files."""
        return links_to_files(output) if self.config.links_to_files else output

    def on_post_template(self, output: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        """There is one 404 page: the builds of the other languages leave it alone, and its like."""
        unwanted = template_name == offline.NAME and not self._has_worker
        return "" if unwanted or (template_name in _ONCE and _is_nested(config)) else output

    @event_priority(-200)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """When the last language is built: write what is no page; a server shows the pages first."""
        if _is_nested(config):
            return
        site, seeds = Path(config.site_dir), _root(config) / "seeds"
        if self.serving:
            self._background = Thread(target=self._write_behind, args=(seeds, site), daemon=True)
            self._background.start()
            if self._printing is not None:
                self._printing.follow(site, after=self._background)
            return
        try:
            if self._printing is not None:
                log.info(f"{self._printing.end(site)} PDFs")
            self._write_beside(seeds, site)
            log.info(f"{shrink.scripts(site)} bytes less of script")
            if self._has_worker:
                offline.write_worker(site, self.config.offline_megabytes)  # last: it lists all the others
        except GalleyError as error:
            raise PluginError(str(error)) from None
        self._let_go()

    def on_build_error(self, *, error: Exception) -> None:
        """Tell in a sentence what MkDocs would show as a traceback: a full disk, a file that is gone."""
        self._let_go()
        if isinstance(error, OSError):
            raise PluginError(str(disk_error(error))) from None
        if isinstance(error, GalleyError):
            raise PluginError(str(error)) from None

    def _let_go(self) -> None:
        if self._lock is not None:
            self._lock.release()

    def _write_behind(self, seeds: Path, site: Path) -> None:
        """What stands beside the pages, half a second after an editor sees them."""
        try:
            self._write_beside(seeds, site)
        except GalleyError as error:
            log.error(str(error))

    def _write_beside(self, seeds: Path, site: Path) -> None:
        """Write what stands beside the pages: data, sources, both search indexes, feeds and downloads."""
        build.write_data(self.articles, self.figures, site)
        build.write_sources(seeds, self.articles, site)
        build.write_provenance(seeds, self.articles, site)
        if self.reference is not None:
            build.write_files(self.reference.data(), site)
        if self.config.search:
            build.write_search(self.articles, self.topics, self.terms, site)
            indexed = pagefind_index.index(site)
            log.info(f"{indexed.pages} pages read for the search index")
        if self.exports is not None:
            changed = self.exports.write(site)
            log.info(f"{changed} files of feeds, references, pictures and downloads")
            if not cards.can_draw():
                log.info(
                    "no preview pictures and no covers were drawn, because Noto Serif CJK is not installed "
                    "(Debian: fonts-noto-cjk, Fedora: google-noto-serif-cjk-fonts)"
                )

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Rebuild when a seed, a plan, a term or a template changes; not when galley writes a page."""
        server.set_app(on_demand(server.serve_request, self._write_leaf))
        server.unwatch(config.docs_dir)
        if config.config_file_path:
            server.unwatch(config.config_file_path)
        # Polling works on every file system; ten times a second, these few folders cost nothing.
        server.observer = PollingObserver(timeout=0.1)
        if config.config_file_path:
            server.watch(config.config_file_path)
        for folder in FOLDERS.values():
            if (Path(config.docs_dir) / folder).is_dir():
                server.watch(str(Path(config.docs_dir) / folder), recursive=False)
        for path in (_root(config) / "seeds", _root(config) / "overrides", Path(__file__).parent):
            if path.is_dir():
                server.watch(str(path))
        return server

    def _write_leaf(self, path: str) -> bool:
        """Write the page of a name that somebody asks the server for."""
        address = path.lstrip("/")
        prefix = next((p for p in self._leaves if p and address.startswith(p)), "")
        leaves = self._leaves.get(prefix)
        return leaves is not None and leaves.write(address.removeprefix(prefix))


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()


def _is_nested(config: MkDocsConfig) -> bool:
    """Whether this build is one that the i18n plugin started inside the first, for another language."""
    i18n = config.plugins.get("i18n")
    return bool(i18n is not None and getattr(i18n, "building", False))


def _locale(config: MkDocsConfig) -> str:
    i18n = config.plugins.get("i18n")
    return str(getattr(i18n, "current_language", None) or "zh")
