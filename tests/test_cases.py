"""The data cases themselves: every one says why, and a case that must not change does not."""

from __future__ import annotations

from collections import Counter

import pytest

from cases import FOLDER, KINDS, read

FILES = sorted(path.stem for path in FOLDER.glob("*.json"))


@pytest.mark.parametrize("name", FILES)
def test_each_case_has_a_label_of_its_own_and_a_known_kind(name: str) -> None:
    cases = read(name)
    assert [label for label, count in Counter(case.label for case in cases).items() if count > 1] == []
    assert [case.label for case in cases if case.kind not in KINDS] == []


@pytest.mark.parametrize("name", FILES)
def test_a_case_from_a_paper_or_a_known_failure_says_why(name: str) -> None:
    wordless = [
        case.label for case in read(name) if case.kind in ("wild", "known-failure") and not case.comment
    ]
    assert wordless == []


def test_negative_cases_of_cleaning_expect_what_they_are_given() -> None:
    negative = [case for case in read("clean") if case.kind == "negative"]
    assert len(negative) >= 30
    assert [case.label for case in negative if case.input != case.expected] == []
