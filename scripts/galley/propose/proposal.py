"""What is proposed for a page: articles, what is left out, and what is in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from galley.blocks import Cleaned, blocks_of, join_lines
from galley.clean import Role, clean
from galley.model import Line, Page
from galley.propose.assemble import Assembly, Step
from galley.propose.doubts import (
    Doubt,
    doubts_of_page,
    doubts_of_regions,
    doubts_of_steps,
    doubts_of_text,
    heads_of,
)
from galley.propose.elements import DATELINE, Element, elements_of
from galley.propose.repeats import Repeat, repeats

_NO_STOP = re.compile(r"[，。！？；：,!?;:]")
_SHORTER = 0.6
"""A line of a headline that is so much shorter than the line beside it is taken for kicker or subtitle."""
_LONGEST_SUPPLIED = 30


@dataclass(slots=True)
class Proposed:
    """One article: numbers of lines by what they are."""

    title: list[tuple[int, ...]] = field(default_factory=list)
    """The lines of the headline; a part with several lines is one that the column broke."""
    supplied: str = ""
    kicker: tuple[int, ...] = ()
    subtitle: tuple[int, ...] = ()
    byline: tuple[int, ...] = ()
    body: list[int] = field(default_factory=list)
    captions: list[tuple[int, ...]] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def lines(self) -> list[int]:
        """Every line it has."""
        parts = [*self.title, self.kicker, self.subtitle, self.byline, tuple(self.body), *self.captions]
        return sorted(number for part in parts for number in part)


@dataclass(slots=True)
class Proposal:
    """A page's articles in the order of the page, and the entries for the page as a whole."""

    page: Page
    articles: list[Proposed]
    drop: list[Repeat]
    join: list[tuple[int, int]]
    split: list[int]
    heading: list[int]
    text: list[int]
    doubts: list[Doubt]

    @property
    def every_doubt(self) -> tuple[Doubt, ...]:
        """The page's doubts and those of its articles, the gravest first."""
        found = [*self.doubts, *(doubt for article in self.articles for doubt in article.doubts)]
        return tuple(sorted(found, key=lambda doubt: (doubt.weight, doubt.line)))


def propose(page: Page, only: Iterable[int] | None = None) -> Proposal:
    """Propose articles for a page, or for those of its lines that nothing claims yet.

    Args:
        page: the page.
        only: the numbers of the lines to look at; all if not given.
    """
    wanted = frozenset(line.number for line in page.lines) if only is None else frozenset(only)
    again = [r for r in repeats(page) if wanted.issuperset(r.lines)]
    left_out = {number for repeat in again for number in repeat.lines}
    # A line of nothing but separators is no line of any article.
    left_out |= {line.number for line in page.lines if line.number not in wanted or not line.text.strip()}
    elements = elements_of(page, left_out)
    assembly = Assembly(elements)
    steps = assembly.run()
    lines = {line.number: line for line in page.lines}
    by_article: dict[int, list[Step]] = {}
    for step in steps:
        by_article.setdefault(step.article, []).append(step)
    heads = heads_of(steps, elements)
    groups = _with_text(list(by_article.values()), elements)
    articles = [_article(group, elements, lines) for group in groups]
    proposal = Proposal(page, articles, again, [], [], [], [], doubts_of_page(page))
    for repeat in again:
        first, last = repeat.lines[0], repeat.lines[-1]
        proposal.doubts.append(
            Doubt(
                first,
                4,
                f"lines {first}-{last} stand in lines {repeat.of[0]}-{repeat.of[1]} too and are left out",
                "keep these and drop the others, if these are the better copy",
            )
        )
    for group, article in zip(groups, articles, strict=True):
        _overrides(proposal, article, group, elements, lines)
        article.doubts += doubts_of_steps(group, elements, heads)
        article.doubts += doubts_of_text(article.body, blocks(article, proposal, lines))
    owner = {number: article for article in articles for number in article.lines()}
    for doubt in doubts_of_regions(page, wanted - left_out):
        owner.get(doubt.line, proposal).doubts.append(doubt)
    return proposal


def _with_text(groups: list[list[Step]], elements: Sequence[Element]) -> list[list[Step]]:
    """Give a headline, a jump line or a byline that stands alone to the article before it, or after it.

    An article has text or a caption (see :mod:`galley.plan`).
    """
    done: list[list[Step]] = []
    alone: list[Step] = []
    for group in groups:
        if any(elements[step.element].kind in ("text", "caption") for step in group):
            done.append(sorted([*alone, *group]))
            alone = []
        elif done:
            done[-1] = sorted([*done[-1], *(_as_section(step) for step in group)])
        else:
            alone += [_as_section(step) for step in group]
    if alone:
        done.append(alone)
    return done


def _as_section(step: Step) -> Step:
    return step._replace(role="section") if step.role in ("head", "more head") else step


