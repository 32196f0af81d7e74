"""The site's data files hold exactly what DESIGN.md promises to other tools."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from archives import SEEDS, own_articles, own_pages
from conftest import ROOT
from galley.archive import Archive
from galley.data import all_files

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
    assert set(files()) == {"data/articles.json", *(f"data/articles/{slug}.json" for slug in SLUGS)}


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
    assert set(data["topics"]) <= set(Archive(ROOT).topics)


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


def test_what_does_not_exist_is_null_or_empty() -> None:
    photo = data_of("deputies-vote")
    assert photo["page"] is None
    assert photo["subtitle"] is None
    assert photo["continues_on"] is None
    assert data_of("voices-of-deputies")["kicker"] is None


def test_the_example_of_the_design() -> None:
    data = data_of("why-jinchang-runs-fast")
    expected = {"date": "2025-02-25", "page": 1, "title_supplied": False, "continues_on": 5}
    assert {key: data[key] for key in expected} == expected
    assert data["source"] == "004_c3c6e2b65bf3fb33.txt"
    assert data["paper"]["zh-Hans"] == "甘肃日报"
