"""Which paper, day and page a text says it is from: its masthead, its bylines, its datelines."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import dataclass

from galley.characters import HAN
from galley.model import Page
from galley.plan import UNKNOWN_PAPER

UNKNOWN_DATE = "XXXX"
"""EDTF's way to say that not even the year is known."""

_PAPER = rf"[{HAN}]{{2,6}}(?:日报|晚报|晨报|早报|时报|商报|都市报|青年报|工人报|法治报|法制报|农民报|导报)"
_MASTHEAD = re.compile(rf"\s*(?:#+\s*)?({_PAPER})\s*$")
_IN_BYLINE = re.compile(rf"(?:^|[·\s（(]|讯（)({_PAPER})记\s*者")
_FULL_DAY = re.compile(r"([12][0-9]{3})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日")
_DAY_LINE = re.compile(rf"^\s*{_FULL_DAY.pattern}(?:\s*星期[一二三四五六日])?[^，。]{{0,20}}$")
# A year that is aimed at (到2030年, 2035年前) is not the year of the paper.
_YEAR = re.compile(r"(?<![0-9到至—－-])((?:19|20)[0-9]{2})\s*年(?![前底末]|远景)")
_DATELINE_DAY = re.compile(r"本?报[^，。（(]{0,8}?([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日\s*讯")
_TODAY = re.compile(r"今天[（(]\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日\s*[）)]")
_PAGE = re.compile(r"^\s*(?:第\s*)?0?([1-9][0-9]?)\s*版\s*$")
_MARGIN = 12
"""Lines with text at the head and the foot of a page where its masthead stands."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """Paper, day and page, as far as the text tells them."""

    paper: str
    date: str
    """EDTF; ``?`` says that it was inferred."""
    page: int | None
    printed: bool
    """Whether paper and day are printed on the page as such."""
    grounds: tuple[str, ...]
    """What they were inferred from: words of the page."""


def imprint_of(page: Page) -> Imprint:
    """Read the imprint off a page."""
    texts = [line.text for line in page.lines if line.text.strip()]
    margin = [*texts[:_MARGIN], *texts[-_MARGIN:]]
    grounds: list[str] = []
    masthead = next((found[1] for text in margin if (found := _MASTHEAD.match(text))), "")
    paper = masthead
    if not paper:
        named = Counter(found for text in texts for found in _IN_BYLINE.findall(text))
        if named:
            paper = min(named, key=lambda name: (-named[name], name))
            grounds.append(f"{paper}记者")
    printed_day = next(
        (
            day
            for text in margin
            if (found := _DAY_LINE.match(text)) and (day := _day(found[1], found[2], found[3]))
        ),
        "",
    )
    date = printed_day
    if not date:
        date, words = _inferred_day(texts)
        grounds += words
    number = next((int(found[1]) for text in margin if (found := _PAGE.match(text))), None)
    return Imprint(
        paper or UNKNOWN_PAPER, date or UNKNOWN_DATE, number, bool(masthead and printed_day), tuple(grounds)
    )


def _day(year: str, month: str, day: str) -> str:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _inferred_day(texts: list[str]) -> tuple[str, list[str]]:
    """The day of the datelines, in the last year that the page names as past or present."""
    whole = "\n".join(texts)
    days = Counter((f[1], f[2], f[0]) for f in _TODAY.finditer(whole)) + Counter(
        (f[1], f[2], f[0]) for f in _DATELINE_DAY.finditer(whole)
    )
    years = Counter(_YEAR.findall(whole))
    if not years:
        return "", []
    year = max(years)
    if not days:
        return f"{year}?", [f"{year}年"]
    month, day, words = min(days, key=lambda one: (-days[one], one))
    date = _day(year, month, day)
    return (f"{date}?", [f"{year}年", words]) if date else (f"{year}?", [f"{year}年"])
