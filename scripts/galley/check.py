"""Check an archive: the account of every page, its English, and what an editor should look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from galley.archive import Archive
from galley.collection import Collection
from galley.english.audit_memory import Audit
from galley.ledger import Account
from galley.model import Article
from galley.plan import Plan
from galley.reference import check_reference
from galley.split import unfinished

_PAIRS = (("“", "”"), ("‘", "’"), ("（", "）"), ("《", "》"), ("「", "」"))


def check(archive: Archive) -> tuple[list[str], list[str]]:
    """Return a report of every page, and what falls short; for an archive's tests.

    Raises:
        GalleyError: a plan, a term or a topic is wrong.
    """
    report: list[str] = []
    faults = check_each(archive, report.append)
    return report, faults


def check_each(archive: Archive, report: Callable[[str], None]) -> list[str]:
    """Report on every page, and return what falls short.

    Args:
        archive: what to check.
        report: is called with each line of the report as it is known.

    Raises:
        GalleyError: a plan, a term or a topic is wrong; nothing is reported then.
    """
    faults: list[str] = []
    whole = archive.articles()  # slugs are unique over all pages
    check_reference(archive, whole)  # names, places and events: whatever is wrong in them stops here
    for account, articles, page, plan in archive.accounts():
        for line in (*_lines(account), *(f"  note: {note}" for note in page.notes)):
            report(line)
        for article in articles:
            faults += [f"{page.name}: {fault}" for fault in faults_of(article, plan)]
    coverage = _Coverage()
    findings = Audit(whole.english, archive.terms).findings(coverage.counted(whole))
    faults += [f"seeds/english: {finding}" for finding in findings]
    report(f"English: {coverage.english} of {coverage.sentences} sentences")
    return faults


@dataclass(slots=True)
class _Coverage:
    """How much of an archive has English."""

    sentences: int = 0
    english: int = 0

    def counted(self, articles: Collection) -> Iterator[Article]:
        """The articles, each counted when it is asked for."""
        for article in articles.passing():
            for block in article.blocks:
                if block.kind != "note":
                    self.sentences += len(block.segments)
                    self.english += sum(1 for segment in block.segments if segment.en)
            yield article


def _lines(account: Account) -> Iterator[str]:
    """One page's account, in characters."""
    yield f"{account.page}: {account.total} characters"
    parts = [(f"in {slug}", count) for slug, count in account.kept.items()]
    parts += [(f"changed: {rule}", count) for rule, count in sorted(account.changed.items())]
    parts += [(f"dropped: {why}", count) for why, count in account.dropped.items()]
    parts += sorted(account.layout.items())
    for name, count in parts:
        yield f"  {count:>7}  {name}"
    yield f"  {account.balance():>7}  accounted for, {account.total - account.balance()} not"


def faults_of(article: Article, plan: Plan) -> Iterator[str]:
    """What an editor should mend: text that stops short, marks without their pair."""
    for block in unfinished(article, plan.split):
        tail = block.text("zh-Hans")[-12:]
        yield (
            f"{article.slug}, {block.id} stops in mid-sentence (“…{tail}”); "
            "join it, or say under “lost” that text is missing"
        )
    for block in article.blocks:
        text = block.text("zh-Hans")
        for opening, closing in _PAIRS:
            if text.count(opening) != text.count(closing):
                marks = f"{opening} and {closing}"
                yield f"{article.slug}, {block.id} has {marks} in unequal number; mend it under “fix”"
