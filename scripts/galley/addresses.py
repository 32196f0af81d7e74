"""The address of each name's page: made from its English once, and the same ever after.

The rule is that of ``docs/guide/names.md``: an editor's own word (column ``slug``) first; then the English
in small Latin letters, digits and hyphens. Of several names with the same English, the first in the file has
the plain address, and each later one a mark after it that is made from its Chinese alone. So a row that is
added below changes no address, and one that is taken away only that of a namesake.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from galley.editors import is_slug
from galley.errors import PlanError
from galley.terms import Term

_LONGEST = 60
"""Letters of an address before its mark: long names of documents would make unwieldy links."""
_MARK = 6


def addresses(terms: Sequence[Term], path: Path | str) -> tuple[str, ...]:
    """The last part of the address of each term's page, in the order of the terms.

    Raises:
        PlanError: two rows of ``path`` name the same address, or an address is taken by the rule.
    """
    taken: dict[str, Term] = {}
    for term in terms:
        if not term.slug:
            continue
        if term.slug in taken:
            other = taken[term.slug].line
            raise PlanError(
                f"the address “{term.slug}” is that of line {other} too; choose another", path, term.line
            )
        taken[term.slug] = term
    found = []
    for term in terms:
        slug = term.slug or _free(term, taken)
        taken.setdefault(slug, term)
        found.append(slug)
    return tuple(found)


def _free(term: Term, taken: dict[str, Term]) -> str:
    """The plain address, or the one with the mark if the plain one is taken, says nothing or is a device."""
    plain = plain_address(term.en)
    if is_slug(plain) and plain not in taken:
        return plain
    # Two people of one name have the same Chinese: the articles tell them apart.
    whole = hashlib.sha256("\t".join([term.hans, *term.articles]).encode()).hexdigest()
    size = _MARK
    while (slug := f"{plain or 'name'}-{whole[:size]}") in taken:
        size += 1
    return slug


def plain_address(english: str) -> str:
    """English in small Latin letters, digits and single hyphens, cut between words."""
    letters = unicodedata.normalize("NFKD", english).casefold().replace("'", "").replace("’", "")
    plain = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in letters if not unicodedata.combining(c))).strip("-")
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST + 1].rpartition("-")[0] or plain[:_LONGEST]
