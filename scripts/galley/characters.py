"""Which characters are Chinese, which punctuation ends a sentence, how wide a line is in print."""

from __future__ import annotations

import re

_RANGES = (
    ("\u2e80", "\u2fdf"),
    ("\u3005", "\u3007"),
    ("\u3021", "\u3029"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)

HAN = "".join(f"{first}-{last}" for first, last in _RANGES)
"""Han characters, for use inside a regular expression's brackets. Such an expression takes a
millisecond to compile: what few pages need is compiled when it is needed."""

FULL_WIDTH = "，。、；：？！（）《》〈〉「」『』【】〔〕“”‘’…—·～"
"""Punctuation that a Chinese typesetter sets on a full or half em of its own (CLREQ 3.1)."""

CHINESE = HAN + re.escape(FULL_WIDTH) + "％"
"""Han characters and Chinese punctuation, for use inside a regular expression's brackets."""

_CHINESE_MARKS = frozenset(FULL_WIDTH + "％")
_SENTENCE_END = re.compile(
    r"[。！？!?…](?:[”’」』）)]|\((?:资料图)\))*$|[。！？!?](?:（[^（）]{1,30}）|\([^()]{1,30}\))$"
)
_MAY_END_SENTENCE = frozenset("。！？!?…”’」』）)")
_CANNOT_START = frozenset("，。、；：？！）》〉」』】〕”’,.;:?!)％%…")
_CANNOT_END = frozenset("（《〈「『【〔“‘(、，,")
_NARROW = re.compile("[\x00-\u02af]+")


def is_han(char: str) -> bool:
    """Whether a character is Han."""
    if "\u4e00" <= char <= "\u9fff":  # nearly all
        return True
    return char >= "\u2e80" and any(first <= char <= last for first, last in _RANGES)


def is_chinese(char: str) -> bool:
    """Whether a character is Han or Chinese punctuation."""
    return is_han(char) or char in _CHINESE_MARKS


def ends_sentence(text: str) -> bool:
    """Whether a line stops where a sentence stops; a source or credit in brackets may follow."""
    end = text[-40:].rstrip()
    return end[-1:] in _MAY_END_SENTENCE and bool(_SENTENCE_END.search(end))


def cannot_start(text: str) -> bool:
    """Whether a line begins with a mark that never begins one (CLREQ 3.1.3), so it goes on."""
    return bool(text) and text[0] in _CANNOT_START


def cannot_end(text: str) -> bool:
    """Whether a line stops at a mark after which there is always more."""
    return bool(text) and text[-1] in _CANNOT_END


def width(text: str) -> float:
    """How wide a line was in print, in em: a Latin letter, digit or space is half a Han character."""
    return (len(text) + len(_NARROW.sub("", text))) / 2
