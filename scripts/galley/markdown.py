"""Write text into Markdown so that it is shown as it is, whatever it holds."""

from __future__ import annotations

import re

# ASCII punctuation means something to Markdown, HTML, Jinja or an extension unless it stands
# inside a number or a word (2.3:1, 1+N, 0-3, GB/T); everything else becomes a character reference.
_SAFE = re.compile(r"(?<=[0-9A-Za-z])[-+.:/,'](?=[0-9A-Za-z])|[,%](?=\D|$)|[0-9A-Za-z ]|[^\x00-\x7f]")
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def escape(text: str) -> str:
    """Text as Markdown that shows exactly this text, on one line.

    Direction controls are left out: they could show a text in another order than it has.
    """
    text = _BIDI.sub("", " ".join(text.split()) if "\n" in text else text)
    return "".join(_character(text, number) for number in range(len(text)))


def _character(text: str, number: int) -> str:
    return text[number] if _SAFE.match(text, number) else f"&#{ord(text[number])};"


def attribute(text: str) -> str:
    """Text as the value of an HTML attribute, without its quotes."""
    return "".join(
        char if char.isalnum() or char in " -_." or ord(char) > 0x7F else f"&#{ord(char)};"
        for char in _BIDI.sub("", text)
    )
