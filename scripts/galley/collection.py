"""All articles of an archive, in the order of the site, each read from the cache when it is asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Lock
from typing import overload

from galley.cache import Cache
from galley.catalogue import Catalogue, Row
from galley.english.memory import English
from galley.model import Article
from galley.steps import whole_of
from galley.workers import Failure

_IN_MEMORY = 2000
"""Articles, about 60 KB each, that are kept in memory: a site of this size is read once."""

_read: OrderedDict[str, Article] = OrderedDict()
"""The articles that were asked for last, by their keys. A key stands for the content, so that an article
which an edit left alone is the very same object when a server builds again."""
_lock = Lock()


class Collection(Sequence[Article]):
    """The articles, the newest first; of one day, in the order of the files and plans."""

    def __init__(
        self,
        catalogue: Catalogue,
        english: English,
        kept: Cache,
        remake: Callable[[Row], bytes],
        failures: Sequence[Failure] = (),
    ) -> None:
        self.catalogue = catalogue
        self.english = english
        """What the archive's memory has."""
        self.failures = failures
        """What could not be read, though no editor did anything wrong."""
        self._kept = kept
        self._remake = remake

    def __len__(self) -> int:
        return len(self.catalogue)

    @overload
    def __getitem__(self, index: int) -> Article: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Article]: ...

    def __getitem__(self, index: int | slice) -> Article | Sequence[Article]:
        places = range(len(self))[index]
        if isinstance(places, int):
            return self._article(self.catalogue.row(places))
        return [self[place] for place in places]

    def __iter__(self) -> Iterator[Article]:
        return map(self._article, self.catalogue.rows())

    def passing(self) -> Iterator[Article]:
        """Each article once, none of them kept in memory: for what goes through an archive a single time."""
        return (whole_of(self.whole(row)) for row in self.catalogue.rows())

    def whole(self, row: Row) -> bytes:
        """An article as the step made it; made again, where somebody emptied the cache."""
        return self._kept.get(row.key) or self._remake(row)

    def _article(self, row: Row) -> Article:
        with _lock:
            article = _read.get(row.key)
            if article is not None:
                _read.move_to_end(row.key)
                return article
        article = whole_of(self.whole(row))
        with _lock:
            _read[row.key] = article
            while len(_read) > _IN_MEMORY:
                _read.popitem(last=False)
        return article


class BySlug(Mapping[str, Article]):
    """Articles by their slugs."""

    def __init__(self, articles: Collection) -> None:
        self._articles = articles

    def __getitem__(self, slug: str) -> Article:
        row = self._articles.catalogue.row_of(slug)
        if row is None:
            raise KeyError(slug)
        return self._articles[row.position]

    def __contains__(self, slug: object) -> bool:
        return isinstance(slug, str) and self._articles.catalogue.row_of(slug) is not None

    def __iter__(self) -> Iterator[str]:
        return (row.slug for row in self._articles.catalogue.rows())

    def __len__(self) -> int:
        return len(self._articles)


def by_slug(articles: Sequence[Article]) -> Mapping[str, Article]:
    """Articles by their slugs, without reading those that nobody asks for."""
    if isinstance(articles, Collection):
        return BySlug(articles)
    return {article.slug: article for article in articles}
