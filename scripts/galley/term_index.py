"""Which terms stand in a text, found in one walk along it however many terms there are."""

from __future__ import annotations

from collections.abc import Sequence

from galley.terms import Term


class TermIndex:
    """An archive's terms by the first two characters of their Chinese."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._begin: dict[str, list[tuple[int, str]]] = {}
        for number, term in enumerate(terms):
            closed = "".join(term.hans.split())
            self._begin.setdefault(closed[:2], []).append((number, closed))

    def within(self, text: str) -> list[int]:
        """The numbers of the terms that stand in a text, spaces left out: all that can matter to it."""
        closed = "".join(text.split())
        pairs = {closed[at : at + 2] for at in range(len(closed))} | set(closed)
        found = [
            number
            for begin in pairs & self._begin.keys()
            for number, term in self._begin[begin]
            if term in closed
        ]
        return sorted(found)

    def terms(self, numbers: Sequence[int]) -> list[Term]:
        """Terms by their numbers."""
        return [self._terms[number] for number in numbers]
