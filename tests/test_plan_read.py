"""A plan that uses every key is read to exactly what it says; the mistakes in one are in test_plan.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from galley.errors import PlanError
from galley.plan import ArticlePlan, Box, Decided, Drop, Fix, Lines, Lost, Plan, read_plan

EVERYTHING = """\
paper: 日报
date: 2026-01~
page: 3
inferred: {zh: 据内容推断, en: from what it says}
articles:
  - slug: whole
    kicker: 2
    title: [3, 4-5]
    subtitle: {supplied: 副题, en: A subtitle}
    byline: 7-8
    body: [10-12, 20]
    caption: 15
    box: {lines: [30-31, 33], title: 29}
    lost:
      - {before: 10, note: 缺一栏, en: a column is missing}
      - {after: 20}
    topics: [water, industry]
    sections: {11: [water], 20: [industry, water]}
  - slug: picture
    title: {supplied: 图片}
    caption: [16, 17-18]
    box: {lines: 34, title: {supplied: 数字}}
drop:
  - {lines: [40, 42-43], why: repeats line 10}
  - {lines: 44, why: a folio}
fix:
  - {line: 12, old: 一一, new: 一, why: doubled}
  - {line: 20, old: 乙, new: "", why: a stain}
join: [[10, 12], [17, 20]]
break: [11, 20-21]
heading: [10]
text: [2-3]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "1.yml"
    path.write_text(text, "utf-8")
    return path


def one(number: int) -> range:
    return range(number, number + 1)


def test_every_key_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, EVERYTHING)
    whole = ArticlePlan(
        slug="whole",
        at=6,
        title=Lines((one(3), range(4, 6))),
        kicker=Lines((one(2),)),
        subtitle=Lines((), "副题", "A subtitle"),
        byline=Lines((range(7, 9),)),
        body=(range(10, 13), one(20)),
        caption=(one(15),),
        box=Box((range(30, 32), one(33)), Lines((one(29),))),
        lost=(Lost(10, True, 15, "缺一栏", "a column is missing"), Lost(20, False, 16, "", "")),
        topics=("water", "industry"),
        sections={11: ("water",), 20: ("industry", "water")},
        section_at={11: 18, 20: 18},
    )
    picture = ArticlePlan(
        slug="picture",
        at=19,
        title=Lines((), "图片", ""),
        kicker=None,
        subtitle=None,
        byline=None,
        body=(),
        caption=(one(16), range(17, 19)),
        box=Box((one(34),), Lines((), "数字", "")),
        lost=(),
        topics=(),
        sections={},
        section_at={},
    )
    assert read_plan(path, 50, ("industry", "water")) == Plan(
        path=path,
        paper="日报",
        inferred="据内容推断",
        inferred_en="from what it says",
        date="2026-01~",
        page=3,
        articles=(whole, picture),
        drop=(Drop((one(40), range(42, 44)), "repeats line 10", 24), Drop((one(44),), "a folio", 25)),
        fix=(Fix(12, "一一", "一", "doubled", 27), Fix(20, "乙", "", "a stain", 28)),
        join=((10, 12), (17, 20)),
        split=(11, 20, 21),
        heading=frozenset({10}),
        text=frozenset({2, 3}),
        decided=(
            Decided("join", (10, 12), 29),
            Decided("join", (17, 20), 29),
            Decided("break", (11,), 30),
            Decided("break", (20, 21), 30),
            Decided("heading", (10,), 31),
            Decided("text", (2, 3), 32),
        ),
    )


def test_what_a_plan_does_not_say_is_empty(tmp_path: Path) -> None:
    path = written(tmp_path, "paper: 日报\ndate: 2025\narticles: [{slug: a, title: 1, body: 2}]\n")
    article = ArticlePlan("a", 3, Lines((one(1),)), None, None, None, (one(2),), (), None, (), (), {}, {})
    nothing: frozenset[int] = frozenset()
    assert read_plan(path, 2, ()) == Plan(
        path, "日报", "", "", "2025", None, (article,), (), (), (), (), nothing, nothing, ()
    )


def test_a_plan_that_is_not_written_yet_is_read_from_its_text(tmp_path: Path) -> None:
    read = read_plan(tmp_path / "absent.yml", 50, ("industry", "water"), EVERYTHING)
    assert [article.slug for article in read.articles] == ["whole", "picture"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[10, 12], [17, 20]", "[10, 12, 17]", "should be two line numbers, such as [99, 105]"),
        (
            "[10, 12], [17, 20]",
            "[10, 12-13]",
            "“12-13” should be one line; write its number alone, such as 12",
        ),
        ("{after: 20}", "{after: 20-21}", "“20-21” should be one line; write its number alone, such as 20"),
        ("20: [ind", "20-21: [ind", "“20-21” should be one line; write its number alone, such as 20"),
        ("line: 20,", "line: 20-21,", "“20-21” should be one line; write its number alone, such as 20"),
        ("[10, 12], [17, 20]", "[10]", "should be two line numbers, such as [99, 105]"),
        (
            "{after: 20}",
            "{after: 20, before: 20}",
            "should have either “before” or “after” with a line number",
        ),
        ("{after: 20}", "{note: 缺}", "should have either “before” or “after” with a line number"),
        ("slug: picture", "slug: whole", "the slug “whole” is used in line 6 too; choose another"),
        (
            "    caption: [16, 17-18]\n",
            "",
            "has neither “body” nor “caption”, so the article would be empty; add the lines",
        ),
        ("20: [ind", "21: [ind", "names line 21, which is not in this article's body; correct the number"),
        (", en: from what it says", "", "has no “en”; add it"),
        (", why: doubled", "", "has no “why”; add it"),
        ("lines: [30-31, 33], title: 29", "title: 29", "has no “lines”; add it"),
        ("{supplied: 副题, en: A subtitle}", "{en: A subtitle}", "has no “supplied”; add it"),
        ("{supplied: 副题, en: A subtitle}", "51", "names line 51"),
        (", title: 29", ", titel: 29", "does not know the key “titel”; known here are lines, title"),
    ],
)
def test_a_mistake_is_said_in_these_words(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert EVERYTHING.count(old) == 1
    path = written(tmp_path, EVERYTHING.replace(old, new))
    with pytest.raises(PlanError) as refused:
        read_plan(path, 50, ("industry", "water"))
    assert f": {said}" in str(refused.value)
