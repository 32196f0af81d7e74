"""Splitting a page by its plan: what a plan can say, each on the smallest page that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archives import write_archive
from cases import Case, params
from galley.archive import Archive
from galley.errors import PlanError
from galley.ledger import account
from galley.model import Article, Page, Segment, Texts
from galley.plan import Plan, read_plan
from galley.source import split_lines
from galley.split import line_ends, split, unfinished

HEAD = "paper: 日报\ndate: 2025-02-25\narticles:\n  - slug: one\n"
TOPICS = "- {id: one, name: {zh-Hans: 一, en: One}}\n- {id: two, name: {zh-Hans: 二, en: Two}}\n"


def article(folder: Path, page: Sequence[str], *keys: str, more: str = "") -> Article:
    """The first article of a page with a plan."""
    plan = HEAD + "".join(f"    {key}\n" for key in keys) + more
    return Archive(write_archive(folder, plan, page, TOPICS)).articles()[0]


def shown(made: Article) -> list[tuple[str, str, str]]:
    return [(block.id, block.kind, block.text("zh-Hans")) for block in made.blocks]


def test_the_body_is_read_in_the_order_of_the_plan(tmp_path: Path) -> None:
    page = ["第二句话的后一半。", "标题", "第一句话。", "第二句话没有完，"]
    made = article(tmp_path, page, "title: 2", "body: [3-4, 1]")
    assert shown(made) == [
        ("p1", "paragraph", "第一句话。"),
        ("p2", "paragraph", "第二句话没有完，第二句话的后一半。"),
    ]
    assert made.blocks[1].lines == ((4, 4), (1, 1))


@pytest.mark.parametrize(
    ("lines", "title"), [("1-2", "又踏层峰辟新天更扬云帆立潮头"), ("[1, 2]", "又踏层峰辟新天 更扬云帆立潮头")]
)
def test_a_headline_broken_by_its_column_or_of_two_lines(tmp_path: Path, lines: str, title: str) -> None:
    page = ["又踏层峰辟新天", "更扬云帆立潮头", "第一句。"]
    assert article(tmp_path, page, f"title: {lines}", "body: 3").title.hans == title


def test_a_supplied_headline(tmp_path: Path) -> None:
    made = article(tmp_path, ["第一句。"], "title: {supplied: 拟题, en: Supplied}", "body: 1")
    assert (made.title.hans, made.title.hant, made.title.en) == ("拟题", "擬題", "Supplied")
    assert made.title_supplied and made.title.at == ()


def test_kicker_subtitle_and_byline_are_cleaned(tmp_path: Path) -> None:
    page = ["## 两会聚焦", "标题", "——副题,一", "记者 郭 鑫", "第一句。"]
    made = article(tmp_path, page, "kicker: 1", "title: 2", "subtitle: 3", "byline: 4", "body: 5")
    assert [text and text.hans for text in (made.kicker, made.subtitle, made.byline_line)] == [
        "两会聚焦",
        "——副题，一",
        "记者 郭鑫",
    ]


def test_bylines_in_the_text_are_found(tmp_path: Path) -> None:
    page = [
        "标题",
        "本报讯（记者李峰 屈冰）会议召开。",
        "会议闭幕。（孟文佳 周国华）",
        "会议（一次）结束。（完）",
    ]
    made = article(tmp_path, page, "title: 1", "body: 2-4")
    assert [byline.hans for byline in made.bylines] == ["记者李峰 屈冰", "孟文佳 周国华"]


def test_each_part_of_a_caption_is_a_caption(tmp_path: Path) -> None:
    made = article(tmp_path, ["标题", "图一。", "图二没", "有完。"], "title: 1", "caption: [2, 3-4]")
    assert shown(made) == [("c1", "caption", "图一。"), ("c2", "caption", "图二没有完。")]


def test_a_box_stands_after_the_text_below_a_head_of_its_own(tmp_path: Path) -> None:
    page = ["标题", "第一句。", "数字", "产值1亿元", "税收2亿元"]
    made = article(tmp_path, page, "title: 1", "body: 2", "box: {lines: [4, 5], title: 3}")
    assert shown(made)[1:] == [
        ("h1", "heading", "数字"),
        ("p2", "paragraph", "产值1亿元"),
        ("p3", "paragraph", "税收2亿元"),
    ]
    assert [block.boxed for block in made.blocks] == [False, True, True, True]


def test_what_is_lost_is_noted_where_it_is_lost_and_nothing_is_joined_there(tmp_path: Path) -> None:
    page = ["标题", "第一句没有完，", "第三句没有头。", "第四句没有尾，"]
    made = article(
        tmp_path, page, "title: 1", "body: 2-4", "lost: [{before: 3}, {after: 4, note: 尾缺, en: cut}]"
    )
    assert [(kind, text) for _, kind, text in shown(made)] == [
        ("paragraph", "第一句没有完，"),
        ("note", "〔此处原文有缺失〕"),
        ("paragraph", "第三句没有头。"),
        ("paragraph", "第四句没有尾，"),
        ("note", "〔尾缺〕"),
    ]
    assert made.blocks[-1].text("en") == "[cut]"


def test_sections_give_their_topics_to_their_paragraphs_and_to_the_article(tmp_path: Path) -> None:
    page = ["标题", "这里是第一节。", "一个小标题", "这里是第二节。", "又一小标题", "这里是第三节。"]
    made = article(tmp_path, page, "title: 1", "body: 2-6", "topics: [two]", "sections: {3: [one]}")
    assert [block.topics for block in made.blocks] == [(), ("one",), ("one",), (), ()]
    assert (made.topics, made.own_topics) == (("two", "one"), ("two",))


def test_a_jump_line_before_the_end_is_remembered(tmp_path: Path) -> None:
    page = ["标题", "第一句。（转四版）", "第二句。"]
    made = article(tmp_path, page, "title: 1", "body: 2-3")
    assert made.continues_on == 4
    assert shown(made)[-1] == ("n1", "note", "〔下转第4版；该版不在本站〕")


def test_fixes_are_applied_and_told(tmp_path: Path) -> None:
    more = (
        "fix:\n  - {line: 2, old: 经稳济, new: 经济稳, why: order}\n"
        "  - {line: 3, old: 发展发展, new: 发展, why: doubled}\n"
    )
    page = ["标题", "工业经稳济增长。", "高质量发展发展。"]
    made = article(tmp_path, page, "title: 1", "body: 2-3", more=more)
    assert [text for _, _, text in shown(made)] == ["工业经济稳增长。", "高质量发展。"]
    assert made.fixes == ((2, "经稳济", "经济稳"), (3, "发展发展", "发展"))


def test_articles_stand_newest_first_and_of_one_day_in_the_order_of_the_plan(tmp_path: Path) -> None:
    more = "  - {slug: two, title: {supplied: 二}, body: 2}\n"
    write_archive(tmp_path, HEAD + "    title: {supplied: 一}\n    body: 1\n" + more, ["一。", "二。"])
    newer = HEAD.replace("slug: one", "slug: new").replace("02-25", "02-26~")
    write_archive(tmp_path, newer + "    title: {supplied: 新}\n    body: 1\n", ["一。"], name="2")
    assert [made.slug for made in Archive(tmp_path).articles()] == ["new", "one", "two"]


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a case writes its plan."""
    return tmp_path_factory.mktemp("split") / "1.yml"


