"""What stands on a page, in its order: headlines with what belongs to them, text, captions, jump lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

from galley.blocks import Cleaned, blocks_of
from galley.characters import HAN, cannot_end, cannot_start, ends_sentence, width
from galley.clean import clean_text
from galley.model import Line, Page
from galley.shapes import jump_page, marked_level

Kind = Literal["head", "byline", "text", "caption", "jump"]

# The first line of a report: a paper or an agency, perhaps a place and a day, then 讯 or 电. A drop
# capital may have gone astray, so that 本 is missing.
DATELINE = re.compile(
    r"(?:本?报[^，。（(“]{0,12}讯|(?:据?新华社|中新社|中新网|央视网)[^，。（(]{0,16}[讯电]|本?报综合)(?=[\s（(])"
)
_CREDIT = re.compile(r"(?:摄|供图|摄影|图|制图)$")
_ALNUM = re.compile(r"[0-9A-Za-z]+")
_HAN_RUN = re.compile(f"[{HAN}]+")
_CAPTION = 100
"""Characters. Text above a photographer's name is a caption if it is no longer."""
_DEEP = 3
"""From this depth on, a mark of Markdown stands at a section head or a subtitle."""


@dataclass(frozen=True, slots=True)
class Element:
    """Lines of one role. ``lines`` are numbers of lines, in reading order."""

    kind: Kind
    lines: tuple[int, ...]
    text: str
    grams: frozenset[str] = frozenset()
    """Pairs of neighbouring characters: what a text is about, without a dictionary."""
    column: float = 0.0
    """Text: the width of its column in em; 0 where it does not show."""
    opens: bool = False
    """Text: it begins with a dateline."""
    stops: bool = True
    """Text: it ends where a sentence ends, or at a jump line."""
    jumps: bool = False
    """A jump line ends it, so its article ends on this page."""
    level: int = 0
    """Headline: the number of ``#`` before it."""
    subtitle: tuple[int, ...] = ()
    byline: tuple[int, ...] = ()
    """Headline: the lines of reporters below it. Caption: those of the photographer."""
    follows: int = -1
    """Text: the element whose unfinished sentence it goes on with, if the joining of lines says so."""


def grams_of(text: str) -> frozenset[str]:
    """Pairs of neighbouring Han characters, and whole words or numbers of other scripts."""
    found = {run[i : i + 2] for run in _HAN_RUN.findall(text) for i in range(len(run) - 1)}
    found.update(word for word in _ALNUM.findall(text) if len(word) > 1)
    return frozenset(found)


def opens_report(text: str) -> bool:
    """Whether a paragraph begins with a dateline (``本报兰州2月1日讯（记者…）``)."""
    return bool(DATELINE.match(text.lstrip()))


def elements_of(page: Page, skip: Iterable[int] = ()) -> list[Element]:
    """Read a page into elements; ``skip`` are lines that are left out."""
    left_out = frozenset(skip)
    lines = {line.number: line for line in page.lines if line.number not in left_out}
    pieces = list(_heads_apart(_pieces_of(lines), lines))
    return _linked(_grouped([_element(piece, lines) for piece in pieces]), pieces)


def _pieces_of(lines: dict[int, Line]) -> list[_Piece]:
    blocks = blocks_of(list(lines.values()), rejoin=True)
    return sorted((p for block in blocks for p in _pieces(block, lines)), key=lambda piece: piece.lines[0])


@dataclass(frozen=True, slots=True)
class _Piece:
    """Part of a block: lines that nothing parts but empty ones; and the line it goes on from."""

    kind: str
    shape: str
    lines: tuple[int, ...]
    text: str
    continues: int
    jumps: bool


def _pieces(block: Cleaned, lines: dict[int, Line]) -> Iterator[_Piece]:
    """Part a block where it was joined over something interposed."""
    parts: list[list[int]] = [[]]
    for number in block.lines:
        before = parts[-1][-1] if parts[-1] else number
        if any(lines[n].text.strip() for n in range(before + 1, number) if n in lines):
            parts.append([])
        parts[-1].append(number)
    for place, part in enumerate(parts):
        text = block.run.text if len(parts) == 1 else "".join(lines[n].text.strip() for n in part)
        jumps = block.continues_on is not None and place == len(parts) - 1
        continues = parts[place - 1][-1] if place else -1
        yield _Piece(block.kind, block.shape, tuple(part), text, continues, jumps)


