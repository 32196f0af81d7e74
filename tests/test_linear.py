"""No regular expression takes more than its share of time, on the worst text that we can make for it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from conftest import FULL, timed
from galley.blocks import page_blocks
from galley.source import read_page
from patterns import Pattern, patterns, worst_texts

EVERY = patterns() if FULL else []
SMALL, LARGE, MEGABYTE = 500, 2000, 1_000_000
_SOON = 0.002
"""Seconds of work that are too few to tell how they grow: so much takes a text of ``LARGE`` at most."""
_GROWTH = 2 * LARGE / SMALL
"""How many times as long a text four times as long may take. Work that grows with the square takes 16."""


def work(one: Pattern, text: str, times: int = 1) -> float:
    """Seconds that this process works, at the least of so many times."""
    found = []
    for _ in range(times):
        began = time.process_time()
        one.run(text)
        found.append(time.process_time() - began)
    return min(found)


def test_there_are_patterns_to_look_at() -> None:
    assert len(patterns()) > 150
    assert {place.partition(":")[0] for place in (one.place for one in patterns())} > {
        "clean.py",
        "editors.py",
    }


@timed
@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.place)
def test_work_grows_with_the_text(one: Pattern) -> None:
    pairs = zip(worst_texts(one.pattern, SMALL), worst_texts(one.pattern, LARGE), strict=True)
    for small, large in pairs:
        if work(one, large) > _SOON:
            taken = work(one, large, 3)
            assert taken < _SOON or taken < _GROWTH * work(one, small, 3), (one.pattern, large[:20])


@timed
def test_a_pattern_that_is_quadratic_would_be_found() -> None:
    import re

    bad = Pattern("here", re.compile(r"\s+$"), frozenset())
    assert work(bad, " " * LARGE + "x", 3) > _GROWTH * work(bad, " " * SMALL + "x", 3)


@timed
@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.place)
def test_a_megabyte_is_done_in_two_seconds(one: Pattern) -> None:
    """Those three of its worst texts that take longest when they are short."""
    short = [work(one, text) for text in worst_texts(one.pattern, 10 * LARGE)]
    longest = sorted(range(len(short)), key=lambda number: -short[number])[:3]
    for number, text in enumerate(worst_texts(one.pattern, MEGABYTE)):
        if number in longest:
            taken = work(one, text)
            print(f"{taken:.2f} s {one.place} {text[:12]!r}")
            assert taken < 2, (one.pattern, text[:20])


WORST_PAGES = {
    "spaces": " " * 333 + "\u3000" * 222,
    "Han": "一" * 333,
    "reporters": "记者" * 30 + "\n",
    "brackets": "（(" * 200,
    "quotes": '"“' * 200,
    "dots": ".…" * 200,
    "digits": "1,２.３%" * 50,
    "lines": "一\n",
    "empty lines": "一\n\n",
    "hashes": "# " * 200,
    "jumps": "（转四版）\n",
    "dates": "1月1日，",
    "names": "李峰 张迈 ",
    "invisible": "\u200b\u202e",
}


@timed
@pytest.mark.parametrize("name", WORST_PAGES)
def test_a_megabyte_of_the_worst_page_is_cleaned(name: str, tmp_path: Path) -> None:
    """No limit of time but that of the whole run: this one looks for what never ends."""
    unit = WORST_PAGES[name]
    path = tmp_path / "1.txt"
    path.write_text("题" + unit * (MEGABYTE // len(unit.encode())), "utf-8")
    page = read_page(path)
    began = time.process_time()
    page_blocks(page.lines, rejoin=True)
    print(f"{name}: {time.process_time() - began:.1f} s")
