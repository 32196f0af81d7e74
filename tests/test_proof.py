"""Proofs of pages: every raw line stands in one row, whatever state the plan is in; readers have none."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import example, given, settings

from archives import SEEDS, galley, own_archive, write_archive
from conftest import ROOT
from galley.model import Page
from galley.proof import Place, proof
from galley.proof_pages import proof_page
from galley.source import read_page, split_lines
from test_ledger import PAGES


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize("source", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_every_line_of_a_seed_stands_in_one_row_with_what_became_of_it(source: Path) -> None:
    page = read_page(source)
    made = proof(page, source.with_suffix(".yml"), own_archive().topics)
    assert made.planned and not made.doubts
    assert [n for row in made.rows for n in row.lines] == [x.number for x in page.lines if x.text.strip()]
    shown = text_of(proof_page(made, "zh-Hans"))
    for article in made.articles:
        assert article.title_supplied or article.title.hans in shown
    assert all(row.place.why for row in made.rows if row.place.anchor == "drop")


@settings(deadline=None)
@given(text=PAGES)
@example(text="\u2028\n")
def test_a_page_without_a_plan_has_a_proof(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    page = Page("1.txt", text, split_lines(text))
    made = proof(page, tmp_path_factory.getbasetemp() / "none.yml", {})
    assert not made.planned
    assert "none.yml does not exist yet." in made.doubts
    assert [n for row in made.rows for n in row.lines] == [x.number for x in page.lines if x.text.strip()]
    assert [article.slug for article in made.articles] == re.findall(r"slug: (\S+)", made.suggested)
    proof_page(made, "en")


def test_a_page_without_a_plan_shows_what_would_be_proposed_and_asks_what_that_asks(tmp_path: Path) -> None:
    seed = next(SEEDS.glob("004*.txt"))
    source = tmp_path / seed.name
    source.write_bytes(seed.read_bytes())
    made = proof(read_page(source), source.with_suffix(".yml"), {})
    assert not source.with_suffix(".yml").exists()
    assert galley("propose", source).status == 0
    written = source.with_suffix(".yml").read_text("utf-8")
    assert made.suggested == written
    assert made.questions and len(made.articles) > 1
    shown = text_of(proof_page(made, "en"))
    for asked in made.questions:
        assert asked.what[1:] in shown and asked.what[1:] in written


def test_doubtful_line_ends_come_first_with_the_entry_that_turns_them_round(tmp_path: Path) -> None:
    page = ["标题", "全市经济运行平稳，工业投资增长", "创新平台建设加快。", "有关部门表示，将继续推进"]
    plan = "paper: 日报\ndate: 2025-02-25\narticles:\n  - {slug: one, title: 1, body: 2-4}\n"
    archive = write_archive(tmp_path, plan=plan, page=page)
    source, path = archive / "seeds/1.txt", archive / "seeds/1.yml"
    made = proof(read_page(source), path, {})
    assert [end.confidence for end in made.uncertain] == sorted(end.confidence for end in made.uncertain)
    assert made.uncertain
    end = made.uncertain[0]
    entry = f"break: [{end.after}]" if end.goes_on else f"join: [[{end.after}, {end.before}]]"
    html = proof_page(made, "zh-Hans")
    assert entry in text_of(html)
    assert 'class="doubtful"' in html or 'class="join doubtful"' in html
    path.write_text(f"{plan}{entry}\n", "utf-8")
    settled = proof(read_page(source), path, {})
    assert end.after not in [one.after for one in settled.uncertain]
    assert settled.ends[end.after].goes_on != end.goes_on


def test_a_plan_with_a_mistake_is_told_and_the_page_read_without_it(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, plan="paper: 日报\ndate: 2025-02-25\narticles:\n  - {slug: one}\n")
    made = proof(read_page(archive / "seeds/1.txt"), archive / "seeds/1.yml", {})
    assert not made.planned
    assert any("title" in doubt for doubt in made.doubts)
    assert "The program" not in text_of(proof_page(made, "zh-Hant"))
    assert "這一版還沒有可用的版面計畫" in text_of(proof_page(made, "zh-Hant"))


def test_a_line_that_no_article_has_yet_is_told(tmp_path: Path) -> None:
    plan = {"paper": "日报", "date": "2025", "articles": [{"slug": "one", "title": 1, "body": 2}]}
    archive = write_archive(tmp_path, plan=json.dumps(plan))
    made = proof(read_page(archive / "seeds/1.txt"), archive / "seeds/1.yml", {})
    assert made.planned
    assert made.rows[-1].place == Place(-1, "") and made.rows[-1].lines == (3,)
    assert any(doubt.startswith("Line 3 is in no article. ") for doubt in made.doubts)


def test_a_correction_and_a_join_are_marked() -> None:
    source = next(SEEDS.glob("003*.txt"))
    made = proof(read_page(source), source.with_suffix(".yml"), own_archive().topics)
    html = proof_page(made, "en")
    assert '<del title="fix&#58; word doubled by the OCR">发展</del>' in html
    assert re.search(
        r"<span class=.join doubtful. lang=.en. title=.107 ↵ 109: the sentence goes on, \d+%", unescape(html)
    )
    # A paragraph that goes on after a headline: each of its rows has the text of its own lines.
    assert html.index("以“金昌价值”重塑产业优势。") < html.index("(goes on)")


def test_a_published_site_has_no_proofs(site: Path) -> None:
    assert not (site / "proof").exists()
    assert "/proof/" not in (site / "sitemap.xml").read_text("utf-8")
    assert not list((ROOT / "docs").glob("*/proof/*.md"))