def planned(case: Case, path: Path) -> tuple[Page, Plan]:
    """A case's page and plan: ``keys`` are of its first article, ``more`` follows."""
    text = "\n".join(case.input["page"])
    head = case.input.get("head", HEAD)
    keys = "".join(f"    {key}\n" for key in case.input["keys"])
    path.write_text(head + keys + "\n".join(case.input.get("more", [])), "utf-8")
    page = Page("1.txt", text, split_lines(text))
    return page, read_plan(path, page.lines[-1].number, {"one", "two"})


def everything(made: Article, ended: Sequence[int]) -> dict[str, Any]:
    """What a case may say of an article."""

    def said(text: Texts | None) -> str | None:
        assert text is None or text.hant == "", "made in Simplified Chinese only"
        return None if text is None else f"{text.hans} / {text.en}" if text.en else text.hans

    def sentence(one: Segment) -> str:
        assert one.hant == "", "made in Simplified Chinese only"
        return f"{one.hans.text} / {one.en} ({one.origin})" if one.origin != "none" else one.hans.text

    blocks = []
    for block in made.blocks:
        marks = [str(first) if first == last else f"{first}-{last}" for first, last in block.lines]
        marks += [f"[{topic}]" for topic in block.topics]
        marks += ["boxed"] * block.boxed + ["supplied"] * block.supplied
        blocks.append(
            f"{' '.join([block.id, block.kind, *marks])}: {'|'.join(map(sentence, block.segments))}"
        )
    return {
        "heads": [said(text) for text in (made.kicker, made.title, made.subtitle, made.byline_line)],
        "supplied": made.title_supplied,
        "bylines": [said(text) for text in made.bylines],
        "paper": [said(made.paper), made.paper_inferred, said(made.inferred), made.date, made.page],
        "source": made.source,
        "claimed": list(made.claimed),
        "topics": [list(made.topics), list(made.own_topics)],
        "blocks": blocks,
        "places": [list(one.hans.at) for block in made.blocks for one in block.segments],
        "continues_on": made.continues_on,
        "fixes": [list(fix) for fix in made.fixes],
        "changes": [f"{change.rule}: {change.old} → {change.new}" for change in made.changes],
        "unfinished": [block.id for block in unfinished(made, ended)],
    }


@pytest.mark.parametrize("case", params("split"))
def test_split(case: Case, plan_file: Path) -> None:
    """An article is what its plan says; and every character of the page is accounted for."""
    page, plan = planned(case, plan_file)
    articles = split(page, plan)
    account(page, plan, articles)
    found = everything(articles[0], plan.split)
    found["ends"] = [str(end).partition(" (")[0] for end in line_ends(page, plan.articles[0], plan)]
    assert {key: found[key] for key in case.expected} == case.expected
    for byline in articles[0].bylines:  # what a reader is shown as its source
        pairs = zip(byline.hans, byline.at, strict=True)
        assert all(char == " " or page.text[at] == char for char, at in pairs)


@pytest.mark.parametrize("case", params("split_refused"))
def test_a_plan_that_does_not_fit_its_page_is_refused(case: Case, plan_file: Path) -> None:
    page, plan = planned(case, plan_file)
    with pytest.raises(PlanError) as refused:
        split(page, plan)
    assert str(refused.value) == f"{plan_file}:{case.expected}"


def test_english_without_a_full_stop_is_no_unfinished_sentence(tmp_path: Path) -> None:
    made = article(tmp_path, ["标题", "第一句。"], "title: 1", "body: 2")
    (block,) = made.blocks
    told = replace(block, segments=tuple(replace(one, en="The first") for one in block.segments))
    assert unfinished(replace(made, blocks=(told,))) == []
