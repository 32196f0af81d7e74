"""Measure lines as a typesetter set them: how wide a line is, and how little would still have fitted.

A line of a column is *full* when the next character, with the marks that may not be parted from it,
would not have fitted on it (CLREQ 3.1.3, the marks that cannot begin or end a line). Full lines give
a column's width away almost exactly, and a line that is not full ends its paragraph.
"""

from __future__ import annotations

import re

from galley.characters import width

_OPENING = "（《〈「『【〔“‘("
_CLOSING = "，。、；：？！）》〉」』】〕”’…—,.;:?!)％%"
_UNIT = re.compile(rf"[{_OPENING}]*(?:[0-9A-Za-z.,%+\-]+|.)[{_CLOSING}]*")
_SQUEEZED = re.compile("[，。、；：？！）》〉」』】〕”’（《〈「『【〔“‘]")
_SPACE = re.compile(r"\s+")
_HANGING = "，。、；：？！”’"


def print_width(text: str) -> float:
    """The width in em without the spaces that justification put in."""
    return width(text) - text.count(" ") / 2


def first_unit(text: str) -> float:
    """The width in em of the least that a line could have taken from the beginning of the next.

    Numbers and Latin words are not broken, and marks stay with the character they belong to.
    """
    found = _UNIT.match(_SPACE.sub("", text[:40]))
    return width(found[0]) if found else 0.0


def squeeze(text: str) -> float:
    """How much in em a line may be wider than its column.

    Marks are half empty, so a pair of them is set closer to win one em (CLREQ 3.1.6); a mark at the
    end of the line may hang outside the column.
    """
    marks = len(_SQUEEZED.findall(text))
    if text[-1:] in _HANGING:
        return 1.0 if marks < 3 else 1.5
    return min(1.0, marks / 2)
