"""What the fuzzer found (``make fuzz``): no reader answers it with anything but a sentence."""

from __future__ import annotations

import contextlib

import pytest

from cases import Case, params
from fuzz.targets import TARGETS
from galley.errors import GalleyError


@pytest.mark.parametrize("case", params("fuzz"))
def test_a_reader_reads_it_or_says_what_is_wrong(case: Case) -> None:
    reader, text = case.input
    with contextlib.suppress(GalleyError):
        TARGETS[reader].read(text.encode())


@pytest.mark.parametrize("name", TARGETS)
def test_a_reader_takes_what_its_fuzzing_begins_with(name: str) -> None:
    """Else the fuzzer would try nothing but the first lines of a reader."""
    read = 0
    for data in list(TARGETS[name].corpus())[:8]:
        with contextlib.suppress(GalleyError):
            TARGETS[name].read(data)
            read += 1
    assert read
