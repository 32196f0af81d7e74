"""An inverted index in small files: a reader's browser fetches the few that a query needs.

A key's postings are the numbers of the blocks that have it, ascending; a key that very many blocks have
keeps only its articles. Numbers are written as differences, in text that is as short as that of
a binary format after compression, and no longer than it needs to be before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

_ZERO = ord("?")
"""The digit 0: from here 64 characters follow that JSON writes as they are, but for the backslash."""
MANY = 4096
"""A key in more blocks than this keeps only its articles: its file would be larger than all the others."""
_SHARD = 8_000
"""Bytes a file aims at: a query of a few words needs one for each."""
_SHARDS = 4_000
"""No more files than about this, in a large archive."""


def encode(numbers: Iterable[int]) -> str:
    """Ascending numbers as text: differences in base 32, the lowest digit first; 32 more is “goes on”."""
    out = []
    last = 0
    for number in numbers:
        rest, last = number - last, number
        while rest >= 32:
            out.append(chr(_ZERO + 32 + rest % 32))
            rest //= 32
        out.append(chr(_ZERO + rest))
    return "".join(out)


def of_articles(numbers: Iterable[tuple[int, bool]]) -> str:
    """Postings by article: its number, and whether the key stands at the article's head."""
    return "*" + encode(number * 2 + head for number, head in numbers)


def of_blocks(numbers: Sequence[int], article_of: Sequence[int], starts: Sequence[int]) -> str:
    """Postings by block, or by article where there are too many."""
    if len(numbers) <= MANY:
        return encode(numbers)
    articles: dict[int, bool] = {}
    for number in numbers:
        article = article_of[number]
        articles[article] = articles.get(article, False) or number == starts[article]
    return of_articles(articles.items())


def shards(postings: Mapping[str, str]) -> list[tuple[str, str]]:
    """The index cut into files: the first key of each and its JSON, in the order of JavaScript's strings."""
    size = max(_SHARD, sum(len(key.encode()) + len(value) + 6 for key, value in postings.items()) // _SHARDS)
    found: list[list[str]] = []
    room = 0
    for key in sorted(postings, key=lambda key: key.encode("utf-16-be", "surrogatepass")):
        cost = len(key.encode()) + len(postings[key]) + 6
        if not found or cost > room:
            found.append([])
            room = size
        found[-1].append(key)
        room -= cost
    return [(part[0], compact({key: postings[key] for key in part})) for part in found]


def compact(value: object) -> str:
    """JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
