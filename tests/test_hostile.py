"""OCR text and editors' files full of code: the built site shows it as text and runs none of it."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from bibtexparser.entrypoint import parse_string as read_bibtex
from lxml import etree
from playwright.sync_api import Browser, expect

from conftest import ROOT, mkdocs_build, serve

VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    "[点击](javascript:alert(1))",
    "![图](https://example.org/x.png)",
    "[引]: https://example.org/x",
    "<https://example.org/>",
    "{{ config.site_name }}{% raw %}",
    "{: onclick=alert(1) }",
    "--8<-- \"mkdocs.yml\"",
    "!!! note",
    "``` html",
    "    code",
    "1. 一",
    "- 二",
    "# 三",
    "> 四",
    "***",
    "| a | b |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "<!-- 五 -->",
    "</p></article><script>alert(1)</script>",
    "*[HTML]: 六",
    "[^1]: 七",
    "$x$ `y` ~~z~~ ^a^ ==b== :smile:",
]  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with the project's theme and nothing but hostile text, built."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")  # the editors' proofs too
    settings = settings.replace("traditional_quotes: true", "traditional_quotes: true\n      proof: true")
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    seeds = folder / "seeds"
    seeds.mkdir()
    body = [f"第{number}段。{vector}。" for number, vector in enumerate(VECTORS, 1)] + VECTORS
    (seeds / "1.txt").write_text("---\ntitle: x\n---\n\n" + "\n\n".join(body) + "\n", "utf-8")
    last = 4 + 2 * len(body)
    quoted = json.dumps("<script>alert(1)</script>“日报”\"'", ensure_ascii=False)
    (seeds / "1.yml").write_text(
        f"paper: {quoted}\ndate: 2025\ninferred: {{zh: {quoted}, en: {quoted}}}\narticles:\n"
        f"  - slug: one\n    title: {{supplied: {quoted}, en: {quoted}}}\n    body: 5-{last - 1}\n"
        f"    topics: [t]\n    lost: [{{after: 5, note: {quoted}, en: {quoted}}}]\n"
        "  - {slug: two, title: 2, body: 1}\ndrop: [{lines: 3, why: front matter}]\n",
        "utf-8",
    )
    named = f"{{zh-Hans: {quoted}, en: {quoted}}}"
    (seeds / "topics.yml").write_text(f"- {{id: t, name: {named}, about: {named}}}\n", "utf-8")
    for language in ("zh", "zh-Hant", "en"):
        (folder / "docs" / language).mkdir(parents=True)
        for page in ("about", "how"):
            (folder / "docs" / language / f"{page}.md").write_text("# x\n", "utf-8")
        (folder / "docs" / language / "index.md").write_text("---\ntemplate: home.html\n---\n# x\n", "utf-8")
    mkdocs_build(folder, folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def hostile_address(hostile: Path) -> Iterator[str]:
    """The hostile site on a server."""
    yield from serve(hostile)


def test_no_page_runs_or_fetches_anything(browser: Browser, hostile: Path, hostile_address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    happened: list[str] = []
    requested: set[str] = set()
    page.on("dialog", lambda dialog: happened.append(dialog.message))
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.on("request", lambda request: requested.add(request.url))
    page.on("pageerror", lambda error: happened.append(str(error)))
    for file in sorted(hostile.rglob("*.html")):
        page.goto(hostile_address + str(file.relative_to(hostile)))
        assert (
            page.evaluate("document.querySelectorAll('main img, main svg, main script, main pre').length")
            == 0
        )
        page.evaluate(
            "document.querySelectorAll('main *').forEach((e) => e.dispatchEvent(new Event('mouseover')))"
        )
    context.close()
    assert not happened
    assert all(url.startswith(hostile_address) for url in requested)


def test_what_was_hostile_is_shown_as_text(browser: Browser, hostile: Path, hostile_address: str) -> None:
    page = browser.new_page()
    page.goto(hostile_address + "articles/one/")
    shown = "".join((page.text_content("#text") or "").split())
    data = json.loads((hostile / "data/articles/one.json").read_text("utf-8"))
    for block in data["blocks"]:
        text = "".join(segment["zh-Hans"] for segment in block["segments"])
        assert "".join(text.split()) in shown
    links = page.eval_on_selector_all("#text a", "all => all.map((a) => a.getAttribute('href'))")
    below = r"topics/|source/1/|data/source/1\.txt|(?:zh-Hant/|en/)?articles/one/"
    own = rf"\.\./\.\./(?:{below})|#[pc]\d+$|one\.pdf$"
    assert all(re.match(own, link) for link in links)
    page.close()


def test_a_proof_copies_the_numbers_of_lines(browser: Browser, hostile_address: str) -> None:
    page = browser.new_page()
    page.goto(hostile_address + "en/proof/1/")
    page.locator("#L9").click()
    page.locator("#L5").click(modifiers=["Shift"])
    expect(page.get_by_role("status")).to_have_text("Copied line numbers 5-9")
    page.locator(".proof button").last.click()
    expect(page.get_by_role("status")).to_contain_text("Copied line numbers")
    page.close()


def test_what_machines_read_of_hostile_text_is_that_text(hostile: Path) -> None:
    title = json.loads((hostile / "data/articles/one.json").read_text("utf-8"))["title"]["zh-Hans"]
    text = (hostile / "articles/one/index.html").read_text("utf-8")
    (linked,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert json.loads(linked)["headline"] == f"［{title}］"
    read = feedparser.parse((hostile / "feed.xml").read_bytes(), sanitize_html=False)
    assert not read.bozo
    assert {entry.link.rpartition("/articles/")[2] for entry in read.entries} == {"one/", "two/"}
    assert all("<script" not in entry.content[0].value for entry in read.entries)
    assert json.loads((hostile / "feed.json").read_text("utf-8"))["items"]
    (entry,) = read_bibtex((hostile / "articles/one/one.bib").read_text("utf-8")).entries
    assert title in entry["title"]
    with zipfile.ZipFile(hostile / "archive.epub") as book:
        for name in book.namelist():
            if name.endswith((".xhtml", ".opf")):
                root = etree.fromstring(book.read(name))
                assert not root.findall(".//{*}script") and not root.findall(".//{*}svg")


def test_search_shows_hostile_text_as_text(browser: Browser, hostile_address: str) -> None:
    page = browser.new_page()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(hostile_address)
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill("script")
    page.wait_for_selector(".search-results li")
    assert page.locator(".search-results script, .search-results img").count() == 0
    page.close()
