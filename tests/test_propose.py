"""``galley propose``: the plan it writes is whole, the build takes it, and an editor's plan stays."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import cases
from archives import SEEDS, galley, is_one_sentence, own_articles, own_pages, write_archive
from galley import citations, dates, ledger
from galley.archive import Archive
from galley.model import LANGUAGES, Language, Page
from galley.plan import Plan, read_plan
from galley.propose.imprint import imprint_of
from galley.propose.plan_text import plan_text, quoted, slugs_of
from galley.propose.proposal import Proposal, as_data, propose
from galley.propose.repeats import Repeat, repeats
from galley.propose.topics import suggest
from galley.propose.update import updated
from galley.propose.write import balance, claimed_lines
from galley.publication import Publication
from galley.source import split_lines
from galley.split import split
from galley.topics import Topic


def page_of(text: str, name: str = "1.txt") -> Page:
    return Page(name, text, split_lines(text))


def text_of(proposal: Proposal, page: Page) -> str:
    return plan_text(proposal, imprint_of(page), slugs_of(page.name, len(proposal.articles)))


def filled(page: Page) -> list[int]:
    return [line.number for line in page.lines if line.text.strip()]


def claimed(proposal: Proposal) -> list[int]:
    lines = [number for article in proposal.articles for number in article.lines()]
    return sorted([*lines, *(number for repeat in proposal.drop for number in repeat.lines)])


@pytest.mark.parametrize("case", cases.params("propose"))
def test_a_page_is_taken_apart_as_an_editor_would(case: cases.Case) -> None:
    page = page_of("\n".join(case.input))
    proposal = propose(page)
    found = [
        {
            key: value
            for key, value in (
                ("title", [list(part) for part in article.title] or article.supplied),
                ("kicker", list(article.kicker)),
                ("subtitle", list(article.subtitle)),
                ("byline", list(article.byline)),
                ("body", article.body),
                ("caption", [list(part) for part in article.captions]),
            )
            if value
        }
        for article in proposal.articles
    ]
    assert found == case.expected["articles"], case.comment
    assert [list(repeat.lines) for repeat in proposal.drop] == case.expected["drop"]
    assert claimed(proposal) == filled(page)


LINE = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="金昌市改革开放，。“”（）记者本报讯摄王李图为——#  1a转四版：；", max_size=40),
    st.sampled_from(
        [
            "本报讯（记者王明）今天开会。",
            "记者 王明",
            "（转四版）",
            "图为会场。",
            "——副题",
            "# 标题",
            "",
            "记者 李华 摄",
        ]
    ),
)
NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=25).map("\n".join).filter(lambda text: not NOT_TEXT.search(text)))
def test_any_text_gets_a_plan_that_the_build_accepts(text: str) -> None:
    page = page_of(text)
    if not filled(page):
        return
    proposal = propose(page)
    assert claimed(proposal) == filled(page)  # every line exactly once
    balance(Path("1.yml"), page, {}, text_of(proposal, page))
    assert text_of(propose(page), page) == text_of(proposal, page)


HOSTILE = {
    "a poem": "\n".join(["床前明月光", "疑是地上霜", "举头望明月", "低头思故乡"] * 6),
    "a table": "\n".join(f"指标{n}\t{n * 3}\t{n * 7}%" for n in range(40)),
    "a list of names": "\n".join(["王明 李华 张强", "赵敏 刘洋 陈静"] * 20),
    "advertisements": "\n".join(f"出租房屋{n}室1厅 电话0935-82{n:05d}" for n in range(40)),
    "English": "\n".join(["The city grew around a mine.", "Its people came from everywhere."] * 20),
    "one long line": "金昌市推动高质量发展，" * 10_000,
    "one character a line": "\n".join("金昌市高质量发展" * 125),
    "the same line": "\n".join(["金昌市推动高质量发展取得新成效。"] * 200),
    "brackets": "（" * 500 + "\n" + "“" * 500,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_of_another_kind_loses_nothing(name: str) -> None:
    page = page_of(HOSTILE[name])
    proposal = propose(page)
    assert claimed(proposal) == filled(page)
    balance(Path("1.yml"), page, {}, text_of(proposal, page))


@pytest.mark.parametrize("name", ["a poem", "a table", "a list of names", "advertisements", "English"])
def test_a_page_of_another_kind_is_said_to_be_one(name: str) -> None:
    page = page_of(HOSTILE[name])
    assert any(doubt.weight == 0 for doubt in propose(page).doubts)


def test_running_text_is_not_said_to_be_of_another_kind() -> None:
    for page, _ in own_pages().values():
        assert not any(doubt.weight == 0 for doubt in propose(page).doubts)


def _alike(page: Page, plan: Plan, proposal: Proposal) -> float:
    """B-cubed F1 of the lines of articles' bodies: 1 where the proposal parts them as the plan does."""
    text = set(filled(page))
    gold = {n: a.slug for a in plan.articles for part in a.body for n in part if n in text}
    mine = {n: i for i, a in enumerate(proposal.articles) for n in a.body if n in gold}
    gold = {n: slug for n, slug in gold.items() if n in mine}
    precision = recall = 0.0
    for n in gold:
        same = {m for m in gold if gold[m] == gold[n]}
        together = {m for m in gold if mine[m] == mine[n]}
        precision += len(same & together) / len(together) / len(gold)
        recall += len(same & together) / len(same) / len(gold)
    return 2 * precision * recall / (precision + recall)


