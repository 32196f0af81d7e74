"""The site's terms (``seeds/terms.tsv``): one file for Traditional, English, index and tooltips."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from galley.editors import is_slug
from galley.errors import PlanError
from galley.files import read_text
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
    slug: str = ""
    """The address of its page, where an editor chose one (:mod:`galley.addresses`)."""
    articles: tuple[str, ...] = ()
    """The articles in which the name means this one, where two have one name; otherwise none."""


def read_terms(path: Path) -> tuple[Term, ...]:
    """Read the site's terms; a site without the file has none.

    Raises:
        PlanError: a row is incomplete, contradicts another, or has an unknown kind.
    """
    if not path.exists():
        return ()
    terms: list[Term] = []
    namesakes: dict[str, list[Term]] = {}
    for row in read_table(read_text(path), path, _COLUMNS):
        fields = {column: row[column] for column in _COLUMNS}
        term = Term(
            **fields,
            note_zh=row.get("note_zh", ""),
            line=row.line,
            slug=row.get("slug", ""),
            articles=tuple(row.get("articles", "").split()),
        )
        _check(term, path)
        _tell_apart(term, namesakes.setdefault(term.hans, []), path)
        namesakes[term.hans].append(term)
        terms.append(term)
    return tuple(terms)


def _check(term: Term, path: Path) -> None:
    """One row alone."""
    for name, value in (("hans", term.hans), ("hant", term.hant)):
        if not value:
            raise PlanError(f"has no “{name}”; fill it in", path, term.line)
    if len(term.hans) != len(term.hant):
        raise PlanError(
            f"“{term.hant}” has not as many characters as “{term.hans}”; correct it", path, term.line
        )
    if term.kind not in KINDS:
        raise PlanError(
            f"does not know the kind “{term.kind}”; known are {', '.join(KINDS)}", path, term.line
        )
    if term.slug and not is_slug(term.slug):
        raise PlanError(
            f"“{term.slug}” cannot be an address; use small letters a-z, digits and single hyphens",
            path,
            term.line,
        )


def _tell_apart(term: Term, others: Sequence[Term], path: Path) -> None:
    """Two people may have one name, if the rows say in which articles it is which of them."""
    for other in others:
        if not term.articles and not other.articles:
            raise PlanError(
                f"“{term.hans}” stands in line {other.line} too; keep one, or write in a column “articles” "
                "in which articles this one is meant",
                path,
                term.line,
            )
        both = set(term.articles) & set(other.articles)
        if both:
            raise PlanError(
                f"gives “{term.hans}” in {min(both)} to this row, and line {other.line} does too; keep one",
                path,
                term.line,
            )
        for name, ours, theirs in (("hant", term.hant, other.hant), ("en", term.en, other.en)):
            if ours != theirs:
                raise PlanError(
                    f"writes “{term.hans}” as “{ours}”, and line {other.line} as “{theirs}”; "
                    f"rows of one name need one “{name}”",
                    path,
                    term.line,
                )


def meant(terms: Sequence[Term], slug: str) -> list[Term]:
    """What an article can mean: of rows of one name, that which has it under `articles`, or else none."""
    named = {term.hans for term in terms if slug in term.articles}
    return [term for term in terms if slug in term.articles or not (term.articles or term.hans in named)]


def places_in_english(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a name stands in an English text as words of its own; a plural counts, a capital does not."""
    if name:
        pattern = rf"(?<![\w-]){re.escape(name)}(?:s|es)?(?![\w-])"
        yield from (found.span() for found in re.finditer(pattern, text, re.IGNORECASE))


def english(terms: Sequence[Term]) -> dict[str, str]:
    """English by Simplified form."""
    return {term.hans: term.en for term in terms if term.en}
