"""The MkDocs plugin: makes the pages before a build, the data, PDFs and the search files after it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

import click
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from galley import (
    build,
    cards,
    files,
    language_builds,
    line_picture,
    lock,
    offline,
    port,
    shrink,
    theme_files,
)
from galley.archive import Archive
from galley.beside import Part, parts_of
from galley.cache import key
from galley.collection import Collection
from galley.content import Content, read_content
from galley.desk import Desk, put_to_sleep
from galley.errors import GalleyError, disk_error
from galley.folder import links_to_files
from galley.headline import in_headings
from galley.links import harmless
from galley.options import GalleyConfig
from galley.pages import Make
from galley.pdf import shelf
from galley.pdf.typeset import Press
from galley.plain import plain
from galley.publication import publication_of
from galley.rendering import Rendering
from galley.served import Served
from galley.site import LANGUAGE_OF
from galley.site_pages import is_generated
from galley.volume_settings import ALL, choose
from galley.watched import follow

log = get_plugin_logger(__name__)


_MATERIAL = ("assets/javascripts/", "assets/stylesheets/", "assets/images/favicon.png")
_VOLUMES = "assets/volumes.js"
_OWN = ("sitemap.xml",)
"""Templates of MkDocs and its plugins that Galley has no use for: it makes these files itself."""
_ONCE = ("404.html", "offline.html", "manifest.webmanifest", offline.NAME)
"""Templates that serve all languages; the first language's build makes them."""


