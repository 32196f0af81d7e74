"""Headlines that break where a reader would pause, not inside a word.

Browsers may break Chinese between any two characters. A headline is made of parts, cut at its spaces
and after its punctuation; a part that fits on any screen's line is kept together on one.
"""

from __future__ import annotations

import re

from galley.markdown import escape

_FITS, _FITS_IN_LISTS = 9, 12
"""Characters that stand on one line of the narrowest phone (320 px): in the largest headline, in lists."""
_PAUSE = re.compile(r"( |(?<=[，：；！？])(?![”’」』）》])|(?<=[^—])(?=——))")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_HEADING = re.compile(r"(<h([12])\b[^>]*>)([^<&]+)(</h\2>)")


def headline(text: str) -> str:
    """A headline as Markdown."""
    return "".join(_kept(part, escape(part)) for part in _PAUSE.split(text))


def in_headings(html: str) -> str:
    """A page's HTML, with its plain headings (those of pages written by hand) in parts."""
    return _HEADING.sub(lambda found: found[1] + _in_parts(found[3]) + found[4], html)


def _in_parts(text: str) -> str:
    return "".join(_kept(part, part) for part in _PAUSE.split(text))


def _kept(part: str, shown: str) -> str:
    if len(part) > _FITS_IN_LISTS or not _CHINESE.search(part):
        return shown
    wide = " wide" if len(part) > _FITS else ""
    return f'<span class="part{wide}">{shown}</span>'
