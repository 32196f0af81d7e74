"""An archive on disk: where its files are, and what is read of them as a whole.

:mod:`galley.steps` has the steps that make articles of its pages; :mod:`galley.gather` leads them through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from galley import ledger
from galley.cache import Cache
from galley.collection import Collection
from galley.editors import is_device
from galley.english.memory import Memory, read_memory
from galley.errors import NO_CLUSTER, GalleyError, PlanError
from galley.figures import Indicator, read_figures
from galley.gather import gather
from galley.model import Article, Page
from galley.plain import plain
from galley.plan import Plan, read_plan
from galley.source import read_page
from galley.split import split
from galley.steps import Shared
from galley.terms import Term, english, read_terms
from galley.topics import Topic, read_topics
from galley.traditional import Traditional
from galley.volumes import Part
from galley.workers import Processes, Workers, cores

_NOT_PLANS = ("topics.yml", "figures.yml", "events.yml", "maps.yml", "model.yml")


_NO_NAME = re.compile(r'[\0-\x1f\x7f-\x9f<>:"/\\|?*#%]|^[.]|^(?:index|readme)$', re.IGNORECASE)
"""What a page's file cannot be called without its ending, since its address is made of it: what Windows or an
address does not allow, what is hidden, and what is another page's name."""


def plan_of(source: Path) -> Path:
    """The file of a page's plan.

    Raises:
        PlanError: there is none.
    """
    path = source.with_suffix(".yml")
    if not path.exists():
        raise PlanError(f"has no plan; write {path.name} beside it (docs/guide/plan.md says how)", source)
    return path


@dataclass(frozen=True)
class Archive:
    """An archive's folder. ``quotes`` says whether Traditional pages have 「」 for “”."""

    root: Path
    quotes: bool = True
    part: Part | None = None
    """The pages to take, where a volume of the archive is built (:mod:`galley.volumes`)."""

    @property
    def seeds(self) -> Path:
        """The folder of source pages and editors' files."""
        return self.root / "seeds"

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The site's terms."""
        return read_terms(self.seeds / "terms.tsv")

    @cached_property
    def english_names(self) -> dict[str, str]:
        """The terms' English by their Simplified form."""
        return english(self.terms)

    @cached_property
    def memory(self) -> Memory:
        """The translation memory."""
        return read_memory(self.seeds)

    @cached_property
    def traditional(self) -> Traditional:
        """The converter with the site's terms."""
        return Traditional.of_terms(self.terms, self.quotes)

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """The site's topics by id, in the editors' order."""
        return read_topics(self.seeds / "topics.yml", self.traditional)

    @property
    def elsewhere(self) -> frozenset[str]:
        """The articles that other volumes of the archive have."""
        return self.part.elsewhere if self.part else frozenset()

    def pages(self) -> Iterator[tuple[Page, Plan]]:
        """Every source page with its plan, by file name.

        Raises:
            PlanError: a page has no plan, or a plan no page.
        """
        for source in self.sources():
            page = read_page(source)
            yield page, read_plan(plan_of(source), page.lines[-1].number, self.topics)

    def sources(self) -> list[Path]:
        """The files of the source pages, by name.

        Raises:
            PlanError: there are none, or a plan has no page.
        """
        if not self.seeds.is_dir():
            raise PlanError(
                "has no folder “seeds” with pages of OCR text; make it, or go to the archive's folder",
                self.root,
            )
        sources = sorted(self.seeds.glob("*.txt"))
        if not sources:
            raise PlanError("has no pages (*.txt); put the OCR text of a page in it", self.seeds)
        for source in sources:
            _check_name(source)
        stems = {source.stem for source in sources}
        for plan in sorted(self.seeds.glob("*.yml")):
            if plan.name not in _NOT_PLANS and plan.stem not in stems:
                raise PlanError(f"is a plan without a page; add {plan.stem}.txt or take it away", plan)
        if self.part is not None:
            sources = [source for source in sources if source.stem in self.part.pages]
        return sources

    @cached_property
    def shared(self) -> Shared:
        """What the steps need to know of the archive as a whole."""
        self.sources()  # that there are no pages is told before that there are no topics
        return Shared(tuple(self.topics), self.traditional)

    def cache(self, step: str) -> Cache:
        """Where the results of a step are kept."""
        return Cache(self.root / ".cache" / "galley" / step)

    def workers(self, jobs: int | None = None, cluster: str = "") -> Workers:
        """Workers on this computer, or on others.

        Args:
            jobs: how many here; as many as there are cores if not said.
            cluster: the address of a Dask scheduler, for its workers instead.

        Raises:
            GalleyError: there is no such cluster.
        """
        if cluster:
            try:
                from galley.cluster import Cluster
            except ImportError:
                raise GalleyError(NO_CLUSTER) from None
            return Workers(self.shared, Cluster(cluster, self.shared), few=0)
        size = cores() if jobs is None else jobs
        return Workers(self.shared, Processes(self.shared, size) if size > 1 else None)

    def articles(self) -> Collection:
        """All articles, the newest first; of one day, in the order of the plans.

        Raises:
            GalleyError: whatever an editor has to put right, with file and line; or what else went wrong.
        """
        with self.workers() as workers:
            found = gather(self, workers)
        if found.failures:
            failure = found.failures[0]
            raise GalleyError(failure.why, failure.name)
        return found

    def figures(self, articles: Sequence[Article]) -> tuple[Indicator, ...]:
        """The figures that the archive is about, each found in its article.

        Raises:
            PlanError: a figure's quotation is not there, or does not have the number.
        """
        path = self.seeds / "figures.yml"
        return read_figures(path, articles, self.topics, self.terms, self.traditional, self.elsewhere)

    def sound_articles(self) -> Collection:
        """The articles of the pages whose plans are whole; for a server, while an editor mends the others."""
        with self.workers() as workers:
            return gather(self, workers, sound=True)

    def accounts(self) -> Iterator[tuple[ledger.Account, list[Article], Page, Plan]]:
        """The ledger's account of each page, with what it is of, in Simplified Chinese."""
        for page, plan in self.pages():
            articles = split(page, plan)
            yield ledger.account(page, plan, articles), articles, page, plan


def _check_name(source: Path) -> None:
    name = source.name.removesuffix(".txt")
    if is_device(name):
        raise PlanError(
            "has the name of a device of Windows, which cannot be written there; rename it", source
        )
    if _NO_NAME.search(name) or plain(name) != name or name != name.strip():
        raise PlanError(
            "cannot be an address; rename it to letters, digits, spaces, hyphens and underscores "
            "(not “index” or “readme” alone)",
            source,
        )
