"""How much of a term's English stands together in a text: shortened, inflected or in another order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_EMPTY = re.compile("an?|and|as|at|by|for|from|into?|its?|of|on|our|or|that|the|their|to|with|co|ltd|no")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_BRITISH = (  # and what American spelling has for it
    (r"our\b", "or"),
    (r"our(?=[a-z])", "or"),
    (r"\b(cent|theat|met|lit)re", r"\1er"),
    (r"programme", "program"),
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in small letters, and the beginnings of its words that mean something, in order."""

    plain: str
    words: tuple[str, ...]

    @staticmethod
    def of(text: str) -> Wording:
        """Read a text; numbers are left out, as figures are compared elsewhere."""
        small = plain(text)
        words = (word.removesuffix("'s") for word in _WORD.findall(small))
        telling = (word for word in words if not (_EMPTY.fullmatch(word) or word[0].isdigit()))
        return Wording(small, tuple(map(_beginning, telling)))

    def share(self, form: str, initials: Mapping[str, Wording]) -> float:
        """The largest share of a form's words that stand near each other in the text, from 0 to 1.

        Initials count for the words behind them (CPPCC), and the other way round.
        """
        wanted = Wording.of(form)
        if wanted.plain in self.plain or _by_initials(form, self.plain):
            return 1.0
        if not wanted.words:
            return 0.0  # “2+4” stands there as it is, or not at all
        distinct = list(dict.fromkeys(wanted.words))
        hits = [_hits(word, distinct, initials) for word in self.words]
        size = 2 * len(distinct) + 4
        best = max((len(set().union(*hits[n : n + size])) for n in range(len(hits))), default=0)
        short = next((s for s, long in initials.items() if _beginning(s) in distinct and long.words), "")
        if short and set(initials[short].words) <= set(self.words):
            best += 1
        return min(best / len(distinct), 1.0)


def _hits(word: str, wanted: list[str], initials: Mapping[str, Wording]) -> set[int]:
    """Which of the wanted words a word of the text is."""
    meant = [word, *(w for short, long in initials.items() if _beginning(short) == word for w in long.words)]
    return {place for place, one in enumerate(wanted) if any(_agree(one, other) for other in meant)}


def _by_initials(form: str, text: str) -> bool:
    capitals = "".join(word[0] for word in re.findall(r"\b[A-Z][a-z']*", form)).lower()
    return len(capitals) > 2 and bool(re.search(rf"\b{capitals}\b", text))


def plain(text: str) -> str:
    """Small letters without accents, curly marks and differences of British and American spelling."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    text = "".join(char for char in text if not unicodedata.combining(char)).lower()
    for pattern, new in _BRITISH:
        text = re.sub(pattern, new, text)
    return text


def _beginning(word: str) -> str:
    """So much of a word that its plural, its adjective and its verb agree: China and Chinese."""
    if len(word) > 4:
        return word[: min(len(word) - 1, 5)]
    return word.removesuffix("s") if len(word) > 3 else word


def _agree(one: str, other: str) -> bool:
    long = len(one) >= 4 and len(other) >= 4
    return one == other or (long and (one.startswith(other) or other.startswith(one)))
