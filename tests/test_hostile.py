"""OCR text and editors' files full of code: the built site shows it as text and runs none of it.

GALLEY_FULL=1 (``make test-full``) has every vector alone in every place; otherwise they stand together.
"""

from __future__ import annotations

import csv
import json
import os
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import feedparser
import pikepdf
import pytest
from bibtexparser.entrypoint import parse_string as read_bibtex
from lxml import etree
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, expect

from built import Built
from conftest import ROOT, mkdocs_build, once, serve
from galley.plain import plain
from hostile import PLACES, SOURCE, VECTORS, groups, squeezed, write_hostile
from test_pdf import run

SIZE = 1 if os.environ.get("GALLEY_FULL") else 40
"""How many vectors stand in one value."""
PREFIXES = {"zh-Hans": "", "zh-Hant": "zh-Hant/", "en": "en/"}

WATCH = """
window.ran = [];
for (const name of ["canary", "alert", "confirm", "prompt", "open"])
  window[name] = (...given) => void window.ran.push(name + " " + given);
"""
LOOK = r"""() => {
  const faults = [...window.ran];
  const unwanted = /^(iframe|object|embed|base|form|input|video|audio|source|marquee|math|image|use|animate|style|template|textarea)$/;
  for (const e of document.querySelectorAll("*")) {
    const name = e.localName;
    for (const { name: key, value } of e.attributes) {
      if (/^on/i.test(key) || key === "srcdoc" || key === "style") faults.push(`${name} ${key}`);
      if (/^(href|src|xlink:href|action|formaction|data|poster)$/i.test(key) &&
          !/^(https?|mailto):$/.test(new URL(value, document.baseURI).protocol))
        faults.push(`${name} ${key}=${value.slice(0, 60)}`);
    }
    if (name === "script" && !e.src && !/^application\/(ld.)?json$/.test(e.type)) faults.push(name + e.textContent);
    if (unwanted.test(name) && !e.closest("dialog.search")) faults.push(name);
    if (/^(img|svg)$/.test(name) && e.closest("#text") && !e.matches(".map, .chart")) faults.push(name);
  }
  for (const e of document.querySelectorAll("details")) e.open = true;
  const kinds = ["mouseover", "mouseenter", "focus", "pointerdown", "toggle"];
  for (const e of document.querySelectorAll("main *"))
    for (const kind of kinds) e.dispatchEvent(new Event(kind));
  return faults.concat(window.ran);
}"""  # noqa: E501
"""Opens and touches everything on a page; returns what ran, and what an article has no use for."""


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile archive, built."""
    return once(tmp_path_factory, "hostile", build_hostile)


def build_hostile(folder: Path) -> None:
    """Write the archive and build its site."""
    folder.mkdir()
    (ROOT / ".cache").mkdir(exist_ok=True)
    (folder / ".cache").symlink_to(ROOT / ".cache")  # PDFs by their content: set once on a machine
    write_hostile(folder, SIZE)
    if SIZE == 1:  # each PDF is set anew for each character that no font has, so 1,400 of them take an hour
        settings = folder / "mkdocs.yml"
        settings.write_text(re.sub("pdf: .*", "pdf: false", settings.read_text("utf-8")), "utf-8")
    mkdocs_build(folder, folder / "site")


@pytest.fixture(scope="module")
def hostile(archive: Path) -> Path:
    """The hostile site."""
    return archive / "site"


@pytest.fixture(scope="module")
def hostile_address(hostile: Path) -> Iterator[str]:
    """The hostile site on a server."""
    yield from serve(hostile)


class Watched:
    """A context whose pages tell of anything that runs, and of what they ask for that is not the site's."""

    def __init__(self, browser: Browser, address: str) -> None:
        # Without the pages' policy: it is the second line of defence, and must have nothing to do.
        self.context: BrowserContext = browser.new_context(bypass_csp=True, service_workers="block")
        self.faults: list[str] = []
        self._address = address
        self.context.add_init_script(WATCH)
        self.context.on("request", self._request)
        self.page: Page = self.context.new_page()
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self._address):
            self.faults.append(f"{self.page.url} asks for {request.url}")

    def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(dialog.message)
        dialog.dismiss()

    def look(self, path: str) -> None:
        """Open a page and look for what should not be in it."""
        self.page.goto(self._address + path)
        self.faults += [f"{path}: {fault}" for fault in self.page.evaluate(LOOK)]


@pytest.fixture
def watched(browser: Browser, hostile_address: str) -> Iterator[Watched]:
    found = Watched(browser, hostile_address)
    yield found
    found.context.close()
    assert found.faults == []


def pages_of(site: Path) -> list[str]:
    """The pages to open: all, or those that no other test opens, and a few of the pages of names."""
    found = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]
    if SIZE == 1:
        return found
    names = [path for path in found if path.split("/")[-3:-2] == ["names"]]
    others = re.compile(r"(?:^|/)(?:names|articles|topics|source|proof)/[^/]+/index.html$")
    return [path for path in found if not others.search(path)] + names[::100]


