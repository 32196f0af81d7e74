"""The picture of line ends: true to the page it is drawn from, in words too."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from archives import own_archive, own_pages
from galley.line_picture import passage, picture, rule_name
from galley.model import LANGUAGES, Language
from galley.split import line_ends


def test_every_rule_that_decides_on_the_seeds_has_a_chinese_name() -> None:
    rules = {
        end.rule
        for page, plan in own_archive().pages()
        for article in plan.articles
        for end in line_ends(page, article, plan)
    }
    assert len(rules) > 10
    assert not [rule for rule in rules if rule_name(rule, "zh-Hans") == rule]
    assert not [rule for rule in rules if rule_name(rule, "zh-Hant") == rule]


@pytest.mark.parametrize("number", sorted(own_pages()))
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_was_decided_at_each_line(number: str, language: Language) -> None:
    page, plan = own_pages()[number]
    shown = passage(page, plan)
    assert len({one.end.goes_on for one in shown}) == 2
    html = picture(shown, page.name, language)
    found = re.search("<svg.*</svg>", html)
    assert found
    svg = ElementTree.fromstring(found[0])  # noqa: S314 - our own
    assert [child.tag for child in svg][:2] == ["title", "desc"]
    assert svg.get("aria-labelledby") == " ".join(child.get("id", "") for child in svg[:2])
    raw = {line.number: line.text.strip() for line in page.lines}
    words = unescape(html)
    for one in shown:
        assert raw[one.end.after][:6] in words
        assert rule_name(one.end.rule, language) in words
        assert one.end.before is None or f"{one.end.confidence:.0%}" in words
    assert html.count('class="line-join"') == sum(
        one.end.goes_on and one.end.before == other.end.after for one, other in pairwise(shown)
    )
    assert " style=" not in html


def test_a_page_of_long_lines_is_drawn_with_their_beginnings_and_ends() -> None:
    page, plan = own_pages()["003"]
    widths = [
        float(w) for w in re.findall(r'<rect [^>]* width="([0-9.]+)"', picture(passage(page, plan), "", "en"))
    ]
    assert widths and max(widths) < 326


@pytest.mark.parametrize("prefix", ["", "zh-Hant/", "en/"])
def test_the_page_on_how_the_text_was_made_has_it(site: Path, prefix: str) -> None:
    html = (site / prefix / "how/index.html").read_text("utf-8")
    assert html.count('<figure class="line-ends"') == 1
    assert "<!-- line ends -->" not in html
    assert "assets/line-ends.css" in html
