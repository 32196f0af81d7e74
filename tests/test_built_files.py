"""What stands in the built site's files: languages, alternates, links, data, nothing from elsewhere."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path

from built import SITE_URL, Built

LANGUAGES = {"zh-Hans": "", "zh-Hant": "zh-Hant/", "en": "en/"}


def test_every_article_and_topic_has_its_page_in_three_languages(site: Path) -> None:
    slugs = [entry["slug"] for entry in json.loads((site / "data/articles.json").read_text("utf-8"))]
    assert len(slugs) == 20
    for prefix in LANGUAGES.values():
        for slug in slugs:
            assert (site / prefix / "articles" / slug / "index.html").is_file()
        assert (site / prefix / "topics" / "ecology" / "index.html").is_file()


def test_pages_name_their_language_and_their_alternates(built: Built) -> None:
    for file, page in built.pages.items():
        address = file.removesuffix("index.html")
        wanted = next((tag for tag, prefix in LANGUAGES.items() if prefix and address.startswith(prefix)), "")
        lang = str(page.get("lang"))
        assert lang == (wanted or "zh-Hans"), address
        if address in ("404.html", "offline.html"):
            continue
        bare = address.removeprefix(LANGUAGES[lang])
        urls = {tag: SITE_URL + prefix + bare for tag, prefix in LANGUAGES.items()}
        alternates = {link.get("hreflang"): link.get("href") for link in page.iterfind(".//link[@hreflang]")}
        assert alternates == {**urls, "x-default": urls["zh-Hans"]}, address
        (canonical,) = page.iterfind(".//link[@rel='canonical']")
        assert canonical.get("href") == urls[lang]


def test_nothing_is_loaded_from_elsewhere(built: Built) -> None:
    loads = {"src", "srcset", "data", "poster", "stylesheet", "icon", "preload", "preconnect", "css"}
    for link in built.links:
        if link.kind.removeprefix("page, ") in loads:
            assert link.to.startswith(SITE_URL), link


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
