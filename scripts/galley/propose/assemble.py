"""Put a page's elements together to articles: the arrangement for which most speaks.

A page is read element by element. At each, every arrangement that is still likely is carried on in
every way that is possible (a headline opens an article, or belongs to the text above it, or is a
section head; a text goes on with its article, or with one that was interrupted, or opens one), and
the likeliest are kept (a beam search). What a step is worth is the sum of the points in
``data/propose.tsv`` and of the words that texts share (:mod:`galley.propose.cohesion`). Time grows
with the page's length, since only the last articles of an arrangement are open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from galley.propose.cohesion import Cohesion
from galley.propose.elements import Element
from galley.propose.weights import weights

_BEAM = 40
_LEAST_BEAM = 8
_WORK = 20_000
"""On a very long page fewer arrangements are carried on, so that it takes seconds."""
SURE = 100.0
"""Points. Where there was no other way."""
_OPEN = 5
"""Articles of a page that may still get text: the last ones."""
_DEEP = 3
"""From this depth on, a mark of Markdown (###) stands at a section head."""
_SECTION = 14
"""Characters. Section heads are rather shorter, headlines rather longer."""
_MUCH = 3.0
"""Em. A column that changes by so much counts full, by twice as much double."""
_RECENT = 3
_SCRAP = 3
"""Characters. A text no longer than that is a drop capital or a slip of the OCR."""
_CONTEXT = 8
"""Texts of an article with which a new one is compared: the last ones."""


class Part(NamedTuple):
    """An article as far as it is read."""

    id: int
    head: tuple[int, ...] = ()
    """The lines of its headline."""
    texts: tuple[int, ...] = ()
    """The last texts, at most as many as are compared."""
    size: int = 0
    """How many texts it has."""
    closed: bool = False
    covered: float = 0.0
    """What the headline's words say so far."""
    waiting: tuple[int, ...] = ()
    """Section heads below which no text is read yet."""
    digest: bool = False
    """A section head stands right below its headline: each section may be of another matter."""
    opened: bool = False
    """It begins with a dateline."""


class Step(NamedTuple):
    """One decision: an element, the article it goes to, and as what."""

    element: int
    article: int
    role: str
    lead: float = SURE
    """By how many points it was likelier than the best other way, as far as was read then."""
    other: Step | None = None
    """That other way."""


class _State(NamedTuple):
    """An arrangement of what is read so far."""

    points: float
    open: tuple[Part, ...]
    """The articles that may get more, the one read last at the end."""
    made: int
    """How many articles there are."""
    back: _State | None
    step: Step | None

    def key(self) -> tuple[object, ...]:
        return tuple((part.head, part.texts, part.closed) for part in self.open)


def _chain(state: _State) -> Iterator[_State]:
    """The arrangements that led to one, the last first, without the empty one."""
    at: _State | None = state
    while at is not None and at.step is not None:
        yield at
        at = at.back


class Assembly:
    """The search over one page's elements."""

    def __init__(self, elements: Sequence[Element]) -> None:
        self.elements = elements
        self.words = Cohesion(elements)
        self.w = weights()

    def run(self) -> list[Step]:
        """The likeliest arrangement, element by element."""
        beam = [_State(0.0, (), 0, None, None)]
        width = max(_LEAST_BEAM, min(_BEAM, _WORK // max(1, len(self.elements))))
        for number in range(len(self.elements)):
            found: dict[tuple[object, ...], _State] = {}
            for state in beam:
                for after in self._ways(state, number):
                    key = (after.key(), after.step is not None and after.step.role == "section")
                    if key not in found or found[key].points < after.points:
                        found[key] = after
            beam = sorted(found.values(), key=lambda s: -s.points)[:width]
        best = max(beam, key=lambda s: s.points)
        return [self._told(state) for state in _chain(best)][::-1]

    def _told(self, state: _State) -> Step:
        """A decision, with what else it could have been and by how much that was the less likely."""
        if state.step is None or state.back is None:
            raise ValueError("the empty arrangement has no decision")
        others = [way for way in self._ways(state.back, state.step.element) if way.step != state.step]
        if not others:
            return state.step
        other = max(others, key=lambda way: way.points)
        return state.step._replace(lead=state.points - other.points, other=other.step)

    def _ways(self, state: _State, number: int) -> Iterator[_State]:
        element = self.elements[number]
        if element.kind == "head":
            yield from self._head(state, number)
        elif element.kind == "text":
            yield from self._text(state, number)
        else:
            yield from self._rest(state, number)

    # Headlines

    def _head(self, state: _State, number: int) -> Iterator[_State]:
        w, element = self.w, self.elements[number]
        dressed = bool(element.byline or element.subtitle)
        opens = w["head_opens"] + (w["title_deep"] if element.level >= _DEEP else 0.0)
        yield self._with(state, Part(state.made, (number,)), opens, number, "head")
        for place, part in enumerate(reversed(state.open)):
            if not part.head and part.size:
                points = w["head_after"] if not place else w["head_elsewhere"]
                yield self._headed(state, part, number, points)
        if state.step is not None and state.step.role in ("head", "more head"):
            part = state.open[-1]
            above = self.elements[part.head[-1]]
            if not above.byline and not above.subtitle and above.level < 3 and len(part.head) < 3:
                points = w["head_two_lines"]
                after = part._replace(head=(*part.head, number))
                yield self._with(
                    state, self._covered(after), points + self._gain(part, after), number, "more head"
                )
        if not dressed:
            for place, part in enumerate(reversed(state.open)):
                if place and part.size:
                    continue  # a section head stands in the text read last, or below a headline
                points = (
                    w["section_head"] + self._section(number, part) + (w["section_elsewhere"] if place else 0)
                )
                after = part._replace(waiting=(*part.waiting, number), digest=part.digest or not part.size)
                yield self._with(state, after, points, number, "section")

    def _section(self, number: int, part: Part) -> float:
        """What a headline's form says for its being a section head."""
        w, element = self.w, self.elements[number]
        points = 0.0
        if element.level:
            points += w["section_marked"] if element.level >= _DEEP else w["title_marked"]
        shorter = (_SECTION - len(element.text)) / _SECTION
        if not part.digest:
            points += w["section_short"] * max(-1.0, min(1.0, 2 * shorter))
        if self._is_quoted(number):
            points += w["section_quoted"]
        return points

    def _is_quoted(self, number: int) -> bool:
        """Whether the words of a head stand as they are in the text beside it."""
        parts = self.elements[number].text.split()
        near = [e.text for e in self.elements[max(0, number - 2) : number + 4] if e.kind == "text"]
        return all(len(part) > _SCRAP and any(part in text for text in near) for part in parts)

    def _headed(self, state: _State, part: Part, number: int, points: float) -> _State:
        after = part._replace(head=(number,))
        return self._with(state, self._covered(after), points + self._gain(part, after), number, "head")

    def _gain(self, before: Part, after: Part) -> float:
        return self._coverage(after) - before.covered

    def _coverage(self, part: Part) -> float:
        if not part.head or not part.texts:
            return 0.0
        if len(part.texts) == _CONTEXT and part.covered:
            return part.covered  # enough is read; what is said of so much text says little
        found = sum(self._words_of_head(head, part.texts) for head in part.head)
        return max(found, part.covered) if part.covered else found

    def _words_of_head(self, head: int, texts: tuple[int, ...]) -> float:
        w = self.w
        words = w["title_words"] * self.words.covers(head, texts)
        return max(-w["title_words_least"], min(w["title_words_most"], words))

    def _covered(self, part: Part) -> Part:
        return part._replace(covered=self._coverage(part))

    # Text

    def _text(self, state: _State, number: int) -> Iterator[_State]:
        w, element = self.w, self.elements[number]
        leaves = self._leaves(state, number)
        fresh = w["new_by_dateline"] if element.opens else w["new_article"]
        if element.follows >= 0:
            fresh += w["new_in_sentence"]
        if state.step is not None and not element.opens:
            fresh += w.get(f"new_after_{state.step.role}", 0.0)
        part = Part(state.made, texts=(number,), size=1, closed=element.jumps, opened=element.opens)
        yield self._with(state, part, fresh + leaves, number, "text")
        for place, part in enumerate(reversed(state.open)):
            under_head = not place and state.step is not None and state.step.role == "section"
            least = "words_least_digest" if under_head and part.digest else "words_least"
            points = self._joins(part, number, w[least])
            if not place:
                points += w["stays"]
                if state.step is not None and state.step.role in ("head", "more head") and not part.size:
                    points += w["text_below_head"]
            elif not part.size:
                points += w["text_below_pending"] + (w["dateline_below_pending"] if element.opens else 0.0)
            else:
                points += w["switches"] + leaves
                points += self._resumes(state, part)
            points += sum(self._words_of_head(head, (number,)) for head in part.waiting)
            after = part._replace(
                waiting=(),
                texts=(*part.texts, number)[-_CONTEXT:],
                size=part.size + 1,
                closed=part.closed or element.jumps,
                opened=part.opened or element.opens,
            )
            points += self._gain(part, after)
            yield self._with(state, self._covered(after), points, number, "text")

    def _resumes(self, state: _State, part: Part) -> float:
        """What speaks for going back to an article: columns rarely change where both have come to a stop."""
        if not self.elements[part.texts[-1]].stops:
            return self.w["unfinished_back"]
        left = state.open[-1].texts
        return self.w["switches_between"] if left and self.elements[left[-1]].stops else 0.0

    def _leaves(self, state: _State, number: int) -> float:
        """What speaks against leaving the article read last."""
        if not state.open or not state.open[-1].texts:
            return 0.0
        last = state.open[-1].texts[-1]
        return 0.0 if self.elements[last].stops else self.w["unfinished_left"]

    def _joins(self, part: Part, number: int, least: float) -> float:
        """What the text itself says of going on with an article."""
        w, element = self.w, self.elements[number]
        points = 0.0
        if element.opens and any(len(self.elements[text].text) > _SCRAP for text in part.texts):
            points += w["dateline_inside"]
        if part.closed:
            points += w["closed"]
        if element.follows >= 0:
            points += w["goes_on"] if element.follows in part.texts else w["goes_elsewhere"]
        if part.texts:
            most = w["words_most"]
            points += max(-least, min(most, w["words"] * self.words.fit(number, part.texts)))
            points += self._column(part, element)
            if element.follows < 0 and not self.elements[part.texts[-1]].stops:
                points += w["unfinished_stays"]
        return points

    def _column(self, part: Part, element: Element) -> float:
        """Whether a text stands in a column as wide as the article's last ones."""
        known = [self.elements[text].column for text in part.texts[-_RECENT:] if self.elements[text].column]
        if not known or not element.column:
            return 0.0
        change = min(abs(column - element.column) for column in known)
        if change <= 1:
            return self.w["column_same"]
        return self.w["column_changes"] * min(2.0, max(1.0, change / _MUCH))

    # Captions, bylines, jump lines

    def _rest(self, state: _State, number: int) -> Iterator[_State]:
        element = self.elements[number]
        role = element.kind
        if not state.open:
            yield self._with(state, Part(state.made), 0.0, number, role)
            return
        last = state.open[-1]
        if role == "caption":
            for part in state.open:
                points = self._words_of_head(number, part.texts) if part.texts else 0.0
                yield self._with(
                    state,
                    part,
                    points + (0.0 if part is last else self.w["caption_away"]),
                    number,
                    role,
                    True,
                )
            return
        if role == "jump":
            last = last._replace(closed=True)
        yield self._with(state, last, 0.0, number, role)

    # States

    def _with(
        self, state: _State, part: Part, points: float, number: int, role: str, aside: bool = False
    ) -> _State:
        """Carry an arrangement on by one step, which makes an article what ``part`` says.

        What speaks for and against an article as a whole is counted at once, and counted anew as it grows.
        What stands aside, a caption, does not make its article the one that is read.
        """
        if aside:
            return state._replace(points=state.points + points, back=state, step=Step(number, part.id, role))
        others = []
        points += state.points + self._whole(part)
        for one in state.open:
            if one.id == part.id:
                points -= self._whole(one)
            else:
                others.append(one)
        made = max(state.made, part.id + 1)
        return _State(points, (*others, part)[-_OPEN:], made, state, Step(number, part.id, role))

    def _whole(self, part: Part) -> float:
        """What speaks for and against an article as a whole."""
        w = self.w
        points = w["section_alone"] if part.waiting else 0.0
        if not part.head:
            return points + (w["no_head"] if part.size else 0.0)
        if not part.size:
            return points + w["no_body"]
        named = any(self.elements[head].byline for head in part.head)
        if named and part.opened:
            points += w["byline_and_dateline"]
        if not named and not part.opened:
            points += w["no_reporter"]
        if part.size == 1 and not part.opened:
            points += w["brief"]
        return points
