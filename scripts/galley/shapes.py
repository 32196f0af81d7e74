"""What a line of a page is, judged by its own form: text, headline, byline, caption, jump line."""

from __future__ import annotations

import re
from typing import Literal

from galley.characters import ends_sentence, is_han, width
from galley.names import is_name

Shape = Literal["text", "title", "heading", "subtitle", "byline", "caption", "jump"]

_MARKED = re.compile(r"\s*(#{1,6})\s+\S")
_JUMP_LINE = re.compile(
    r"\s*[（(]\s*(?:下\s*)?[转接]\s*第?\s*([0-9０-９一二三四五六七八九十]{1,3})\s*版\s*[）)]\s*$"
)
_JUMP_END = re.compile(
    r"[（(]\s*(?:下\s*)?[转接]\s*第?\s*([0-9０-９一二三四五六七八九十]{1,3})\s*版\s*[）)]\s*$"
)
_DIGITS = {char: number for number, char in enumerate("〇一二三四五六七八九十")}
# Matched against text that is nothing but Han characters, spaces and these marks.
_BYLINE_MARKS = frozenset("·:：/")
_REPORTERS = re.compile(
    r"\s*(?:[^\s:：/]{0,14}(?:记\s*者|通讯员|评论员|作者)|文|图|摄影)\s*[:：]?"
    r"((?:\s*[^\s:：/]){1,32}?)\s*(?:摄|文|图|文/图|供图|整理|摄影报道)?\s*$"
)
_LONGEST_BYLINE = 60
"""Characters."""
_LONGEST_NAME = 4
_MOST_NAMES = 8
_REPORTER_WORD = re.compile(r"记\s*者|通讯员|评论员|作者")
_CAPTION = re.compile(
    r"[（(]\s*(?:资料图片?|左|右|中|前|后)[^（）()]{0,6}[）)]|^\s*(?:▲|△|图为|图①|上图|下图|左图|右图)|(?:摄|供图)\s*$|^[^，。]{2,26}(?:现场|场景|一角|剪影)。$"
)
_STARTS_ARTICLE = re.compile(r"\s*(?:本报[^，。]{0,8}讯|(?:新华社|据新华社|中新社)[^，。]{0,16}电|本报综合)")


def jump_page(text: str) -> int | None:
    """The page on which a jump line such as ``（转四版）`` says the article goes on."""
    found = _jump_end(text)
    return _number(found[1]) if found else None


def jump_start(text: str) -> int | None:
    """Where the jump line at the end of a text begins."""
    found = _jump_end(text)
    return found.start() if found else None


def _jump_end(text: str) -> re.Match[str] | None:
    return _JUMP_END.search(text) if text.rstrip()[-1:] in ("）", ")") else None


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, _, ones = text.rpartition("十") if "十" in text else ("0", "", text)
    return (_DIGITS.get(tens, 1) if tens != "0" else 0) * 10 + _DIGITS.get(ones, 0)


def starts_article(text: str) -> bool:
    """Whether a line opens a report: ``本报讯``, ``新华社北京2月24日电``."""
    return bool(_STARTS_ARTICLE.match(text))


def marked_level(text: str) -> int:
    """How many ``#`` mark a line as a headline; 0 if none."""
    found = _MARKED.match(text) if "#" in text else None
    return len(found[1]) if found else 0


def is_names(text: str) -> bool:
    """Whether a line is nothing but names (``谢晓玲 常建哲``, ``闫庆玲``)."""
    words = text.split()
    if not words or len(words) > 6 or len(max(words, key=len)) > _LONGEST_NAME:
        return False
    if not all(is_han(char) or char == "·" for word in words for char in word):
        return False
    names: list[str] = []
    for word in words:
        if names and len(names[-1]) == 1:
            names[-1] += word
        else:
            names.append(word)
    return all(2 <= len(name) <= _LONGEST_NAME and is_name(name) for name in names)


def is_byline(text: str) -> bool:
    """Whether a line names reporters or a photographer and nothing else."""
    if len(text) > _LONGEST_BYLINE:
        return False
    named = _REPORTER_WORD.search(text)
    if not named and text.lstrip()[:1] not in ("文", "图", "摄"):
        return False
    if not all(is_han(char) or char in _BYLINE_MARKS or char.isspace() for char in text):
        return False
    found = _REPORTERS.match(text)
    if not found or len(found[1].split()) > _MOST_NAMES:
        return False
    if named:
        return all(len(word) <= _LONGEST_NAME for word in found[1].split()) and bool(found[1].strip())
    return is_names(found[1])


def shape_of(text: str) -> Shape:
    """The shape of a line, from the line alone; ``text`` where it has no mark of another."""
    if marked_level(text):
        return "title"
    if "版" in text and _JUMP_LINE.match(text):
        return "jump"
    if is_byline(text):
        return "byline"
    if width(text) <= 60 and _CAPTION.search(text) and not starts_article(text):
        return "caption"
    if text.lstrip().startswith("——") and width(text) <= 40 and not ends_sentence(text):
        return "subtitle"
    return "text"
