"""Where text stands in the source: the raw characters with their corrections are the text, always."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archives import own_articles, own_pages
from galley.clean import RULES
from galley.interface import words
from galley.model import NOWHERE, Article, Page, Texts
from galley.plan import read_plan
from galley.provenance import Correction, Passage, Stretch, restored, sentence_id, trace
from galley.source import split_lines
from galley.source_data import rule_names, source_data
from galley.source_pages import places
from galley.split import split
from test_ledger import PAGES


def texts(article: Article) -> dict[str, str]:
    """Every piece of an article that comes from its page, by the anchor it has."""
    heads: dict[str, Texts | None] = {
        "kicker": article.kicker,
        "title": article.title,
        "subtitle": article.subtitle,
        "byline": article.byline_line,
    }
    found = {name: head.hans for name, head in heads.items() if head and head.at}
    for block in article.blocks:
        for number, segment in enumerate(block.segments, 1):
            if any(place != NOWHERE for place in segment.hans.at):
                name = block.id if block.kind == "heading" else sentence_id(block, number)
                found[name] = segment.hans.text
    return found


def check_exact(page: Page, article: Article) -> dict[str, Passage]:
    """Raw stretches with their corrections are the text; no raw character stands in two of them."""
    passages = {passage.id: passage for passage in trace(page, article)}
    wanted = texts(article)
    assert {name: restored(page, passages[name]) for name in wanted} == wanted
    raw = {line.number: line.text for line in page.lines}
    taken = [
        (line, column)
        for passage in passages.values()
        for line, start, end in passage.stretches
        for column in range(start, end)
    ]
    assert len(set(taken)) == len(taken)
    for passage in passages.values():
        for fault in passage.corrections:
            assert raw[fault.line][fault.start : fault.end] == fault.old != fault.new
            assert fault.rules and all(fault.rules), "a correction that no rule answers for"
    return passages


@settings(deadline=None)
@given(text=PAGES)
def test_the_raw_characters_of_a_passage_corrected_are_its_text(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    page = Page("1.txt", text, split_lines(text))
    plan = {"paper": "报", "date": "2025"}
    body = {"slug": "a", "title": {"supplied": "题"}, "body": [line.number for line in page.lines]}
    file = tmp_path_factory.getbasetemp() / "provenance.yml"
    file.write_text(json.dumps({**plan, "articles": [body]}), "utf-8")
    (article,) = split(page, read_plan(file, page.lines[-1].number, ()))
    passages = check_exact(page, article)
    shown = {stretch.line for passage in passages.values() for stretch in passage.stretches}
    kept = {page.line_of(p) for b in article.blocks for s in b.segments for p in s.hans.at if p != NOWHERE}
    assert shown == kept


@settings(deadline=None)
@given(page=PAGES, data=st.data())
def test_lines_in_another_order_are_found_too(
    tmp_path_factory: pytest.TempPathFactory, page: str, data: st.DataObject
) -> None:
    made = Page("1.txt", page, split_lines(page))
    order = data.draw(st.permutations([line.number for line in made.lines]))
    article = {"slug": "a", "title": {"supplied": "题"}, "body": order}
    file = tmp_path_factory.getbasetemp() / "provenance.yml"
    file.write_text(json.dumps({"paper": "报", "date": "2025", "articles": [article]}), "utf-8")
    check_exact(made, split(made, read_plan(file, made.lines[-1].number, ()))[0])


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_the_seeds_are_exact(number: str) -> None:
    page, plan = own_pages()[number]
    found = 0
    for article in split(page, plan):
        found += len(check_exact(page, article))
    assert found


def passage(slug: str, name: str) -> Passage:
    article = own_articles()[slug]
    page = next(page for page, _ in own_pages().values() if page.name == article.source)
    return next(one for one in trace(page, article) if one.id == name)


def test_a_sentence_over_two_lines_and_an_editors_correction() -> None:
    """Line 220 of the first page has 工业经稳济增长; the plan gives 经济稳."""
    article = own_articles()["new-industrialisation"]
    name = next(name for name, text in texts(article).items() if "工业经济稳增长" in text)
    found = passage(article.slug, name)
    assert Correction(220, 17, 19, "稳济", "济稳", ("fix: characters out of order",)) in found.corrections
    assert 220 in [stretch.line for stretch in found.stretches]


def test_a_sentence_that_goes_on_after_a_headline_has_both_its_lines() -> None:
    article = own_articles()["four-coordinates"]
    assert article.blocks[2].lines == ((99, 99), (105, 105))
    lines = {stretch.line for n in range(1, 8) for stretch in passage(article.slug, f"p3s{n}").stretches}
    assert lines == {99, 105}


def test_the_data_has_every_line_and_rule_that_it_names() -> None:
    article = own_articles()["industry-lifts-jinchang"]
    page, _ = own_pages()["002"]
    data = source_data(page, article)
    assert set(data["passages"]) == set(texts(article))
    for one in data["passages"].values():
        assert all(str(line) in data["lines"] for line, _, _ in one["stretches"])
        assert all(rule in data["rules"] for fault in one["corrections"] for rule in fault["rules"])
    assert data["rules"]["half-width punctuation"]["en"] == "half-width punctuation"


@pytest.mark.parametrize("rule", [*(rule.name for rule in RULES), "outer space", "jump line", "line join"])
def test_every_rule_has_a_name_that_readers_understand(rule: str) -> None:
    assert f"rule-{rule.replace(' ', '-')}" in words()


def test_a_rule_without_a_name_is_told_as_it_is() -> None:
    assert rule_names("new rule")["zh-Hans"] == "new rule"
    assert rule_names("fix: doubled")["en"] == "an editor’s correction: doubled"


def test_a_source_line_leads_to_where_it_is_shown() -> None:
    page, plan = own_pages()["004"]
    shown = places(page, split(page, plan))
    assert (shown[41].article.slug, shown[41].anchor) == ("why-jinchang-runs-fast", "title")
    assert shown[75].anchor == "c1"
    assert 237 not in shown  # repeats lines 77-83


def test_a_text_that_an_editor_wrote_has_no_place(tmp_path: Path) -> None:
    article = own_articles()["new-industrialisation"]
    page, _ = own_pages()["000"]
    assert "title" not in {one.id for one in trace(page, article)}
    assert Passage("p1s1", (Stretch(1, 0, 2),)).corrections == ()