def test_proposals_for_our_own_pages_come_near_to_the_editors_plans() -> None:
    found = {name: _alike(page, plan, propose(page)) for name, (page, plan) in own_pages().items()}
    assert sum(found.values()) / len(found) >= 0.8, found


def test_headlines_of_our_own_pages_are_found() -> None:
    right = total = 0
    for page, plan in own_pages().values():
        titles = [{n for part in article.title for n in part} for article in propose(page).articles]
        for article in plan.articles:
            lines = {n for part in article.title.parts for n in part if page.lines[n - 1].text.strip()}
            total += bool(lines)
            right += bool(lines) and lines in titles
    assert right >= 0.7 * total, (right, total)


def test_the_whole_site_builds_from_proposals_alone(tmp_path: Path) -> None:
    of_articles = shutil.ignore_patterns("0*.yml", "english", "figures*", "events*")
    shutil.copytree(SEEDS, tmp_path / "seeds", ignore=of_articles)
    sources = sorted((tmp_path / "seeds").glob("*.txt"))
    done = galley("propose", *sources)
    assert (done.status, done.err) == (0, "")
    assert len(done.out.splitlines()) == len(sources)
    archive = Archive(tmp_path)
    assert len(archive.articles()) >= len(sources)
    assert all(account.balance() == account.total for account, *_ in archive.accounts())
    assert galley("build", "--dir", tmp_path).status == 0


def test_json_has_the_articles_of_one_page_or_a_list_of_such_lists() -> None:
    one, other = sorted(SEEDS.glob("*.txt"))[3:5]
    alone = json.loads(galley("propose", "--json", one).out)
    assert set(alone[0]) == {"title", "subtitle", "byline", "paragraphs"}
    both = json.loads(galley("propose", "--json", one, other).out)
    assert len(both) == 2
    assert both[0] == alone


def test_json_needs_no_plan_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("标题在此\n本报讯（记者王明）这里是第一句。\n", "utf-8")
    assert json.loads(galley("propose", "--json", tmp_path / "p.txt").out)[0]["title"] == "标题在此"
    assert [path.name for path in tmp_path.iterdir()] == ["p.txt"]


def test_an_editors_plan_is_never_overwritten(tmp_path: Path) -> None:
    write_archive(tmp_path)
    before = (tmp_path / "seeds" / "1.yml").read_bytes()
    (tmp_path / "seeds" / "2.txt").write_text("又一版\n这里有一句话。\n", "utf-8")
    done = galley("propose", tmp_path / "seeds" / "2.txt", tmp_path / "seeds" / "1.txt")
    assert done.status == 2
    assert is_one_sentence(done.err)
    assert "--update" in done.err
    assert (tmp_path / "seeds" / "1.yml").read_bytes() == before
    assert not (tmp_path / "seeds" / "2.yml").exists()  # all or nothing


