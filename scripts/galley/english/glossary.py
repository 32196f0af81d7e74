"""Explain terms in English text: the first time in an article a term gets its note.

A term counts only where its Chinese stands in the sentence's Chinese, so that “two sessions” of
anything else is not explained as the yearly meetings.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

from galley.markdown import escape
from galley.model import Article, Segment
from galley.names import is_name
from galley.terms import Term, meant, places_in_english

_NAMED = ("person", "place", "org")


class Marker:
    """Writes an article's English sentences as Markdown, in order, with notes; knows which terms it noted."""

    def __init__(self, article: Article, terms: Sequence[Term]) -> None:
        whole = "\n".join(segment.hans.text for block in article.blocks for segment in block.segments)
        found = [t for t in terms if t.en and (t.note or t.kind in _NAMED) and t.hans in whole]
        noted = meant(found, article.slug)
        self._waiting = sorted(noted, key=lambda term: (-len(term.en), term.line))
        self.explained: list[Term] = []
        """The terms that got a note, in the order of the text."""

    def __call__(self, segment: Segment) -> str:
        """One sentence as Markdown."""
        found: list[tuple[int, int, Term]] = []
        for term in self._waiting:
            if term.hans not in segment.hans.text:
                continue
            place = next(places_in_english(term.en, segment.en), None)
            if place is not None and not any(a < place[1] and place[0] < b for a, b, _ in found):
                found.append((*place, term))
        explained = {term.en.casefold() for _, _, term in found}
        self._waiting = [term for term in self._waiting if term.en.casefold() not in explained]
        out, done = [], 0
        for start, end, term in sorted(found, key=lambda one: one[0]):
            self.explained.append(term)
            out.append(escape(segment.en[done:start]) if done < start else "")
            out.append(_explained(term, segment.en[start:end]))
            done = end
        return "".join(out) + (escape(segment.en[done:]) if done < len(segment.en) else "")


def _explained(term: Term, shown: str) -> str:
    """A term with its note; a name's note begins with the name in Chinese.

    It is no stop of the Tab key, which would need a hundred steps through an article: :func:`listed`
    gives the keyboard and screen readers all the notes in one place.
    """
    named = term.kind in _NAMED
    note = ": ".join(filter(None, [term.hans if named else "", term.note]))
    return f'<abbr{_lang(term)} title="{escape(note)}">{escape(shown)}</abbr>'


def listed(terms: Sequence[Term], title: str) -> str:
    """The terms that an article explains, as HTML: a list that opens on demand."""
    items = (
        f"<div><dt{_lang(term)}>{html.escape(term.en)}</dt>"
        f'<dd><span lang="zh-Hans">{html.escape(term.hans)}</span>{html.escape(_after(term.note))}</dd></div>'
        for term in sorted(terms, key=lambda term: term.en.casefold())
    )
    return (
        f'<details class="terms" data-pagefind-ignore><summary>{html.escape(title)}</summary>\n'
        f"<dl>{''.join(items)}</dl>\n</details>"
    )


def _after(note: str) -> str:
    return f": {note}" if note else ""


def _lang(term: Term) -> str:
    """Names of people are Chinese in Latin letters, which a screen reader should know."""
    return ' lang="zh-Latn"' if term.kind == "person" and is_name(term.hans) else ""
