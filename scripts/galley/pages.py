"""Make the Markdown pages of a site: those of articles, and what all pages have in common.

Everything a reader sees stands in the Markdown itself, with classes; a theme only dresses it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol
from urllib.parse import quote

from galley import anchors, dates
from galley.english.glossary import Marker, listed
from galley.excerpts import excerpt, lead_of
from galley.headline import headline
from galley.interface import word
from galley.markdown import escape
from galley.model import LANGUAGES, Article, Block, Language, Segment, Texts
from galley.provenance import sentence_id
from galley.terms import Term
from galley.topics import Topic

FOLDERS: dict[Language, str] = {"zh-Hans": "zh", "zh-Hant": "zh-Hant", "en": "en"}
"""The folder of each language below ``docs/``."""

MARK = "# Made by galley from seeds/; changes here are lost."
"""Stands in the front matter of every generated page, and of no page written by hand."""

Make = Callable[[], str]
"""Makes the Markdown of a page, when it is needed."""

DOWNLOADS = "<!-- downloads -->"
"""Where a template puts what a page offers to download."""


class Headed(Protocol):
    """What has a headline: an article, or what lists know of one."""

    @property
    def slug(self) -> str:
        """Its address."""

    @property
    def title(self) -> Texts:
        """Its headline."""

    @property
    def title_supplied(self) -> bool:
        """Whether an editor wrote the headline."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a topic: a whole article, or a section of one."""

    article: Article
    section: Block | None
    lead: Sequence[Block]
    """The paragraphs to quote from."""


def article_path(slug: str, language: Language) -> str:
    """Where an article's Markdown stands below ``docs/``."""
    return f"{FOLDERS[language]}/articles/{slug}.md"


def title_of(article: Headed, language: Language) -> str:
    """The headline; one that an editor supplied stands in brackets."""
    title = article.title.get(language)
    return bracketed(title, language) if article.title_supplied else title


def bracketed(text: str, language: Language) -> str:
    """An editor's words, marked as such."""
    return f"[{text}]" if language == "en" else f"［{text}］"


def paper_line(article: Article, language: Language) -> str:
    """Paper, day and page in one line, with what is inferred said."""
    paper = article.paper.get(language)
    if article.paper.hans == word("paper-unknown", "zh-Hans"):
        return " · ".join([paper, dates.parse(article.date).name(language)])
    day = dates.parse(article.date).name(language)
    if language == "en":
        mark = f" ({word('inferred-mark', language)})" if article.paper_inferred else ""
        parts = [paper + mark, day]
    else:
        mark = f"（{word('inferred-mark', language)}）" if article.paper_inferred else ""
        parts = [f"《{paper}》{mark}", day]
    if article.page is not None:
        parts.append(word("page", language, page=article.page))
    return " · ".join(parts)


def has_english(article: Article) -> bool:
    """Whether any sentence of the article has been translated."""
    text = (block for block in article.blocks if block.kind in ("paragraph", "caption"))
    return any(segment.en for block in text for segment in block.segments)


def english_words(article: Article) -> int:
    """How many words the English of an article has."""
    return sum(len(segment.en.split()) for block in article.blocks for segment in block.segments)


def topic_entries(topic: str, articles: Sequence[Article]) -> list[Entry]:
    """Everything on a topic: articles that are about it whole, and sections of others."""
    found = []
    for article in articles:
        if topic in article.own_topics:
            found.append(Entry(article, None, lead_of(article)))
            continue
        for number, block in enumerate(article.blocks):
            if block.kind == "heading" and topic in block.topics:
                after = article.blocks[number + 1 :]
                found.append(Entry(article, block, [b for b in after if b.kind == "paragraph"]))
    return found


@dataclass(frozen=True, slots=True)
class View:
    """An article as one language shows it: what is not translated is in Simplified Chinese."""

    article: Article
    language: Language
    shown: Language
    tag: str
    """The attribute that names the text's language where it is not the page's."""
    title_tag: str

    @property
    def title(self) -> str:
        """The headline as Markdown."""
        return headline(title_of(self.article, self.language))

    @property
    def paper(self) -> str:
        """Paper, day and page."""
        return paper_line(self.article, self.language)


