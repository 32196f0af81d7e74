"""What the pages of names show: a page a name, an index of each kind, the overview.

The HTML itself is in ``overrides/names/``; here is what stands in it, in the words of one language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from galley import pages
from galley.concordance import Concordance, Mention, Passage
from galley.frame import Leaf
from galley.interface import word
from galley.model import Article, Language
from galley.ordering import Order
from galley.terms import KINDS, places_in_english
from galley.topics import Topic

FOLDER_OF_KIND = {
    "person": "people",
    "org": "organisations",
    "place": "places",
    "policy": "policies",
    "term": "terms",
}
"""The address of each kind's index."""

Render = Callable[..., str]
"""Renders a template below ``overrides/names/`` with what it is given."""


class Link(NamedTuple):
    """A name as other pages link to it."""

    slug: str
    text: str
    lang: str
    """The text's language where it is not the page's; otherwise empty."""
    kind: str
    note: str
    size: int
    """Of sentences on its page, or of paragraphs that it shares, as the list says."""


class Sentence(NamedTuple):
    """A passage with the name marked, and where it stands."""

    html: Markup
    lang: str
    href: str
    part: str
    """What it is, where it is no sentence of the text: a headline, a caption."""


class Source(NamedTuple):
    """An article and its passages."""

    title: str
    lang: str
    href: str
    paper: str
    sentences: list[Sentence]


class Inside(NamedTuple):
    """A longer name and the passages in which only it has the name."""

    whole: Link
    sources: list[Source]


