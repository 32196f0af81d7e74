"""Write proposals as plans beside their pages; an editor's plan is never overwritten."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path

from galley import ledger
from galley.errors import GalleyError
from galley.files import write
from galley.model import Page
from galley.plan import Plan, read_plan
from galley.propose.imprint import imprint_of
from galley.propose.plan_text import plan_text, slugs_of
from galley.propose.proposal import Proposal, propose
from galley.propose.taken import Slugs
from galley.propose.topics import suggest
from galley.propose.update import updated
from galley.scratch import Scratch
from galley.source import read_page
from galley.split import article_parts, split
from galley.topics import Topic, read_topics
from galley.traditional import Traditional


def write_plans(sources: Iterable[Path], update: bool = False) -> Iterator[str]:
    """Write a plan for each page; give back a line on each. All are made before the first is written.

    Raises:
        GalleyError: a page cannot be read, has a plan already and ``update`` is not asked for, or its plan
            is wrong.
    """
    made = _Made()
    slugs = Slugs()
    for source in sources:
        path = _plan_path(source)
        if made.has(path):
            continue
        topics = _topics(source.parent)
        page = read_page(source)
        if path.exists():
            if not update:
                raise GalleyError(
                    "is there already and stays as it is; correct it by hand, or add what it leaves out "
                    "with “galley propose --update”",
                    path,
                )
            text, done = _update(path, page, topics, slugs.beside(path))
        else:
            text, done = _new(path, page, topics, slugs.beside(path))
        made.add(path, text, done)
        slugs.add(text)
    for path, text, done in made.all():
        write(path, text)
        yield f"{path}: {done}"


class _Made:
    """The plans that are made and not written yet, on disk."""

    def __init__(self) -> None:
        self._scratch = Scratch("CREATE TABLE plan (number INTEGER PRIMARY KEY, path UNIQUE, text, done)")

    def has(self, path: Path) -> bool:
        """Whether a page's plan is made already."""
        return self._scratch.one("SELECT 1 FROM plan WHERE path = ?", str(path)) is not None

    def add(self, path: Path, text: str, done: str) -> None:
        """Keep a plan."""
        self._scratch.put("INSERT INTO plan (path, text, done) VALUES (?, ?, ?)", [(str(path), text, done)])

    def all(self) -> Iterator[tuple[Path, str, str]]:
        """What was kept, in its order."""
        for path, text, done in self._scratch.all("SELECT path, text, done FROM plan ORDER BY number"):
            yield Path(path), text, done


def _plan_path(source: Path) -> Path:
    if source.suffix.lower() in (".yml", ".yaml"):
        raise GalleyError("is a plan, not a page; name the page's .txt file", source)
    return source.with_suffix(".yml")


def _new(path: Path, page: Page, topics: Mapping[str, Topic], taken: Container[str]) -> tuple[str, str]:
    proposal, text = proposed_plan(page, topics, taken)
    balance(path, page, topics, text)
    return text, _done(proposal, "written")


def proposed_plan(
    page: Page, topics: Mapping[str, Topic], taken: Container[str] = ()
) -> tuple[Proposal, str]:
    """What is proposed for a page, and the plan that says so; ``taken`` are addresses of other articles."""
    proposal = propose(page)
    _suggest(proposal, topics)
    slugs = slugs_of(page.name, len(proposal.articles), taken)
    return proposal, plan_text(proposal, imprint_of(page), slugs)


def _update(path: Path, page: Page, topics: Mapping[str, Topic], taken: Container[str]) -> tuple[str, str]:
    plan = read_plan(path, page.lines[-1].number, topics)
    claimed = claimed_lines(plan)
    left = [line.number for line in page.lines if line.text.strip() and line.number not in claimed]
    text = path.read_bytes().decode("utf-8-sig")
    if not left:
        return path.read_text("utf-8"), "every line has its place already; nothing to add"
    proposal = propose(page, left)
    _suggest(proposal, topics)
    slugs = slugs_of(page.name, len(proposal.articles), taken, {a.slug for a in plan.articles})
    text = updated(text, proposal, slugs, path)
    balance(path, page, topics, text)
    return text, _done(proposal, "added")


def claimed_lines(plan: Plan) -> set[int]:
    """The lines that a plan gives to an article or leaves out."""
    claimed = {n for article in plan.articles for _, part in article_parts(article) for n in part}
    return claimed | {n for drop in plan.drop for part in drop.parts for n in part}


def balance(path: Path, page: Page, topics: Mapping[str, Topic], text: str) -> None:
    """Read a plan that is not written yet and account for every character of its page.

    Raises:
        GalleyError: the build would not take it.
    """
    plan = read_plan(path, page.lines[-1].number, topics, text)
    ledger.account(page, plan, split(page, plan))


def _suggest(proposal: Proposal, topics: Mapping[str, Topic]) -> None:
    lines = {line.number: line.text for line in proposal.page.lines}
    for article in proposal.articles:
        text = "".join(lines[number].strip() for number in article.lines())
        article.topics = suggest(text, topics)


def _done(proposal: Proposal, verb: str) -> str:
    articles = len(proposal.articles)
    doubts = len(proposal.doubts) + sum(len(article.doubts) for article in proposal.articles)
    parts = [f"{articles} article{'s' * (articles != 1)}", f"{doubts} doubt{'s' * (doubts != 1)}"]
    return f"{verb}; {', '.join(parts)}; read the comments in it, then correct it"


def _topics(folder: Path) -> Mapping[str, Topic]:
    path = folder / "topics.yml"
    return read_topics(path, Traditional.of_terms(())) if path.exists() else {}
