"""Links in pages that people write: to the web, to a mail address, inside the site; to nothing that runs."""

from __future__ import annotations

import re
from html import unescape

SCHEMES = ("https", "http", "mailto")
_LOOKED_AT = 1000
# Wherever it stands, so that no trick of quotes or comments hides one. Its beginning is looked at: what comes
# before a scheme's colon has no slash, question or equals sign.
_LINK = re.compile(
    rf"""\b(?:xlink:)?(?:href|formaction|action)(?=\s*+=\s*+["']?([^"'>/?=]{{1,{_LOOKED_AT}}}))""",
    re.IGNORECASE,
)
_NOT_READ = re.compile(r"[\0-\x20]")
"""What browsers leave out of an address before they read it (URL Standard, 4.4), and a little more."""
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,30}):", re.IGNORECASE)


def harmless(html: str) -> tuple[str, list[str]]:
    """HTML without links of other kinds (``javascript:``, ``data:``), and the addresses that were taken out.

    The link's text stays. The pages' policy runs no such link either (:mod:`galley.policy`), but a copy of
    the page elsewhere may have none.
    """
    found: list[str] = []

    def link(match: re.Match[str]) -> str:
        address = unescape(match[1])
        begins = _NOT_READ.sub("", address)
        scheme = _SCHEME.match(begins)
        # So much before a link begins is there to hide what it is.
        if (scheme[1].lower() in SCHEMES) if scheme else (begins or len(match[1]) < _LOOKED_AT):
            return match[0]
        found.append(address[:60])
        return "data-no-link"

    return _LINK.sub(link, html), found