def values() -> list[str]:
    """What stands in the places of one value."""
    return [" ".join(group) for group in groups(SIZE)]


def data_of(site: Path, slug: str) -> dict[str, Any]:
    """An article's data."""
    found: dict[str, Any] = json.loads((site / "data" / "articles" / f"{slug}.json").read_text("utf-8"))
    return found


def test_no_page_runs_or_fetches_anything(watched: Watched, hostile: Path) -> None:
    paths = pages_of(hostile)
    for path in paths:
        watched.look(quote(path))
    print(len(VECTORS), "vectors in", len(PLACES), "places;", len(paths), "pages opened")
    assert len(paths) > 40


def test_what_would_run_or_fetch_something_is_seen(browser: Browser, hostile_address: str) -> None:
    found = Watched(browser, hostile_address)
    found.look("about/")
    assert found.faults == []
    found.page.evaluate(
        """() => document.querySelector("#text, main").insertAdjacentHTML(
            "beforeend", "<img src=//evil.example/x onerror=canary(1)><a href=javascript:canary(2)>x</a>")"""
    )
    found.page.wait_for_function("window.ran.length")
    found.faults += found.page.evaluate(LOOK)
    said = "\n".join(found.faults)
    assert "asks for http://evil.example/x" in said and "canary 1" in said and "javascript:canary(2)" in said
    found.context.close()


@pytest.mark.parametrize("language", PREFIXES)
def test_articles_show_what_their_data_say(watched: Watched, hostile: Path, language: str) -> None:
    for number, value in enumerate(values()):
        for slug in (f"a-{number}", f"b-{number}"):
            watched.look(f"{PREFIXES[language]}articles/{slug}/")
            shown = squeezed(watched.page.text_content("#text") or "")
            data = data_of(hostile, slug)
            for text in (data["title"], data["subtitle"], data["kicker"], *data["bylines"][:0]):
                assert text is None or squeezed(text[language]) in shown
            for block in data["blocks"]:
                for segment in block["segments"]:
                    assert squeezed(segment[language]) in shown
        supplied = data_of(hostile, f"b-{number}")["title"]
        assert supplied["zh-Hans"] == supplied["en"] == plain(value).strip()


def test_lists_and_reference_show_it_as_text(watched: Watched, hostile: Path) -> None:
    for prefix in PREFIXES.values():
        pages = {f"topics/t-{number}/": [value] for number, value in enumerate(values())}
        pages |= dict.fromkeys(("topics/", "figures/", "timeline/"), values())
        for path, given in pages.items():
            watched.look(prefix + path)
            shown = squeezed(watched.page.text_content("main") or "")
            # Traditional pages have the values as they were converted.
            assert prefix == "zh-Hant/" or all(squeezed(plain(one)) in shown for one in given), path
        assert squeezed(plain(values()[0])) in squeezed(watched.page.text_content(".masthead-name") or "")
    names = json.loads((hostile / "data/names.json").read_text("utf-8"))
    for name in names if SIZE == 1 else names[::48]:
        for language in ("zh-Hans", "en"):
            watched.look(f"{PREFIXES[language]}names/{name['slug']}/")
            assert watched.page.text_content("h1") == name["name"][language]


def test_sources_and_proofs_show_the_raw_lines(watched: Watched, archive: Path) -> None:
    lines = (archive / "seeds" / f"{SOURCE}.txt").read_text("utf-8").split("\n")
    for prefix in PREFIXES.values():
        for kind in ("source", "proof"):
            watched.look(f"{prefix}{kind}/{quote(SOURCE)}/")
            shown = squeezed(watched.page.text_content("main") or "")
            for line in lines:
                assert squeezed(plain(line)) in shown


def test_what_addresses_say_is_text_too(watched: Watched) -> None:
    for vector in VECTORS if SIZE == 1 else [*values(), *VECTORS[::12]]:
        given = quote(vector.encode("utf-8", "replace"))
        watched.look(f"articles/a-0/?highlight={given}&with={given}&q={given}#{given}")
    for fragment in ("%E0%A4%A", "%", "p1%00", "__proto__"):
        watched.look(f"articles/a-0/?highlight={fragment}&with=__proto__#{fragment}")
        watched.look(f"en/?q={fragment}#{fragment}")


def test_the_search_shows_it_as_text(watched: Watched, hostile: Path) -> None:
    page = watched.page
    queries = {
        "zh-Hans": ("script", "点击", "{{ config"),
        "zh-Hant": ("項目",),
        "en": ("canary", "<img src=x onerror"),
    }
    for language, prefix in PREFIXES.items():
        watched.look(prefix)
        page.keyboard.press("/")
        for query in queries[language]:
            page.get_by_role("searchbox").fill(query)
            found = page.locator(".search-results li, .search-state").first
            expect(found).to_be_visible()
            page.wait_for_timeout(150)
            watched.faults += page.evaluate(LOOK)
            assert (
                page.locator(".search-results :is(script, img, svg, iframe, form, style, a[href^=j])").count()
                == 0
            )
    page.get_by_role("searchbox").fill("canary")
    expect(page.locator(".search-results li").first).to_contain_text("canary(1)")


