"""Explain terms in English text: the first time in an article a term gets its note.

A term counts only where its Chinese stands in the sentence's Chinese, so that “two sessions” of
anything else is not explained as the yearly meetings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from galley.markdown import escape
from galley.model import Article, Segment
from galley.terms import Term

Marker = Callable[[Segment], str]


def marker(article: Article, terms: Sequence[Term]) -> Marker:
    """A function that writes an article's English sentences as Markdown, in order, with notes."""
    whole = "\n".join(segment.hans.text for block in article.blocks for segment in block.segments)
    noted = [term for term in terms if term.note and term.en and term.hans in whole]
    waiting = sorted(noted, key=lambda term: (-len(term.en), term.line))

    def mark(segment: Segment) -> str:
        found: list[tuple[int, int, Term]] = []
        for term in waiting:
            if term.hans not in segment.hans.text:
                continue
            place = _find(term.en, segment.en)
            if place is not None and not any(a < place[1] and place[0] < b for a, b, _ in found):
                found.append((*place, term))
        explained = {term.en.casefold() for _, _, term in found}
        waiting[:] = [term for term in waiting if term.en.casefold() not in explained]
        out, done = [], 0
        for start, end, term in sorted(found, key=lambda one: one[0]):
            out.append(escape(segment.en[done:start]) if done < start else "")
            note = escape(term.note)
            out.append(f'<abbr tabindex="0" title="{note}">{escape(segment.en[start:end])}</abbr>')
            done = end
        return "".join(out) + (escape(segment.en[done:]) if done < len(segment.en) else "")

    return mark


def _find(term: str, text: str) -> tuple[int, int] | None:
    """Where a term stands in a text as words of its own; a plural counts, a capital does not matter."""
    found = re.search(rf"(?<![\w-]){re.escape(term)}(?:s|es)?(?![\w-])", text, re.IGNORECASE)
    return found.span() if found else None
