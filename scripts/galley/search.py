"""Make the search files (``search/`` in the built site), which ``overrides/assets/find.js`` reads.

One index serves the three languages: a Chinese query is folded to one script, an English one finds
articles by their English and by the English names of the terms in their Chinese. What the index proposes
the browser checks against the sentences, so a phrase found is there, and one that is there is found.

- ``index.json``: what every search needs first
- ``keys/<n>.json``: the index, by ranges of keys
- ``<language>/<n>-<part>.json``: the sentences of article ``n`` (the newest is 0), a few blocks a file
- ``<language>/filters.json``: what can be chosen from, with the number of articles
- ``names.json``: names to suggest when nothing is found
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from galley import cache, dates, folding, pages, postings
from galley.folding import Folding
from galley.interface import word
from galley.model import LANGUAGES, Article, Language, Texts
from galley.postings import compact
from galley.terms import Term
from galley.topics import Topic

PART = 8
"""Blocks in one file of sentences: a long article is not fetched whole for one sentence of it."""
_NAMED = ("person", "org", "place")
_CHOICES = 300
"""No more people or places to choose from than this; the others are found by typing their names."""
_NAMES = 3000
"""No more names to suggest than this, those of the most articles."""


def all_files(
    articles: Sequence[Article],
    topics: Mapping[str, Topic],
    terms: Sequence[Term],
    languages: Sequence[Language] = LANGUAGES,
) -> Iterator[tuple[str, str]]:
    """Every search file, one after another: its path below the site's folder and its JSON.

    ``languages`` are the site's. The index is last, when all that it leads to is there.
    """
    groups = folding.groups_of(folding.pairs_of(articles))
    named = [_terms_in(article, terms) for article in articles]
    filters = [_filters(article, here) for article, here in zip(articles, named, strict=True)]
    starts, found = _index(articles, named, Folding(groups))
    with_filter: defaultdict[str, array[int]] = defaultdict(_numbers)
    for number, own in enumerate(filters):
        for key in dict.fromkeys(own):
            with_filter[key].append(number)
    for key in sorted(with_filter):
        found[key] = postings.of_articles((number, False) for number in with_filter[key])
    shards = postings.shards(found)
    version = ""
    for name, text in chain(
        ((f"keys/{number}.json", text) for number, (_, text) in enumerate(shards)),
        _sentences(articles, named, languages),
        (
            (f"{one}/filters.json", compact(_choices(articles, filters, topics, terms, one)))
            for one in languages
        ),
        [("names.json", compact(_names(named)))],
    ):
        version = cache.key(version, name, text)
        yield f"search/{name}", text
    index = {
        # In the address of every other file, so that files of two builds are never read together.
        "version": version[:12],
        "blocks": postings.encode(starts),
        "keys": [first for first, _ in shards],
        "groups": " ".join(groups),
    }
    yield "search/index.json", compact(index)


def _numbers() -> array[int]:
    """Numbers of articles or blocks, four bytes each."""
    return array("I")


def _sentences(
    articles: Sequence[Article], named: Sequence[Sequence[Term]], languages: Sequence[Language]
) -> Iterator[tuple[str, str]]:
    """The files of sentences."""
    for number, article in enumerate(articles):
        for language in languages:
            for part, data in enumerate(_parts(article, language, named[number])):
                yield f"{language}/{number}-{part}.json", compact(data)


def _terms_in(article: Article, terms: Sequence[Term]) -> list[Term]:
    """The terms that stand in an article's Chinese."""
    whole = "\n".join([*(text.hans for text in _head(article)), *(b.text("zh-Hans") for b in article.blocks)])
    return [term for term in terms if term.hans in whole]


def _head(article: Article) -> list[Texts]:
    """The texts above an article, the headline first."""
    texts = [article.title, article.kicker, article.subtitle, article.byline_line, article.paper]
    return [text for text in texts if text is not None]


def _index(
    articles: Sequence[Article], named: Sequence[Sequence[Term]], fold: Folding
) -> tuple[list[int], dict[str, str]]:
    """The number of each article's first block and of blocks in all; each key's postings."""
    english = {term.hans: folding.keys(fold.tokens(term.en)) for own in named for term in own}
    starts: list[int] = []
    article_of: list[int] = []
    places: defaultdict[str, array[int]] = defaultdict(_numbers)
    for number, article in enumerate(articles):
        starts.append(len(article_of))
        head = [[(text.hans, text.en) for text in _head(article)]]
        blocks = [[(s.hans.text, s.en) for s in block.segments] for block in article.blocks]
        for block in head + blocks:
            for key in _keys(block, named[number], english, fold, apart=block is head[0]):
                places[key].append(len(article_of))
            article_of.append(number)
    starts.append(len(article_of))
    return starts, {key: postings.of_blocks(at, article_of, starts) for key, at in places.items()}


