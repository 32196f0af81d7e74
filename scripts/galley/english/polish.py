"""Put right what is certainly wrong in a translation program's English, and say what may be.

**What is put right afterwards, and why not protected before.** Figures and terms could be hidden
from the model behind placeholders and put back. Models that were not trained with placeholders drop,
double and move them, and a figure that is gone cannot be told from one that was never there; no
Chinese model could be measured here that does better. A wrong figure, on the other hand, shows:
its digits stand in the English, its value in the Chinese. So the sentence goes through as it is,
and then

- loops (the same words three times and more) are cut to one, where the Chinese repeats nothing;
- names that are only spelt otherwise (“Bei jing”, “Daming Wang”, 北京 left in Chinese) are
  written as in ``seeds/terms.tsv``; other renderings of a term are not touched;
- :func:`galley.english.audit.audit` puts figures right and says what else looks wrong.

All of it is said in the comment of the entry (:mod:`galley.english.fill`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from galley.english import terminology
from galley.english.audit import audit
from galley.english.parts import Translated
from galley.terms import Term

_NAMES = ("person", "org", "place")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_THRICE = re.compile(r"(\w{1,12}?)(?:[、，；：！“”]*\1){2}")
_LETTERS = re.compile(r"([^\W\d_]{1,10}?)\1{7,}")
"""No word of any language has the same letters eight times in a row."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A sentence's English by program, what is to be said of it, and whether something was put right."""

    text: str
    notes: tuple[str, ...]
    repaired: bool


def polish(one: Translated, terms: Sequence[Term]) -> Filled:
    """Put right what is certainly wrong in a translation; say that, and what may be wrong."""
    text, cut = cut_loops(one.source, one.text)
    text, spelt = write_names(one.source, text, terms)
    found = audit(one.source, text, terms)
    notes = [*cut, *spelt]
    notes += [" ".join(filter(None, [f"{flag.kind}:", flag.source, flag.message])) for flag in found.flags]
    if one.parts > 1:
        notes.append(f"length: translated in {one.parts} parts, as the sentence is long")
    if one.stopped:
        notes.append("length: the model did not come to an end")
    return Filled(found.repaired, tuple(notes), found.repaired != one.text)


def cut_loops(zh: str, en: str) -> tuple[str, list[str]]:
    """Cut words that come three times and more in a row, eight words at least, to the first time.

    Where the Chinese itself says something three times it is left, and so is a clause that comes twice.
    """
    words = [(found.start(), found.end(), found[0].casefold()) for found in _WORD.finditer(en)]
    said = [word for _, _, word in words]
    cuts: list[tuple[int, int]] = []
    done: list[str] = []
    first = len(words) if _THRICE.search(zh) else 0
    while first < len(words):
        length, times = _repeated(said[first:])
        if length:
            rest = said[first + length * times :]
            stopped_within = len(rest) < length and rest == said[first : first + len(rest)]
            last = first + length * times + (len(rest) if stopped_within else 0)
            end = words[first + length - 1][1]
            cuts.append((end, words[last - 1][1]))
            done.append(f"loop: “{en[words[first][0] : end][:40]}” came {times} times; cut")
        first = last if length else first + 1
    for start, end in reversed(cuts):
        en = en[:start] + en[end:]
    while found := _LETTERS.search(en):
        done.append(f"loop: “{found[1]}” came {len(found[0]) // len(found[1])} times; cut")
        en = en[: found.end(1)] + en[found.end() :]
    return en, done


def _repeated(words: Sequence[str]) -> tuple[int, int]:
    """How many words the list begins with that are a loop, and how often they come; or nothing."""
    for length in range(1, min(40, len(words) // 3) + 1):
        times = 1
        while words[times * length : (times + 1) * length] == words[:length]:
            times += 1
        if times >= 3 and times * length >= 8:
            return length, times
    return 0, 0


def write_names(zh: str, en: str, terms: Sequence[Term]) -> tuple[str, list[str]]:
    """Write names as the site does, where they are only spelt otherwise or left in Chinese."""
    done = []
    for term in terminology.present(zh, terms):
        if term.en and not re.search(rf"(?<![\w-]){re.escape(term.en)}(?![\w-])", en):
            spelt = _spelt(term, en)
            if spelt != en:
                en = spelt
                done.append(f"name: “{term.en}” was spelt otherwise; put right")
    return en, done


def _spelt(term: Term, en: str) -> str:
    """The English with every other spelling of a term replaced by the site's."""
    if term.hans in en:
        en = re.sub(rf"(?<=\w)(?={term.hans})|(?<={term.hans})(?=\w)", " ", en)
        en = en.replace(term.hans, term.en)
    letters = re.sub(r"[\s'’-]", "", term.en)
    if term.kind not in _NAMES or len(letters) < 5 or not letters.isascii() or not letters.isalpha():
        return en
    spellings = [r"[\s'’-]?".join(letters)]
    if term.kind == "person" and term.en.count(" ") == 1:
        family, given = (r"[\s'’-]?".join(re.sub(r"\W", "", part)) for part in term.en.split())
        spellings.append(rf"{given}\s{family}")
    return re.sub(rf"(?<![\w-])(?:{'|'.join(spellings)})(?![\w-])", term.en, en, flags=re.IGNORECASE)
