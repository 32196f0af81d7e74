"""Links of a site that is opened from a folder, without a server and without scripts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from galley.folder import links_to_files


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("../topics/", "../topics/index.html"),
        ("../articles/green-jinchang/#p3", "../articles/green-jinchang/index.html#p3"),
        (".", "./index.html"),
        ("./", "./index.html"),
        ("../..", "../../index.html"),
        ("#p3", "#p3"),
        ("data/articles.json", "data/articles.json"),
        ("https://example.org/repo/", "https://example.org/repo/"),
        ("//example.org/", "//example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_links(link: str, wanted: str) -> None:
    assert links_to_files(f'<a class="x" href="{link}">') == f'<a class="x" href="{wanted}">'
    assert links_to_files(f'<link href="{link}">') == f'<link href="{link}">'


def test_the_whole_site_is_walked_from_a_folder_without_scripts(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    left_out = shutil.ignore_patterns("names", "*.pdf")  # thousands of pages from one template
    copy = Path(shutil.copytree(site, tmp_path / "site", ignore=left_out))
    for file in copy.rglob("*.html"):
        file.write_text(links_to_files(file.read_text("utf-8")), "utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((copy / "index.html").as_uri())
    page.locator("nav a[href^='topics/']").first.click()
    page.locator(".entry a").first.click()
    page.locator(".entry a").first.click()
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".turn a").first.click()
    expect(page.locator("h1.headline")).to_be_visible()
    page.locator(".masthead-name").click()
    assert page.url == (copy / "en" / "index.html").as_uri()
    context.close()
