"""Split a paragraph into sentences: the unit of the translation memory."""

from __future__ import annotations

import re
from collections.abc import Iterator

from galley.model import Run

# A full stop, question or exclamation mark or an omission, with the closing marks that follow
# it (GB/T 15834-2011, 4.1-4.3, 4.11), ends a sentence; so does an English stop before a capital.
_END = re.compile(r"(?:[。！？!?]+|……)[”’」』）)]*|(?<=[a-z)])\.(?= +[A-Z])")
# Inside quotation marks a sentence goes on if a comma or a Han character that continues it follows:
# “…？”他问 is one sentence.
_GOES_ON = re.compile(
    r"[，、；：）】》]|[说道问答喊称讲]|这(?:句|种|个|样|一)|的"
    r"|[^，。！？“”]{0,24}(?:说|问|答|喊|道|表示|坦言|介绍|告诉记者)[。，]"  # ”市人大代表龚卫东说。
)
_CREDIT = re.compile(r"（[^（）。]{2,20}）$")  # （孟文佳 周国华） belongs to the sentence before it


def ends(text: str) -> Iterator[int]:
    """The places at which sentences end, the end of the text last."""
    depth = 0
    seen = 0
    for found in _END.finditer(text):
        for char in text[seen : found.end()]:
            depth += (char in "（(《") - (char in "）)》")
        seen = found.end()
        depth = max(depth, 0)
        if depth or found.end() == len(text):
            continue
        closed = found[0][-1] in "”’」』"
        if (closed or found[0].startswith("……")) and _GOES_ON.match(text, found.end()):
            continue
        if _CREDIT.match(text, found.end()):
            continue
        yield found.end()
    if text:
        yield len(text)


def split(run: Run) -> list[Run]:
    """Cut a run into sentences; joined again they are the run."""
    pieces = []
    start = 0
    for end in ends(run.text):
        pieces.append(run.cut(start, end))
        start = end
    return pieces


def split_text(text: str) -> list[str]:
    """Cut a string into sentences."""
    return [piece.text for piece in split(Run(text, (-1,) * len(text)))]
