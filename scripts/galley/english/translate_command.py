"""``galley translate``: fill empty English with a translation model."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from galley.english.model_command import Choice, read_choice
from galley.errors import NO_CLUSTER, GalleyError

if TYPE_CHECKING:
    from galley.archive import Archive
    from galley.collection import Collection
    from galley.english.argos import Package
    from galley.english.fill import Work
    from galley.english.remote import RemoteEngine
    from galley.model import Article


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    fill = commands.add_parser("translate", help="fill empty English with a translation model")
    fill.add_argument("slugs", nargs="*", metavar="SLUG", help="an article")
    fill.add_argument("--all", action="store_true", help="all articles")
    fill.add_argument(
        "--retranslate", choices=["machine"], help="also translate again what a model translated"
    )
    fill.add_argument(
        "--dir", type=Path, default=Path(), metavar="DIR", help="the archive's folder (default: here)"
    )
    fill.add_argument(
        "--cluster", default="", metavar="ADDRESS", help="a Dask scheduler whose workers to use, as tcp://…"
    )
    fill.set_defaults(command=_translate)


def _translate(options: argparse.Namespace) -> int:
    from galley.archive import Archive
    from galley.english import memory

    archive = Archive(options.dir)
    articles = _chosen(archive.articles(), options.slugs, options.all)
    with memory.writing(archive.root):
        return _fill(archive, articles, options)


def _fill(archive: Archive, articles: Callable[[], Iterator[Article]], options: argparse.Namespace) -> int:
    from galley.english import argos, engine, fill

    again = options.retranslate == "machine"
    work = fill.prepare(articles, archive.seeds, again)
    print(f"PO files up to date: {work.articles}; copied: {work.copied}; to translate: {len(work.gaps)}")
    if not len(work.gaps):
        return 0
    package = _chosen_package(argos.installed(), read_choice(archive.seeds))
    loaded = _elsewhere(options.cluster, package) if options.cluster else engine.Engine(package)
    progress = _Progress(work)
    print(f"galley: {package} on {loaded.how}", file=sys.stderr)
    try:
        counts = fill.fill(work, loaded.translate, str(package), archive.terms, again, progress.done)
    finally:
        progress.end()
        loaded.close()
    print(f"translated: {counts.filled}; put right: {counts.repaired}; with notes: {counts.noted}")
    if counts.nothing:
        print(f"galley: the model gave nothing for some sentences ({counts.nothing}).", file=sys.stderr)
    return 1 if counts.nothing else 0


def _elsewhere(address: str, package: Package) -> RemoteEngine:
    try:
        from galley.english.remote import RemoteEngine
    except ImportError:
        raise GalleyError(NO_CLUSTER) from None
    return RemoteEngine(address, package)


def _chosen(articles: Collection, slugs: Sequence[str], every: bool) -> Callable[[], Iterator[Article]]:
    """How to go through the articles that were asked for."""
    if every == bool(slugs):
        raise GalleyError("name articles by their slugs, or give --all for all of them")
    if every:
        return articles.passing
    found = {slug: articles.catalogue.row_of(slug) for slug in slugs}
    unknown = [slug for slug, row in found.items() if row is None]
    if unknown:
        raise GalleyError(f"there is no article “{min(unknown)}”; see the slugs in the plans")
    places = sorted(row.position for row in found.values() if row is not None)
    return lambda: (articles[place] for place in places)


def _chosen_package(installed: Sequence[Package], choice: Choice | None) -> Package:
    """The package that ``seeds/model.yml`` names; without that file, the newest."""
    if not installed:
        raise GalleyError("no model from Chinese to English is installed; run: galley model install")
    if choice is None:
        return installed[0]
    for package in installed:
        if package.sha256 == choice.sha256:
            return package
    message = f"names version {choice.version}, which is not installed; run: galley model install"
    raise GalleyError(message, choice.path)


class _Progress:
    """Says on standard error how far the work is: in place on a terminal, else every ten seconds."""

    def __init__(self, work: Work) -> None:
        self._sentences = len(work.gaps)
        self._characters = work.gaps.characters
        self._seen = self._done = 0
        self._began = self._said = time.monotonic()
        self._terminal = sys.stderr.isatty()

    def done(self, batch: Sequence[str]) -> None:
        """Count a batch of sentences that are translated."""
        self._seen += len(batch)
        self._done += sum(map(len, batch))
        now = time.monotonic()
        if self._terminal or now - self._said >= 10 or self._seen == self._sentences:
            self._said = now
            passed = max(now - self._began, 0.001)
            left = passed * (self._characters - self._done) / max(self._done, 1)
            text = f"{self._seen} of {self._sentences} sentences, {self._seen / passed:.1f} a second"
            start, end = ("\r\033[K", "") if self._terminal else ("galley: ", "\n")
            print(f"{start}{text}, {_span(left)} left", end=end, file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line."""
        if self._terminal:
            print(file=sys.stderr)


def _span(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
