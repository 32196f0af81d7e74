"""The built site's PDFs, looked at with tools that are not ours: poppler's and pikepdf's."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from pikepdf import pdfa

from archives import own_articles

PREFIXES = {"zh-Hans": "", "zh-Hant": "zh-Hant/", "en": "en/"}
LOCALES = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "en": "en-GB"}
SLUGS = list(own_articles())
PAGE = 841.89
BODY = (70, 770)
"""Points from the top of a page between which its text stands: no running head, no page number."""
OFFER = re.compile(
    r'<a (?:class="download" )?href="([^"]+)"[^>]*>(?:[^<]|</?b>)*'
    r'<span class="pdf-size" data-pdf="([^"]+)">([^<]*)'
)
NOT_FIRST = "，。、；：！？”’）》」』〉…％"
NOT_LAST = "（《“‘「『〈"


def run(*command: str | Path) -> str:
    """What a program of poppler's prints; skipped where there is none, but never in CI."""
    if shutil.which(str(command[0])) is None:
        if os.environ.get("CI"):
            pytest.fail("no poppler on this machine; run scripts/system-packages poppler")
        pytest.skip("poppler is missing; run scripts/system-packages poppler")
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def text_of(site: Path) -> Callable[[str], str]:
    """The text of a PDF between head and foot of its pages, without spaces and hyphens of broken words."""

    @cache
    def read(path: str) -> str:
        size = ("-x", "0", "-W", "596", "-y", str(BODY[0]), "-H", str(BODY[1] - BODY[0]))
        text = run("pdftotext", "-raw", *size, site / path, "-")
        return "".join(text.replace("\u00ad", "").split())

    return read


def squeezed(text: str) -> str:
    """A text without spaces."""
    return "".join(text.split())


def data_of(site: Path, slug: str) -> dict[str, Any]:
    """The site's JSON of an article."""
    found: dict[str, Any] = json.loads((site / "data" / "articles" / f"{slug}.json").read_text("utf-8"))
    return found


def text_of_block(block: dict[str, Any], language: str) -> str:
    """A block of the site's JSON in one language."""
    return squeezed("".join(segment[language] for segment in block["segments"]))


@pytest.mark.parametrize("language", PREFIXES)
@pytest.mark.parametrize("slug", SLUGS)
def test_the_text_of_the_pdf_is_that_of_the_page(
    site: Path, text_of: Callable[[str], str], slug: str, language: str
) -> None:
    text = text_of(f"{PREFIXES[language]}articles/{slug}/{slug}.pdf")
    place = 0
    for block in data_of(site, slug)["blocks"]:
        wanted = text_of_block(block, language)
        at = text.find(wanted, place)
        assert at >= 0, (block["id"], wanted)
        place = at + len(wanted)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_parallel_edition_has_every_sentence_twice(
    site: Path, text_of: Callable[[str], str], slug: str
) -> None:
    for prefix, chinese in (("", "zh-Hans"), ("zh-Hant/", "zh-Hant"), ("en/", "zh-Hans")):
        text = text_of(f"{prefix}articles/{slug}/{slug}-parallel.pdf")
        for block in data_of(site, slug)["blocks"]:
            if block["kind"] == "heading":  # short enough for one page: no row of it is cut in two
                for language in (chinese, "en"):
                    assert text_of_block(block, language) in text, (block["id"], language)


def test_every_pdf_says_what_it_is(site: Path) -> None:
    paths = sorted(site.rglob("*.pdf"))
    assert len(paths) == 3 * (2 * 20 + len(list((site / "topics").glob("*/index.html"))) + 1)
    for path in paths:
        language = next((tag for tag, p in PREFIXES.items() if p and p[:-1] in path.parts), "zh-Hans")
        with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
            assert str(pdf.Root.Lang) == LOCALES[language], path
            assert bool(pdf.Root.MarkInfo.Marked) and "/StructTreeRoot" in pdf.Root
            assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
            assert metadata["pdfaid:part"] == "2" and metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"
            for key in ("/Title", "/Author", "/Subject", "/Keywords", "/CreationDate"):
                assert str(pdf.docinfo[key]).strip(), (path, key)
            assert len(pdf.open_outline().root) > 0, path


