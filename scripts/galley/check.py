"""Check an archive: the account of every page, its English, and what an editor should look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from galley.archive import Archive
from galley.english.audit_memory import audit_memory
from galley.ledger import Account
from galley.model import Article
from galley.plan import Plan
from galley.reference import read_reference
from galley.split import unfinished

_PAIRS = (("“", "”"), ("‘", "’"), ("（", "）"), ("《", "》"), ("「", "」"))


def check(archive: Archive) -> tuple[list[str], list[str]]:
    """Return a report of every page, and what falls short.

    Raises:
        GalleyError: a plan, a term or a topic is wrong.
    """
    report: list[str] = []
    faults: list[str] = []
    whole = archive.articles()  # slugs are unique over all pages
    for account, articles, page, plan in archive.accounts():
        report += _lines(account)
        report += [f"  note: {note}" for note in page.notes]
        for article in articles:
            faults += [f"{page.name}: {fault}" for fault in faults_of(article, plan)]
    read_reference(archive, whole)  # names, places and events: whatever is wrong in them stops here
    findings = audit_memory(whole, archive.memory, archive.terms)
    faults += [f"seeds/english: {finding}" for finding in findings]
    report.append(_coverage(whole))
    return report, faults


def _coverage(articles: Sequence[Article]) -> str:
    """How much of the archive has English."""
    segments = [s for a in articles for b in a.blocks if b.kind != "note" for s in b.segments]
    english = sum(1 for segment in segments if segment.en)
    return f"English: {english} of {len(segments)} sentences"


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
