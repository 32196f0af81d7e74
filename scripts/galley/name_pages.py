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

from galley import dates, pages
from galley.concordance import Concordance, Mention, Passage
from galley.frame import Leaf
from galley.interface import word
from galley.model import Article, Language
from galley.ordering import Order
from galley.periods import Span, divided, name_of, said
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

MOST = 200
"""Places of a name on one page: up to 100 KB of HTML. Where there are more, there is a page for each year."""

Place = Mention | Article
"""Where a name stands: a passage, or an article whose paper has the name."""

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


class Times(NamedTuple):
    """A period with a page of its own, and what is there."""

    href: str
    text: str
    found: str


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
            places = self._places(number)
            found[f"names/{slug}/"] = partial(self.page, number, places)
            for part in places.all():
                found[f"names/{slug}/{name_of(part.day)}/"] = partial(self.period, number, part)
        return found

    def _places(self, number: int) -> Span[Place]:
        """Where a name stands, by year, month and day if that is in very many places."""
        places: list[Place] = [*self.names.mentions.get(number, ()), *self.names.papers.get(number, ())]
        return divided(places, lambda place: dates.parse(self._article(place).date)[:3], MOST)

    def _article(self, place: Place) -> Article:
        return self.names.passages[place.passage].article if isinstance(place, Mention) else place

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

    def page(self, number: int, places: Span[Place]) -> Leaf:
        """One name's page: what it is, and where it stands, or the periods in which it does."""
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
            **self._standing(number, places, "../../"),
            wholes=[self.link(one) for one in (*parts, *names.wholes.get(number, ()))],
            related=[self.link(*one) for one in names.related(number)],
            topics=[(topic, self.topics[topic].name[self.language]) for topic in names.topics(number)],
        )
        description = self.note(number) or self._found(number)
        return Leaf(f"names/{names.slugs[number]}/", text, description, body)

    def period(self, number: int, places: Span[Place]) -> Leaf:
        """Where a name stands in one year, month or day."""
        name, lang = self.text(number)
        when = said(places.day, self.language)
        found = self._counted(places)
        body = self.render(
            "period.html",
            name=name,
            lang=lang,
            when=when,
            found=found,
            **self._standing(number, places, "../../../"),
        )
        address = f"names/{self.names.slugs[number]}/{name_of(places.day)}/"
        return Leaf(address, f"{name} · {when}", found, body)

    def _standing(self, number: int, places: Span[Place], up: str) -> dict[str, Any]:
        """What stands on the page of a period; ``up`` leads from it to the root of the language."""
        if places.parts:
            folder = "../" if places.day else ""
            times = [
                Times(f"{folder}{name_of(part.day)}/", said(part.day, self.language), self._counted(part))
                for part in places.parts
            ]
            return {"times": times, "own": [], "inside": [], "papers": []}
        mentions = [place for place in places.entries if isinstance(place, Mention)]
        papers = [place for place in places.entries if isinstance(place, Article)]
        return {
            "times": [],
            "own": self._sources(number, [m for m in mentions if m.inside is None], up),
            "inside": self._inside(number, mentions, up),
            "papers": [self._source(article, [], up) for article in papers],
        }

    def _counted(self, places: Span[Place]) -> str:
        slugs = {self._article(place).slug for place in places.entries}
        return word("name-found", self.language, sentences=len(places.entries), articles=len(slugs))

    def _found(self, number: int) -> str:
        return self._counted(Span((), self.names.mentions.get(number, ())))

    def _inside(self, number: int, mentions: Sequence[Mention], up: str) -> list[Inside]:
        """The passages in which the name is only a part of another, by that other."""
        by_whole: defaultdict[int, list[Mention]] = defaultdict(list)
        for mention in mentions:
            if mention.inside is not None:
                by_whole[mention.inside].append(mention)
        ordered = sorted(by_whole.items(), key=lambda one: (-len(one[1]), one[0]))
        return [
            Inside(self.link(whole, len(found)), self._sources(number, found, up)) for whole, found in ordered
        ]

    def _sources(self, number: int, mentions: Sequence[Mention], up: str) -> list[Source]:
        """Passages by article, in the order of the site."""
        found = []
        passages = self.names.passages
        for _, group in groupby(mentions, lambda mention: passages[mention.passage].article.slug):
            of_article = list(group)
            sentences = [self._sentence(number, mention, up) for mention in of_article]
            found.append(self._source(passages[of_article[0].passage].article, sentences, up))
        return found

    def _source(self, article: Article, sentences: list[Sentence], up: str) -> Source:
        lang = "zh-Hans" if self.language == "en" and not article.title.en else ""
        title = pages.title_of(article, self.language)
        href = f"{up}articles/{article.slug}/"
        return Source(title, lang, href, pages.paper_line(article, self.language), sentences)

    def _sentence(self, number: int, mention: Mention, up: str) -> Sentence:
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
        return Sentence(html, lang, f"{up}articles/{passage.article.slug}/#{passage.anchor}", part)

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