def _article(group: Sequence[Step], elements: Sequence[Element], lines: dict[int, Line]) -> Proposed:
    article = Proposed()
    heads: list[Element] = []
    for step in group:
        element = elements[step.element]
        if step.role in ("head", "more head"):
            heads.append(element)
        elif element.kind == "caption":
            article.captions.append((*element.lines, *element.byline))
        elif element.kind == "byline" and not article.byline and not heads:
            article.byline = element.lines
        else:
            article.body += [*element.lines, *element.subtitle, *element.byline]
    for head in heads:
        article.title += [(number,) for number in head.lines]
        article.subtitle += head.subtitle
        article.byline += head.byline
    if not article.title and article.subtitle:
        article.title, article.subtitle = [article.subtitle], ()
    _split_kicker(article, lines)
    if not article.body and not article.captions:
        article.body, article.byline = list(article.byline), ()
    if not article.title:
        _supply(article, lines)
    return article


def _split_kicker(article: Proposed, lines: dict[int, Line]) -> None:
    """Of a headline in several lines, a much shorter first or last one is rather kicker or subtitle."""
    if len(article.title) < 2:
        return
    whole = [part[0] for part in article.title]
    sizes = [len(lines[number].text.strip("# ")) for number in whole]
    otherwise = f"it is part of the headline: title: [{', '.join(map(str, whole))}]"
    if sizes[0] < _SHORTER * sizes[1]:
        article.kicker, article.title = article.title[0], article.title[1:]
        what = f"line {whole[0]} is taken for the kicker, since it is much shorter than the line below"
        article.doubts.append(Doubt(whole[0], 3, what, otherwise))
    if len(article.title) > 1 and sizes[-1] < _SHORTER * sizes[-2] and not article.subtitle:
        article.subtitle, article.title = article.title[-1], article.title[:-1]
        what = f"line {whole[-1]} is taken for the subtitle, since it is much shorter than the line above"
        article.doubts.append(Doubt(whole[-1], 3, what, otherwise))


def _supply(article: Proposed, lines: dict[int, Line]) -> None:
    """Where no headline is found, the first words of the text stand for it, and are said to."""
    numbers = article.body or list(article.captions[0])
    text = "".join(lines[number].text.strip() for number in numbers[:6])
    text = re.sub(r"^(?:[（(][^）)]*[）)])", "", DATELINE.sub("", text.lstrip("# "), count=1))
    text = clean_words(text)
    found = _NO_STOP.search(text, 4)
    article.supplied = (
        text[: min(found.start() if found else len(text), _LONGEST_SUPPLIED)].strip() or "〔无题〕"
    )
    article.doubts.append(
        Doubt(
            numbers[0],
            2,
            "no headline was found; the supplied one is the text's first words",
            "name the headline's line if it stands somewhere, or write a better one",
        )
    )


def clean_words(text: str, role: Role = "text") -> str:
    """A text cleaned for showing."""
    from galley.clean import clean_text

    return clean_text(text, role)


def blocks(article: Proposed, proposal: Proposal, lines: dict[int, Line]) -> list[Cleaned]:
    """The article's body as the build will make it."""
    body = [lines[number] for number in article.body]
    return list(blocks_of(body, proposal.join, proposal.split, heading=proposal.heading, text=proposal.text))


def _overrides(
    proposal: Proposal,
    article: Proposed,
    group: Sequence[Step],
    elements: Sequence[Element],
    lines: dict[int, Line],
) -> None:
    """Say under ``join``, ``heading`` and ``text`` what the build would not see by itself."""
    made = blocks(article, proposal, lines)
    kinds = {number: block.kind for block in made for number in block.lines}
    owner = {number: place for place, block in enumerate(made) for number in block.lines}
    for step in group:
        element = elements[step.element]
        if step.role == "section":
            proposal.heading += [n for n in element.lines if kinds.get(n) != "heading"]
        elif element.kind == "text":
            proposal.text += [n for n in element.lines if kinds.get(n) in ("heading", "caption")]
            before = elements[element.follows] if element.follows >= 0 else None
            if before is not None and before.lines[-1] in owner:
                pair = before.lines[-1], element.lines[0]
                if owner[pair[0]] != owner[pair[1]]:
                    proposal.join.append(pair)


def text_of(numbers: Iterable[int], lines: dict[int, Line], role: Role, between: str = "") -> str:
    """Some lines as one clean text."""
    run, _ = join_lines([lines[number] for number in numbers], between)
    return clean(run, role)[0].text


def as_data(proposal: Proposal) -> list[dict[str, object]]:
    """The articles as ``galley propose --json`` prints them."""
    lines = {line.number: line for line in proposal.page.lines}
    found: list[dict[str, object]] = []
    for article in proposal.articles:
        title = " ".join(text_of(part, lines, "heading") for part in article.title)
        # The form has no place for a kicker; it is the first thing that is read.
        paragraphs = [text_of(article.kicker, lines, "heading")] if article.kicker else []
        paragraphs += [block.run.text for block in blocks(article, proposal, lines) if block.run.text]
        paragraphs += [text_of(caption, lines, "text", " ") for caption in article.captions]
        found.append(
            {
                "title": clean_words(title, "heading") if title else "",
                "subtitle": text_of(article.subtitle, lines, "heading"),
                "byline": text_of(article.byline, lines, "byline", " "),
                "paragraphs": paragraphs,
            }
        )
    return found
