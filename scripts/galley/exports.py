"""Everything that a site has for machines and scholars beside its pages: made here, written by :meth:`write`.

Read :meth:`Exports.files` to see what there is and in which order it is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import tee
from pathlib import Path

from galley import cards, citations, feeds
from galley.apparatus import Apparatus
from galley.archive import Archive
from galley.cache import Cache
from galley.citation_styles import Citation, cited
from galley.downloads import Download, downloads, fill_sizes, size_mark, size_text
from galley.model import Article, Language
from galley.publication import Publication, prefix_of


@dataclass(frozen=True)
class Exports:
    """One state of an archive, and all that is made of it beside the pages."""

    archive: Archive
    articles: Sequence[Article] = field(repr=False)
    publication: Publication
    _cited: dict[tuple[Language, str], list[Citation]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def _cache(self) -> Path:
        return self.archive.root / ".cache" / "galley"

    def cite(self, articles: Sequence[Article]) -> None:
        """Learn how to cite articles: many at once take less time than one after the other."""
        kept = Cache(self._cache / "citations")
        self._cited.update(cited(articles, self.publication, self.archive.english_names, kept))

    def know(self, other: Exports) -> None:
        """Learn how to cite from another that knows."""
        self._cited.update(other._cited)

    def citations_of(self, article: Article, language: Language) -> Sequence[Citation]:
        """How to cite an article in one language."""
        if (language, article.slug) not in self._cited:
            self.cite([article])
        return self._cited[language, article.slug]

    @cached_property
    def downloads(self) -> Sequence[Download]:
        """The files of the whole archive."""
        given = (self.publication, self.archive.topics, self.archive.terms, self.archive.memory)
        return list(downloads(self.articles, *given, pictures=Cache(self._cache / "cards")))

    def apparatus(self, language: Language, sized: bool) -> Apparatus:
        """What the templates need in one language.

        ``sized`` says whether the sizes of the downloads are told at once. A build fills them in when it
        has made them (:meth:`fill_sizes`).
        """
        return Apparatus(
            language,
            self.publication,
            {article.slug: article for article in self.articles},
            self.archive.topics,
            self.archive.english_names,
            self.citations_of,
            lambda: self.downloads,
            (lambda file: size_text(file.size)) if sized else size_mark,
            cards.can_draw(),
        )

    def files(self) -> Iterator[tuple[str, str | bytes]]:
        """Every file: its path below the site's folder and its content."""
        names = self.archive.english_names
        yield from feeds.all_files(self.articles, self.publication, self.archive.topics, names)
        for language in self.publication.languages:
            for article in self.articles:
                reference = citations.reference(article, language, self.publication, names)
                base = f"{prefix_of(language)}articles/{article.slug}/{article.slug}"
                for suffix, text in citations.files_of([reference]):
                    yield f"{base}{suffix}", text
        if cards.can_draw():
            previews, same = tee(cards.all_cards(self.articles, self.publication))
            drawn = cards.draw(same, Cache(self._cache / "cards"))
            yield from ((card.path, picture) for card, picture in zip(previews, drawn, strict=True))
        yield from ((download.path, download.content) for download in self.downloads)

    def fill_sizes(self, site: Path) -> None:
        """Write the sizes of the downloads into the pages that list them.

        Raises:
            GalleyError: the disk is full, or the folder cannot be written to.
        """
        for language in self.publication.languages:
            page = site / prefix_of(language) / "downloads" / "index.html"
            if page.is_file():
                fill_sizes(page, self.downloads)
