"""How well a text fits to others by its words: pairs of characters, weighed by their rarity on the page.

No dictionary and no model: a word that stands in few places of a page says much about what belongs
together there, and a word that stands everywhere says nothing (inverse document frequency; for
the cohesion of neighbouring passages see M. Hearst, TextTiling, 1997).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log

from galley.propose.elements import Element

_ABSENT = 0.5
_PAGE = 800.0
"""Pairs of characters. So much of the whole page's text is mixed into an article's before a text is
compared with it, so that an article of which little is read yet excludes nothing (Dirichlet smoothing)."""


class Cohesion:
    """The words of a page's texts."""

    def __init__(self, elements: Sequence[Element]) -> None:
        self._grams = [
            element.grams if element.kind in ("text", "head", "caption") else frozenset()
            for element in elements
        ]
        self._places = Counter(gram for grams in self._grams for gram in grams)
        self._total = max(1, sum(len(grams) for grams in self._grams))
        self._memory: dict[tuple[int, tuple[int, ...]], float] = {}

    def fit(self, one: int, others: tuple[int, ...]) -> float:
        """The log-odds, from words alone, that a text is of the article that ``others`` are of."""
        key = (one, others)
        if key not in self._memory:
            self._memory[key] = self._fit(one, others)
        return self._memory[key]

    def _fit(self, one: int, others: Sequence[int]) -> float:
        if not others:
            return 0.0
        there: Counter[str] = Counter(gram for other in others for gram in self._grams[other])
        size = sum(there.values())
        rest = self._total - len(self._grams[one])
        if not size or rest <= size:
            return 0.0
        sum_ = 0.0
        for gram in self._grams[one]:
            elsewhere = self._places[gram] - 1
            if elsewhere:
                page = elsewhere / rest
                says = log((there[gram] + _PAGE * page) / ((size + _PAGE) * page))
                sum_ += says if says > 0 else _ABSENT * says
        return sum_

    def covers(self, head: int, texts: tuple[int, ...]) -> float:
        """How much of a headline's words some texts have, against how many they would have by chance."""
        key = (-1 - head, texts)
        if key not in self._memory:
            self._memory[key] = self._covers(head, texts) if texts else 0.0
        return self._memory[key]

    def _covers(self, head: int, texts: Sequence[int]) -> float:
        there = set().union(*(self._grams[text] for text in texts))
        size = sum(len(self._grams[text]) for text in texts)
        share = min(0.95, size / self._total)
        found = 0.0
        for gram in self._grams[head]:
            elsewhere = self._places[gram] - 1
            if elsewhere:
                chance = 1 - (1 - share) ** elsewhere
                found += (
                    log((0.2 * chance + 0.8) / chance)
                    if gram in there
                    else log((0.2 * (1 - chance) + 0.2) / max(0.05, 1 - chance))
                )
        return found
