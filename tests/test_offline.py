"""The site without a network, after one visit, and from a folder."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import _Quiet
from galley.offline import kept_of, write_worker

PREFIX = "/repo/"
KEPT = """async () => (await (await caches.open((await caches.keys())[0])).keys()).length"""
REPLACED = """async () => {
    const cache = await caches.open((await caches.keys())[0]);
    const about = await cache.match("about/"), how = await cache.match("how/");
    return !how && (await about?.text())?.includes("data-new");
}"""


class Host:
    """A web server that can be cut off, and comes back under the same address."""

    def __init__(self, folder: Path) -> None:
        self._handler = functools.partial(
            type("Handler", (_Quiet,), {"prefix": PREFIX}), directory=str(folder)
        )
        self._port = 0
        self.connect()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}{PREFIX}"

    def connect(self) -> None:
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self._port), self._handler)
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def cut(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """A copy of a part of the site, to change."""
    left_out = shutil.ignore_patterns("names", "zh-Hant", "en", "articles", "*.pdf", "*.epub")
    folder = Path(shutil.copytree(site, tmp_path / "site", ignore=left_out))
    write_worker(folder, 12)
    return folder


@pytest.fixture
def host(copy: Path) -> Iterator[Host]:
    running = Host(copy)
    yield running
    running.cut()


@pytest.fixture
def whole(site: Path) -> Iterator[Host]:
    """The whole site on a server."""
    running = Host(site)
    yield running
    running.cut()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    found = browser.new_context()
    yield found
    found.close()


def visit(context: BrowserContext, address: str, kept: int) -> Page:
    """Open a page, and wait until so many files are kept."""
    page = context.new_page()
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    until(page, f"async () => await ({KEPT})() >= {kept}")
    return page


def until(page: Page, condition: str) -> None:
    """Wait for what a page's promise says; gives up after half a minute."""
    for _ in range(300):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"waited for {condition}")


def test_the_whole_site_is_read_without_a_network_after_one_visit(
    context: BrowserContext, whole: Host, site: Path
) -> None:
    shell, rest, _ = kept_of(site, 12)
    page = visit(context, whole.address, len(shell) + len(rest))
    whole.cut()
    page.goto(whole.address + "en/articles/jinchang-forges-ahead/")
    expect(page.locator("h1")).to_have_text("Forging ahead for a leap forward")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 249, 244)"
    page.locator("#text a[href*='topics/']").first.click()
    expect(page.locator(".entry").first).to_be_visible()
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill("nickel")
    expect(page.locator(".search-results li").first).to_be_visible()
    page.goto(whole.address + "articles/never-was/")
    assert page.url == whole.address + "offline.html"
    expect(page.locator("h1")).to_have_text("没有网络")
    whole.connect()


def test_of_a_large_site_the_pages_that_were_opened_are_kept(
    context: BrowserContext, host: Host, copy: Path
) -> None:
    write_worker(copy, 0)
    shell, rest, whole = kept_of(copy, 0)
    assert not rest and not whole
    page = visit(context, host.address + "about/", len(shell) + 1)
    page.goto(host.address + "how/")
    until(page, f"async () => await ({KEPT})() >= {len(shell) + 2}")
    host.cut()
    for path, title in (("about/", "关于"), ("how/", "文字怎样整理"), ("", "先有一块孔雀石，后有一座城")):
        page.goto(host.address + path)
        expect(page.locator("h1")).to_have_text(title)
    page.goto(host.address + "topics/")
    expect(page.locator("h1")).to_have_text("没有网络")
    host.connect()


def test_the_largest_part_of_a_site_is_left_out_first(tmp_path: Path) -> None:
    for name, size in {"index.html": 10, "about/index.html": 10, "names/a/index.html": 900_000}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * size)
    for name in ("en/names/b/index.html", "en/names/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * 200_000)
    kept = kept_of(tmp_path, 1)
    assert (set(kept.shell), set(kept.rest), kept.whole) == ({""}, {"about/", "en/names/"}, False)
    assert set(kept_of(tmp_path, 2).rest) == {"about/", "en/names/", "names/a/", "en/names/b/"}


def test_a_new_build_replaces_what_was_kept(context: BrowserContext, host: Host, copy: Path) -> None:
    shell, rest, _ = kept_of(copy, 12)
    page = visit(context, host.address, len(shell) + len(rest))
    about = copy / "about" / "index.html"
    about.write_text(about.read_text("utf-8").replace("<h1", "<h1 data-new", 1), "utf-8")
    shutil.rmtree(copy / "how")
    write_worker(copy, 12)
    page.goto(host.address)
    until(page, REPLACED)
    host.cut()
    page.goto(host.address + "about/")
    expect(page.locator("h1[data-new]")).to_be_visible()
    host.connect()


def test_a_page_of_a_server_for_editors_takes_the_worker_away(
    context: BrowserContext, host: Host, copy: Path
) -> None:
    page = visit(context, host.address, 3)
    for file in copy.rglob("index.html"):
        text = file.read_text("utf-8")
        file.write_text(
            text.replace("<html lang", "<html data-served lang").replace(" data-worker=", " data-x=")
        )
    page.goto(host.address + "about/")
    expect(page.locator("html[data-served]")).to_have_count(1)
    until(page, "async () => !(await navigator.serviceWorker.getRegistration())")


def test_the_site_is_read_from_a_folder(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="专题").first.click()
    page.locator(".entry a").first.click()
    page.locator(".entry a").first.click()
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1.headline")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 249, 244)"
    expect(page.locator("[data-search-open]")).to_be_hidden()
    assert not faults
    context.close()
