"""Whether the English has the names and terms of ``terms.tsv`` that the Chinese has.

A translator may shorten, inflect and reorder: what counts is that enough of a term's own words stand
in the English, or its initials, or for a person the surname.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from galley.english.units import chinese_names
from galley.tables import read_data
from galley.terms import Term

ENOUGH = {"place": 0.5, "org": 0.33, "policy": 0.33, "term": 0.33}
"""The share of a term's own words that must be there. Slogans and technical terms have more ways to
be said than names have; a person needs the whole name or the surname."""

_BEFORE_LOCAL = "和与由经向在对从是受被据到及即为按请给让将把同报并"
"""Characters after which 市委 is the paper's own city; after others it is the end of a name: 武汉市政府."""

_EMPTY = re.compile("an?|and|as|at|by|for|from|into?|its?|of|on|our|or|that|the|their|to|with|co|ltd|no")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_SPELLINGS = (
    (r"our\b", "or"),
    (r"our(?=[a-z])", "or"),
    (r"\b(cent|theat|met|lit)re", r"\1er"),
    (r"programme", "program"),
)


@dataclass(frozen=True, slots=True)
class _Glossary:
    """Terms ready to be searched: a pattern of all, and the words behind each set of initials."""

    pattern: re.Pattern[str] | None
    by_hans: dict[str, Term]
    initials: dict[str, frozenset[str]]


@lru_cache(maxsize=4)
def _glossary(terms: tuple[Term, ...]) -> _Glossary:
    by_hans = {term.hans: term for term in terms}
    names = sorted(by_hans, key=lambda name: (-len(name), name))
    initials = {}
    for term in terms:
        found = re.fullmatch(r"(.+) \(([A-Z]{2,})\)", term.en)
        if found:
            initials[found[2].lower()] = _words(found[1])
    guards = sorted((row["hans"] for row in read_data("protected.tsv")), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, [*names, *guards]))) if names else None
    return _Glossary(pattern, by_hans, initials)


def present(source: str, terms: Sequence[Term]) -> Iterator[Term]:
    """The terms of a Chinese text, the longest at each place, each once: 金川集团, not 金川 inside it."""
    glossary = _glossary(tuple(terms))
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


def absent(source: str, target: str, terms: Sequence[Term]) -> Iterator[Term]:
    """The terms of a Chinese text that its English does not have."""
    found = list(present(source, terms))
    if not found:
        return
    glossary = _glossary(tuple(terms))
    plain = _plain(target)
    words = _words(target)
    for term in found:
        if not term.en or _said_otherwise(term, target):
            continue
        if term.kind == "person":
            if not _person(term.en, target, plain):
                yield term
        elif not any(
            _named(form, words, plain, glossary, ENOUGH[term.kind]) for form in _forms(term, glossary)
        ):
            yield term


def _forms(term: Term, glossary: _Glossary) -> Iterator[str]:
    """A term's English, without its bracket, its bracket alone, and that of shorter names inside it."""
    yield term.en
    bracket = re.search(r" ?\(([^)]*)\)", term.en)
    if bracket:
        yield term.en.replace(bracket[0], "")
        yield bracket[1]
    if term.kind in ("org", "place"):
        for other in glossary.by_hans.values():
            if (
                other.en
                and other.kind == term.kind
                and len(other.hans) > 2
                and term.hans.startswith(other.hans)
            ):
                yield other.en


def _plain(text: str) -> str:
    """Small letters without accents, curly marks and differences of British and American spelling."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    text = "".join(char for char in text if not unicodedata.combining(char)).lower()
    for pattern, new in _SPELLINGS:
        text = re.sub(pattern, new, text)
    return text


def _words(text: str) -> frozenset[str]:
    """The beginnings of a text's words that mean something; numbers are compared elsewhere."""
    words = (word.removesuffix("'s") for word in _WORD.findall(_plain(text)))
    telling = (word for word in words if not _EMPTY.fullmatch(word) and not word[0].isdigit())
    return frozenset(map(_beginning, telling))


def _beginning(word: str) -> str:
    """So much of a word that its plural, its adjective and its verb agree: China and Chinese."""
    if len(word) > 4:
        return word[: min(len(word) - 1, 5)]
    return word.removesuffix("s") if len(word) > 3 else word


def _named(form: str, words: frozenset[str], plain: str, glossary: _Glossary, enough: float) -> bool:
    if _plain(form) in plain:
        return True
    wanted = _words(form)
    if not wanted:
        return True
    capitals = "".join(word[0] for word in re.findall(r"\b[A-Z][a-z']*", form)).lower()
    if len(capitals) > 2 and re.search(rf"\b{capitals}\b", plain):
        return True
    have = set(words)
    for short, long in glossary.initials.items():
        if long <= words:
            have.add(_beginning(short))
        if _beginning(short) in words:
            have |= long
    got = sum(any(_agree(one, other) for other in have) for one in wanted)
    return got / len(wanted) >= enough


def _agree(one: str, other: str) -> bool:
    return one == other or (
        len(one) >= 4 and len(other) >= 4 and (one.startswith(other) or other.startswith(one))
    )


def _person(name: str, target: str, plain: str) -> bool:
    """The whole name in any spelling of its parts, or a part of it that no other name goes with."""
    letters = re.sub(r"[^a-z]", "", plain)
    parts = [_plain(part) for part in re.split(r"[\s·-]+", name) if part]
    if "".join(parts) in letters or "".join([*parts[1:], parts[0]]) in letters:
        return True
    for part in re.split(r"[\s·-]+", name):
        if re.search(rf"\b{re.escape(part)}\b(?![ -][A-Z][a-z])", target):
            return True
    return False
