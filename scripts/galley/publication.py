"""The site as a publication: its names, its address, and the permanent address of everything in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from galley.model import Language


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

    def address(self, language: Language, path: str) -> str:
        """The absolute address of a page or file in a language."""
        return urljoin(self.url, prefix_of(language) + path)

    def article(self, language: Language, slug: str) -> str:
        """The permanent address of an article."""
        return self.address(language, f"articles/{slug}/")
