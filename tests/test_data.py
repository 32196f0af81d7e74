"""The site's data files hold exactly what DESIGN.md promises to other tools."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archives import PLAN, SEEDS, own_archive, own_articles, own_pages, write_archive
from galley.archive import Archive
from galley.data import all_files, article_data

LANGUAGES = {"zh-Hans", "zh-Hant", "en"}
ARTICLE = {
    *("slug", "paper", "date", "page", "source", "title", "title_supplied", "kicker", "subtitle"),
    *("bylines", "topics", "continues_on", "blocks"),
}


@cache
def files() -> dict[str, Any]:
    """Every data file of the project's own archive, read back from its JSON."""
    return {name: json.loads(text) for name, text in all_files(list(own_articles().values()))}


def data_of(slug: str) -> dict[str, Any]:
    data: dict[str, Any] = files()[f"data/articles/{slug}.json"]
    return data


SLUGS = sorted(own_articles())


def test_one_file_for_each_article_and_one_for_all() -> None:
    pages = {f"data/articles/{slug}.json" for slug in SLUGS}
    assert set(files()) == {"data/articles.json", "data/scripts.json", *pages}


def test_a_query_in_one_script_can_be_written_in_the_other() -> None:
    table = files()["data/scripts.json"]
    assert "".join(table["zh-Hant"].get(char, char) for char in "镍都节水") == "鎳都節水"
    assert "".join(table["zh-Hans"].get(char, char) for char in "鎳都節水") == "镍都节水"


def test_the_list_has_what_the_articles_have() -> None:
    listed = files()["data/articles.json"]
    assert [entry["slug"] for entry in listed] == list(own_articles())
    for entry in listed:
        assert set(entry) == {"slug", "title", "date", "paper", "topics"}
        full = data_of(entry["slug"])
        assert entry == {key: full[key] for key in entry}


def check_texts(texts: dict[str, str | None]) -> None:
    """A text in three languages: Chinese always, English or null."""
    assert set(texts) == LANGUAGES
    assert texts["zh-Hans"] and texts["zh-Hant"]
    assert texts["en"] != ""
    assert len(texts["zh-Hans"]) == len(texts["zh-Hant"])


@pytest.mark.parametrize("slug", SLUGS)
def test_an_article_has_these_keys_and_no_others(slug: str) -> None:
    data = data_of(slug)
    assert set(data) == ARTICLE
    assert data["slug"] == slug
    for key in ("paper", "title"):
        check_texts(data[key])
    for key in ("kicker", "subtitle"):
        if data[key] is not None:
            check_texts(data[key])
    for byline in data["bylines"]:
        check_texts(byline)
    assert isinstance(data["title_supplied"], bool)
    for key in ("page", "continues_on"):
        assert data[key] is None or (isinstance(data[key], int) and data[key] > 0)
    assert (SEEDS / data["source"]).is_file()
    assert set(data["topics"]) <= set(own_archive().topics)


@pytest.mark.parametrize("slug", SLUGS)
def test_blocks_and_segments(slug: str) -> None:
    data = data_of(slug)
    last = own_pages()[data["source"][:3]][0].lines[-1].number
    assert data["blocks"]
    assert len({block["id"] for block in data["blocks"]}) == len(data["blocks"])
    for block in data["blocks"]:
        assert set(block) == {"id", "kind", "lines", "topics", "segments"}
        assert block["kind"] in ("heading", "paragraph", "caption", "note")
        assert set(block["topics"]) <= set(data["topics"])
        assert all(1 <= first <= final <= last for first, final in block["lines"])
        assert block["lines"] or block["kind"] in ("note", "heading"), "text without a source"
        assert block["segments"]
        for segment in block["segments"]:
            assert set(segment) == {*LANGUAGES, "origin"}
            check_texts({key: segment[key] for key in LANGUAGES})
            assert segment["origin"] in ("edited", "machine", "none")
            assert (segment["en"] is None) == (segment["origin"] == "none")


def test_what_does_not_exist_is_null_or_empty(tmp_path: Path) -> None:
    """Word for word, for the smallest article there can be."""
    plan = PLAN.replace("title: 1, body: 2-3", "title: 1, body: 2")
    article = Archive(write_archive(tmp_path, plan, ["标题", "两句话。"])).articles()[0]
    assert article_data(article) == {
        "slug": "one",
        "paper": {"zh-Hans": "日报", "zh-Hant": "日報", "en": None},
        "date": "2025-02-25",
        "page": None,
        "source": "1.txt",
        "title": {"zh-Hans": "标题", "zh-Hant": "標題", "en": None},
        "title_supplied": False,
        "kicker": None,
        "subtitle": None,
        "bylines": [],
        "topics": [],
        "continues_on": None,
        "blocks": [
            {
                "id": "p1",
                "kind": "paragraph",
                "lines": [[2, 2]],
                "topics": [],
                "segments": [{"zh-Hans": "两句话。", "zh-Hant": "兩句話。", "en": None, "origin": "none"}],
            }
        ],
    }


def test_the_example_of_the_design() -> None:
    data = data_of("why-jinchang-runs-fast")
    expected = {"date": "2025-02-25", "page": 1, "title_supplied": False, "continues_on": 5}
    assert {key: data[key] for key in expected} == expected
    assert data["source"] == "004_c3c6e2b65bf3fb33.txt"
    assert data["paper"]["zh-Hans"] == "甘肃日报"
