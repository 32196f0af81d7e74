"""Audit the English that an archive's translation memory has for its articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from galley.english.audit import Flag, audit
from galley.english.memory import English, sentences
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


@dataclass(slots=True)
class Audit:
    """An audit of articles, which go through it one after another."""

    memory: English
    terms: Sequence[Term]
    sentences: int = 0
    """That had English, so far: each once an article."""

    def findings(self, articles: Iterable[Article]) -> Iterator[Finding]:
        """What falls short in the English of articles, in their order."""
        for article in articles:
            for place, source, target in self._known(article):
                self.sentences += 1
                for flag in audit(source, target, self.terms, machine=False).flags:
                    yield Finding(article.slug, place, flag)

    def _known(self, article: Article) -> Iterator[tuple[str, str, str]]:
        """The sentences of an article that have English: the place, the Chinese, the English."""
        seen: set[str] = set()
        for place, source in sentences(article):
            if source not in seen:
                seen.add(source)
                english = self.memory.find(article.slug, source)
                if english is not None:
                    yield place, source, english.text
