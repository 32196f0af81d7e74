"""The site's terms (``seeds/terms.tsv``): one file for Traditional, English, index and tooltips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from galley.errors import PlanError
from galley.tables import read_table

KINDS = ("person", "org", "place", "policy", "term")
_COLUMNS = ("hans", "hant", "en", "kind", "note", "why")


@dataclass(frozen=True, slots=True)
class Term:
    """A person, organisation, place, policy or technical term."""

    hans: str
    hant: str
    en: str
    kind: str
    note: str
    note_zh: str
    why: str
    line: int


def read_terms(path: Path) -> tuple[Term, ...]:
    """Read the site's terms; a site without the file has none.

    Raises:
        PlanError: a row is incomplete, contradicts another, or has an unknown kind.
    """
    if not path.exists():
        return ()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanError(f"is not UTF-8 (byte {error.start}); save it as UTF-8", path) from None
    except OSError as error:
        raise PlanError(f"cannot be read ({error.strerror}); check the name and the rights", path) from None
    terms: list[Term] = []
    seen: dict[str, int] = {}
    for row in read_table(text, path, _COLUMNS):
        fields = {column: row[column] for column in _COLUMNS}
        term = Term(**fields, note_zh=row.get("note_zh", ""), line=row.line)
        for name in ("hans", "hant"):
            if not row[name]:
                raise PlanError(f"has no “{name}”; fill it in", path, row.line)
        if len(term.hans) != len(term.hant):
            raise PlanError(
                f"“{term.hant}” has not as many characters as “{term.hans}”; correct it", path, row.line
            )
        if term.kind not in KINDS:
            raise PlanError(
                f"does not know the kind “{term.kind}”; known are {', '.join(KINDS)}", path, row.line
            )
        if term.hans in seen:
            raise PlanError(f"“{term.hans}” stands in line {seen[term.hans]} too; keep one", path, row.line)
        seen[term.hans] = row.line
        terms.append(term)
    return tuple(terms)


def english(terms: Sequence[Term]) -> dict[str, str]:
    """English by Simplified form."""
    return {term.hans: term.en for term in terms if term.en}
