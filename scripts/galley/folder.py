"""Links for a site that is opened from a folder: to the page's file, where a server finds it by itself."""

from __future__ import annotations

import re

_LINK = re.compile(r'(<a\b[^>]*?\shref=")(?![a-zA-Z][a-zA-Z+.-]*:|//)([^"#?]*?)(?=["#?])')


def links_to_files(html: str) -> str:
    """A page whose relative links to folders (``../topics/``) lead to ``index.html`` in them."""
    return _LINK.sub(lambda found: found[1] + _file(found[2]), html)


def _file(address: str) -> str:
    if address.endswith("/"):
        return address + "index.html"
    return f"{address}/index.html" if address.rpartition("/")[2] in (".", "..") else address
