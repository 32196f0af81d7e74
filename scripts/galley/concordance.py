"""Where every name stands: each sentence, headline, byline and caption that has it.

A name that is a part of a longer one (金川 in 金川集团) is found there too, and the longest name that it is
a part of is told, so that nothing is lost and nothing is taken for another thing than it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from galley.addresses import addresses
from galley.errors import PlanError
from galley.model import Article, Texts
from galley.terms import Term, meant

Part = Literal["title", "kicker", "subtitle", "byline", "heading", "paragraph", "caption"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or a line of an article's head."""

    article: Article = field(repr=False)
    part: Part
    block: str
    """The block's id; empty in the article's head."""
    number: int
    """Of the sentence in its block, from 1; 0 in the article's head."""
    hans: str
    hant: str
    en: str
    supplied: bool = False
    """An editor wrote it: it is shown in brackets."""
    topics: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """The id of its place on the article's page."""
        if self.part in ("paragraph", "caption"):
            return f"{self.block}s{self.number}"
        return self.block or "title"


class Mention(NamedTuple):
    """One name in one passage."""

    passage: int
    """Its number among all passages."""
    at: tuple[int, ...]
    """Where it begins, in characters of the Simplified text."""
    inside: int | None
    """The longer name whose part it is here; None if it stands here on its own at least once."""


@dataclass(frozen=True)
class Concordance:
    """Every term of an archive and where it stands. Terms are known by their number in the file."""

    terms: tuple[Term, ...]
    slugs: tuple[str, ...]
    passages: tuple[Passage, ...] = field(repr=False)
    mentions: Mapping[int, tuple[Mention, ...]] = field(repr=False)
    papers: Mapping[int, tuple[Article, ...]] = field(repr=False)
    """Names that are those of papers, and the articles that were printed in them."""

    def occurs(self, term: int) -> bool:
        """Whether the name stands in any article, or is that of its paper."""
        return term in self.mentions or term in self.papers

    @cached_property
    def _paragraphs(self) -> dict[int, frozenset[tuple[str, str]]]:
        """The paragraphs in which each name stands: article and block."""
        return {
            term: frozenset(
                (self.passages[m.passage].article.slug, self.passages[m.passage].block) for m in found
            )
            for term, found in self.mentions.items()
        }

    @cached_property
    def _names_of(self) -> dict[tuple[str, str], list[int]]:
        """The names in each paragraph."""
        found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for term, paragraphs in self._paragraphs.items():
            for paragraph in sorted(paragraphs):
                found[paragraph].append(term)
        return dict(found)

    @cached_property
    def _starting(self) -> dict[str, list[int]]:
        return _by_first([term.hans for term in self.terms])

    @cached_property
    def parts(self) -> dict[int, tuple[int, ...]]:
        """The names that each name has in it (集团 has none, 金川集团 has 金川)."""
        texts = [term.hans for term in self.terms]
        return {
            number: tuple(
                sorted({one for one, _ in _matches(text, texts, self._starting) if texts[one] != text})
            )
            for number, text in enumerate(texts)
        }

    @cached_property
    def wholes(self) -> dict[int, tuple[int, ...]]:
        """The longer names that have each name in them."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for whole, parts in self.parts.items():
            for part in parts:
                found[part].append(whole)
        return {part: tuple(wholes) for part, wholes in found.items()}

    @cached_property
    def variants(self) -> dict[int, tuple[int, ...]]:
        """Other names of the same thing: those of one kind that have the same English."""
        groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for number, term in enumerate(self.terms):
            if term.en:
                groups[term.kind, term.en.casefold()].append(number)
        return {
            one: tuple(other for other in group if self.terms[other].hans != self.terms[one].hans)
            for group in groups.values()
            for one in group
        }

    def namesakes(self, term: int) -> tuple[int, ...]:
        """Others of the same name."""
        hans = self.terms[term].hans
        return tuple(n for n, other in enumerate(self.terms) if other.hans == hans and n != term)

    def related(self, term: int, most: int = 12) -> list[tuple[int, int]]:
        """The names that stand in the same paragraphs, and in how many.

        In the order of cosine similarity (Salton and McGill 1983, 4.3), so that a name which is everywhere
        does not crowd out those that belong here. Names that are parts of each other are no relation.
        """
        shared: Counter[int] = Counter()
        for paragraph in self._paragraphs.get(term, ()):
            shared.update(self._names_of[paragraph])
        hans = self.terms[term].hans
        for other in [*shared]:
            text = self.terms[other].hans
            if text in hans or hans in text:
                del shared[other]
        # Squared and without the part that is the same for all; whole numbers compare without rounding.
        ranked = sorted(
            shared.items(), key=lambda one: (-(one[1] ** 2) / len(self._paragraphs[one[0]]), -one[1], one[0])
        )
        return ranked[:most]

    def topics(self, term: int) -> list[str]:
        """The topics of the sections in which the name stands, the commonest first."""
        counts = Counter(
            topic
            for mention in self.mentions.get(term, ())
            for topic in self.passages[mention.passage].topics
        )
        return [topic for topic, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]

    @cached_property
    def in_article(self) -> dict[str, list[int]]:
        """The names that stand in each article on their own, in the order in which it has them."""
        first: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for term, found in self.mentions.items():
            seen = set()
            for mention in found:
                slug = self.passages[mention.passage].article.slug
                if mention.inside is None and slug not in seen:
                    seen.add(slug)
                    first[slug].append((mention.passage, mention.at[0], term))
        return {slug: [term for _, _, term in sorted(found)] for slug, found in first.items()}


def passages_of(articles: Sequence[Article]) -> Iterator[Passage]:
    """Everything in which names are looked for: all that the papers printed; not the editors' notes."""
    for article in articles:
        heads: list[tuple[Part, Texts | None]] = [
            ("kicker", article.kicker),
            ("title", article.title),
            ("subtitle", article.subtitle),
            ("byline", article.byline_line),
        ]
        for part, texts in heads:
            if texts is not None:
                supplied = part == "title" and article.title_supplied
                yield Passage(
                    article, part, "", 0, texts.hans, texts.hant, texts.en, supplied, article.own_topics
                )
        topics = article.own_topics
        for block in article.blocks:
            if block.kind == "note":
                continue
            if block.kind == "heading":
                topics = tuple(dict.fromkeys([*article.own_topics, *block.topics]))
            for number, segment in enumerate(block.segments, 1):
                yield Passage(
                    article,
                    block.kind,
                    block.id,
                    number,
                    segment.hans.text,
                    segment.hant,
                    segment.en,
                    block.supplied,
                    topics,
                )


