"""What an article says in a PDF, as plain data for the template ``overrides/pdf/galley.typ``.

Text is data all the way: the template shows it and never reads it as markup. A text that may change its
language on the way is a list of runs, pairs of language and text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from galley.interface import word
from galley.model import Article, Block, Language, Segment, Texts
from galley.pages import bracketed, has_english, line_numbers, paper_line, title_of
from galley.pdf.imprint import Imprint

Runs = list[tuple[str, str]]
Names = Mapping[str, Sequence[int]]
"""The terms that stand in a block, by article and block: ``slug#p3``."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How an article is read: the language of the edition, of its text, and of a text beside it."""

    language: Language
    text: Language
    beside: Language | None = None

    @classmethod
    def alone(cls, article: Article, language: Language) -> Reading:
        """In one language; what is not translated at all is read in Simplified Chinese."""
        return cls(language, language if language != "en" or has_english(article) else "zh-Hans")

    @classmethod
    def parallel(cls, language: Language) -> Reading:
        """Chinese, in the script of the edition, with English beside it."""
        return cls(language, "zh-Hant" if language == "zh-Hant" else "zh-Hans", "en")

    @property
    def shows_english(self) -> bool:
        """Whether there is English in it, of which its origin must be told."""
        return "en" in (self.text, self.beside)


def article_data(
    article: Article, reading: Reading, imprint: Imprint, names: Names | None = None
) -> dict[str, Any]:
    """A whole article."""
    return {
        "slug": article.slug,
        **_masthead(article, reading),
        "blocks": _groups(article, article.blocks, reading, names or {}),
        "end": list(_end(article, reading, imprint)),
        "url": imprint.link(reading.language, f"articles/{article.slug}/"),
    }


def section_data(article: Article, section: Block, reading: Reading, imprint: Imprint) -> dict[str, Any]:
    """One section of an article, under its own head, with the article's name above it."""
    begin = article.blocks.index(section) + 1
    rest = article.blocks[begin:]
    length = next((n for n, block in enumerate(rest) if block.kind == "heading"), len(rest))
    of = word("section-of", reading.language, title=article.title.get(reading.language))
    return {
        "slug": article.slug,
        **_masthead(article, reading),
        "kicker": [(reading.language, of)],
        "title": _runs(section, reading.text),
        "subtitle": None,
        "blocks": _groups(article, rest[:length], reading, {}),
        "end": list(_end(article, reading, imprint)),
        "url": imprint.link(reading.language, f"articles/{article.slug}/#{section.id}"),
    }


def _masthead(article: Article, reading: Reading) -> dict[str, Any]:
    """Everything above the text."""
    found: dict[str, Any] = {
        "title": [(_language(article.title, reading.text), title_of(article, reading.text))],
        "paper": paper_line(article, reading.language),
        "notices": list(_notices(article, reading)),
    }
    texts = {"kicker": article.kicker, "subtitle": article.subtitle, "byline": article.byline_line}
    for key, text in texts.items():
        found[key] = text and _short(text, reading.text)
    if reading.beside is not None:
        found["beside"] = {
            "title": [(_language(article.title, reading.beside), title_of(article, reading.beside))],
            **{key: text and _short(text, reading.beside) for key, text in texts.items()},
        }
    return found


def _short(text: Texts, language: Language) -> Runs:
    return [(_language(text, language), text.get(language))]


def _language(text: Texts, language: Language) -> Language:
    """The language in which a text is really shown."""
    return "zh-Hans" if language == "en" and not text.en else language


def _notices(article: Article, reading: Reading) -> Iterator[str]:
    """What a reader of the English must know of it before reading."""
    if reading.language == "en" and not reading.shows_english:
        yield word("no-english", reading.language)
    if reading.shows_english:
        yield word(f"english-{article.english_source or 'model'}", reading.language)
        text = (block for block in article.blocks if block.kind != "note")
        if any(not segment.en for block in text for segment in block.segments):
            yield word("english-partial", reading.language)


def _groups(
    article: Article, blocks: Sequence[Block], reading: Reading, names: Names
) -> list[dict[str, Any]]:
    """The blocks in order; those that stand in a box together are one group."""
    return [
        {"boxed": boxed, "blocks": [_block(article, block, reading, names) for block in group]}
        for boxed, group in groupby(blocks, key=lambda block: block.boxed)
    ]


def _block(article: Article, block: Block, reading: Reading, names: Names) -> dict[str, Any]:
    language = reading.text
    if block.kind == "note" and all(segment.en for segment in block.segments):
        language = reading.language if reading.beside is None else reading.text  # an editor's own words
    data = {
        "id": block.id,
        "kind": block.kind,
        "runs": _runs(block, language),
        "names": list(names.get(f"{article.slug}#{block.id}", ())),
    }
    if reading.beside is not None:
        data["beside"] = _runs(block, reading.beside)
    return data


def _runs(block: Block, language: Language) -> Runs:
    """A block's text, sentence by sentence; missing English is Simplified Chinese and says so."""
    if language != "en":
        runs: Runs = [(language, block.text(language))]
    else:
        runs = []
        for lang, group in groupby(block.segments, key=lambda segment: "en" if segment.en else "zh-Hans"):
            text = " ".join(_shown(segment) for segment in group)
            runs.append((lang, f" {text}" if runs else text))
    if block.supplied:
        first, last = bracketed("\0", language).split("\0")
        runs[0] = (runs[0][0], first + runs[0][1])
        runs[-1] = (runs[-1][0], runs[-1][1] + last)
    return runs


def _shown(segment: Segment) -> str:
    return segment.en or segment.hans.text


def _end(article: Article, reading: Reading, imprint: Imprint) -> Iterator[dict[str, Any]]:
    """The end matter: the source and what editors did to it, the English, how to cite."""
    language = reading.language
    comma, space = (", ", " ") if language == "en" else ("、", "")
    lines = comma.join(line_numbers(article))
    said: Runs = [(language, word("colophon", language, source=article.source, lines=lines))]
    if article.paper_inferred:
        said.append((language, space + word("inferred", language, why=article.inferred.get(language))))
    if article.title_supplied:
        said.append((language, space + word("headline-supplied", language)))
    for line, old, new in article.fixes:
        sentence = word("fixed" if new else "fixed-cut", language, line=line, old="\0old\0", new="\0new\0")
        said.append((language, space))
        for part in sentence.split("\0"):
            quoted = {"old": old, "new": new}.get(part)
            said.append((language, part) if quoted is None else ("zh-Hans", quoted))
    yield {"label": word("pdf-source", language), "runs": said}
    if reading.shows_english:
        told = (" " if language == "en" else "").join(_notices(article, reading))
        yield {"label": word("pdf-english", language), "runs": [(language, told)]}
    yield {"label": word("pdf-cite", language), "runs": citation(article, reading, imprint)}


def citation(article: Article, reading: Reading, imprint: Imprint) -> Runs:
    """How to cite the article: author, headline, paper and day, and this site."""
    language = reading.language
    who = imprint.authors(article, language)
    text = word("pdf-text-from", language, site=imprint.name(language))
    if language == "en":
        named = f"{', '.join(who)}, " if who else ""
        title = _language(article.title, language)
        paper = paper_line(article, language).replace(" · ", ", ")
        rest = f", {paper}; {text}."
        return [(language, f"{named}“"), (title, title_of(article, language)), (language, f"”{rest}")]
    named = f"{'、'.join(who)}：" if who else ""
    paper = paper_line(article, language).replace(" · ", "，")
    return [(language, f"{named}《{title_of(article, language)}》，{paper}，{text}。")]
