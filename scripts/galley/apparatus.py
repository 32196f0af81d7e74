"""What a page has beside its text, for the templates: metadata, linked data, citations, downloads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from mkdocs.structure.pages import Page

from galley import jsonld, metadata
from galley.citation_styles import Citation
from galley.citations import SUFFIXES
from galley.downloads import Download
from galley.model import Article, Language
from galley.publication import Publication, prefix_of
from galley.topics import Topic

_MEDIA_TYPES = {
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    ".csl.json": "application/vnd.citationstyles.csl+json",
}
_FORMATS = {".bib": "BibTeX", ".ris": "RIS", ".csl.json": "CSL-JSON"}


@dataclass(frozen=True)
class Apparatus:
    """The templates' ``apparatus``, in the language that is being built."""

    lang: Language
    publication: Publication
    articles: Mapping[str, Article]
    topics: Mapping[str, Topic]
    english: Mapping[str, str]
    citations: Callable[[Article, Language], Sequence[Citation]]
    files: Callable[[], Sequence[Download]]
    """The files of the whole archive."""
    size: Callable[[Download], str]
    """Tells a file's size."""
    pictures: bool
    """Whether this machine draws preview pictures."""

    def article(self, page: Page | None) -> Article | None:
        """The article that a page shows, if it shows one."""
        return self.articles.get(str(page.meta.get("slug"))) if page is not None and page.meta else None

    def tags(self, page: Page | None, title: str, description: str) -> list[metadata.Tag]:
        """The ``<meta>`` tags; ``title`` (plain) and ``description`` (HTML) are those of a page
        that shows no article."""
        if page is None:
            return []
        article = self.article(page)
        if article is None:
            path = page.url.removeprefix(prefix_of(self.lang)).removeprefix("./")
            found = metadata.page_preview(title, unescape(description), path, self.lang, self.publication)
            tags = list(found)
        else:
            tags = list(metadata.highwire(article, self.lang, self.publication, self.english))
            tags += metadata.article_preview(article, self.lang, self.publication, self.topics)
        return tags if self.pictures else [tag for tag in tags if not tag.name.startswith("og:image")]

    def linked_data(self, page: Page | None) -> dict[str, Any] | None:
        """The page as JSON-LD: an article, or the site on its front page."""
        article = self.article(page)
        if article is not None:
            given = (article, self.lang, self.publication, self.topics, self.english)
            data = jsonld.news_article(*given)
            return data if self.pictures else {name: data[name] for name in data if name != "image"}
        if page is not None and page.is_homepage:
            return jsonld.website(self.lang, self.publication)
        return None

    def cited(self, page: Page | None) -> Sequence[Citation]:
        """How to cite the article of a page, by style."""
        article = self.article(page)
        return self.citations(article, self.lang) if article else ()

    def references(self, page: Page | None) -> list[dict[str, str]]:
        """The files for reference managers beside an article's page."""
        article = self.article(page)
        if article is None:
            return []
        base = f"{prefix_of(self.lang)}articles/{article.slug}/{article.slug}"
        return [
            {"path": f"{base}{suffix}", "type": _MEDIA_TYPES[suffix], "format": _FORMATS[suffix]}
            for suffix in SUFFIXES
        ]

    def inferred(self, page: Page | None) -> bool:
        """Whether a page's citations have anything that an editor inferred."""
        article = self.article(page)
        return article is not None and article.paper_inferred

    def translated_title(self, page: Page | None) -> str:
        """Who translated the headline, as a key of the interface's texts; empty if nobody did."""
        article = self.article(page)
        if article is None or not article.title.en:
            return ""
        return f"cite-english-{article.english_source or 'model'}"

    def downloads(self, kind: str) -> list[dict[str, str]]:
        """The files of one kind, for the downloads page: those in its language, or in all."""
        return [
            {"path": file.path, "format": file.format, "size": self.size(file)}
            for file in self.files()
            if file.kind == kind and (self.lang in file.languages or kind == "tmx")
        ]
