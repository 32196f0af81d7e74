"""An archive in volumes: each a site of its own, found from each other's search in a real browser."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from archives import galley, is_one_sentence, write_archive
from conftest import mkdocs_build, serve
from galley import lock, volume_pages
from galley.archive import Archive
from galley.errors import PlanError
from galley.model import Texts
from galley.plan import Plan, read_plan
from galley.volume_pages import sheets
from galley.volumes import Sheet, Shelf, Volume, divide

SETTINGS = """      parallel: true
      volumes:
        by: year
        url: {root}press-{{volume}}/
        others:
          - {{url: "{beside}", name: 金昌报章, name_en: Jinchang}}
          - {{url: "{gone}", name: 失联卷, name_en: The lost volume}}
"""
YEARS = {
    "1998": ["洪水", "县城遭了洪水。", "Pagefind knows flooded streets."],
    "1999": ["干旱", "县城旱了一夏，洪水没有再来。", "The flooding of last year was over."],
}


class Volumes(NamedTuple):
    root: str
    site: Path
    archive: Path
    beside: str


def divided(folder: Path, root: str, beside: str, gone: str) -> Path:
    """An archive of two years, with two sites beside it."""
    archive = folder / "archive"
    assert galley("new", archive, "--name", "县报", "--name-en", "County Paper").status == 0
    for year, lines in YEARS.items():
        plan = f"paper: 县报\ndate: {year}-07-01\narticles:\n  - {{slug: of-{year}, title: 1, body: 2-3}}\n"
        write_archive(archive, plan, lines, name=year)
    article = "{date: 1998-07, text: {zh-Hans: 洪水, en: Flood}, article: of-1998, quote: 县城遭了洪水}"
    (archive / "seeds" / "events.yml").write_text(f"- {article}\n", "utf-8")
    path = archive / "mkdocs.yml"
    settings = path.read_text("utf-8")
    assert "  - galley:\n" in settings
    added = SETTINGS.format(root=root, beside=beside, gone=gone)
    path.write_text(settings.replace("  - galley:\n", f"  - galley:\n{added}"), "utf-8")
    return archive


@pytest.fixture(scope="module")
def volumes(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Volumes]:
    """Two volumes on one host; the project's own site beside them on another; and one that is not there."""
    folder = tmp_path_factory.mktemp("volumes")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{free.getsockname()[1]}/gone/"
    one, other = serve(folder), serve(site, "/beside/")
    root, beside = next(one), next(other)
    archive = divided(folder, root, beside, gone)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GALLEY_PDF", "false")
        for year in YEARS:
            patch.setenv("GALLEY_VOLUME", year)
            mkdocs_build(archive, folder / f"press-{year}")
    yield Volumes(root, folder, archive, beside)
    for server in (one, other):
        next(server, None)


def test_what_volumes_take_in_memory_does_not_grow_with_their_number() -> None:
    """A century of a daily paper: each volume knew a hundred thousand articles of the others."""

    def taken(years: int, articles: int) -> int:
        sheets = (
            Sheet(Path("1.yml"), "县报", str(1900 + year), (f"a-{year}-{number}",))
            for year in range(years)
            for number in range(articles)
        )
        tracemalloc.start()
        parts = divide(sheets, "year", "https://example.org/{volume}/", {}, str)
        size = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        first = parts["1900"]
        assert len(first.slugs) == articles and not first.elsewhere & first.slugs
        assert len(first.elsewhere) == (years - 1) * articles
        return size

    assert taken(100, 10) < 2 * taken(5, 200)


