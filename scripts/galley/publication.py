"""The site as a publication: its names, its address, and the permanent address of everything in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from galley.model import LANGUAGES, Language
from galley.pages import FOLDERS
from galley.plain import plain

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def prefix_of(language: Language) -> str:
    """The path of a language below the site's root; Simplified Chinese is at the root."""
    return "" if language == "zh-Hans" else f"{language}/"


@dataclass(frozen=True)
class Publication:
    """What a site says of itself, by language."""

    url: str
    """Absolute; the site's root."""
    names: Mapping[Language, str]
    descriptions: Mapping[Language, str]
    languages: tuple[Language, ...] = LANGUAGES
    """Those that are built, Simplified Chinese first."""

    def others(self, language: Language) -> tuple[Language, ...]:
        """The other languages that are built."""
        return tuple(other for other in self.languages if other != language)

    def address(self, language: Language, path: str) -> str:
        """The absolute address of a page or file in a language."""
        return urljoin(self.url, prefix_of(language) + path)

    def article(self, language: Language, slug: str) -> str:
        """The permanent address of an article."""
        return self.address(language, f"articles/{slug}/")


def built_languages(config: MkDocsConfig) -> tuple[Language, ...]:
    """The languages of the site: those that ``mkdocs.yml`` does not turn off (``build: false``)."""
    i18n = config.plugins.get("i18n")
    if not i18n:
        return LANGUAGES
    built = {language.locale for language in i18n.config.languages if language.build}
    return tuple(language for language in LANGUAGES if FOLDERS[language] in built)


def publication_of(config: MkDocsConfig) -> Publication:
    """The site's names in each language: those of the i18n plugin, or the one of the site."""
    i18n = config.plugins.get("i18n")
    given = {language.locale: language for language in i18n.config.languages} if i18n else {}
    names: dict[Language, str] = {}
    descriptions: dict[Language, str] = {}
    for language in LANGUAGES:
        own = given.get(FOLDERS[language])
        names[language] = plain(getattr(own, "site_name", None) or config.site_name)
        descriptions[language] = plain(
            getattr(own, "site_description", None) or config.site_description or ""
        )
    return Publication(config.site_url or "", names, descriptions, built_languages(config))