def view_of(article: Article, language: Language) -> View:
    """An article in a language."""
    chinese = ' lang="zh-Hans"'
    translated = language != "en" or has_english(article)
    tag = "" if translated else chinese
    title_tag = chinese if language == "en" and not article.title.en else ""
    return View(article, language, language if translated else "zh-Hans", tag, title_tag)


def paragraph(text: str, attributes: str) -> str:
    """A text as a paragraph with attributes (``.lead``)."""
    return f"{escape(text)}\n{{: {attributes} }}"


def article_page(
    article: Article,
    language: Language,
    topics: Mapping[str, Topic],
    neighbours: tuple[Headed | None, Headed | None] = (None, None),
    terms: Sequence[Term] = (),
    languages: Sequence[Language] = LANGUAGES,
) -> str:
    """One article's page; ``terms`` are explained in the English, ``languages`` are the site's."""
    view = view_of(article, language)
    mark = Marker(article, terms)
    meta: dict[str, object] = {
        "title": escape(title_of(article, language)),
        "description": escape(excerpt(lead_of(article), view.shown)),
        "slug": article.slug,
        "date": article.date,
        "paper": escape(article.paper.get(language)),
        "page": article.page,
        "source": article.source,
        "topics": list(article.topics),
        "kind": "article",
    }
    for key, other in zip(("previous", "next"), neighbours, strict=True):
        if other is not None:
            meta[key] = {"slug": other.slug, "title": escape(title_of(other, language))}
    out = [front_matter(meta)]
    if article.kicker:
        out.append(paragraph(article.kicker.get(view.shown), f".kicker{view.tag}"))
    out.append(f"# {view.title} {{: #title .headline{view.title_tag} }}")
    for name, text in (("subtitle", article.subtitle), ("byline", article.byline_line)):
        if text is not None:
            out.append(paragraph(text.get(view.shown), f".{name}{view.tag}"))
    out.append(paragraph(view.paper, '.dateline data-pagefind-meta="paper" data-pagefind-ignore=""'))
    out.append(anchors.bar(article, language, title_of(article, language), view.paper, languages))
    for key in notices(article, language):
        out.append(paragraph(word(key, language), '.notice data-pagefind-ignore=""'))
    out.append(DOWNLOADS)
    for block in article.blocks:
        if block.kind in ("paragraph", "caption"):
            out.append(anchors.menu(article, block, language, languages))
        out.append(_block(block, view, mark))
    if mark.explained:
        out.append(listed(mark.explained, word("terms-noted", language)))
    out += _colophon(article, language, topics)
    return "\n\n".join(out) + "\n"


def notices(article: Article, language: Language) -> Iterator[str]:
    """What a reader of the English must know of it, as keys of the interface's texts."""
    if language != "en":
        return
    if not has_english(article):
        yield "no-english"
        return
    yield f"english-{article.english_source or 'model'}"
    segments = (s for block in article.blocks if block.kind != "note" for s in block.segments)
    if any(not segment.en for segment in segments):
        yield "english-partial"


def front_matter(meta: Mapping[str, object]) -> str:
    """JSON is YAML that needs no thought about quoting."""
    given = {key: value for key, value in meta.items() if value not in (None, "", [])}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in given.items()]
    return "\n".join(["---", MARK, *lines, "---"])


def _block(block: Block, view: View, mark: Marker) -> str:
    language, tag = view.shown, view.tag
    if block.kind == "note" and all(segment.en for segment in block.segments):
        language, tag = view.language, ""  # editors' notes are in the page's own language
    classes = {"caption": ".caption", "note": ".note"}.get(block.kind, ".boxed" if block.boxed else "")
    attributes = " ".join(filter(None, [f"#{block.id}", classes])) + tag
    text = block.text(language)
    if block.kind == "heading":
        untranslated = ' lang="zh-Hans"' if language == "en" and not block.segments[0].en else ""
        shown = headline(bracketed(text, language) if block.supplied else text)
        return f"## {shown} {{: {attributes}{untranslated} }}"
    if block.kind == "note":
        return paragraph(text, attributes)
    sentences = (
        _sentence(segment, sentence_id(block, number), language, mark)
        for number, segment in enumerate(block.segments, 1)
    )
    return f"{(' ' if language == 'en' else '').join(sentences)}\n{{: {attributes} }}"