def _heads_apart(pieces: Sequence[_Piece], lines: dict[int, Line]) -> Iterator[_Piece]:
    """Make a piece of each line of a headline; part the headline above a byline from the text above it."""
    for place, piece in enumerate(pieces):
        after = pieces[place + 1] if place + 1 < len(pieces) else None
        if piece.kind == "heading" and piece.shape in ("heading", "title"):
            for number in piece.lines:
                yield replace(piece, lines=(number,), text=_clean_head(lines[number].text))
            continue
        last = lines[piece.lines[-1]].text.strip()
        if (
            piece.shape == "text"
            and len(piece.lines) > 1
            and after is not None
            and (after.shape == "subtitle" or (after.shape == "byline" and not _CREDIT.search(after.text)))
            and could_be_head(last)
        ):
            rest = piece.lines[:-1]
            text = "".join(lines[n].text.strip() for n in rest)
            yield replace(piece, lines=rest, text=text, jumps=jump_page(text) is not None)
            yield _Piece("heading", "heading", piece.lines[-1:], _clean_head(last), -1, False)
            continue
        yield piece


def _clean_head(text: str) -> str:
    return clean_text(text, "heading")


def could_be_head(text: str) -> bool:
    """Whether a line could be a headline by its form: no stop, no comma at its end, not long."""
    if ends_sentence(text) or cannot_start(text) or cannot_end(text) or opens_report(text):
        return False
    return not set("。；;") & set(text) and 3 <= width(text) <= 50 and text[-1] not in "：:"


def _element(piece: _Piece, lines: dict[int, Line]) -> Element:
    text = piece.text
    if piece.shape == "jump":
        return Element("jump", piece.lines, text, jumps=True)
    if piece.shape == "byline":
        return Element("byline", piece.lines, text)
    if piece.shape == "caption":
        return Element("caption", piece.lines, text, grams_of(text))
    if (piece.kind == "heading" and width(text) >= 3) or _looks_like_head(piece, lines):
        level = max(marked_level(lines[n].text) for n in piece.lines)
        head = Element("head", piece.lines, text, grams_of(text), level=level)
        below = piece.shape == "subtitle" or text.startswith("——")
        return replace(head, subtitle=piece.lines, lines=()) if below else head
    return Element(
        "text",
        piece.lines,
        text,
        grams_of(text),
        _column([lines[n].text for n in piece.lines]),
        opens_report(text),
        piece.jumps or ends_sentence(text) or text[-1:] in "；;：:",
        piece.jumps or jump_page(text) is not None,
    )


def _looks_like_head(piece: _Piece, lines: dict[int, Line]) -> bool:
    """A headline in two or three lines that was taken for text: no stop, no comma, few characters."""
    text = piece.text
    if piece.continues >= 0 or piece.jumps or len(piece.lines) > 3:
        return False
    return could_be_head(text) and not set("，,") & set(text)


def _column(texts: Sequence[str]) -> float:
    """The width that the full lines share; the last line of a paragraph is rarely full."""
    widths = sorted(width(text.strip()) - text.strip().count(" ") / 2 for text in texts[:-1])
    full = widths[len(widths) // 3 :]
    return median(full) if full and full[-1] <= 36 else 0.0


def _grouped(elements: Sequence[Element]) -> list[Element]:
    """Give headlines their subtitles and bylines, captions their credits."""
    done: list[Element] = []
    for element in elements:
        last = done[-1] if done else None
        if element.kind == "byline" and last is not None:
            credit = bool(_CREDIT.search(element.text.rstrip()))
            short = last.kind == "text" and last.stops and not last.opens and len(last.text) <= _CAPTION
            if credit and not last.byline and (last.kind == "caption" or short):
                done[-1] = replace(last, kind="caption", byline=element.lines)
                continue
            if last.kind == "head" and not _CREDIT.search(element.text.rstrip()):
                done[-1] = replace(last, byline=last.byline + element.lines)
                continue
            if last.kind == "byline":
                done[-1] = replace(last, lines=last.lines + element.lines)
                continue
        if element.kind == "head" and last is not None and last.kind == "head" and not last.byline:
            merged = _merged(last, element)
            if merged is not None:
                done[-1] = merged
                continue
        done.append(element)
    return done


def _merged(above: Element, below: Element) -> Element | None:
    """Two headlines that are one: the second is its subtitle, or goes on with the subtitle."""
    if below.subtitle and not below.lines:
        return replace(above, subtitle=above.subtitle + below.subtitle)
    if above.subtitle and above.level >= _DEEP and below.level == above.level:
        return replace(above, subtitle=above.subtitle + below.lines)
    return None


def _linked(elements: Sequence[Element], pieces: Sequence[_Piece]) -> list[Element]:
    """Say of each text which earlier one it goes on with."""
    owner = {number: place for place, element in enumerate(elements) for number in element.lines}
    before = {piece.lines[0]: piece.continues for piece in pieces if piece.continues >= 0}
    return [
        replace(element, follows=owner.get(before[element.lines[0]], -1))
        if element.kind == "text" and element.lines[0] in before
        else element
        for element in elements
    ]