def test_feeds_give_the_text(hostile: Path) -> None:
    for language, prefix in PREFIXES.items():
        read = feedparser.parse((hostile / prefix / "feed.xml").read_bytes(), sanitize_html=False)
        assert not read.bozo
        items = {
            item["url"]: item
            for item in json.loads((hostile / prefix / "feed.json").read_text("utf-8"))["items"]
        }
        for entry in read.entries:
            data = data_of(hostile, entry.link.rstrip("/").rpartition("/")[2])
            title = squeezed(data["title"][language])
            assert title in squeezed(entry.title) and title in squeezed(items[entry.link]["title"])
            for content in (entry.content[0].value, items[entry.link]["content_html"]):
                assert set(re.findall(r"<([a-z0-9]+)[^>]*>", content)) <= {"p", "em", "strong", "h2"}
                shown = squeezed(unescape(re.sub("<[^>]*>", "", content)))
                for block in data["blocks"]:
                    assert squeezed(plain(block["segments"][0][language])) in shown


def test_data_and_references_give_the_text(hostile: Path) -> None:
    for path in sorted(hostile.rglob("*.json")):
        text = path.read_text("utf-8")
        json.loads(text)
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", text), path
    for path in sorted(hostile.rglob("*.geojson")):
        json.loads(path.read_text("utf-8"))
    for number in range(len(values())):
        title = data_of(hostile, f"a-{number}")["title"]["zh-Hans"]
        text = (hostile / f"articles/a-{number}/index.html").read_text("utf-8")
        (linked,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        assert json.loads(linked)["headline"] == title
        assert (
            len(read_bibtex((hostile / f"articles/a-{number}/a-{number}.bib").read_text("utf-8")).entries)
            == 1
        )
    with (hostile / "data/figures.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            assert not [cell for cell in row if cell[:1] in tuple("=+@＝＋＠")]


def test_books_and_corpora_are_xml_with_nothing_but_text(hostile: Path) -> None:
    etree.parse(hostile / "sitemap.xml")
    shown = squeezed("".join(map(str, etree.parse(hostile / "data/archive.tei.xml").getroot().itertext())))
    for number in range(len(values())):
        for block in data_of(hostile, f"a-{number}")["blocks"]:
            if block["kind"] == "paragraph":
                assert squeezed(block["segments"][0]["zh-Hans"]) in shown
    units = etree.parse(hostile / "data/archive.tmx").findall(".//{*}tu")
    assert len(units) > len(VECTORS)
    for path in sorted(hostile.rglob("*.epub")):
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                assert not name.startswith("/") and ".." not in name
                if name.endswith((".xhtml", ".opf", ".ncx")):
                    root = etree.fromstring(book.read(name))
                    for tag in ("script", "img", "iframe", "form", "object", "style"):
                        assert not root.findall(f".//{{*}}{tag}") or name.endswith("cover.xhtml"), (name, tag)
                    for element in root.iter(etree.Element):
                        assert not [key for key in map(str, element.attrib) if key.startswith("on")]
                        link = element.get("href") or ""
                        assert re.match(r"(https?:|mailto:|[^:]*$)", link), link


@pytest.mark.skipif(SIZE == 1, reason="no PDFs are set where each vector stands alone")
def test_pdfs_set_it_as_text(hostile: Path) -> None:
    for language, prefix in PREFIXES.items():
        for number in range(len(values())):
            path = hostile / f"{prefix}articles/a-{number}/a-{number}.pdf"
            text = "".join(run("pdftotext", "-raw", path, "-").replace("\u00ad", "").replace("-", "").split())
            for block in data_of(hostile, f"a-{number}")["blocks"]:
                for segment in block["segments"] if block["kind"] == "paragraph" else ():
                    wanted = squeezed(segment[language])
                    if wanted.isascii() and len(wanted) < 60:  # one line, of letters that each font has
                        assert wanted.replace("-", "") in text, (language, number)
            with pikepdf.open(path) as pdf:
                assert "/OpenAction" not in pdf.Root and "/JavaScript" not in pdf.Root.get("/Names", {})
                for page in pdf.pages:
                    for annotation in page.get("/Annots", ()):
                        action: Any = annotation.get("/A", {})
                        assert action.get("/S", "/GoTo") in ("/URI", "/GoTo")
                        assert str(action.get("/URI", "https:")).startswith("https:")


def test_every_link_leads_somewhere_and_is_of_a_kind_that_may_be(hostile: Path) -> None:
    _, faults = Built(hostile).faults()
    assert faults == []


def test_the_service_worker_and_the_manifest_are_whole(hostile: Path) -> None:
    assert json.loads((hostile / "manifest.webmanifest").read_text("utf-8"))["name"] == plain(values()[0])
    json.loads((hostile / "kept.json").read_text("utf-8"))


def test_nothing_is_written_outside_of_the_site(archive: Path) -> None:
    assert {path.name for path in archive.iterdir()} <= {
        "seeds",
        "overrides",
        "docs",
        "site",
        "mkdocs.yml",
        ".cache",
    }