def _sentence(segment: Segment, anchor: str, language: Language, mark: Marker) -> str:
    """A sentence with its anchor; one without English stands in Chinese."""
    if language == "zh-Hant":
        return anchors.sentence(escape(segment.hant), anchor)
    if language == "en" and segment.en:
        return anchors.sentence(mark(segment), anchor)
    chinese = ' lang="zh-Hans"' if language == "en" else ""
    return anchors.sentence(escape(segment.hans.text), anchor, chinese)


def line_numbers(article: Article) -> list[str]:
    """The source lines of an article as ranges: ``5``, ``11-39``."""
    parts: list[list[int]] = []
    for number in article.claimed:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return [f"{first}-{last}" if first != last else str(first) for first, last in parts]


def _colophon(article: Article, language: Language, topics: Mapping[str, Topic]) -> Iterator[str]:
    """Where the text comes from, what is inferred, and the topics it belongs to."""
    comma, space = (", ", " ") if language == "en" else ("、", "")
    said = [word("colophon", language, source=article.source, lines=comma.join(line_numbers(article)))]
    if article.paper_inferred:
        said.append(word("inferred", language, why=article.inferred.get(language)))
    if article.title_supplied:
        said.append(word("headline-supplied", language))
    # A file of the site, not of docs/: MkDocs would look for it in vain, so it is no Markdown link.
    up = "../../" if language == "zh-Hans" else "../../../"
    link = f'<a href="{up}data/source/{quote(article.source)}">{escape(article.source)}</a>'
    text = escape(space.join(said)).replace(escape(article.source), link, 1)
    for line, old, new in article.fixes:
        key = "fixed" if new else "fixed-cut"
        text += space + _quoting(word(key, language, line=line, old=_OLD, new=_NEW), _short(old), new)
    yield f'{text}\n{{: .colophon data-pagefind-ignore="" }}'
    if article.topics:
        names = ((escape(topics[topic].name[language]), topic) for topic in article.topics)
        links = " ".join(f"[{name}](../topics/{topic}.md)" for name, topic in names)
        yield f'{links}\n{{: .topics data-pagefind-ignore="" }}'


_OLD, _NEW = "\ue000", "\ue001"


def _short(text: str) -> str:
    """A quotation of no more than a line."""
    return text if len(text) <= 40 else f"{text[:16]}……{text[-16:]}"


def _quoting(sentence: str, old: str, new: str) -> str:
    """A sentence with two quotations from the source, each marked with its language."""
    text = escape(sentence)
    for place, quotation in ((_OLD, old), (_NEW, new)):
        text = text.replace(place, f'<span lang="zh-Hans">{escape(quotation)}</span>')
    return text


def downloads_page(language: Language) -> str:
    """The downloads page; its list is the template's, which knows the sizes."""
    name, about = word("downloads", language), word("downloads-lead", language)
    meta = {"title": escape(name), "description": escape(about), "kind": "list", "template": "downloads.html"}
    return "\n\n".join([front_matter(meta), f"# {escape(name)}", paragraph(about, ".lead")]) + "\n"


def downloads_path(language: Language) -> str:
    """Where its Markdown stands below ``docs/``."""
    return f"{FOLDERS[language]}/downloads/index.md"


def all_pages(
    articles: Sequence[Article],
    topics: Mapping[str, Topic],
    terms: Sequence[Term] = (),
    languages: Sequence[Language] = LANGUAGES,
) -> Iterator[tuple[str, str]]:
    """The pages of articles and of downloads: their paths below ``docs/`` and their Markdown."""
    for path, make in makers(articles, topics, terms, languages):
        yield path, make()


def makers(
    articles: Sequence[Article],
    topics: Mapping[str, Topic],
    terms: Sequence[Term] = (),
    languages: Sequence[Language] = LANGUAGES,
) -> Iterator[tuple[str, Make]]:
    """How to make the pages of articles and of downloads, by their paths below ``docs/``."""
    for language in languages:
        for number, article in enumerate(articles):
            neighbours = (
                articles[number - 1] if number else None,
                articles[number + 1] if number + 1 < len(articles) else None,
            )
            given = (article, language, topics, neighbours, terms, languages)
            yield article_path(article.slug, language), partial(article_page, *given)
        yield downloads_path(language), partial(downloads_page, language)
