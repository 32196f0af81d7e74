"""What stands in the built pages for machines and scholars, and the box to cite from in a real browser."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, Route

from galley.downloads import size_text

SITE_URL = "https://example.org/repo/"
PAGES = {"zh-Hans": "", "zh-Hant": "zh-Hant/", "en": "en/"}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"


def article_pages(site: Path) -> list[tuple[str, str]]:
    """Every article's address and HTML."""
    slugs = [entry["slug"] for entry in json.loads((site / "data/articles.json").read_text("utf-8"))]
    addresses = [f"{prefix}articles/{slug}/" for prefix in PAGES.values() for slug in slugs]
    return [(address, (site / address / "index.html").read_text("utf-8")) for address in addresses]


def tags(text: str) -> dict[str, list[str]]:
    """The contents of the ``<meta>`` tags, by name or property."""
    found: dict[str, list[str]] = {}
    for name, content in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', text):
        found.setdefault(name, []).append(unescape(content))
    return found


def test_every_article_has_its_metadata(site: Path) -> None:
    for address, text in article_pages(site):
        slug = address.split("/")[-2]
        (linked,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        data = json.loads(linked)
        meta = tags(text)
        assert data["@id"] == SITE_URL + address == meta["og:url"][0] == meta["citation_fulltext_html_url"][0]
        assert data["headline"] == meta["og:title"][0] == meta["citation_title"][0]
        assert ("workTranslation" in data) == (data["inLanguage"] == "zh-Hans")
        assert ("translationOfWork" in data) == (data["inLanguage"] != "zh-Hans")
        for suffix in (".bib", ".ris", ".csl.json"):
            assert (site / address / f"{slug}{suffix}").is_file()
            assert 'rel="describedby" type="application/' in text
        image = meta["og:image"][0].removeprefix(SITE_URL)
        assert image == f"{address}{slug}.png"
        assert (site / image).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        assert meta["twitter:card"] == ["summary_large_image"]
        assert len(meta["og:locale"] + meta["og:locale:alternate"]) == 3


def test_every_page_leads_to_its_feeds_and_has_a_preview(site: Path) -> None:
    for path in sorted(site.rglob("*.html")):
        text = path.read_text("utf-8")
        feeds = re.findall(
            r'<link rel="alternate" type="application/(?:atom\+xml|feed\+json)"[^>]*href="([^"]+)"', text
        )
        assert len(feeds) == 2, path
        if path.name == "index.html":
            assert all((path.parent / feed).resolve().is_file() for feed in feeds), (path, feeds)
            assert (site / tags(text)["og:image"][0].removeprefix(SITE_URL)).is_file()


def test_the_sitemap_names_every_page_with_its_alternates(site: Path) -> None:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = etree.parse(str(site / "sitemap.xml")).getroot().findall("s:url", names)
    found = {str(url.findtext("s:loc", namespaces=names)): url for url in urls}
    pages = {str(p.relative_to(site)).removesuffix("index.html") for p in site.rglob("index.html")}
    assert set(found) == {SITE_URL + page for page in pages}
    for url in found.values():
        alternates = {str(link.get("hreflang")): link.get("href") for link in url.findall("x:link", names)}
        assert {"zh-Hans", "zh-Hant", "en"} <= set(alternates)
        assert all(href in found for href in alternates.values())


@pytest.mark.parametrize("language", PAGES)
def test_the_downloads_page_tells_the_true_sizes(site: Path, language: str) -> None:
    folder = site / PAGES[language] / "downloads"
    text = (folder / "index.html").read_text("utf-8")
    found = re.findall(r'<a href="([^"]+)" download><b>[^<]+</b> <span>([^<]+)</span>', text)
    assert len(found) == 7
    for link, size in found:
        assert size == size_text((folder / link).resolve().stat().st_size)
    book = "archive.epub" if language == "zh-Hans" else f"{language}/archive.epub"
    assert (site / book).resolve() in [(folder / link).resolve() for link, _ in found]


def with_policy(page: Page) -> list[str]:
    """Serve every page under a strict Content-Security-Policy; return where the browser notes offences."""
    offences: list[str] = []

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, headers={**response.headers, "Content-Security-Policy": POLICY})

    page.route("**/*", answer)
    page.on("console", lambda message: offences.append(message.text) if message.type == "error" else None)
    return offences


def test_a_reader_copies_a_citation_under_a_strict_policy(browser: Browser, below: str) -> None:
    context = browser.new_context(
        permissions=["clipboard-read", "clipboard-write"], timezone_id="Asia/Shanghai"
    )
    page = context.new_page()
    offences = with_policy(page)
    page.goto(below + "articles/why-jinchang-runs-fast/")
    assert page.locator(".cite-style").first.is_hidden()
    page.locator(".cite summary").click()
    page.get_by_role("button", name="GB/T 7714").click()
    page.wait_for_selector("[data-copy]:text('已复制')")
    copied = page.evaluate("navigator.clipboard.readText()")
    today = page.evaluate("new Date().toLocaleDateString('sv')")
    assert copied.startswith("曾琦, 宋振峰, 范海瑞, 等. 金昌，何以高速“奔跑”[N/OL]. 甘肃日报, 2025-02-25(1)")
    assert f"[{today}]. " in copied
    assert offences == []
    context.close()


def test_without_a_script_the_box_opens_and_shows_no_dead_buttons(browser: Browser, below: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(below + "en/articles/new-industrialisation/")
    page.locator(".cite summary").click()
    assert "[引用日期]" in page.locator(".cite-style").first.inner_text()
    assert page.locator("[data-copy]").first.is_hidden()
    assert "translated with a language model" in page.locator(".cite").inner_text()
    context.close()


@pytest.mark.parametrize("path", ["downloads/", "en/downloads/", "en/articles/new-industrialisation/"])
def test_nothing_is_wider_than_a_phone(browser: Browser, below: str, path: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 780})
    page.goto(below + path)
    page.evaluate("document.querySelectorAll('details').forEach((box) => (box.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


def test_the_scripts_of_the_box_stay_small() -> None:
    assert (Path(__file__).parent.parent / "overrides/assets/cite.js").stat().st_size <= 2048