@pytest.mark.parametrize("text", ["", "\n\n", " \n"])
def test_an_empty_page_is_one_sentence(text: str, tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text(text, "utf-8")
    done = galley("propose", tmp_path / "p.txt")
    assert done.status == 2
    assert is_one_sentence(done.err)


def test_a_plan_is_no_page(tmp_path: Path) -> None:
    write_archive(tmp_path)
    done = galley("propose", tmp_path / "seeds" / "1.yml")
    assert done.status == 2
    assert is_one_sentence(done.err)


TWO = [
    "会议在市里召开",
    "本报讯（记者王明）全市会议昨天召开，会议部署了今年的工作。",
    "会议要求各部门抓好工作落实。",
    "新校园今天启用",
    "本报讯（记者李华）市第一小学新校园今天启用，学生搬进新教室。",
    "新教室宽敞明亮，学生和老师都很高兴。",
]


def test_update_keeps_every_byte_and_adds_what_nothing_claims(tmp_path: Path) -> None:
    plan = (
        "# mine\npaper: 日报   # sure\ndate: 2025-02-25\narticles:\n"
        "  - slug: meeting # good\n    title: 1\n    body: [2-3]\n\n# what is left out\nbreak: [2]\n"
    )
    write_archive(tmp_path, plan, TWO)
    done = galley("propose", "--update", tmp_path / "seeds" / "1.txt")
    assert (done.status, done.err) == (0, "")
    after = (tmp_path / "seeds" / "1.yml").read_text("utf-8")
    kept = iter(after.splitlines())
    assert all(line in kept for line in plan.splitlines())  # in order
    page = page_of("\n".join(TWO))
    read = read_plan(tmp_path / "seeds" / "1.yml", len(TWO), ())
    assert claimed_lines(read) == set(filled(page))
    assert [article.slug for article in read.articles] == ["meeting", "1-1"]
    ledger.account(page, read, split(page, read))
    assert galley("propose", "--update", tmp_path / "seeds" / "1.txt").status == 0
    assert (tmp_path / "seeds" / "1.yml").read_text("utf-8") == after  # nothing more to add


@pytest.mark.parametrize(
    "plan",
    [
        "paper: 日报\ndate: 2025-02-25\narticles: [{slug: one, title: 1, body: 2-3}]\n",
        "{paper: 日报, date: 2025-02-25, articles: [{slug: one, title: 1, body: 2-3}]}\n",
    ],
)
def test_update_says_where_a_plan_has_no_place_for_more(plan: str, tmp_path: Path) -> None:
    write_archive(tmp_path, plan, TWO)
    done = galley("propose", "--update", tmp_path / "seeds" / "1.txt")
    assert done.status == 2
    assert is_one_sentence(done.err)
    assert (tmp_path / "seeds" / "1.yml").read_text("utf-8") == plan


def test_update_adds_to_the_lists_that_are_there(tmp_path: Path) -> None:
    again = [*TWO, *TWO[3:], "另有一行"]
    plan = (
        "paper: 日报\ndate: 2025-02-25\narticles:\n- slug: a\n  title: 1\n  body: 2-3\n"
        "- slug: b\n  title: 4\n  body: 5\ndrop:\n- {lines: 10, why: a stray line}"
    )
    write_archive(tmp_path, plan, again)
    done = galley("propose", "--update", tmp_path / "seeds" / "1.txt")
    assert (done.status, done.err) == (0, "")
    text = (tmp_path / "seeds" / "1.yml").read_text("utf-8")
    assert text.startswith(plan[: plan.index("drop:")])
    assert len(yaml.safe_load(text)["articles"]) >= 3
    assert claimed_lines(read_plan(tmp_path / "seeds" / "1.yml", len(again), ())) == set(range(1, 11))


def test_update_puts_decisions_on_lines_where_their_like_stand() -> None:
    lines = [*TWO, *TWO[3:]]
    page = page_of("\n".join(lines))
    proposal = replace(propose(page), drop=[Repeat((7, 8, 9), (4, 6))], join=[(2, 3)], split=[5], heading=[4])
    plan = (
        "paper: 日报\narticles:\n  - {slug: a, title: 1, body: 2}\n\ndrop:\n    - {lines: 3, why: mine}\n"
        "# on joins\njoin:\n- [1, 2]\nbreak: [1]\n"
    )
    slugs = [f"new-{number}" for number in range(len(proposal.articles))]
    text = updated(plan, proposal, slugs, Path("1.yml"))
    kept = iter(text.splitlines())
    assert all(line in kept for line in plan.splitlines())
    read = yaml.safe_load(text)
    assert read["drop"] == [{"lines": 3, "why": "mine"}, {"lines": "7-9", "why": "repeats 4-6"}]
    assert read["join"] == [[1, 2], [2, 3]]
    assert read["break"] == [1] and "# to add to “break” above: break: [5]" in text  # it stands in [ ]
    assert read["heading"] == [4]  # a list that was not there
    assert [article["slug"] for article in read["articles"]] == ["a", *slugs]


def test_slugs_do_not_meet_those_of_other_pages(tmp_path: Path) -> None:
    write_archive(
        tmp_path, "paper: 日报\ndate: 2025\narticles:\n  - {slug: b-1, title: 1, body: 2-3}\n", name="a"
    )
    (tmp_path / "seeds" / "b.txt").write_text("\n".join(TWO), "utf-8")
    assert galley("propose", tmp_path / "seeds" / "b.txt").status == 0
    assert len(Archive(tmp_path).articles()) == 3


@pytest.mark.parametrize("name", ["版面一.txt", "A b.txt", ".txt", "x" * 200 + ".txt"])
def test_a_slug_is_an_address_whatever_the_file_is_called(name: str) -> None:
    for slug in slugs_of(name, 2):
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug)
        assert len(slug) <= 80