@pytest.mark.parametrize("name", ["articles/four-coordinates/four-coordinates", "topics/reform/reform"])
@pytest.mark.parametrize("language", PREFIXES)
def test_a_validator_of_pdf_a_finds_nothing_but_metadata_it_does_not_know(
    site: Path, language: str, name: str
) -> None:
    # It knows 2b, and no extension schemas (6.6.2.3), which PDF/UA needs to say what it is.
    with pikepdf.open(site / f"{PREFIXES[language]}{name}.pdf") as pdf:
        report = pdfa.check(pdf, pdfa.Flavour.PDFA_2B)
    faults = [one for one in report.findings if one.kind == "violation" and one.rule.startswith("ISO_")]
    assert [one for one in faults if not one.rule.startswith("ISO_19005_2:6.6.")] == []


def words_of(path: Path) -> list[tuple[int, float, float, float, str]]:
    """Page, left, right and top of each word of a PDF."""
    tree = ElementTree.fromstring(run("pdftotext", "-bbox", path, "-"))  # noqa: S314
    name = "{http://www.w3.org/1999/xhtml}"
    found = []
    for number, page in enumerate(tree.iter(f"{name}page")):
        for word in page.iter(f"{name}word"):
            left, right, top = (float(word.get(key, 0)) for key in ("xMin", "xMax", "yMin"))
            found.append((number, left, right, top, word.text or ""))
    return found


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("slug", SLUGS)
def test_no_line_begins_or_ends_with_the_wrong_mark(site: Path, slug: str, language: str) -> None:
    words = words_of(site / f"{PREFIXES[language]}articles/{slug}/{slug}.pdf")
    body = [word for word in words if BODY[0] < word[3] < BODY[1]]
    left, right = min(word[1] for word in body), max(word[2] for word in body)
    for word in body:
        assert not (word[1] < left + 5 and word[4][0] in NOT_FIRST), word
        assert not (word[2] > right - 5 and word[4][-1] in NOT_LAST), word


@pytest.mark.parametrize("language", PREFIXES)
def test_no_heading_stands_last_on_its_page(site: Path, language: str) -> None:
    for slug in SLUGS:
        heads = {
            text_of_block(block, language)
            for block in data_of(site, slug)["blocks"]
            if block["kind"] == "heading"
        }
        path = site / f"{PREFIXES[language]}articles/{slug}/{slug}.pdf"
        size = ("-x", "0", "-W", "596", "-y", str(BODY[0]), "-H", str(BODY[1] - BODY[0]))
        for page in run("pdftotext", *size, path, "-").split("\f"):
            assert not any(squeezed(page).endswith(head) for head in heads), (slug, page[-80:])


def test_an_article_is_no_more_than_half_a_megabyte(site: Path) -> None:
    for path in site.rglob("articles/*/*.pdf"):
        most = 600_000 if path.stem.endswith("-parallel") else 450_000
        assert path.stat().st_size < most, path


def test_the_book_has_contents_bookmarks_and_an_index(site: Path) -> None:
    for language, prefix in PREFIXES.items():
        path = site / f"{prefix}archive.pdf"
        text = squeezed(run("pdftotext", path, "-")).replace("-", "")
        for slug in SLUGS:
            title = squeezed(data_of(site, slug)["title"][language]).replace("-", "")
            assert text.count(title) >= 2, (slug, "in the contents and at its place")
        with pikepdf.open(path) as pdf:
            papers = pdf.open_outline().root
            assert sum(len(paper.children) for paper in papers) == len(SLUGS)
    assert re.search(r"王琳玺\d", squeezed(run("pdftotext", "-layout", site / "archive.pdf", "-")))


def test_every_page_offers_its_pdfs_with_their_size(site: Path) -> None:
    offered = set()
    for page in site.rglob("index.html"):
        text = page.read_text("utf-8")
        found = OFFER.findall(text)
        for href, path, size in found:
            file = (page.parent / href).resolve()
            assert file == (site / path).resolve() and file.is_file(), (page, href)
            with pikepdf.open(file) as pdf:
                assert int(re.match(r"\d+", size)[0]) == len(pdf.pages)  # type: ignore[index]
            assert re.search(r"\d(KB| KB| MB)$", size), size
            assert (
                f'<link rel="alternate" type="application/pdf" href="https://example.org/repo/{path}"' in text
            )
            offered.add(path)
        if page.parent.parent.name == "articles":
            wanted = f"https://example.org/repo/{page.parent.relative_to(site)}/{page.parent.name}.pdf"
            assert f'<meta name="citation_pdf_url" content="{wanted}">' in text
    assert offered == {str(path.relative_to(site)) for path in site.rglob("*.pdf")}
