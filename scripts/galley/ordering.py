"""The order in which a reader looks names up: by sound in Simplified, by strokes in Traditional, by letter.

The two national character sets carry the orders in themselves. GB/T 2312-1980 arranges its first level, the
3,755 commonest characters, by pinyin; Big5 arranges its levels by the number of strokes. So no table of
readings is needed, and no library: a character of the second level of GB 2312 is among “other”.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from galley.interface import word
from galley.model import Language
from galley.tables import read_data
from galley.terms import Term

_LEVEL_1 = ("啊".encode("gb2312"), "座".encode("gb2312"))
_MARKS = re.compile(r"^[^\w]+")


@cache
def _initials() -> tuple[list[bytes], list[str]]:
    """The first character of each pinyin initial in GB 2312's order (``data/pinyin_initials.tsv``)."""
    rows = read_data("pinyin_initials.tsv")
    return [row["first"].encode("gb2312") for row in rows], [row["initial"] for row in rows]


@dataclass(frozen=True, slots=True)
class Order:
    """The order of one language's lists.

    Args:
        language: of the page.
        romanised: order Chinese lists by the English form, which for people is the pinyin of their name and
            knows that the surname 曾 is Zēng.
    """

    language: Language
    romanised: bool = False

    def key(self, term: Term) -> tuple[int, str, bytes, int]:
        """What to sort by."""
        if self._by_letter(term):
            return self._rank(term), _letters(term.en), b"", term.line
        text = _MARKS.sub("", term.hant if self.language == "zh-Hant" else term.hans)
        charset = "big5hkscs" if self.language == "zh-Hant" else "gb18030"
        return self._rank(term), "", text.encode(charset, "replace"), term.line

    def heading(self, term: Term) -> str:
        """The heading under which the name stands: an initial, or nothing in the order of strokes."""
        if self._by_letter(term):
            first = _letters(term.en)[:1].upper()
            return first if first.isalpha() else word("names-other", self.language)
        if self.language == "zh-Hant":
            return ""
        code = _MARKS.sub("", term.hans)[:1].encode("gb18030")
        if not _LEVEL_1[0] <= code <= _LEVEL_1[1] or len(code) != 2:
            return word("names-other", self.language)
        firsts, initials = _initials()
        return initials[bisect_right(firsts, code) - 1]

    def _by_letter(self, term: Term) -> bool:
        return bool(term.en) and (self.language == "en" or (self.romanised and self.language == "zh-Hans"))

    def _rank(self, term: Term) -> int:
        """“Other” comes last."""
        return int(self.heading(term) == word("names-other", self.language))


def _letters(english: str) -> str:
    """An English name as it is sorted: small letters without accents, marks or an article before it."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", english) if not unicodedata.combining(c))
    return re.sub(r"^the ", "", _MARKS.sub("", plain.casefold()))
