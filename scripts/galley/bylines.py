"""The people whom a byline names: ``新甘肃·甘肃日报记者 曾琦 宋振峰`` names two.

For citations, feeds and metadata, which want authors and not a line of text. What is no name — the
paper that sent a reporter, the word for what somebody did — stands in ``data/credits.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from galley.characters import HAN
from galley.model import Article, Language
from galley.names import is_name, surname_of
from galley.tables import read_data

_WORD = re.compile(r"[^\s、，,;；：:()（）]+")
_FOREIGN = re.compile(f"[{HAN}]+(?:·[{HAN}]+)+")
_PINYIN_NAME = re.compile(r"[A-Z][\w'’-]{1,40}(?: [A-Z][\w'’-]{1,40}){1,2}$")


@dataclass(frozen=True, slots=True)
class Author:
    """One person of a byline, in the three languages.

    ``surname`` is the part of ``hans`` that is the surname; empty for a name that has none to part.
    """

    hans: str
    hant: str
    en: str
    surname: str

    def name(self, language: Language) -> str:
        """The name as it is written in a language; where its English is not known, in Chinese."""
        return {"zh-Hans": self.hans, "zh-Hant": self.hant, "en": self.en or self.hans}[language]

    def parted(self, language: Language) -> tuple[str, str]:
        """Surname and given name; a name that cannot be parted is all surname."""
        if not self.surname:
            return self.name(language), ""
        if language == "en" and self.en:
            family, _, given = self.en.partition(" ")  # Chinese order: Zeng Qi, Ouyang Xiu
            return family, given
        size = len(self.surname)
        whole = self.name(language)
        return whole[:size], whole[size:]


@cache
def _credit_words(place: str) -> tuple[str, ...]:
    words = (row["hans"] for row in read_data("credits.tsv") if row["place"] == place)
    return tuple(sorted(words, key=len, reverse=True))


def authors(article: Article, english: Mapping[str, str]) -> list[Author]:
    """Everyone whom the article's bylines name, once each, in their order.

    ``english`` has the names that the editors' terms give in English.
    """
    found: dict[str, Author] = {}
    for byline in article.bylines:
        spans = list(_name_spans(byline.hans))
        from_line = _english_names(byline.en, len(spans))
        for number, pieces in enumerate(spans):
            hans = "".join(byline.hans[a:b] for a, b in pieces)
            hant = "".join(byline.hant[a:b] for a, b in pieces)
            romanised = english.get(hans) or (from_line[number] if from_line else "")
            surname = surname_of(hans) if is_name(hans) else ""
            found.setdefault(hans, Author(hans, hant or hans, romanised, surname))
    return list(found.values())


def _name_spans(text: str) -> Iterator[list[tuple[int, int]]]:
    """Where the names stand in a byline; one printed with a space inside has two pieces."""
    pending: tuple[int, int] | None = None
    for found in _WORD.finditer(text):
        start, end = _without_credit(text, *found.span())
        word = text[start:end]
        if pending and len(word) == 1:
            if is_name(text[slice(*pending)] + word):
                yield [pending, (start, end)]
            pending = None
        elif len(word) == 1:
            pending = (start, end)
        else:
            pending = None
            if is_name(word) or _FOREIGN.fullmatch(word):
                yield [(start, end)]


def _without_credit(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a word that can be a name: what follows ``记者``, without a ``摄`` at its end."""
    for credit in _credit_words("after"):
        if text.startswith(credit, end - len(credit)) and end - len(credit) >= start:
            end -= len(credit)
            break
    for credit in _credit_words("before"):
        at = text.rfind(credit, start, end)
        if at >= 0:
            start = at + len(credit)
            break
    return start, end


def _english_names(line: str, count: int) -> Sequence[str]:
    """The names in a byline's English, if it has as many as the Chinese."""
    parts = [part.strip() for part in re.split(r",| and |;", line)]
    names = [found[0] for part in parts if (found := _PINYIN_NAME.search(part))]
    return [" ".join(name.split()[-2:]) for name in names] if len(names) == len(parts) == count else []


def names(article: Article, language: Language) -> list[str]:
    """The names alone, in one language; their English is that of the bylines."""
    return [person.name(language) for person in authors(article, {})]
