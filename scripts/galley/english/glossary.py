"""Explain terms in English text: the first time in an article a term gets its note.

A term counts only where its Chinese stands in the sentence's Chinese, so that “two sessions” of
anything else is not explained as the yearly meetings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from galley.markdown import escape
from galley.model import Article, Segment
from galley.names import is_name
from galley.terms import Term

_NAMED = ("person", "place", "org")

Marker = Callable[[Segment], str]


def marker(article: Article, terms: Sequence[Term]) -> Marker:
    """A function that writes an article's English sentences as Markdown, in order, with notes."""
    whole = "\n".join(segment.hans.text for block in article.blocks for segment in block.segments)
    noted = [term for term in terms if term.en and (term.note or term.kind in _NAMED) and term.hans in whole]
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
            out.append(_explained(term, segment.en[start:end]))
            done = end
        return "".join(out) + (escape(segment.en[done:]) if done < len(segment.en) else "")

    return mark


def _explained(term: Term, shown: str) -> str:
    """A term with its note; a name's note begins with the name in Chinese."""
    named = term.kind in _NAMED
    note = ": ".join(filter(None, [term.hans if named else "", term.note]))
    # Names of people are Chinese in Latin letters, which a screen reader should know.
    lang = ' lang="zh-Latn"' if term.kind == "person" and is_name(term.hans) else ""
    return f'<abbr{lang} tabindex="0" title="{escape(note)}">{escape(shown)}</abbr>'


def _find(term: str, text: str) -> tuple[int, int] | None:
    """Where a term stands in a text as words of its own; a plural counts, a capital does not matter."""
    found = re.search(rf"(?<![\w-]){re.escape(term)}(?:s|es)?(?![\w-])", text, re.IGNORECASE)
    return found.span() if found else None
