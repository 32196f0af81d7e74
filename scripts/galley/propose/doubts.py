"""What an editor should look at in a proposal, and what else it could be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from galley.blocks import Cleaned
from galley.characters import HAN, ends_sentence, is_han
from galley.model import Page
from galley.propose.assemble import Step
from galley.propose.elements import Element
from galley.regions import regions

_CLOSE = 2.5
"""Points. A decision that was ahead by less is told."""
_FEW_STOPS = 0.04
"""Running text has a full stop every thirty to fifty characters; verse, tables and lists have fewer."""
_FEW_HAN = 0.3
_STOPS = re.compile(r"[。！？!?.]")
_ANY_HAN = re.compile(f"[{HAN}]")
_CLAUSE = "；;：:"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What an editor should look at: at which line, what was decided and what else it could be."""

    line: int
    weight: int
    """From 0, the gravest: the whole page, then articles, headlines, single paragraphs, and the rest."""
    what: str
    otherwise: str


def doubts_of_page(page: Page) -> list[Doubt]:
    """Whether a page is of a kind that the program does not know."""
    text = "".join(line.text for line in page.lines)
    letters = sum(char.isalpha() for char in text)
    first = next((line.number for line in page.lines if line.text.strip()), 1)
    if letters and len(_ANY_HAN.findall(text)) < _FEW_HAN * letters:
        return [
            Doubt(
                first,
                0,
                "most of this page is not Chinese, which is all that the program knows",
                "compare every line with the page",
            )
        ]
    filled = [line.text for line in page.lines if line.text.strip()]
    long = max(map(len, filled), default=0)
    if len(filled) > 3 and len(_STOPS.findall(text)) < _FEW_STOPS * len(text) / 4 and long < 1000:
        return [
            Doubt(
                first,
                0,
                "this page has hardly any full stop: verse, a table, a list of names, advertisements?",
                "say under “break” after which lines a paragraph ends, and put tables under “box”",
            )
        ]
    return []


def doubts_of_regions(page: Page, wanted: Collection[int]) -> Iterator[Doubt]:
    """Where the page is not laid out as newspaper text is."""
    lines = [line for line in page.lines if line.number in wanted]
    filled = sum(bool(line.text.strip()) for line in lines)
    for region in regions(lines):
        weight = 0 if 2 * len(region.lines) > filled else 1
        yield Doubt(region.lines[0], weight, region.what, region.otherwise)


def heads_of(steps: Sequence[Step], elements: Sequence[Element]) -> dict[int, int]:
    """For each article the line by which an editor knows it: its headline's, or its first."""
    found: dict[int, int] = {}
    for step in steps:
        element = elements[step.element]
        number = next(iter((*element.lines, *element.subtitle, *element.byline)))
        if step.role == "head" and step.article not in found:
            found[step.article] = number
    for step in steps:
        element = elements[step.element]
        found.setdefault(step.article, next(iter((*element.lines, *element.subtitle, *element.byline))))
    return found


def doubts_of_steps(
    group: Sequence[Step], elements: Sequence[Element], heads: Mapping[int, int]
) -> Iterator[Doubt]:
    """Decisions of an article that were nearly taken otherwise."""
    for step in group:
        other = step.other
        if other is None or step.lead >= _CLOSE:
            continue
        element = elements[step.element]
        numbers = (*element.lines, *element.subtitle, *element.byline)
        first = numbers[0]
        here = f"line {first}" if len(numbers) == 1 else f"lines {first}-{numbers[-1]}"
        there = _there(other, step, heads)
        if step.role == "section":
            yield Doubt(first, 2, f"{here} is taken for a section head", f"it is {there}")
        elif step.role in ("head", "more head"):
            yield Doubt(first, 2, f"{here} is taken for this article's headline", f"it is {there}")
        elif step.role == "text":
            yield Doubt(first, 1, f"{here} might not belong to this article", f"it is {there}")


def _there(other: Step, step: Step, heads: Mapping[int, int]) -> str:
    """The other way in words."""
    place = (
        f"the article of line {heads[other.article]}" if other.article in heads else "an article of its own"
    )
    if other.article == step.article:
        place = "this article"
    if other.role == "section":
        return f"a section head of {place}"
    if other.role in ("head", "more head"):
        return f"a headline of {place}"
    return f"text of {place}"


def doubts_of_text(body: Sequence[int], blocks: Sequence[Cleaned]) -> Iterator[Doubt]:
    """Where a paragraph stops in mid-sentence, and where lines far apart were joined."""
    order = {number: place for place, number in enumerate(body)}
    for block in blocks:
        if block.kind != "paragraph" or not block.run.text:
            continue
        for before, after in zip(block.lines, block.lines[1:], strict=False):
            if order[after] == order[before] + 1 and abs(after - before) > 3:
                yield Doubt(
                    after,
                    4,
                    f"line {after} is read right after line {before}, since the sentence goes on",
                    f"they are parted: break: [{before}]",
                )
        last = block.lines[-1]
        text = block.run.text
        if (
            block.continues_on is None
            and not ends_sentence(text)
            and text[-1] not in _CLAUSE
            and is_han(text[-1])
        ):
            yield Doubt(
                last,
                3,
                f"the text stops in mid-sentence at line {last}",
                f"it goes on elsewhere (join), or text is missing: lost: [{{after: {last}}}]",
            )
