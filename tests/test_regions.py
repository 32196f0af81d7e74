"""Stretches of a page that are no newspaper text: found, and said to be doubtful; nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import Case, params, read
from galley.blocks import page_blocks
from galley.explain import explained
from galley.model import Page
from galley.propose.proposal import propose
from galley.regions import doubted, regions
from galley.source import split_lines

_STRANGE = [pytest.param(case, id=case.label) for case in read("regions") if case.expected]


def _page(case: Case) -> Page:
    text = "\n".join(case.input) + "\n"
    return Page("1.txt", text, split_lines(text))


@pytest.mark.parametrize("case", params("regions"))
def test_regions(case: Case) -> None:
    found = [[region.kind, region.lines[0], region.lines[-1]] for region in regions(_page(case).lines)]
    assert found == case.expected


@pytest.mark.parametrize("case", _STRANGE)
def test_a_proposal_says_the_doubt_why_and_what_else_it_could_be(case: Case) -> None:
    page = _page(case)
    (region,) = regions(page.lines)
    (doubt,) = [doubt for doubt in propose(page).every_doubt if doubt.what == region.what]
    assert doubt.line == region.lines[0]
    assert doubt.otherwise


@pytest.mark.parametrize("case", _STRANGE)
def test_an_explanation_is_not_sure_of_what_was_decided_there(case: Case) -> None:
    page = _page(case)
    (region,) = regions(page.lines)
    made = page_blocks(page.lines, rejoin=True)
    assert all(end.confidence < 0.7 for end in doubted(made.ends, [region]) if end.after in region.lines[:-1])
    assert next(explained(made, page.lines)).startswith(f"# {region.what}; or else")


def test_what_an_editor_decided_there_stays_certain() -> None:
    page = _page(next(case for case in read("regions") if case.label == "a poem in a report"))
    made = page_blocks(page.lines, split=[5, 6, 7])
    sure = [end.after for end in doubted(made.ends, regions(page.lines)) if not end.doubtful]
    assert {5, 6, 7} <= set(sure)


@given(st.text(st.sampled_from([*"金昌市张王 \t\n\n，。a1"]), max_size=80))
def test_regions_are_lines_of_the_page_and_never_overlap(text: str) -> None:
    filled = [line.number for line in split_lines(text) if line.text.strip()]
    found = [number for region in regions(split_lines(text)) for number in region.lines]
    assert found == sorted(set(found))
    assert set(found) <= set(filled)
