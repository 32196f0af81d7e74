"""Cases as data: ``tests/cases/*.json``, with known failures as strict xfails."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "cases"
KINDS = ("wild", "synthetic", "negative", "known-failure")
"""Found in a paper; made up; must not change; wrong today and known to be."""


@dataclass(frozen=True)
class Case:
    """One case. ``comment`` says where it comes from or why the answer is the right one."""

    label: str
    kind: str
    comment: str
    input: Any
    expected: Any
    role: str = "text"
    """For cleaning: what the block is."""
    rejoin: bool = False
    """For reflowing: join over what interrupts a sentence."""


def read(name: str) -> list[Case]:
    """The cases of one file."""
    return [Case(**fields) for fields in json.loads((FOLDER / f"{name}.json").read_text("utf-8"))]


def params(name: str) -> list[Any]:
    """The cases of one file as parameters of a test, with their labels as ids."""
    return [
        pytest.param(
            case,
            id=case.label,
            marks=[pytest.mark.xfail(strict=True, reason=case.comment)] * (case.kind == "known-failure"),
        )
        for case in read(name)
    ]