class GalleyPlugin(BasePlugin[GalleyConfig]):
    """See the module."""

    def __init__(self) -> None:
        self.serving = False
        self.content: Content | None = None
        self._markdown: dict[str, Make] = {}
        self.offers: Mapping[str, Sequence[shelf.Offer]] = {}
        """The PDFs that pages offer, by their addresses."""
        self._others: language_builds.Builds | None = None
        self._printing: shelf.Run | None = None
        self._nav: Navigation | None = None
        self._pages: list[File] = []
        self._served = Served()
        self._rendering = Rendering()
        self._held = contextlib.ExitStack()
        """Locks, until the build is done."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Know whether this is a server; having the event also keeps this object between rebuilds.

        A server that follows no changes (``--no-livereload``) gives MkDocs' plugins no hold on what it
        serves, so everything is made before it starts, as for any other server.
        """
        asked = click.get_current_context(silent=True)
        follows = asked is None or asked.params.get("livereload", True)
        self.serving = command == "serve" and follows

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Make the Markdown pages, once for all languages."""
        config.theme.get_env = partial(theme_files.environment, config.theme)  # type: ignore[method-assign]
        config.theme.static_templates.difference_update(_OWN)
        config.site_name = plain(config.site_name)
        config.site_description = plain(config.site_description or "")
        if _is_nested(config):
            return config
        if not self.serving:
            self._take_folder(config)
        if self._printing is not None:
            self._printing.stop()
        self._wait_for_pages(config)
        archive, docs = self._archive(config), Path(config.docs_dir)
        try:
            if self.serving and self.content is None:  # the first build: the server does not listen yet
                port.check(*config.dev_addr)
            chosen = str(self.config.volume)
            archive, volumes = choose(archive, self.config.volumes, chosen, config, self.serving)
            publication = publication_of(config)
            languages = publication.languages
            content = read_content(archive, publication, self._articles(archive), volumes)
            if self.serving:
                self._markdown = {**content.pages(), **dict(build.proof_makers(archive, languages))}
                build.stand_in(self._markdown, docs)
                written = f"{len(self._markdown)} pages"
            else:
                content.exports.cite(content.articles)
                made = build.write_pages(archive, content.articles, content.figures, docs, languages)
                written = str(made.whole())
                build.write_proofs(archive, docs, self.config.proof, languages)
        except GalleyError as error:
            if self.content is None:
                raise PluginError(str(error)) from None
            log.error(f"{error} The pages stay as they were until this is mended.")
            self._keep_proofs(archive, docs)
            return config
        self.content = content
        for note in content.notes():
            log.info(note)
        log.info(f"{len(content.articles)} articles, {written}")
        self._prepare_pdfs(config)
        return config

    def _take_folder(self, config: MkDocsConfig) -> None:
        """See that no other build writes into the same folder; clear away what a killed one left in it."""
        site = Path(config.site_dir)
        name = f"site-{key(str(site.resolve()))[:16]}"
        try:
            self._held.enter_context(lock.held(_root(config), name, site, "is being built"))
        except GalleyError as error:
            raise PluginError(str(error)) from None
        files.sweep(site, _root(config) / ".cache" / "galley")

    def _wait_for_pages(self, config: MkDocsConfig) -> None:
        """See that no other volume's build changes the Markdown pages while this one reads them."""
        alone = str(self.config.volume) != ALL
        self._held.enter_context(lock.pages(_root(config), Path(config.docs_dir), alone, log.info))

    def _archive(self, config: MkDocsConfig) -> Archive:
        return Archive(_root(config), self.config.traditional_quotes)

    def _articles(self, archive: Archive) -> Collection:
        """All articles; when a server starts, those of the pages that are whole, so that an editor sees them.

        Raises:
            GalleyError: a plan, a topic or a term is wrong.
        """
        try:
            return archive.articles()
        except GalleyError as error:
            if not self.serving or self.content is not None:
                raise
            sound = archive.sound_articles()
            if not sound:
                raise
            log.error(f"{error} The other pages are shown, and this one's proof.")
            return sound

    def _keep_proofs(self, archive: Archive, docs: Path) -> None:
        """While something is wrong, show what was made before, and the proofs of the pages as they are."""
        if self.content is None:
            return
        with contextlib.suppress(GalleyError):  # what is wrong has just been said
            proofs = dict(build.proof_makers(archive, self.content.languages))
            self._markdown = {**self.content.pages(), **proofs}
            build.stand_in(self._markdown, docs)

    def _prepare_pdfs(self, config: MkDocsConfig) -> None:
        """Begin to set the PDFs while MkDocs makes the pages; a server sets them after it shows the pages."""
        self.offers, self._printing = {}, None
        if self.content is None:
            return
        if not self.config.pdf:
            log.info("PDFs are turned off: none are made")
            return
        press = Press(_root(config))
        try:
            press.check()
        except GalleyError as error:
            if not self.serving:
                raise PluginError(str(error)) from None
            log.error(str(error))
            return
        editions = self.content.editions()
        self.offers = shelf.offers(editions)
        self._printing = shelf.Run(press, editions, log.info)
        if not self.serving:
            self._printing.begin()

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Leave out Material's styles and scripts, 2.5 MB that no page loads, and the PDFs' template."""
        for file in list(files):
            unused = file.src_uri.startswith(_MATERIAL) or file.src_uri.endswith(".typ")
            unused |= file.src_uri == _VOLUMES and (self.content is None or self.content.volumes is None)
            if unused or file.src_uri in _OWN:
                files.remove(file)
        self._rendering.know(files)
        if self.serving or self.content is None or _is_nested(config):
            return files
        if language_builds.wanted(config, self.content, self.config.parallel):
            self._others = language_builds.begin(config, self.content, self.offers)
        return files

    @event_priority(-200)
    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Remember the navigation for the desk; a server lays out no page before somebody asks for it."""
        self._nav = nav
        self._pages = list(files.documentation_pages(inclusion=InclusionLevel.is_in_serve))
        if self.serving:
            put_to_sleep(files)
        return nav

    def on_page_markdown(
        self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """A server renders again only what changed."""
        if self.serving:
            self._rendering.take_over(page, markdown)
        return None

    @property
    def _worker(self) -> str:
        """Editors want to see what they just wrote: no service worker stands before ``mkdocs serve``."""
        return offline.NAME if self.config.offline_megabytes > 0 and not self.serving else ""

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Give the templates the site in the language that is being built."""
        language = LANGUAGE_OF[_locale(config)]
        if self.content is None or self._nav is None:
            return env
        desk = Desk(language, env, config, files, self._nav, self._pages)
        desk.keep_compiled(_root(config) / ".cache" / "templates")
        desk.furnish(self.content, self.offers, self._worker, self.serving, self._markdown)
        self._served.desks[language] = desk
        if not self.serving:
            desk.leaves.write_all()
        return env

    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Draw the picture of line ends where a page has it, take out links that run something, and let
        headings break as those of articles do."""
        if line_picture.PLACE in html and self.content is not None and self.content.lines:
            name, shown = self.content.lines
            html = html.replace(
                line_picture.PLACE, line_picture.picture(shown, name, LANGUAGE_OF[_locale(config)])
            )
        if not is_generated(Path(page.file.abs_src_path or "")):
            html, unwanted = harmless(html)
            for address in unwanted:
                where, link = page.file.src_uri, " ".join(address.split())
                log.info(f"{where}: the link “{link}” is taken out; write https or mailto")
        return in_headings(html)

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """For a folder, let links name the files; for a server, say how large the PDFs are."""
        if self.serving and self._printing is not None:
            output = self._printing.sized(output)
        return links_to_files(output) if self.config.links_to_files else output

    def on_post_template(self, output: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        """There is one 404 page: the builds of the other languages leave it alone, and its like."""
        unwanted = template_name == offline.NAME and not self._worker
        return "" if unwanted or (template_name in _ONCE and _is_nested(config)) else output

    def _before_the_others(self, *, config: MkDocsConfig) -> None:
        """Keep i18n from building the other languages, where processes of their own do that."""
        if self._others is not None:
            _i18n(config).building = True

    @event_priority(-200)
    def _after_the_others(self, *, config: MkDocsConfig) -> None:
        """When the last language is built: write what is no page; a server shows the pages first."""
        if self._others is not None:
            _i18n(config).building = False
        if _is_nested(config) or self.content is None:
            return
        site = Path(config.site_dir)
        if self.serving:
            self._held.close()
            self._served.begin(site, self._parts(site, self._served.write_pages), self._printing)
            return
        try:
            if self._printing is not None:
                log.info(f"{self._printing.end(site)} PDFs")
            for part in self._parts(site, self._wait_for_others):
                log.info(f"{part.name}: {part.write()} files")
            self._wait_for_others()
            self.content.exports.fill_sizes(site)
            if not cards.can_draw():
                log.info(
                    "no preview pictures and no covers were drawn, because Noto Serif CJK is not installed "
                    "(Debian: fonts-noto-cjk, Fedora: google-noto-serif-cjk-fonts)"
                )
            log.info(f"{shrink.scripts(site)} bytes less of script")
            if self._worker:
                offline.write_worker(site, self.config.offline_megabytes)  # last: it lists all the others
        except GalleyError as error:
            raise PluginError(str(error)) from None
        self._held.close()

    def on_build_error(self, *, error: Exception) -> None:
        """Tell in a sentence what MkDocs would show as a traceback: a full disk, a file that is gone."""
        self._held.close()
        if isinstance(error, OSError):
            raise PluginError(str(disk_error(error))) from None
        if isinstance(error, GalleyError):
            raise PluginError(str(error)) from None

    on_post_build = CombinedEvent(_before_the_others, _after_the_others)

    def _wait_for_others(self) -> None:
        if self._others is not None:
            self._others.finish()
            self._others = None

    def _parts(self, site: Path, write_pages: Callable[[], None]) -> list[Part]:
        addresses = self._served.desks["zh-Hans"].addresses
        return parts_of(self._current, site, self.config.search, addresses, write_pages)

    def _current(self) -> Content:
        assert self.content is not None  # noqa: S101 - without it there was no build
        return self.content

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Show changes of a seed, a plan, a term or a template; none of what galley writes."""
        server.set_app(self._served.application(server.serve_request, config.site_url or ""))

        def changed(beside_seeds: bool) -> None:
            self._served.halt()  # what is made in the background is out of date, and would slow this down
            if beside_seeds or not self._take_over(config):
                with self._served.rebuilding():
                    builder()

        follow(server, config, _root(config), changed)
        return server

    def _take_over(self, config: MkDocsConfig) -> bool:
        """Show what editors changed in ``seeds/``, if the site has the same pages; return whether it has."""
        before = self._current()
        archive, wrong = replace(self._archive(config), part=before.archive.part), ""
        try:
            publication = before.exports.publication
            content = read_content(archive, publication, archive.articles(), before.volumes)
        except GalleyError as error:
            content, wrong = before, str(error)
        try:
            proofs = dict(build.proof_makers(archive, content.languages))
        except GalleyError:  # the topics are wrong: that has been said
            proofs = {}
        markdown = {**(self._markdown if wrong else content.pages()), **proofs}
        if markdown.keys() != self._markdown.keys() or content.addresses != before.addresses:
            return False
        if wrong:
            log.error(f"{wrong} The pages stay as they were until this is mended.")
        self.content, self._markdown = content, markdown
        self._prepare_pdfs(config)
        self._served.change(content, markdown, self.offers, self._printing)
        log.info(f"{len(content.articles)} articles, shown as they are now")
        return True


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()


def _i18n(config: MkDocsConfig) -> Any:
    """The plugin that builds one language after the other."""
    return config.plugins.get("i18n")


def _is_nested(config: MkDocsConfig) -> bool:
    """Whether this build is one that the i18n plugin started inside the first, for another language."""
    return bool(getattr(_i18n(config), "building", False))


def _locale(config: MkDocsConfig) -> str:
    return str(getattr(_i18n(config), "current_language", None) or "zh")
