"""What stands in the built site's files: languages, alternates, links, data, nothing from elsewhere."""

from __future__ import annotations

import json
import re
import struct
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

LANGUAGES = {"zh-Hans": "", "zh-Hant": "zh-Hant/", "en": "en/"}
SITE_URL = "https://example.org/repo/"


class Html(HTMLParser):
    """The links, ids and language of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.alternates: dict[str, str] = {}
        self.canonical = ""
        self.lang = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids |= {values["id"]} if "id" in values else set()
        if tag == "html":
            self.lang = values.get("lang", "")
        if tag == "link" and values.get("rel") == "alternate" and "hreflang" in values:
            self.alternates[values["hreflang"]] = values["href"]
        elif tag == "link" and values.get("rel") == "canonical":
            self.canonical = values["href"]
        elif tag == "a" and "href" in values:
            self.links.append(values["href"])
        self.loads += [values[name] for name in ("src", "srcset", "data", "poster") if name in values]
        if tag == "link" and values.get("rel") in ("stylesheet", "icon", "preload", "preconnect"):
            self.loads.append(values["href"])


@pytest.fixture(scope="module")
def parsed(site: Path) -> dict[str, Html]:
    """The pages of the project's own site."""
    return parse(site)


def parse(site: Path) -> dict[str, Html]:
    """Every HTML page of a site by its address below the root."""
    pages = sorted(site.rglob("*.html"))
    return {str(p.relative_to(site)).removesuffix("index.html"): Html(p.read_text("utf-8")) for p in pages}


def test_every_article_and_topic_has_its_page_in_three_languages(site: Path) -> None:
    slugs = [entry["slug"] for entry in json.loads((site / "data/articles.json").read_text("utf-8"))]
    assert len(slugs) == 20
    for prefix in LANGUAGES.values():
        for slug in slugs:
            assert (site / prefix / "articles" / slug / "index.html").is_file()
        assert (site / prefix / "topics" / "ecology" / "index.html").is_file()


def test_pages_name_their_language_and_their_alternates(parsed: dict[str, Html]) -> None:
    for address, page in parsed.items():
        wanted = next((tag for tag, prefix in LANGUAGES.items() if prefix and address.startswith(prefix)), "")
        assert page.lang == (wanted or "zh-Hans"), address
        if address in ("404.html", "offline.html"):
            continue
        bare = address.removeprefix(LANGUAGES[page.lang])
        urls = {tag: SITE_URL + prefix + bare for tag, prefix in LANGUAGES.items()}
        assert page.alternates == {**urls, "x-default": urls["zh-Hans"]}, address
        assert page.canonical == urls[page.lang]


def test_every_link_and_anchor_leads_somewhere(parsed: dict[str, Html], site: Path) -> None:
    for address, page in parsed.items():
        for link in page.links:
            parts = urlsplit(urljoin(SITE_URL + address, link))
            if urlsplit(link).scheme:
                assert urlsplit(link).scheme in ("https", "mailto"), (address, link)
                continue
            path = unquote(parts.path).removeprefix("/repo/")
            if path not in parsed:
                assert (site / path).is_file(), (address, link)
            elif parts.fragment:
                assert unquote(parts.fragment) in parsed[path].ids, (address, link)


def test_nothing_is_loaded_from_elsewhere(parsed: dict[str, Html], site: Path) -> None:
    for address, page in parsed.items():
        for load in page.loads:
            assert not urlsplit(load).netloc, (address, load)
    for sheet in site.rglob("*.css"):
        if "pagefind" not in sheet.parts:
            for found in re.findall(r"url\(([^)]*)\)", sheet.read_text("utf-8")):
                assert found.strip("\"'").startswith(("data:", ".", "#")), (sheet, found)


def test_pages_have_no_inline_script(site: Path) -> None:
    for page in site.rglob("*.html"):
        scripts = re.findall(
            r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>", page.read_text("utf-8")
        )
        assert not scripts, (page, scripts)


def test_the_manifest_names_icons_of_the_size_it_says(site: Path) -> None:
    manifest = json.loads((site / "manifest.webmanifest").read_text("utf-8"))
    assert manifest["name"] == "金昌报章" and manifest["lang"] == "zh-Hans"
    sizes = {}
    for icon in manifest["icons"]:
        content = (site / icon["src"]).read_bytes()
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", content[16:24])
            assert icon["sizes"] == f"{width}x{height}"
            sizes[icon["src"]] = width
    assert sorted(sizes.values()) == [192, 512, 512]
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])


def test_nothing_of_material_but_its_icons_is_in_the_site(site: Path) -> None:
    assert not list(site.rglob("*.min.css")) and not list(site.rglob("*.min.js"))
    assert not (site / "assets" / "javascripts").exists()


def test_english_says_where_it_comes_from(site: Path) -> None:
    for page in sorted((site / "en" / "articles").glob("*/index.html")):
        assert "drafted with a language model" in page.read_text("utf-8"), page


def test_no_file_of_the_search_index_is_empty(site: Path) -> None:
    assert all(path.stat().st_size for path in site.glob("pagefind/**/*") if path.is_file())


def test_the_search_index_has_one_part_for_each_language(site: Path) -> None:
    entry = json.loads((site / "pagefind/pagefind-entry.json").read_text("utf-8"))
    assert {tag.lower(): found["page_count"] for tag, found in entry["languages"].items()} == {
        "zh-hans": 20,
        "zh-hant": 20,
        "en": 20,
    }
