"""The site's data files: ``/data/articles.json`` and ``/data/articles/<slug>.json``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from galley.model import Article, Block, Segment, Texts


def article_data(article: Article) -> dict[str, Any]:
    """One article as plain data. What does not exist is ``null`` or empty, never left out."""
    return {
        "slug": article.slug,
        "paper": article.paper.data(),
        "date": article.date,
        "page": article.page,
        "source": article.source,
        "title": article.title.data(),
        "title_supplied": article.title_supplied,
        "kicker": _texts(article.kicker),
        "subtitle": _texts(article.subtitle),
        "bylines": [byline.data() for byline in article.bylines],
        "topics": list(article.topics),
        "continues_on": article.continues_on,
        "blocks": [_block(block) for block in article.blocks],
    }


def _texts(texts: Texts | None) -> dict[str, str | None] | None:
    return texts.data() if texts else None


def _block(block: Block) -> dict[str, Any]:
    return {
        "id": block.id,
        "kind": block.kind,
        "lines": [list(span) for span in block.lines],
        "topics": list(block.topics),
        "segments": [_segment(segment) for segment in block.segments],
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "zh-Hans": segment.hans.text,
        "zh-Hant": segment.hant,
        "en": segment.en or None,
        "origin": segment.origin,
    }


def article_list(articles: Sequence[Article]) -> list[dict[str, Any]]:
    """The archive's articles, the newest first."""
    return [
        {
            "slug": article.slug,
            "title": article.title.data(),
            "date": article.date,
            "paper": article.paper.data(),
            "topics": list(article.topics),
        }
        for article in articles
    ]


def all_files(articles: Sequence[Article]) -> Iterator[tuple[str, str]]:
    """Every data file: its path below the site's folder and its JSON."""
    yield "data/articles.json", _json(article_list(articles))
    yield "data/scripts.json", json.dumps(scripts(articles), ensure_ascii=False)
    for article in articles:
        yield f"data/articles/{article.slug}.json", _json(article_data(article))


def scripts(articles: Sequence[Article]) -> dict[str, dict[str, str]]:
    """Which character of one script stands for which of the other, as the archive's own text has it.

    For the search field: a reader may type either script. Where one character has several forms
    the one that is commonest here is taken.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for article in articles:
        for block in article.blocks:
            for segment in block.segments:
                if len(segment.hant) == len(segment.hans):
                    counts.update(zip(segment.hans.text, segment.hant, strict=True))
    pairs = sorted(counts.items(), key=lambda one: (one[1], one[0]))  # the commonest last, so that it stays
    to_hant = {hans: hant for (hans, hant), _ in pairs}
    to_hans = {hant: hans for (hans, hant), _ in pairs}
    return {
        "zh-Hant": {hans: hant for hans, hant in sorted(to_hant.items()) if hans != hant},
        "zh-Hans": {hant: hans for hant, hans in sorted(to_hans.items()) if hans != hant},
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