@pytest.mark.parametrize(
    ("text", "paper", "date", "page"),
    [
        ("金昌日报\n2025年2月25日 星期二\n第1版\n标题\n正文在此。", "金昌日报", "2025-02-25", 1),
        ("标题\n甘肃日报记者 王明\n本报兰州2月24日讯 2025年，会议召开。", "甘肃日报", "2025-02-24?", None),
        ("标题\n到2035年前，我们要实现目标。2024年，成绩很好。", "unknown", "2024?", None),
        ("标题\n正文在此。", "unknown", "XXXX", None),
        ("2025年2月31日\n正文在此，2025年。", "unknown", "2025?", None),
    ],
)
def test_paper_and_day_are_what_the_page_says(text: str, paper: str, date: str, page: int | None) -> None:
    found = imprint_of(page_of(text))
    assert (found.paper, found.date, found.page) == (paper, date, page)


def test_what_is_not_known_is_said_in_every_language(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "p.txt").write_text("标题在此\n本报讯（记者王明）这里是第一句。\n", "utf-8")
    (tmp_path / "seeds" / "topics.yml").write_text("[]\n", "utf-8")
    assert galley("propose", tmp_path / "seeds" / "p.txt").status == 0
    (article,) = Archive(tmp_path).articles()
    assert (article.paper.hans, article.paper.hant, article.paper.en) == (
        "报纸不详",
        "報紙不詳",
        "Paper not known",
    )
    day = dates.parse(article.date)
    assert [day.name(language) for language in ("zh-Hans", "zh-Hant", "en")] == [
        "日期不详",
        "日期不詳",
        "date not known",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_that_nobody_knows_is_in_no_reference(language: Language) -> None:
    article = replace(own_articles()["xi-putin-phone-call"], date="XXXX")
    names = dict.fromkeys(LANGUAGES, "剪报")
    one = citations.reference(article, language, Publication("https://example.org/", names, names), {})
    assert "issued" not in citations.csl_json(one)
    assert not re.search(r"\b(?:date|year) = ", citations.bibtex(one))
    assert not re.search(r"^(?:PY|DA)", citations.ris(one), re.MULTILINE)


def test_a_topic_is_suggested_by_its_own_words() -> None:
    def topic(name: str, about: str) -> Topic:
        return Topic(name, {"zh-Hans": name}, {"zh-Hans": about})

    topics = {"a": topic("生态与水", "扩绿、治污、降碳、节水"), "b": topic("民生", "就业、教育、医疗、养老")}
    assert suggest("全市推进治污降碳，扩绿节水，生态越来越好。" * 8, topics) == ["a"]
    assert suggest("会议昨天召开。", topics) == []
    assert suggest("会议昨天召开。", {}) == []


@given(st.text(max_size=40))
def test_a_text_in_a_plan_reads_back_as_it_was(text: str) -> None:
    if NOT_TEXT.search(text):
        return
    assert yaml.safe_load(f"key: {quoted(text)}") == {"key": text}


def test_a_passage_that_is_quoted_is_no_repeat() -> None:
    quotation = "“推动高质量发展是当前和今后一个时期的中心任务”"
    lines = [f"会议指出，{quotation}，要抓好落实。", "各单位汇报了工作。", f"他说，{quotation}，要记在心里。"]
    assert repeats(page_of("\n".join(lines))) == []


def test_paragraphs_in_json_hold_every_character() -> None:
    page, _ = own_pages()["003"]
    whole = "".join("".join(line.text.split()) for line in page.lines)
    shown = "".join(
        "".join([str(a["title"]), str(a["subtitle"]), str(a["byline"]), *map(str, a["paragraphs"])])  # type: ignore[call-overload]
        for a in as_data(propose(page))
    )
    missing = [char for char in set(whole) if char.isalnum() and whole.count(char) > shown.count(char)]
    assert not missing
