"""Figures stand on quotations: one that is gone, or does not say the number, stops the build."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from archives import own_archive, own_articles
from cases import Case, params
from galley import charts, figures_pages
from galley.amounts import amount
from galley.errors import PlanError
from galley.figures import Indicator, read_figures

ARCHIVE = own_archive()


def read(text: str, folder: Path) -> tuple[Indicator, ...]:
    """Read figures of the project's own articles."""
    path = folder / "figures.yml"
    path.write_text(text, "utf-8")
    articles = list(own_articles().values())
    return read_figures(path, articles, ARCHIVE.topics, ARCHIVE.terms, ARCHIVE.traditional)


@pytest.fixture(scope="module")
def own() -> tuple[Indicator, ...]:
    return ARCHIVE.figures(list(own_articles().values()))


@pytest.mark.parametrize("case", params("figures"))
def test_a_mistake_is_told_with_its_line(case: Case, tmp_path: Path) -> None:
    fields = {
        "period": "2024",
        "value": "620",
        "article": "jinchang-forges-ahead",
        "quote": "全市实现地区生产总值620亿元",
        "of": "金昌",
    }
    units = case.input.get("units", "亿元")
    fields |= {key: value for key, value in case.input.items() if key != "units"}
    lines = [
        "- id: gdp",
        "  name: {zh-Hans: 产值, en: Output}",
        f"  unit: {units}",
        "  figures:",
        "    - " + "\n      ".join(f"{key}: {value}" for key, value in fields.items()),
    ]
    if not case.expected:
        assert read("\n".join(lines), tmp_path)
        return
    with pytest.raises(PlanError, match=re.escape(case.expected)) as raised:
        read("\n".join(lines), tmp_path)
    assert re.search(r"figures\.yml:[3-9]", str(raised.value)) or "figures.yml:10" in str(raised.value)


def test_there_are_enough_of_them(own: tuple[Indicator, ...]) -> None:
    assert len(own) >= 12
    assert sum(len(indicator.figures) for indicator in own) >= 60


def test_where_papers_differ_both_are_given(own: tuple[Indicator, ...]) -> None:
    growth = next(indicator for indicator in own if indicator.id == "parks-growth")
    assert [amount(figure, "zh-Hans") for figure in growth.figures] == ["58%", "55%"]
    assert len({figure.article.slug for figure in growth.figures}) == 2


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (("gdp", 2), ("620.06亿元", "620.06億元", "62.006 billion yuan")),
        (("parks-output", 0), ("超过2500亿元", "超過2500億元", "over 250 billion yuan")),
        (("jinchuan-rank", 1), ("第235位", "第235位", "No. 235")),
        (("income-ratio", 1), ("2.26比1", "2.26比1", "2.26 to 1")),
        (("livelihood-share", 2), ("近80%", "近80%", "nearly 80%")),
        (("forestry", 1), ("0.4万公顷", "0.4萬公頃", "4,000 hectares")),
    ],
)
def test_amounts_in_words(
    own: tuple[Indicator, ...], place: tuple[str, int], said: tuple[str, str, str]
) -> None:
    figure = next(one for one in own if one.id == place[0]).figures[place[1]]
    assert (amount(figure, "zh-Hans"), amount(figure, "zh-Hant"), amount(figure, "en")) == said


def test_a_chart_links_each_point_to_its_sentence(own: tuple[Indicator, ...]) -> None:
    drawn = 0
    for indicator in own:
        svg = charts.chart(indicator, "en", figures_pages.address)
        if not svg:
            continue
        drawn += 1
        root = ET.fromstring(svg)  # noqa: S314 - our own drawing
        links = [element for element in root.iter() if element.tag == "a"]
        known = {figures_pages.address(figure) for figure in indicator.figures}
        assert links
        assert all(link.get("href") in known and link.get("aria-label") for link in links)
        assert not re.search(r'(?:fill|stroke)="#|style=|font-family', svg)
    assert drawn >= 12


def test_one_point_makes_no_chart(own: tuple[Indicator, ...]) -> None:
    single = [indicator for indicator in own if len(indicator.figures) == 1]
    assert single
    for indicator in single:
        assert charts.chart(indicator, "zh-Hans", figures_pages.address) == ""


def test_values_of_a_chart_are_those_of_its_figures(own: tuple[Indicator, ...]) -> None:
    gdp = next(indicator for indicator in own if indicator.id == "gdp")
    root = ET.fromstring(charts.chart(gdp, "en", figures_pages.address))  # noqa: S314
    values = {element.text for element in root.iter("text") if element.get("class") == "value"}
    assert {"35.9", "62", "62.006", "70", "52.6", "14.2"} == values


def test_the_site_has_the_page_and_the_data(site: Path, own: tuple[Indicator, ...]) -> None:
    count = sum(len(indicator.figures) for indicator in own)
    for prefix in ("", "zh-Hant", "en"):
        page = (site / prefix / "figures" / "index.html").read_text("utf-8")
        assert page.count('<section class="indicator"') == len(own)
        for slug, block in set(re.findall(r'href="\.\./articles/([^/"]+)/#([a-z0-9]+)"', page)):
            article = (site / prefix / "articles" / slug / "index.html").read_text("utf-8")
            assert f'id="{block}"' in article, (slug, block)
    data = json.loads((site / "data" / "figures.json").read_text("utf-8"))
    assert sum(len(indicator["figures"]) for indicator in data) == count
    with (site / "data" / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == count
    assert {row["amount"] for row in rows if row["id"] == "gdp"} >= {"62000000000", "62006000000"}
