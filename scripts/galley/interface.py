"""The site's own words in three languages (``data/interface.tsv``)."""

from __future__ import annotations

from functools import cache

from galley.model import LANGUAGES
from galley.tables import read_data


@cache
def words() -> dict[str, dict[str, str]]:
    """Every interface text: by key, then by language."""
    return {
        row["key"]: {language: row[language] for language in LANGUAGES} for row in read_data("interface.tsv")
    }


def word(key: str, language: str, **values: object) -> str:
    """One interface text, with its ``{places}`` filled in.

    Raises:
        KeyError: there is no such text.
    """
    text = words()[key][language]
    return text.format(**values) if values else text