@dataclass(frozen=True)
class NamePages:
    """The pages of names in one language."""

    names: Concordance
    topics: Mapping[str, Topic]
    language: Language
    hant_notes: Mapping[str, str]
    """Notes in Traditional by their Simplified form."""
    render: Render

    def makers(self) -> dict[str, Callable[[], Leaf]]:
        """How to make each page of names, by its address; that of places has the map, so it is not here."""
        found: dict[str, Callable[[], Leaf]] = {"names/": self.overview} if self.names.terms else {}
        kinds = {term.kind for term in self.names.terms}
        for kind in KINDS:
            if kind in kinds and kind != "place":
                found[f"{FOLDER_OF_KIND[kind]}/"] = partial(self.index, kind)
        for number, slug in enumerate(self.names.slugs):
            found[f"names/{slug}/"] = partial(self.page, number)
        return found

    # One name

    def text(self, number: int) -> tuple[str, str]:
        """A name in the page's language, and the language where it is another."""
        term = self.names.terms[number]
        if self.language == "en":
            return (term.en, "") if term.en else (term.hans, "zh-Hans")
        return (term.hans if self.language == "zh-Hans" else term.hant), ""

    def note(self, number: int) -> str:
        """What the name is, in the page's language; empty where nobody has said it."""
        term = self.names.terms[number]
        if self.language == "en":
            return term.note
        return term.note_zh if self.language == "zh-Hans" else self.hant_notes.get(term.note_zh, "")

    def link(self, number: int, count: int | None = None) -> Link:
        """A link to a name's page."""
        text, lang = self.text(number)
        total = len(self.names.mentions.get(number, ())) if count is None else count
        kind = self.names.terms[number].kind
        return Link(self.names.slugs[number], text, lang, kind, self.note(number), total)

    def page(self, number: int) -> Leaf:
        """One name's page."""
        names, term = self.names, self.names.terms[number]
        text, lang = self.text(number)
        mentions = names.mentions.get(number, ())
        parts = [part for part in names.parts[number] if names.occurs(part)]
        # A form that both scripts share is told once.
        forms = {
            term.hans: "zh-Hans",
            **({term.hant: "zh-Hant"} if term.hant != term.hans else {}),
            term.en: "en",
        }
        body = self.render(
            "name.html",
            name=text,
            lang=lang,
            forms=[(tag, form) for form, tag in forms.items() if form and form != text],
            kind=term.kind,
            folder=FOLDER_OF_KIND[term.kind],
            note=self.note(number),
            found=bool(mentions or names.papers.get(number)),
            sentences=len(mentions),
            articles=len({names.passages[mention.passage].article.slug for mention in mentions}),
            variants=[self.link(one) for one in names.variants.get(number, ())],
            namesakes=[self.link(one) for one in names.namesakes(number)],
            own=self._sources(number, [m for m in mentions if m.inside is None]),
            inside=self._inside(number, mentions),
            papers=[self._source(article, []) for article in names.papers.get(number, ())],
            wholes=[self.link(one) for one in (*parts, *names.wholes.get(number, ()))],
            related=[self.link(*one) for one in names.related(number)],
            topics=[(topic, self.topics[topic].name[self.language]) for topic in names.topics(number)],
        )
        description = self.note(number) or self._found(number)
        return Leaf(f"names/{names.slugs[number]}/", text, description, body)

    def _found(self, number: int) -> str:
        mentions = self.names.mentions.get(number, ())
        slugs = {self.names.passages[mention.passage].article.slug for mention in mentions}
        return word("name-found", self.language, sentences=len(mentions), articles=len(slugs))

    def _inside(self, number: int, mentions: Sequence[Mention]) -> list[Inside]:
        """The passages in which the name is only a part of another, by that other."""
        by_whole: defaultdict[int, list[Mention]] = defaultdict(list)
        for mention in mentions:
            if mention.inside is not None:
                by_whole[mention.inside].append(mention)
        ordered = sorted(by_whole.items(), key=lambda one: (-len(one[1]), one[0]))
        return [
            Inside(self.link(whole, len(found)), self._sources(number, found)) for whole, found in ordered
        ]

    def _sources(self, number: int, mentions: Sequence[Mention]) -> list[Source]:
        """Passages by article, in the order of the site."""
        found = []
        passages = self.names.passages
        for _, group in groupby(mentions, lambda mention: passages[mention.passage].article.slug):
            of_article = list(group)
            sentences = [self._sentence(number, mention) for mention in of_article]
            found.append(self._source(passages[of_article[0].passage].article, sentences))
        return found

    def _source(self, article: Article, sentences: list[Sentence]) -> Source:
        lang = "zh-Hans" if self.language == "en" and not article.title.en else ""
        title = pages.title_of(article, self.language)
        href = f"../../articles/{article.slug}/"
        return Source(title, lang, href, pages.paper_line(article, self.language), sentences)

    def _sentence(self, number: int, mention: Mention) -> Sentence:
        passage = self.names.passages[mention.passage]
        term = self.names.terms[number]
        text, lang = self._passage_text(passage)
        if self.language == "en" and not lang:
            spans = list(places_in_english(term.en, text))
        elif len(text) == len(passage.hans):
            spans = [(start, start + len(term.hans)) for start in mention.at]
        else:  # a conversion that is longer or shorter: look for the name itself
            at = text.find(term.hant)
            spans = [(at, at + len(term.hant))] if at >= 0 else []
        html = marked(text, spans)
        if passage.supplied:
            before, after = pages.bracketed("\n", self.language).split("\n")
            html = escape(before) + html + escape(after)
        part = "" if passage.part == "paragraph" else word(f"part-{passage.part}", self.language)
        return Sentence(html, lang, f"../../articles/{passage.article.slug}/#{passage.anchor}", part)

    def _passage_text(self, passage: Passage) -> tuple[str, str]:
        if self.language == "en":
            return (passage.en, "") if passage.en else (passage.hans, "zh-Hans")
        return (passage.hans if self.language == "zh-Hans" else passage.hant), ""

    # Lists of names

    def index(self, kind: str, **more: Any) -> Leaf:
        """All names of one kind in the language's order; ``more`` is for the kind's template."""
        numbers = [n for n, term in enumerate(self.names.terms) if term.kind == kind]
        used = [n for n in numbers if self.names.occurs(n)]
        title = word(f"kinds-{kind}", self.language)
        body = self.render(
            "kind.html",
            kind=kind,
            title=title,
            groups=self._groups(used, kind),
            unused=[self.link(n) for n in numbers if n not in set(used)],
            **more,
        )
        description = word("names-lead", self.language, count=len(self.names.terms))
        return Leaf(f"{FOLDER_OF_KIND[kind]}/", title, description, body)

    def _groups(self, numbers: Sequence[int], kind: str) -> list[tuple[str, list[Link]]]:
        """Names by the heading under which a reader looks for them, in order."""
        order = Order(self.language, romanised=kind == "person")
        terms = self.names.terms
        keyed = sorted((order.key(terms[n]), n) for n in numbers)
        by_heading = groupby(keyed, lambda one: order.heading(terms[one[1]]))
        return [(heading, [self.link(n) for _, n in group]) for heading, group in by_heading]

    def overview(self) -> Leaf:
        """The kinds, how many names each has, and those that stand in most sentences."""
        kinds = []
        for kind in KINDS:
            used = [n for n, t in enumerate(self.names.terms) if t.kind == kind and self.names.occurs(n)]
            often = sorted(used, key=lambda n: (-len(self.names.mentions.get(n, ())), n))[:8]
            kinds.append((kind, FOLDER_OF_KIND[kind], len(used), [self.link(n) for n in often]))
        title = word("names", self.language)
        lead = word("names-lead", self.language, count=sum(count for _, _, count, _ in kinds))
        return Leaf("names/", title, lead, self.render("names.html", title=title, lead=lead, kinds=kinds))

    def in_article(self, slug: str) -> list[tuple[str, list[Link]]]:
        """The names in an article by kind, for the list at its end."""
        numbers = self.names.in_article.get(slug, [])
        by_kind = ((kind, [n for n in numbers if self.names.terms[n].kind == kind]) for kind in KINDS)
        return [(kind, [self.link(n) for n in found]) for kind, found in by_kind if found]


def marked(text: str, spans: Sequence[tuple[int, int]]) -> Markup:
    """A text as HTML in which the spans, which may overlap, are marked."""
    out, done = Markup(), 0
    for start, end in sorted(spans):
        start = max(start, done)
        if start >= end:
            continue
        out += escape(text[done:start]) + Markup("<mark>%s</mark>") % text[start:end]
        done = end
    return out + escape(text[done:])
