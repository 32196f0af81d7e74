"""Dates as editors write them: the part of EDTF (ISO 8601-2) that a newspaper needs.

A year, a month or a day, with ``?`` for uncertain, ``~`` for approximate or ``%`` for both;
``XXXX`` where not even the year is known.
"""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

_EDTF = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%])?")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class Date(NamedTuple):
    """A day, a month or a year; ``year``, ``month`` and ``day`` are 0 where they are not known."""

    year: int
    month: int
    day: int
    approximate: bool
    uncertain: bool

    def name(self, language: str) -> str:
        """The date in words, with what is not sure said first."""
        if not self.year:
            return {"en": "date not known", "zh-Hant": "日期不詳"}.get(language, "日期不详")
        if language == "en":
            parts = [str(self.day)] if self.day else []
            parts += [_MONTHS[self.month - 1]] if self.month else []
            words = " ".join([*parts, str(self.year)])
            sure = {(True, False): "about ", (False, True): "probably ", (True, True): "probably about "}
        else:
            words = (
                f"{self.year}年"
                + (f"{self.month}月" if self.month else "")
                + (f"{self.day}日" if self.day else "")
            )
            perhaps, about = ("可能为", "约") if language == "zh-Hans" else ("可能為", "約")
            sure = {(True, False): about, (False, True): perhaps, (True, True): perhaps + about}
        return sure.get((self.approximate, self.uncertain), "") + words

    def iso(self) -> str:
        """The date without its marks, as short as it is known: ``2025-02``."""
        return "-".join(f"{part:0{4 if n == 0 else 2}d}" for n, part in enumerate(self[:3]) if part)


def parse(text: str) -> Date:
    """Read an EDTF date.

    Raises:
        ValueError: it is not one, or there is no such day.
    """
    if text == "XXXX":
        return Date(0, 0, 0, False, False)
    found = _EDTF.fullmatch(text)
    if not found:
        raise ValueError(
            f"“{text}” is not a date such as 2025-02-25, 2025-02 or 2025, with ~ for about or ? for uncertain"
        )
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        datetime.date(year, month if found[2] else 1, day if found[3] else 1)
    except ValueError:
        raise ValueError(f"“{text}” is no day of the calendar") from None
    return Date(year, month, day, (found[4] or "") in ("~", "%"), (found[4] or "") in ("?", "%"))
