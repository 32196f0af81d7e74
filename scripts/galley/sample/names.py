"""The people, places and offices of a made-up archive, the commonest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from math import isqrt
from random import Random
from typing import NamedTuple

from galley.names import surnames
from galley.tables import read_data
from galley.traditional import Traditional

_SHARES = {"person": 50, "village": 20, "office": 15, "town": 10, "county": 5}
"""Of a hundred names, how many are what."""

_PLACES = {"county": ("县", "County"), "town": ("镇", "Town"), "village": ("村", "Village")}


class Name(NamedTuple):
    """A name in Chinese and English."""

    hans: str
    en: str
    topic: str = ""
    """Of an office: what it is there for."""


@dataclass(frozen=True)
class Names:
    """Everybody and everything that an archive names more than once."""

    by_kind: dict[str, tuple[Name, ...]]
    papers: tuple[Name, ...]

    def pick(self, kind: str, random: Random) -> Name:
        """A name; a few are met often and most are rare, as in any newspaper."""
        if kind == "person" and random.random() < 0.3:
            return person(random)  # a passer-by, met once
        found = self.by_kind[kind]
        return found[int(len(found) * random.random() ** 3)]

    def terms(self) -> Iterator[str]:
        """The names as lines of ``terms.tsv``."""
        yield "hans\thant\ten\tkind\tnote\tnote_zh\twhy"
        convert = Traditional.of_terms(()).convert
        kinds = {"person": "person", "office": "org"}
        for kind, names in (("paper", self.papers), *self.by_kind.items()):
            for name in names:
                hant = convert(name.hans)
                if kind == "person":
                    hant = surnames()[name.hans[0]] + convert(name.hans[1:])
                filed = "org" if kind == "paper" else kinds.get(kind, "place")
                yield f"{name.hans}\t{hant}\t{name.en}\t{filed}\t\t\tmade up"


def names_for(pages: int) -> Names:
    """The names of an archive of so many pages: their number grows with the square root, as names do."""
    total = max(40, 10 * isqrt(pages))
    found: dict[str, tuple[Name, ...]] = {}
    for kind, share in _SHARES.items():
        make = person if kind == "person" else partial(_named, kind)
        found[kind] = tuple(islice(_different(make, _random(kind)), max(2, total * share // 100)))
    papers = tuple(
        Name(place.hans + row["hans"], f"{place.en} {row['en']}")
        for row, place in zip(_rows("paper"), _different(_place, _random("paper")), strict=False)
    )
    return Names(found, papers)


def _random(name: str) -> Random:
    return Random(name)  # noqa: S311 - not for secrets


def _different(make: Callable[[Random], Name], random: Random) -> Iterator[Name]:
    seen: set[str] = set()
    while True:
        name = make(random)
        if name.hans not in seen and name.en not in seen:
            seen |= {name.hans, name.en}
            yield name


def person(random: Random) -> Name:
    """Somebody."""
    surname, given = (
        random.choice(_rows("surname")),
        random.choices(_rows("given"), k=random.choice((1, 2, 2))),
    )
    english = "".join(row["en"] for row in given).capitalize()
    return Name(surname["hans"] + "".join(row["hans"] for row in given), f"{surname['en']} {english}")


def _place(random: Random) -> Name:
    first, second = random.choice(_rows("first")), random.choice(_rows("second"))
    return Name(first["hans"] + second["hans"], first["en"] + second["en"])


def _named(kind: str, random: Random) -> Name:
    place = _place(random)
    if kind == "office":
        row = random.choice(_rows("office"))
        return Name(f"{place.hans}县{row['hans']}", f"{place.en} County {row['en']}", row["topic"])
    chinese, english = _PLACES[kind]
    return Name(place.hans + chinese, f"{place.en} {english}")


@cache
def _rows(kind: str) -> list[dict[str, str]]:
    return [dict(row) for row in read_data("bench_names.tsv") if row["kind"] == kind]
