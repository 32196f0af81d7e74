"""Text that a translation program repeats without end, and English that cannot be all of its Chinese."""

from __future__ import annotations

import re
from functools import cache

from galley.tables import read_data

LONGEST_PHRASE = 12
"""Words of the longest phrase whose repetition is looked for."""
SHORTEST, LONGEST = 1.1, 11.0
"""Letters of English for each Chinese character: of 2,000 sentences of news, one in a hundred has
fewer than 1.7 or more than 5.5."""
ENOUGH_TEXT = 15
"""Chinese characters from which the lengths can be compared at all."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LETTERS = re.compile(r"([^\W\d_])\1{5,}|([^\W\d_]{2,4}?)\2{4,}")
_AGAIN = re.compile(r"([\u4e00-\u9fff]{1,6})[，、！!…“”—]{0,2}\1")
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[A-Z“\"‘])")


def loop(source: str, target: str) -> str:
    """The piece of the English that repeats without cause, or nothing.

    One word counts from the third time, a short phrase too, a phrase of four words from the second;
    words that the Chinese itself repeats (加油！加油！) do not.
    """
    letters = _LETTERS.search(target)
    if letters:
        return letters[0][:40]
    words = [(found[0].lower(), found.start(), found.end()) for found in _WORD.finditer(target)]
    tokens = [word for word, _, _ in words]
    said_twice = bool(_AGAIN.search(source))
    for size in range(1, min(LONGEST_PHRASE, len(tokens) // 2) + 1):
        limit = (2 if size >= 4 else 3) + said_twice
        run = 0  # how many words in a row equal the word `size` places before
        for place in range(size, len(tokens)):
            run = run + 1 if tokens[place] == tokens[place - size] else 0
            if run == size * (limit - 1):
                piece = target[words[place - run - size + 1][1] : words[place][2]]
                if re.search(r"[^\W\d_]{2}", piece):
                    return piece[:60]
    return _sentence_again(source, target)


def _sentence_again(source: str, target: str) -> str:
    """A sentence of five words and more that stands twice where the Chinese has none twice."""
    seen: set[str] = set()
    for sentence in _SENTENCE.split(target):
        key = " ".join(_WORD.findall(sentence.lower()))
        if key.count(" ") >= 4 and key in seen:
            parts = [part for part in re.split("[。！？；]", source) if part.strip()]
            return sentence[:60] if len(set(parts)) == len(parts) else ""
        seen.add(key)
    return ""


def size(source: str) -> float:
    """How much a Chinese text says, in characters; foreign words and figures count by their letters."""
    han = len(re.findall(r"[\u3400-\u9fff]", source))
    return han + len(re.findall(r"[A-Za-z0-9]", source)) / 3


def length(source: str, target: str) -> str:
    """Why the English cannot be all of its Chinese, or nothing."""
    if source.strip() and not target.strip():
        return "has no English"
    says = size(source)
    if says < ENOUGH_TEXT:
        return ""
    ratio = len(target.strip()) / says
    if ratio < SHORTEST:
        return "the English is too short; something is left out"
    if ratio > LONGEST:
        return "the English is too long; something is added or repeated"
    return ""


@cache
def _inventions() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (re.compile(rf"\s*{row['english']}", re.IGNORECASE), re.compile(row["unless"] or "(?!)"))
        for row in read_data("inventions.tsv")
    )


def invented(source: str, target: str) -> list[tuple[int, int]]:
    """Where the English has a sentence that programs are known to invent and the Chinese does not say."""
    return [
        found.span()
        for pattern, unless in _inventions()
        if not unless.search(source)
        for found in pattern.finditer(target)
    ]


def without(target: str, spans: list[tuple[int, int]]) -> str:
    """The English without its inventions; a quotation that ended in one is closed."""
    for start, end in sorted(spans, reverse=True):
        before, after = target[:start], target[end:]
        closing = "”" if before.count("“") > before.count("”") and "”" not in after else ""
        if before.count('"') % 2 and '"' not in after:
            closing = '"'
        target = before + closing + after
    return target
