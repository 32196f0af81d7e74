"""Articles as bytes, for the cache and for workers: JSON of our own, from which nothing can be executed.

Pickle would be shorter to write, but a file of a shared cache must not be able to run code. Places in the
source are kept as stretches: most characters of an article follow each other there too.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from galley.model import NOWHERE, Article, Block, Change, Run, Segment, Texts


def pack(value: Any) -> bytes:
    """Plain data as bytes."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpack(data: bytes) -> Any:
    """Plain data from bytes that :func:`pack` made."""
    return json.loads(zlib.decompress(data))


def framed(*parts: bytes) -> bytes:
    """Several results as one."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def frames(data: bytes) -> list[bytes]:
    """The parts of what :func:`framed` made."""
    found, at = [], 0
    while at < len(data):
        end = at + 4 + int.from_bytes(data[at : at + 4], "big")
        found.append(data[at + 4 : end])
        at = end
    return found


def article_to_data(article: Article) -> list[Any]:
    """An article as plain data, its fields in their order."""
    return [
        article.slug,
        article.source,
        _texts(article.paper),
        article.paper_inferred,
        article.date,
        article.page,
        _texts(article.title),
        article.title_supplied,
        _texts(article.kicker),
        _texts(article.subtitle),
        [_texts(byline) for byline in article.bylines],
        _texts(article.byline_line),
        article.topics,
        article.continues_on,
        [_block(block) for block in article.blocks],
        [[change.rule, _stretches(change.at), change.old, change.new] for change in article.changes],
        _stretches(article.claimed),
        article.own_topics,
        article.fixes,
        article.english_source,
        _texts(article.inferred),
    ]


def article_from_data(data: Sequence[Any]) -> Article:
    """The article again, equal to what it was."""
    (
        slug, source, paper, paper_inferred, date, page, title, supplied, kicker, subtitle, bylines,
        byline_line, topics, continues_on, blocks, changes, claimed, own_topics, fixes, english, inferred,
    ) = data  # fmt: skip
    return Article(
        slug=slug,
        source=source,
        paper=_texts_from(paper),
        paper_inferred=paper_inferred,
        date=date,
        page=page,
        title=_texts_from(title),
        title_supplied=supplied,
        kicker=_texts_from(kicker) if kicker else None,
        subtitle=_texts_from(subtitle) if subtitle else None,
        bylines=tuple(map(_texts_from, bylines)),
        byline_line=_texts_from(byline_line) if byline_line else None,
        topics=tuple(topics),
        continues_on=continues_on,
        blocks=tuple(map(_block_from, blocks)),
        changes=tuple(Change(rule, _places(at), old, new) for rule, at, old, new in changes),
        claimed=_places(claimed),
        own_topics=tuple(own_topics),
        fixes=tuple((line, old, new) for line, old, new in fixes),
        english_source=english,
        inferred=_texts_from(inferred),
    )


def _texts(texts: Texts | None) -> list[Any] | None:
    return [texts.hans, texts.hant, texts.en, _stretches(texts.at)] if texts is not None else None


def _texts_from(data: Sequence[Any]) -> Texts:
    hans, hant, en, at = data
    return Texts(hans, hant, en, _places(at))


def _block(block: Block) -> list[Any]:
    segments = [[s.hans.text, _stretches(s.hans.at), s.hant, s.en, s.origin] for s in block.segments]
    return [block.id, block.kind, segments, block.lines, block.topics, block.supplied, block.boxed]


def _block_from(data: Sequence[Any]) -> Block:
    name, kind, segments, lines, topics, supplied, boxed = data
    return Block(
        name,
        kind,
        tuple(Segment(Run(text, _places(at)), hant, en, origin) for text, at, hant, en, origin in segments),
        tuple((first, last) for first, last in lines),
        tuple(topics),
        supplied,
        boxed,
    )


def _stretches(places: Iterable[int]) -> list[int]:
    """Places as first and length of each stretch; characters without a place follow each other too."""
    found: list[int] = []
    last, length = None, 0
    for place in places:
        if place == last:
            length += 1
        else:
            if length:
                found.append(length)
            found.append(place)
            length = 1
        last = place + 1 if place != NOWHERE else NOWHERE
    return [*found, length] if found else found


def _places(stretches: Sequence[int]) -> tuple[int, ...]:
    if len(stretches) == 2 and stretches[0] != NOWHERE:
        return tuple(range(stretches[0], stretches[0] + stretches[1]))
    found: list[int] = []
    for first, length in zip(stretches[::2], stretches[1::2], strict=True):
        found += range(first, first + length) if first != NOWHERE else (NOWHERE,) * length
    return tuple(found)
