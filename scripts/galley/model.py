"""The things that the steps pass to each other: all frozen, all plain data."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["heading", "paragraph", "caption", "note"]
Origin = Literal["edited", "machine", "none"]
Language = Literal["zh-Hans", "zh-Hant", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-Hans", "zh-Hant", "en")
NOWHERE = -1
"""The place of a character that does not stand in the source."""


class Edit(NamedTuple):
    """Replace ``text[start:end]`` by ``new``."""

    start: int
    end: int
    new: str


class Change(NamedTuple):
    """What one rule did at one place of the source.

    ``at`` holds the offsets (characters of the decoded page, from 0) that the rule replaced.
    """

    rule: str
    at: tuple[int, ...]
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Run:
    """Text in which every character knows the offset of the source character it came from."""

    text: str
    at: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.text) != len(self.at):
            raise ValueError(f"a run of {len(self.text)} characters with {len(self.at)} places")

    def __len__(self) -> int:
        return len(self.text)

    def cut(self, start: int, end: int | None = None) -> Run:
        """The characters from ``start`` up to ``end``."""
        return Run(self.text[start:end], self.at[start:end])

    def edited(self, edits: Sequence[Edit], rule: str) -> tuple[Run, list[Change]]:
        """Apply edits that do not overlap, in order; return the new run and what was changed.

        A replacement of equal length keeps each character's place; of another length it takes
        the place of the first character replaced.
        """
        if not edits:
            return self, []
        text: list[str] = []
        at: list[int] = []
        changes = []
        done = 0
        for start, end, new in edits:
            if start < done:
                raise ValueError(f"edits overlap at {start}")
            text.append(self.text[done:start])
            at.extend(self.at[done:start])
            places = self.at[start:end]
            text.append(new)
            if len(new) == end - start:
                at.extend(places)
            else:
                at.extend([*places[:1], *[NOWHERE] * len(new)][: len(new)])
            changes.append(Change(rule, tuple(p for p in places if p != NOWHERE), self.text[start:end], new))
            done = end
        text.append(self.text[done:])
        at.extend(self.at[done:])
        return Run("".join(text), tuple(at)), changes

    @staticmethod
    def joined(runs: Sequence[Run], between: str = "") -> Run:
        """The runs one after another, with ``between`` (of no source) between them."""
        text: list[str] = []
        at: list[int] = []
        for number, run in enumerate(runs):
            if number and between:
                text.append(between)
                at.extend([NOWHERE] * len(between))
            text.append(run.text)
            at.extend(run.at)
        return Run("".join(text), tuple(at))


class Line(NamedTuple):
    """A line of a page: its number from 1, where it starts, its text without the line end."""

    number: int
    start: int
    run: Run

    @property
    def text(self) -> str:
        """The line's characters."""
        return self.run.text


@dataclass(frozen=True, slots=True)
class Page:
    """A source page: ``text`` is every decoded character, byte order mark and line ends included."""

    name: str
    text: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    def line_of(self, offset: int) -> int:
        """The number of the line on which the character at ``offset`` stands."""
        return max(1, bisect_right(self.lines, offset, key=lambda line: line.start))


@dataclass(frozen=True, slots=True)
class Draft:
    """Lines that make one block, before they are cleaned: the result of reflowing."""

    kind: Kind
    lines: tuple[Line, ...]
    between: str = ""
    """What stands between the lines when they are joined: nothing in running text."""
    shape: str = "text"
    """The shape of its first line (:mod:`galley.shapes`)."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence in each language; ``en`` is empty where there is no English yet."""

    hans: Run
    hant: str
    en: str = ""
    origin: Origin = "none"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a caption or an editor's note of an article."""

    id: str
    kind: Kind
    segments: tuple[Segment, ...]
    lines: tuple[tuple[int, int], ...] = ()
    topics: tuple[str, ...] = ()
    supplied: bool = False
    """A heading that stands in brackets because an editor wrote it."""
    boxed: bool = False
    """It stands in a box set apart from the running text."""

    def text(self, language: Language) -> str:
        """The block in one language; English that is missing is left in Simplified Chinese."""
        if language == "zh-Hans":
            return "".join(s.hans.text for s in self.segments)
        if language == "zh-Hant":
            return "".join(s.hant for s in self.segments)
        return " ".join(s.en or s.hans.text for s in self.segments)


@dataclass(frozen=True, slots=True)
class Texts:
    """One short text (a title, a byline, a paper's name) in the three languages."""

    hans: str
    hant: str
    en: str = ""
    at: tuple[int, ...] = ()
    """Source offsets of the characters of ``hans``; empty where an editor wrote it."""

    def get(self, language: Language) -> str:
        """The text in one language; missing English is the Simplified text."""
        return {"zh-Hans": self.hans, "zh-Hant": self.hant, "en": self.en or self.hans}[language]

    def data(self) -> dict[str, str | None]:
        """The form of the site's JSON: ``null`` where there is no English."""
        return {"zh-Hans": self.hans, "zh-Hant": self.hant, "en": self.en or None}


@dataclass(frozen=True, slots=True)
class Article:
    """An article, whole and in order."""

    slug: str
    source: str
    paper: Texts
    paper_inferred: bool
    date: str
    """EDTF."""
    page: int | None
    title: Texts
    title_supplied: bool
    kicker: Texts | None
    subtitle: Texts | None
    bylines: tuple[Texts, ...]
    byline_line: Texts | None
    """The byline as a line of its own; ``bylines`` also has those that stand in the text."""
    topics: tuple[str, ...]
    continues_on: int | None
    blocks: tuple[Block, ...]
    changes: tuple[Change, ...] = field(default=(), repr=False)
    claimed: tuple[int, ...] = field(default=(), repr=False)
    """Numbers of the source lines that the plan gives to this article."""
    own_topics: tuple[str, ...] = ()
    """The topics that the plan gives to the article as a whole; ``topics`` also has its sections'."""
    fixes: tuple[tuple[int, str, str], ...] = ()
    """What editors corrected: the source line, the text as it came, the text as it is shown."""
    english_source: str = ""
    """Where the English comes from, as its PO file says: ``model``, ``person``, ``program`` or nothing."""
    inferred: Texts = field(default=Texts("", ""), repr=False)
    """On what the paper and the day were inferred from."""
