"""Make the Markdown pages of a site: an article, a topic, the lists of both.

Everything a reader sees stands in the Markdown itself, with classes; a theme only dresses it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from galley import anchors, dates
from galley.english.glossary import Marker, listed
from galley.excerpts import excerpt, lead_of
from galley.headline import headline
from galley.interface import word
from galley.markdown import escape
from galley.model import LANGUAGES, Article, Block, Language, Segment
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


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a topic: a whole article, or a section of one."""

    article: Article
    section: Block | None
    lead: Sequence[Block]
    """The paragraphs to quote from."""


def title_of(article: Article, language: Language) -> str:
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
class _View:
    """An article as one language shows it: what is not translated is in Simplified Chinese."""

    article: Article
    language: Language
    shown: Language
    tag: str
    """The attribute that names the text's language where it is not the page's."""
    title_tag: str

    @property
    def title(self) -> str:
        return headline(title_of(self.article, self.language))

    @property
    def paper(self) -> str:
        return paper_line(self.article, self.language)


def _view(article: Article, language: Language) -> _View:
    chinese = ' lang="zh-Hans"'
    translated = language != "en" or has_english(article)
    tag = "" if translated else chinese
    title_tag = chinese if language == "en" and not article.title.en else ""
    return _View(article, language, language if translated else "zh-Hans", tag, title_tag)


def _paragraph(text: str, attributes: str) -> str:
    return f"{escape(text)}\n{{: {attributes} }}"


def article_page(
    article: Article,
    language: Language,
    topics: Mapping[str, Topic],
    neighbours: tuple[Article | None, Article | None] = (None, None),
    terms: Sequence[Term] = (),
    languages: Sequence[Language] = LANGUAGES,
) -> str:
    """One article's page; ``terms`` are explained in the English, ``languages`` are the site's."""
    view = _view(article, language)
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
        out.append(_paragraph(article.kicker.get(view.shown), f".kicker{view.tag}"))
    out.append(f"# {view.title} {{: #title .headline{view.title_tag} }}")
    for name, text in (("subtitle", article.subtitle), ("byline", article.byline_line)):
        if text is not None:
            out.append(_paragraph(text.get(view.shown), f".{name}{view.tag}"))
    out.append(_paragraph(view.paper, '.dateline data-pagefind-meta="paper" data-pagefind-ignore=""'))
    out.append(anchors.bar(article, language, title_of(article, language), view.paper, languages))
    for key in notices(article, language):
        out.append(_paragraph(word(key, language), '.notice data-pagefind-ignore=""'))
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


def _block(block: Block, view: _View, mark: Marker) -> str:
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
        return _paragraph(text, attributes)
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


def _card(entry: Entry, language: Language, level: int = 2, with_paper: bool = True) -> Iterator[str]:
    """An entry of a list: headline with link, paper and day, the first words."""
    head = "#" * level
    view = _view(entry.article, language)
    link = f"../articles/{entry.article.slug}.md"
    if entry.section is None:
        yield f"{head} [{view.title}]({link}) {{: .entry{view.title_tag} }}"
    else:
        name = headline(entry.section.text(view.shown))
        yield f"{head} [{name}]({link}#{entry.section.id}) {{: .entry{view.tag} }}"
        of = word("section-of", language, title=entry.article.title.get(language))
        yield _paragraph(of, f".section-of{view.title_tag}")
    if with_paper:
        yield _paragraph(view.paper, ".dateline")
    yield _paragraph(excerpt(entry.lead, view.shown), f".excerpt{view.tag}")


def topic_page(topic: Topic, articles: Sequence[Article], language: Language) -> str:
    """One topic's page: its articles and sections from all papers."""
    name, about = topic.name[language], topic.about[language]
    meta = {"title": escape(name), "description": escape(about), "kind": "topic", "topic": topic.id}
    out = [front_matter(meta), f"# {escape(name)}"]
    if about:
        out.append(_paragraph(about, ".lead"))
    out.append(DOWNLOADS)
    for entry in topic_entries(topic.id, articles):
        out += _card(entry, language)
    return "\n\n".join(out) + "\n"


def articles_index(articles: Sequence[Article], language: Language) -> str:
    """The list of all articles, by paper and day."""
    name = escape(word("articles", language))
    out = [front_matter({"title": name, "kind": "list"}), f"# {name}"]
    sources = list(dict.fromkeys(article.source for article in articles))
    size = word("archive-size", language, papers=len(sources), articles=len(articles))
    out.append(_paragraph(size, ".lead"))
    for number, source in enumerate(sources, 1):
        on_page = [article for article in articles if article.source == source]
        out.append(f"## {escape(paper_line(on_page[0], language))} {{: #page-{number} }}")
        for article in on_page:
            out += _card(Entry(article, None, lead_of(article)), language, level=3, with_paper=False)
    return "\n\n".join(out) + "\n"


def topics_index(topics: Mapping[str, Topic], articles: Sequence[Article], language: Language) -> str:
    """The list of all topics."""
    name = escape(word("topics", language))
    out = [front_matter({"title": name, "kind": "list"}), f"# {name}"]
    for topic in topics.values():
        count = len(topic_entries(topic.id, articles))
        out.append(f"## [{escape(topic.name[language])}]({topic.id}.md) {{: .entry }}")
        out.append(escape(topic.about[language]))
        out.append(_paragraph(word("topic-count", language, count=count), ".dateline"))
    return "\n\n".join(out) + "\n"


def downloads_page(language: Language) -> str:
    """The downloads page; its list is the template's, which knows the sizes."""
    name, about = word("downloads", language), word("downloads-lead", language)
    meta = {"title": escape(name), "description": escape(about), "kind": "list", "template": "downloads.html"}
    return "\n\n".join([front_matter(meta), f"# {escape(name)}", _paragraph(about, ".lead")]) + "\n"


def all_pages(
    articles: Sequence[Article],
    topics: Mapping[str, Topic],
    terms: Sequence[Term] = (),
    languages: Sequence[Language] = LANGUAGES,
) -> Iterator[tuple[str, str]]:
    """Every generated page: its path below ``docs/`` and its Markdown."""
    for path, make in makers(articles, topics, terms, languages):
        yield path, make()


def makers(
    articles: Sequence[Article],
    topics: Mapping[str, Topic],
    terms: Sequence[Term] = (),
    languages: Sequence[Language] = LANGUAGES,
) -> Iterator[tuple[str, Make]]:
    """How to make every generated page, by its path below ``docs/``."""
    for language in languages:
        folder = FOLDERS[language]
        for number, article in enumerate(articles):
            neighbours = (
                articles[number - 1] if number else None,
                articles[number + 1] if number + 1 < len(articles) else None,
            )
            given = (article, language, topics, neighbours, terms, languages)
            yield f"{folder}/articles/{article.slug}.md", partial(article_page, *given)
        for topic in topics.values():
            yield f"{folder}/topics/{topic.id}.md", partial(topic_page, topic, articles, language)
        yield f"{folder}/articles/index.md", partial(articles_index, articles, language)
        yield f"{folder}/topics/index.md", partial(topics_index, topics, articles, language)
        yield f"{folder}/downloads/index.md", partial(downloads_page, language)
