"""Write text into Markdown so that it is shown as it is, whatever it holds."""

from __future__ import annotations

import re

from galley.plain import DIRECTION

# Left as they are: letters, digits, everything beyond ASCII, punctuation that means nothing to Markdown,
# HTML, Jinja or a usual extension, and - + : = inside a number or a word (2.3:1, 1+N, 0-3). Everything
# else becomes a character reference.
_UNSAFE = re.compile(
    r"""[\x00-\x1f!"#$&*<>@\[\\\]^_`{|}~\x7f]|(?<![0-9A-Za-z])[-+:=]|[-+:=](?![0-9A-Za-z])"""
)
# At the start of a block more has a meaning: "1. " is a list, "(" may begin a footnote.
_START = re.compile(r"\d+[.)]|[^0-9A-Za-z\x80-\U0010ffff]")
_LINE_END = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What Python, and so Markdown, takes for the end of a line."""
_BIDI = re.compile(f"[{DIRECTION}]")


def escape(text: str) -> str:
    """Text as Markdown that shows exactly this text, on one line.

    Direction controls are left out: they could show a text in another order than it has.
    """
    text = _BIDI.sub("", " ".join(text.split()) if _LINE_END.search(text) else text)
    start = _START.match(text)
    if start is None:
        return _UNSAFE.sub(_reference, text)
    strict = start.end() - 1
    return text[:strict] + _reference(text[strict]) + _UNSAFE.sub(_reference, text[strict + 1 :])


def _reference(char: str | re.Match[str]) -> str:
    return f"&#{ord(char[0])};"
