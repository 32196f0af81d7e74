"""Chinese personal names: what begins with a surname, and how a surname is written in Traditional."""

from __future__ import annotations

from functools import cache

from galley.tables import read_data


@cache
def surnames() -> dict[str, str]:
    """Surnames in Simplified, each with its Traditional form as a surname (``data/surnames.tsv``)."""
    return {row["hans"]: row["hant"] for row in read_data("surnames.tsv")}


def surname_of(name: str) -> str:
    """The surname with which a name begins, the longest that fits, or an empty string."""
    known = surnames()
    for size in (2, 1):
        if len(name) > size and name[:size] in known:
            return name[:size]
    return ""


def is_name(text: str) -> bool:
    """Whether a text could be one Chinese name: a surname and one or two characters more."""
    surname = surname_of(text)
    return bool(surname) and 1 <= len(text) - len(surname) <= 2