def _keys(
    block: Sequence[tuple[str, str]],
    terms: Sequence[Term],
    english: Mapping[str, set[str]],
    fold: Folding,
    apart: bool,
) -> set[str]:
    """The keys of a block's Chinese, of its English, and of the English names of the terms in it."""
    chinese = [hans for hans, _ in block]
    found: set[str] = set()
    for text in chinese if apart else ["".join(chinese)]:
        found |= folding.keys(fold.tokens(text))
    for text in [en for _, en in block] if apart else [" ".join(en for _, en in block)]:
        found |= folding.keys(fold.tokens(text))
    whole = "\n".join(chinese) if apart else "".join(chinese)
    for term in terms:
        if term.hans in whole:
            found |= english[term.hans]
    return found


def _parts(article: Article, language: Language, terms: Sequence[Term]) -> Iterator[dict[str, Any]]:
    """An article's sentences in one language, in parts; null where there is no English.

    The first block of an article is its head. With the English stand the terms in it, which say what
    an English query means in the Chinese and the reverse.
    """
    blocks = [("", _head(article))]
    for block in article.blocks:
        blocks.append((block.id, [Texts(s.hans.text, s.hant, s.en) for s in block.segments]))
    for start in range(0, len(blocks), PART):
        part = blocks[start : start + PART]
        data: dict[str, Any] = {
            "slug": article.slug,
            "title": pages.title_of(article, language),
            "from": pages.paper_line(article, language),
            "blocks": [[name, [_given(text, language) for text in texts]] for name, texts in part],
        }
        if language == "en":
            whole = "\n".join("".join(text.hans for text in texts) for _, texts in part)
            data["names"] = [[t.hans, t.hant, t.en] for t in terms if t.en and t.hans in whole]
        yield data


def _given(text: Texts, language: Language) -> str | None:
    return text.get(language) if language != "en" else text.en or None


def _filters(article: Article, terms: Sequence[Term]) -> list[str]:
    """The keys by which an article is filtered; no word of a text begins with ``#``."""
    day = dates.parse(article.date)
    found = [f"#topic {topic}" for topic in article.topics]
    found += [f"#paper {article.paper.hans}", f"#date {day.year}"]
    if day.month:
        found.append(f"#date {day.year}-{day.month:02}")
    return found + [f"#{term.kind} {term.hans}" for term in terms if term.kind in ("person", "place")]


def _choices(
    articles: Sequence[Article],
    filters: Sequence[Sequence[str]],
    topics: Mapping[str, Topic],
    terms: Sequence[Term],
    language: Language,
) -> list[list[Any]]:
    """For each kind of filter its name and what to choose from: key, label, number of articles."""
    counts = Counter(key for own in filters for key in own)
    labels = {f"#topic {topic.id}": topic.name[language] for topic in topics.values()}
    labels |= {f"#paper {article.paper.hans}": article.paper.get(language) for article in articles}
    labels |= {f"#{t.kind} {t.hans}": Texts(t.hans, t.hant, t.en).get(language) for t in terms}
    found: list[list[Any]] = []
    for kind in ("topic", "paper", "date", "person", "place"):
        own = [key for key in counts if key.startswith(f"#{kind} ")]
        if kind == "topic":
            own.sort(key=list(labels).index)  # the editors' order
        elif kind == "date":
            own.sort(reverse=True)
        else:
            own.sort(key=lambda key: (-counts[key], key))
        rows = [[key, labels.get(key, key.partition(" ")[2]), counts[key]] for key in own[:_CHOICES]]
        found.append([kind, word(f"search-{kind}", language), rows])
    return found


def _names(named: Sequence[Sequence[Term]]) -> list[list[str]]:
    """People, organisations and places that the archive has, those in the most articles first."""
    counts = Counter(term for own in named for term in own if term.kind in _NAMED)
    ordered = sorted(counts, key=lambda term: (-counts[term], term.hans))
    return [[term.hans, term.hant, term.en] for term in ordered[:_NAMES]]
