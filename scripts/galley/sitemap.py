"""The sitemap (sitemaps.org, protocol 0.9): every page in every language, with its versions in the others.

One file may name 50,000 addresses; a larger site has several files and one that names them.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import urljoin

from galley.model import Language
from galley.publication import Publication, prefix_of

_MOST = 50_000
"""Addresses in one file."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def all_files(
    addresses: Sequence[str], publication: Publication, most: int = _MOST
) -> Iterator[tuple[str, str | bytes]]:
    """The sitemap, plain and compressed: paths below the site's folder, and content.

    Args:
        addresses: of the pages, below the root of any language; each language has all of them.
        publication: the site's address and languages.
        most: addresses in one file.
    """
    entries = [
        entry for language in publication.languages for entry in _entries(addresses, language, publication)
    ]
    parts = [entries[start : start + most] for start in range(0, len(entries), most)] or [[]]
    names = ["sitemap.xml"] if len(parts) == 1 else [f"sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield from _plain_and_compressed(name, f"<urlset {_SPACE} {_LINKS}>\n{''.join(part)}</urlset>\n")
    if len(parts) > 1:
        found = (
            f"<sitemap><loc>{escape(urljoin(publication.url, name))}</loc></sitemap>\n" for name in names
        )
        yield from _plain_and_compressed(
            "sitemap.xml", f"<sitemapindex {_SPACE}>\n{''.join(found)}</sitemapindex>\n"
        )


def _entries(addresses: Sequence[str], language: Language, publication: Publication) -> Iterator[str]:
    """A language's pages, each with all its versions."""
    for address in addresses:
        versions = {
            other: escape(urljoin(publication.url, prefix_of(other) + address))
            for other in publication.languages
        }
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{other}" href="{version}"/>\n'
            for other, version in versions.items()
        )
        yield f"<url><loc>{versions[language]}</loc>\n{links}</url>\n"


def _plain_and_compressed(name: str, text: str) -> Iterator[tuple[str, str | bytes]]:
    yield name, _HEAD + text
    yield f"{name}.gz", gzip.compress((_HEAD + text).encode(), mtime=0)
