"""What editors write, without characters that hide or turn round what stands beside them."""

from __future__ import annotations

import re

DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Direction controls, as a set of a regular expression: they show a text in another order than it has."""

NO_CHARACTERS = "\ud800-\udfff\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
"""Halves of surrogate pairs and what Unicode (23.7) says is no character, as such a set: HTML has no place
for them."""

_UNWANTED = re.compile(f"[\0-\x08\x0b-\x1f\x7f-\x9f{DIRECTION}{NO_CHARACTERS}]")


def plain(text: str) -> str:
    """A text without control characters, direction controls and what is no character.

    Source pages keep theirs: cleaning takes them out by a rule of its own, which the ledger tells of.
    """
    return _UNWANTED.sub("", text)