def test_a_page_is_read_once_for_all_volumes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten volumes of a thousand pages read ten thousand plans."""
    archive = tmp_path / "archive"
    assert galley("new", archive, "--name", "县报").status == 0
    for year, lines in YEARS.items():
        plan = f"paper: 县报\ndate: {year}-07-01\narticles:\n  - {{slug: of-{year}, title: 1, body: 2-3}}\n"
        write_archive(archive, plan, lines, name=year)
    read: list[str] = []

    def noted(path: Path, *given: Any, **more: Any) -> Plan:
        read.append(path.stem)
        return read_plan(path, *given, **more)

    monkeypatch.setattr(volume_pages, "read_plan", noted)
    first = list(sheets(Archive(archive)))
    assert [(sheet.date, sheet.paper, sheet.slugs) for sheet in first] == [
        (f"{year}-07-01", "县报", (f"of-{year}",)) for year in YEARS
    ]
    assert list(sheets(Archive(archive))) == first
    assert read == list(YEARS)
    path = archive / "seeds" / "1999.yml"
    path.write_text(path.read_text("utf-8").replace("1999-", "2000-"), "utf-8")
    assert [sheet.date[:4] for sheet in sheets(Archive(archive))] == ["1998", "2000"]
    assert read == [*YEARS, "1999"]
    path.write_text(path.read_text("utf-8").replace("2-3", "2-9"), "utf-8")
    for _ in range(2):  # what is wrong is never kept
        with pytest.raises(PlanError, match=r"1999\.yml"):
            list(sheets(Archive(archive)))


@pytest.fixture
def page(browser: Browser, volumes: Volumes) -> Iterator[Page]:
    page = browser.new_page(service_workers="block")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    yield page
    page.close()
    assert not faults


def search_for(page: Page, query: str) -> None:
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill(query)


def links(page: Page) -> set[str]:
    titles = page.locator(".hit-title").all()
    return {re.sub(r"\?.*", "", link.evaluate("link => link.href")) for link in titles}


def test_a_volume_has_its_own_articles_and_no_others(volumes: Volumes) -> None:
    for year in YEARS:
        site = volumes.site / f"press-{year}"
        listed = json.loads((site / "data" / "articles.json").read_text("utf-8"))
        assert [article["slug"] for article in listed] == [f"of-{year}"]
        assert f"县报 · {year}年" in (site / "index.html").read_text("utf-8")
        assert f"County Paper · {year}" in (site / "en" / "index.html").read_text("utf-8")
        assert f"{volumes.root}press-{year}/" in (site / "sitemap.xml").read_text("utf-8")
        assert (site / "timeline" / "index.html").exists() == (year == "1998")


@pytest.mark.parametrize(("prefix", "query"), [("", "洪水"), ("zh-Hant/", "洪水"), ("en/", "洪水")])
def test_a_search_finds_what_stands_in_another_volume(
    page: Page, volumes: Volumes, prefix: str, query: str
) -> None:
    page.goto(f"{volumes.root}press-1999/{prefix}")
    search_for(page, query)
    expect(page.locator(".hit-title")).to_have_count(2)
    root = volumes.root
    wanted = {f"{root}press-1998/{prefix}articles/of-1998/", f"{root}press-1999/{prefix}articles/of-1999/"}
    assert links(page) == wanted
    labels = set(page.locator(".hit-volume").all_text_contents())
    assert labels == ({"1998", "1999"} if prefix == "en/" else {"1998年", "1999年"})
    page.locator(".hit-passage[href*='of-1998']").first.click()
    page.wait_for_url("**/press-1998/**highlight=**")
    expect(page.locator("#text p mark").first).to_be_in_viewport()


def test_other_hosts_are_searched_and_one_that_is_gone_is_named(page: Page, volumes: Volumes) -> None:
    page.goto(f"{volumes.root}press-1998/")
    search_for(page, "孔雀石")
    expect(page.locator(".hit-title")).to_have_count(1)
    assert links(page) == {f"{volumes.beside}articles/why-jinchang-runs-fast/"}
    expect(page.locator(".hit-volume")).to_have_text("金昌报章")
    expect(page.locator(".search-silent")).to_contain_text("失联卷")


def test_a_volume_that_never_answers_is_waited_for_once(page: Page, volumes: Volumes) -> None:
    page.clock.install()
    page.route(f"{volumes.root}press-1999/search/**", lambda route: None)
    page.goto(f"{volumes.root}press-1998/")
    search_for(page, "洪水")
    page.clock.run_for(500)
    expect(page.locator(".hit-title")).to_have_count(0)
    page.clock.run_for(4000)
    expect(page.locator(".hit-title")).to_have_count(1)
    expect(page.locator(".search-silent")).to_contain_text("1999年")
    page.get_by_role("searchbox").fill("县城")
    page.clock.run_for(500)
    expect(page.locator(".hit-passage").first).to_contain_text("县城")


def test_other_forms_of_words_are_found_in_all_volumes(page: Page, volumes: Volumes) -> None:
    page.goto(f"{volumes.root}press-1998/en/")
    search_for(page, "drought floods streets")  # no volume has it as it stands
    expect(page.locator(".search-state")).not_to_be_empty()
    page.get_by_role("searchbox").fill("productive")
    hits = page.locator(".search-results a.hit-title")
    expect(hits.first).to_be_visible()
    assert all(link.startswith(volumes.beside) for link in links(page))
    expect(page.locator(".hit-volume").first).to_have_text("Jinchang")


def test_filters_count_what_all_volumes_have(page: Page, volumes: Volumes) -> None:
    page.goto(f"{volumes.root}press-1998/")
    search_for(page, "县城")
    expect(page.locator(".hit-title")).to_have_count(2)
    page.get_by_text("筛选").click()
    year = page.locator("#search select[name=date]")
    expect(year.locator("option", has_text="1999 (1)")).to_have_count(1)
    year.select_option("#date 1999")
    expect(page.locator(".hit-title")).to_have_count(1)
    assert links(page) == {f"{volumes.root}press-1999/articles/of-1999/"}


def test_only_hosts_of_other_volumes_may_be_asked(volumes: Volumes) -> None:
    html = (volumes.site / "press-1998" / "index.html").read_text("utf-8")
    found = re.search(r"connect-src ([^;]*);", html)
    assert found is not None
    hosts = found[1].split()
    assert hosts[0] == "&#39;self&#39;" or hosts[0] == "'self'"
    assert volumes.beside.removesuffix("/beside/") in hosts
    assert volumes.root.rstrip("/") not in hosts
    assert "script-src 'self' 'wasm-unsafe-eval';" in html


def test_the_home_page_leads_to_the_other_volumes(page: Page, volumes: Volumes) -> None:
    page.goto(f"{volumes.root}press-1998/en/")
    page.locator(".front-volumes a", has_text="1999").click()
    page.wait_for_url(f"{volumes.root}press-1999/en/")


def test_volumes_that_are_built_at_once_wait_for_each_other(volumes: Volumes, tmp_path: Path) -> None:
    """They share ``docs/``: each took the pages of the other away while MkDocs read them."""
    said: list[str] = []
    building = {}
    with lock.pages(volumes.archive, volumes.archive / "docs", alone=False, say=said.append):
        for year in YEARS:
            command = [sys.executable, "-m", "mkdocs", "build", "-d", str(tmp_path / year)]
            given = {**os.environ, "GALLEY_PDF": "false", "GALLEY_VOLUME": year}
            building[year] = subprocess.Popen(
                command, cwd=volumes.archive, env=given, stderr=subprocess.PIPE, text=True
            )
        for process in building.values():
            assert process.stderr is not None
            assert any("waiting until it is done" in line for line in process.stderr)
    for year, process in building.items():
        told = process.communicate()[1]
        assert process.returncode == 0, told
        before = volumes.site / f"press-{year}"
        for page in ("index.html", "articles/index.html", "sitemap.xml", "data/articles.json"):
            assert (tmp_path / year / page).read_bytes() == (before / page).read_bytes()
    assert not said


def test_the_volumes_are_listed(volumes: Volumes) -> None:
    done = galley("volumes", "--dir", volumes.archive)
    assert done.out.splitlines()[0] == f"1998: 1 pages, 1 articles, {volumes.root}press-1998/"
    assert galley("volumes", "--names", "--dir", volumes.archive).out == "1998\n1999\n"


def test_an_archive_that_is_not_divided_says_how(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    galley("new", archive, "--name", "县报")
    done = galley("volumes", "--dir", archive)
    assert done.status == 2 and is_one_sentence(done.err) and "volumes: {by: year" in done.err


def test_a_site_of_one_volume_has_nothing_of_it(site: Path) -> None:
    assert not (site / "assets" / "volumes.js").exists()
    assert not (site / "search" / "volumes.json").exists()
    assert "data-volumes" not in (site / "index.html").read_text("utf-8")


def test_addresses_on_one_host_are_relative() -> None:
    here, near, far = (
        Volume(Texts("卷", "卷"), url)
        for url in ("https://a.org/x/1998/", "https://a.org/x/1999/", "https://b.org/y/")
    )
    shelf = Shelf(here, [near, far])
    assert [shelf.address(one) for one in shelf.others] == ["../1999/", "https://b.org/y/"]
    assert [shelf.home(one, "en", "en/") for one in shelf.others] == ["../../1999/en/", "https://b.org/y/en/"]
    assert shelf.origins() == ["https://b.org"]
