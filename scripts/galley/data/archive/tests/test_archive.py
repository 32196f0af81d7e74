"""This archive holds together: its text is accounted for, its site builds, and a browser reads it."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser

from conftest import ROOT, serve
from galley.archive import Archive
from galley.check import check


def test_every_character_is_accounted_for() -> None:
    _, faults = check(Archive(ROOT))
    assert not faults


def test_every_article_opens_and_is_found(site: Path, browser: Browser) -> None:
    articles = json.loads((site / "data" / "articles.json").read_text("utf-8"))
    assert articles
    errors: list[str] = []
    page = browser.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    for address in serve(site):
        for article in articles:
            page.goto(f"{address}articles/{article['slug']}/")
            assert page.locator("h1").inner_text().strip()
    page.close()
    assert not errors
