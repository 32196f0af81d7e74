"""Headlines that break where a reader would pause, never inside a word.

Browsers may break Chinese between any two characters. A headline is made of parts, cut at its spaces
and after its punctuation; a line breaks between two of them as long as each fits on one.
"""

from __future__ import annotations

import re

from galley.markdown import escape

_PAUSE = re.compile(r"( |(?<=[，：；！？])(?![”’」』）》])|(?<=[^—])(?=——))")
_HEADING = re.compile(r"(<h([12])\b[^>]*>)([^<]*[\u3400-\u9fff][^<]*)(</h\2>)")


def headline(text: str) -> str:
    """A headline as Markdown."""
    parts = [] if text.isascii() else _PAUSE.split(text)
    return escape(text) if len(parts) < 2 else "".join(_part(part, escape(part)) for part in parts)


def in_headings(html: str) -> str:
    """A page's HTML, with its plain Chinese headings (those of pages written by hand) in parts."""
    return _HEADING.sub(lambda found: found[1] + _split(found[3]) + found[4], html)


def _split(text: str) -> str:
    parts = _PAUSE.split(text)
    return text if len(parts) < 2 else "".join(_part(part, part) for part in parts)


def _part(text: str, shown: str) -> str:
    return f'<span class="part">{shown}</span>' if text.strip() else text
