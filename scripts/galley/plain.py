"""What editors write, without characters that hide or turn round what stands beside them."""

from __future__ import annotations

import re

DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Direction controls, as a set of a regular expression: they show a text in another order than it has."""

_UNWANTED = re.compile(f"[\0-\x08\x0b-\x1f\x7f-\x9f{DIRECTION}\ud800-\udfff]")


def plain(text: str) -> str:
    """A text without control characters, direction controls and halves of surrogate pairs.

    Source pages keep theirs: cleaning takes them out by a rule of its own, which the ledger tells of.
    """
    return _UNWANTED.sub("", text)
