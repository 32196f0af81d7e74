"""Whether the English has the names and terms of ``terms.tsv`` that the Chinese has.

A translator may shorten, inflect and reorder a term (:mod:`galley.english.wording`), or say it in other
words (``data/otherwise.tsv``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from galley.english.units import chinese_names
from galley.english.wording import Wording, plain
from galley.tables import read_data
from galley.terms import Term

ENOUGH = 0.5
"""The share of a term's own words that must stand together. A person needs the whole name or the surname."""

_BEFORE_LOCAL = "和与由经向在对从是受被据到及即为按请给让将把同报并"
"""Characters after which 市委 is the paper's own city; after others it is the end of a name: 武汉市政府."""


@dataclass(frozen=True, slots=True)
class _Glossary:
    """Terms ready to be searched: a pattern of all, and the words behind each set of initials."""

    pattern: re.Pattern[str] | None
    by_hans: dict[str, Term]
    initials: dict[str, Wording]


def _glossary(terms: Sequence[Term]) -> _Glossary:
    """Terms made ready. An archive's are the same tuple for every sentence, and compared but once."""
    global _last
    given, glossary = _last
    if given is not terms:
        given = tuple(terms)
        glossary = _made_ready(given)
        _last = given, glossary
    return glossary


@lru_cache(maxsize=4)
def _made_ready(terms: tuple[Term, ...]) -> _Glossary:
    by_hans = {term.hans: term for term in terms}
    protected = [row["hans"] for row in read_data("protected.tsv")]
    names = sorted({*by_hans, *protected}, key=lambda name: (-len(name), name))
    pattern = re.compile("|".join(map(re.escape, names))) if by_hans else None
    brackets = (re.fullmatch(r"(.+) \(([A-Z]{2,})\)", term.en) for term in terms)
    return _Glossary(pattern, by_hans, {b[2].lower(): Wording.of(b[1]) for b in brackets if b})


_last: tuple[tuple[Term, ...], _Glossary] = (), _made_ready(())


def present(source: str, terms: Sequence[Term]) -> Iterator[Term]:
    """The terms of a Chinese text, the longest at each place, each once: 北京大学, not 北京 inside it."""
    glossary = _glossary(terms)
    if glossary.pattern is None:
        return
    seen = set()
    for found in glossary.pattern.finditer(source):
        term = glossary.by_hans.get(found[0])
        if term is None or found[0] in seen or _elsewhere(source, found.start()) or _is_unit(term.hans):
            continue
        seen.add(found[0])
        yield term


def _elsewhere(source: str, start: int) -> bool:
    """Whether 市委, 省政府 and the like are those of a place named before them."""
    before = source[start - 1 : start] if start else ""
    return source[start] in "市省县区镇乡" and "\u4e00" <= before <= "\u9fff" and before not in _BEFORE_LOCAL


def _is_unit(hans: str) -> bool:
    """亩, 万亩, 亿元: the figures are compared elsewhere."""
    return re.sub("^[百千万亿]+", "", hans) in chinese_names()


def absent(source: str, target: str, terms: Sequence[Term]) -> Iterator[Term]:
    """The terms of a Chinese text that its English does not have."""
    glossary = _glossary(terms)
    text: Wording | None = None
    for term in present(source, terms):
        if not term.en or _said_otherwise(term, target):
            continue
        text = text or Wording.of(target)
        if term.kind == "person":
            if not _person(term.en, target, text.plain):
                yield term
        elif all(text.share(form, glossary.initials) < ENOUGH for form in _forms(term, glossary)):
            yield term


def _forms(term: Term, glossary: _Glossary) -> Iterator[str]:
    """A term's English, without its bracket, its bracket alone, and that of a shorter name it begins with."""
    yield term.en
    bracket = re.search(r" ?\(([^)]{0,200})\)", term.en)
    if bracket:
        yield term.en.replace(bracket[0], "")
        yield bracket[1]
    for end in range(3, len(term.hans)) if term.kind in ("org", "place") else ():
        alias = glossary.by_hans.get(term.hans[:end])
        if alias is not None and alias.kind == term.kind and alias.en:
            yield alias.en


@cache
def _otherwise() -> tuple[tuple[re.Pattern[str], str, re.Pattern[str]], ...]:
    return tuple(
        (re.compile(row["hans"]), row["kind"], re.compile(row["english"], re.IGNORECASE))
        for row in read_data("otherwise.tsv")
    )


def _said_otherwise(term: Term, target: str) -> bool:
    return any(
        kind in ("", term.kind) and hans.fullmatch(term.hans) and english.search(target)
        for hans, kind, english in _otherwise()
    )


def _person(name: str, target: str, small: str) -> bool:
    """The whole name in any spelling of its parts, or a part of it that no other name goes with."""
    parts = [part for part in re.split(r"[\s·-]+", name) if part]
    letters = re.sub("[^a-z]", "", small)
    joined = [plain(part) for part in parts]
    if "".join(joined) in letters or "".join([*joined[1:], joined[0]]) in letters:
        return True
    return any(re.search(rf"\b{re.escape(part)}\b(?![ -][A-Z][a-z])", target) for part in parts)
