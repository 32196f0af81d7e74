"""Who publishes the PDFs and who wrote what is in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from galley import bylines
from galley.errors import GalleyError
from galley.model import LANGUAGES, Article, Language
from galley.publication import Publication, prefix_of, publication_of

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

PREFIX: dict[Language, str] = {language: prefix_of(language) for language in LANGUAGES}
"""What stands before a page's path in each language."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The site, and the names that its terms give in English."""

    publication: Publication
    english: Mapping[str, str]

    def name(self, language: Language) -> str:
        """The site's name."""
        return self.publication.names[language]

    def about(self, language: Language) -> str:
        """What the site is, in a sentence."""
        return self.publication.descriptions[language]

    def link(self, language: Language, page: str) -> str:
        """The address of a page of the site; empty where the site has none."""
        return self.publication.address(language, page) if self.publication.url else ""

    def authors(self, article: Article, language: Language) -> list[str]:
        """The people whom an article's bylines name."""
        return [author.name(language) for author in bylines.authors(article, self.english)]


def read(root: Path) -> tuple[Publication, bool]:
    """An archive's site as its ``mkdocs.yml`` has it, and whether its Traditional has 「」 for “”.

    Raises:
        GalleyError: ``mkdocs.yml`` is missing or wrong.
    """
    config = settings(root)
    galley = config.plugins.get("galley")
    return publication_of(config), bool(getattr(galley, "config", {}).get("traditional_quotes", True))


def settings(root: Path) -> MkDocsConfig:
    """An archive's ``mkdocs.yml``.

    Raises:
        GalleyError: it is missing or wrong.
    """
    # Imported here: only a few commands read the settings themselves, and they take MkDocs a while.
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, ConfigurationError

    path = root / "mkdocs.yml"
    if not path.is_file():
        raise GalleyError("does not exist; it has the site's name and address, which stand in the PDFs", path)
    try:
        return load_config(str(path))
    except (Abort, ConfigurationError) as error:
        raise GalleyError(f"cannot be read ({error}); run mkdocs build, which says more", path) from None
