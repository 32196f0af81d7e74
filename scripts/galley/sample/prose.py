"""Sentences of made-up news, in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from math import exp, log
from random import Random
from typing import NamedTuple

from galley.sample.names import Name, Names
from galley.tables import read_data

_SLOT = re.compile(r"\{(\w+)\}")
_SUMS = ((10**4, "万元"), (10**8, "亿元"))


class Said(NamedTuple):
    """A text in Chinese and English."""

    hans: str
    en: str


class Topic(NamedTuple):
    """A topic of the made-up archive."""

    id: str
    name: Said
    about: Said


def topics() -> list[Topic]:
    """The topics of the archive."""
    found = []
    for row in read_data("bench_sentences.tsv"):
        if row["kind"] == "topic":
            name, about = row["hans"].split("：")
            english = row["en"].split(": ")
            found.append(Topic(row["topic"], Said(name, english[0]), Said(about, english[1])))
    return found


class Writer:
    """Writes of one topic; whoever is named in a text comes back in it."""

    def __init__(self, topic: str, names: Names, random: Random) -> None:
        self._topic, self._names, self._random = topic, names, random
        offices = [name for name in names.by_kind["office"] if name.topic == topic]
        self.office = random.choice(offices) if offices else names.pick("office", random)
        self.village = names.pick("village", random)

    def short(self, kind: str) -> Said:
        """A headline, a section's head or a kicker."""
        return self._filled(self._random.choice(_texts(kind, "")))

    def sentence(self) -> Said:
        """One sentence of two to five clauses; some are somebody's words."""
        random = self._random
        done = _Listed(self._clauses(random.choice((2, 2, 3, 3, 4, 5))))
        if random.random() < 0.15:
            saying = self._filled(random.choice(_texts("saying", "")))
            return Said(f"{saying.hans}，他们{done.hans}。", f"{saying.en} that they {done.en}.")
        who = (
            self.office
            if random.random() < 0.4
            else self._names.pick(random.choice(("office", "county", "town", "village")), random)
        )
        opening = random.choice(_texts("opening", ""))
        start = Said(f"{opening.hans}，", f"{opening.en}, ") if opening.hans else opening
        return Said(f"{start.hans}{who.hans}{done.hans}。", f"{start.en}{who.en} {done.en}.")

    def _clauses(self, count: int) -> list[Said]:
        """Different clauses, about half of them of the topic."""
        chosen: dict[Said, None] = {}
        while len(chosen) < count:
            own = self._random.random() < 0.55
            chosen[self._random.choice(_texts("clause", self._topic if own else ""))] = None
        return list(map(self._filled, chosen))

    def _filled(self, text: Said) -> Said:
        values = {slot: self._value(slot) for slot in _SLOT.findall(text.hans)}
        return Said(
            text.hans.format_map({slot: value.hans for slot, value in values.items()}),
            text.en.format_map({slot: value.en for slot, value in values.items()}),
        )

    def _value(self, slot: str) -> Said | Name:
        random = self._random
        if slot == "n":
            number = int(exp(random.uniform(log(2), log(100_000))))
            return Said(str(number), f"{number:,}")
        if slot == "percent":
            share = f"{random.randint(10, 990) / 10:g}%"
            return Said(share, share)
        if slot == "money":
            scale, unit = random.choice(_SUMS)
            number = random.randint(11, 9999)
            yuan = f"{number * scale / 10**6:,g} million" if number * scale >= 10**6 else f"{number}0,000"
            return Said(f"{number}{unit}", f"{yuan} yuan")
        if slot == "thing":
            return random.choice(_texts("thing", self._topic))
        if slot == "office":
            return self.office
        if slot == "village" and random.random() < 0.5:
            return self.village
        return self._names.pick(slot, random)


class _Listed:
    """Clauses one after another."""

    def __init__(self, clauses: list[Said]) -> None:
        self.hans = "，".join(clause.hans for clause in clauses)
        first = ", ".join(clause.en for clause in clauses[:-1])
        self.en = f"{first} and {clauses[-1].en}"


def paragraph(writer: Writer, random: Random) -> Iterator[Said]:
    """The sentences of a paragraph."""
    for _ in range(random.choice((1, 2, 2, 3, 3, 4, 6))):
        yield writer.sentence()


@cache
def _texts(kind: str, topic: str) -> list[Said]:
    rows = read_data("bench_sentences.tsv")
    return [Said(row["hans"], row["en"]) for row in rows if (row["kind"], row["topic"]) == (kind, topic)]
