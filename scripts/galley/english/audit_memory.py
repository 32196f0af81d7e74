"""Audit the English that an archive's translation memory has for its articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from galley.english.audit import Flag, audit
from galley.english.memory import Memory, sentences
from galley.model import Article
from galley.terms import Term


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag with the article and the place in it (``title``, ``p3`` …) of the sentence."""

    slug: str
    place: str
    flag: Flag

    def __str__(self) -> str:
        source = f"“{self.flag.source}” " if self.flag.source else ""
        return f"{self.slug}, {self.place}: {self.flag.kind}: {source}{self.flag.message}"


def audit_memory(articles: Iterable[Article], memory: Memory, terms: Sequence[Term]) -> list[Finding]:
    """What falls short in the English of these articles, in their order; each sentence once an article."""
    return [
        Finding(article.slug, place, flag)
        for article in articles
        for place, source, target in known(article, memory)
        for flag in audit(source, target, terms, machine=False).flags
    ]


def known(article: Article, memory: Memory) -> list[tuple[str, str, str]]:
    """The sentences of an article that have English: the place, the Chinese, the English."""
    found: dict[str, tuple[str, str, str]] = {}
    for place, source in sentences(article):
        english = memory.find(article.slug, source)
        if english is not None:
            found.setdefault(source, (place, source, english.text))
    return list(found.values())
