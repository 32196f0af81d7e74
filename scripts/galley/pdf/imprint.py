"""Who publishes, as ``mkdocs.yml`` has it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from galley.errors import GalleyError
from galley.model import Language
from galley.pages import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.config.defaults import MkDocsConfig

PREFIX: dict[Language, str] = {"zh-Hans": "", "zh-Hant": "zh-Hant/", "en": "en/"}
"""What stands before a page's path in each language."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The site that publishes: its name in each language, what it is, and its address."""

    names: Mapping[Language, str]
    descriptions: Mapping[Language, str]
    url: str

    def link(self, language: Language, page: str) -> str:
        """The address of a page of the site; empty where the site has none."""
        return urljoin(self.url, PREFIX[language] + page) if self.url else ""


def read(root: Path) -> tuple[Imprint, bool]:
    """The imprint of an archive's folder, and whether its Traditional has 「」 for “”.

    Raises:
        GalleyError: its ``mkdocs.yml`` is missing or wrong.
    """
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, ConfigurationError

    path = root / "mkdocs.yml"
    if not path.is_file():
        raise GalleyError("does not exist; it has the site's name and address, which stand in the PDFs", path)
    try:
        config = load_config(str(path))
    except (Abort, ConfigurationError) as error:
        raise GalleyError(f"cannot be read ({error}); run mkdocs build, which says more", path) from None
    galley = config.plugins.get("galley")
    return imprint(config), bool(getattr(galley, "config", {}).get("traditional_quotes", True))


def imprint(config: MkDocsConfig) -> Imprint:
    """The site's name, description and address; a language that gives none of its own has the site's."""
    i18n = config.plugins.get("i18n")
    given: dict[str, Any] = {one.locale: one for one in getattr(i18n, "config", {}).get("languages", ())}
    names: dict[Language, str] = {}
    descriptions: dict[Language, str] = {}
    for language in PREFIX:
        own = given.get(FOLDERS[language])
        names[language] = str(getattr(own, "site_name", None) or config.site_name)
        descriptions[language] = str(getattr(own, "site_description", None) or config.site_description or "")
    return Imprint(names, descriptions, config.site_url or "")