def concordance(
    terms: Sequence[Term],
    articles: Sequence[Article],
    path: Path | str,
    known: Container[str] | None = None,
) -> Concordance:
    """Find every term of ``path`` in every article; ``known`` are the slugs that there are, if more.

    Raises:
        PlanError: two rows are for one name, and it is not said which of them an article means.
    """
    slugs = addresses(terms, path)
    _check_articles(terms, known or {article.slug for article in articles}, path)
    texts = list(dict.fromkeys(term.hans for term in terms))
    starting = _by_first(texts)
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for number, term in enumerate(terms):
        rows[term.hans].append(number)
    passages = tuple(passages_of(articles))
    mentions: defaultdict[int, list[Mention]] = defaultdict(list)
    for number, passage in enumerate(passages):
        meant = {}
        spans: defaultdict[int, list[int]] = defaultdict(list)
        for text, start in _matches(passage.hans, texts, starting):
            if text not in meant:
                meant[text] = _meant(rows[texts[text]], terms, passage.article, path)
            spans[meant[text]].append(start)
        for row, at in spans.items():
            mentions[row].append(Mention(number, tuple(at), _around(row, at, spans, terms)))
    papers: defaultdict[int, list[Article]] = defaultdict(list)
    for article in articles:
        if article.paper.hans in rows:
            papers[_meant(rows[article.paper.hans], terms, article, path)].append(article)
    return Concordance(
        tuple(terms),
        slugs,
        passages,
        {term: tuple(found) for term, found in mentions.items()},
        {term: tuple(found) for term, found in papers.items()},
    )


def _check_articles(terms: Sequence[Term], known: Container[str], path: Path | str) -> None:
    for term in terms:
        for slug in term.articles:
            if slug not in known:
                raise PlanError(
                    f"names the article “{slug}”, which there is not; correct it", path, term.line
                )


def _by_first(texts: Sequence[str]) -> dict[str, list[int]]:
    """Texts by their first character."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        found[text[0]].append(number)
    return dict(found)


def _matches(
    text: str, names: Sequence[str], starting: Mapping[str, Sequence[int]]
) -> Iterator[tuple[int, int]]:
    """Every place of every name in a text, those inside longer ones too: the name's number and its start."""
    for start, char in enumerate(text):
        for number in starting.get(char, ()):
            if text.startswith(names[number], start):
                yield number, start


def _meant(rows: Sequence[int], terms: Sequence[Term], article: Article, path: Path | str) -> int:
    """The row that is meant in an article, where several have one name."""
    ours = meant([terms[row] for row in rows], article.slug)
    if not ours:
        first = terms[rows[0]]
        raise PlanError(
            f"“{first.hans}” stands in {article.slug} too, which no row of this name has under “articles”; "
            "add it to the row of whom it means",
            path,
            first.line,
        )
    return next(row for row in rows if terms[row] is ours[0])


def _around(
    term: int, at: Sequence[int], spans: Mapping[int, Sequence[int]], terms: Sequence[Term]
) -> int | None:
    """The longest name of which a name is a part wherever it stands in a passage."""
    size = len(terms[term].hans)
    longest: int | None = None
    for start in at:
        around = [
            other
            for other, starts in spans.items()
            if len(terms[other].hans) > size
            and any(s <= start and start + size <= s + len(terms[other].hans) for s in starts)
        ]
        if not around:
            return None
        found = max(around, key=lambda other: (len(terms[other].hans), -other))
        if longest is None or len(terms[found].hans) > len(terms[longest].hans):
            longest = found
    return longest
