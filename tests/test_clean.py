"""Cleaning: each defect of an OCR page that was seen, and what looks like one and is none."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import Case, params, read
from galley.clean import RULES, Role, clean, clean_text
from galley.model import Run

ROLES: dict[str, Role] = {role: role for role in get_args(Role)}


@pytest.mark.parametrize("case", params("clean"))
def test_clean(case: Case) -> None:
    assert clean_text(case.input, ROLES[case.role]) == case.expected


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case.label) for case in read("clean") if case.kind != "known-failure"]
)
def test_what_is_clean_stays_as_it_is(case: Case) -> None:
    assert clean_text(case.expected, ROLES[case.role]) == case.expected


def test_every_change_names_its_rule_and_the_place_in_the_source() -> None:
    run, changes = clean(Run("项 目,签约", tuple(range(10, 16))))
    assert run == Run("项目，签约", (10, 12, 13, 14, 15))
    assert [(change.rule, change.at, change.old, change.new) for change in changes] == [
        ("half-width punctuation", (13,), ",", "，"),
        ("justification space", (11,), " ", ""),
    ]


def test_what_is_clean_has_no_changes() -> None:
    assert clean(Run("项目，签约", tuple(range(5))))[1] == []


@given(
    st.text(st.sampled_from([*'金昌，。 \t\u3000\u200b,.;:!?()"#-―－─…·．%％０Ａz3\n记者图摄']), max_size=20)
)
def test_a_rule_finds_nothing_without_its_signs(text: str) -> None:
    """What has none of a rule's characters is not looked at, so none may be missing."""
    for role in ROLES.values():
        for rule in RULES:
            assert not rule.signs.isdisjoint(text) or not list(rule.find(text, role))


def test_rules_have_names_of_their_own() -> None:
    """The ledger's account adds up by name."""
    assert len({rule.name for rule in RULES}) == len(RULES)
