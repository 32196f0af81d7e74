"""What lists quote an article with: its first sentences, whole where they can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from galley.model import Article, Block, Language

_LENGTH: dict[Language, int] = {"zh-Hans": 80, "zh-Hant": 80, "en": 200}
_AT_LEAST, _AT_MOST = 0.6, 1.2
"""How far whole sentences may stay below the length, or go above it."""


def excerpt_of(article: Article, language: Language, times: int = 1) -> str:
    """The beginning of an article; of several times the length where there is room."""
    return excerpt(lead_of(article), language, times)


def lead_of(article: Article) -> list[Block]:
    """What to quote an article with: its first paragraphs, or a photo's caption."""
    before_figures = [block for block in article.blocks if block.kind == "paragraph" and not block.boxed]
    return before_figures or [block for block in article.blocks if block.kind == "caption"]


def excerpt(blocks: Sequence[Block], language: Language, times: int = 1) -> str:
    """The beginning of a text: whole sentences, or a cut one that says so with an ellipsis."""
    limit = _LENGTH[language] * times
    text = ""
    for sentence in _sentences(blocks, language):
        longer = f"{text} {sentence}" if text and language == "en" else text + sentence
        if len(longer) > limit * _AT_MOST:
            return text if len(text) >= limit * _AT_LEAST else _cut(longer, limit, language)
        text = longer
    return text


def _sentences(blocks: Sequence[Block], language: Language) -> Iterator[str]:
    for block in blocks:
        for segment in block.segments:
            yield {"zh-Hans": segment.hans.text, "zh-Hant": segment.hant}.get(language) or (
                segment.en or segment.hans.text
            )


def _cut(text: str, limit: int, language: Language) -> str:
    """The first characters of a text: English ends with a word, Chinese with a clause if one is near."""
    if language == "en":
        return text[:limit].rpartition(" ")[0].rstrip(" ,;:.") + " …"
    clause = max(text.rfind(mark, 0, limit) for mark in "，、；：")
    return text[: clause if clause >= limit * _AT_LEAST else limit].rstrip("，、；：。“「（《 ") + "……"
