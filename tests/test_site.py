"""The built site in a real browser, at the root of a host and below a path."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect

PREFIX = {"zh-Hans": "", "zh-Hant": "zh-Hant/", "en": "en/"}
PHONE: ViewportSize = {"width": 320, "height": 640}


class Watched:
    """A page, with everything that went wrong on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        # A request that a closed or left page gives up is no fault of the site's.
        page.on(
            "requestfailed",
            lambda r: None if "ERR_ABORTED" in (r.failure or "") else self.faults.append(f"failed: {r.url}"),
        )
        page.on("response", lambda r: self.faults.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        page.on(
            "request",
            lambda r: None if "//127.0.0.1:" in r.url[:17] else self.faults.append(f"elsewhere: {r.url}"),
        )

    def _hear(self, message: ConsoleMessage) -> None:
        blocked = "Service Worker registration blocked" in message.text  # by these tests, below
        if message.type in ("error", "warning") and not blocked:
            self.faults.append(message.text)


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A new page in which any error or request to another host fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")
    found = Watched(context.new_page())
    yield found
    context.close()
    assert not found.faults


@pytest.mark.parametrize("language", PREFIX)
def test_each_language_opens(watched: Watched, address: str, language: str) -> None:
    page = watched.page
    for path in ("", "articles/", "topics/", "topics/ecology/", "how/", "about/"):
        page.goto(address + PREFIX[language] + path)
        assert page.evaluate("document.documentElement.lang") == language
        expect(page.locator("h1")).to_have_count(1)


def test_the_switcher_stays_on_the_article_and_its_paragraph(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(address + "articles/jinchang-forges-ahead/#h5")
    expect(page.locator("#h5")).to_have_text("增福祉 民生保障彰显“金昌温度”")
    page.get_by_role("link", name="繁體中文").click()
    page.wait_for_url("**/zh-Hant/articles/jinchang-forges-ahead/#h5")
    expect(page.locator("#h5")).to_have_text("增福祉 民生保障彰顯「金昌溫度」")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/articles/jinchang-forges-ahead/#h5")
    page.get_by_role("link", name="简体中文").click()
    page.wait_for_url(address + "articles/jinchang-forges-ahead/#h5")


@pytest.mark.parametrize(
    "path", ["", "articles/", "articles/jinchang-forges-ahead/", "topics/industry/", "how/", "about/"]
)
def test_a_phone_shows_every_page_without_scrolling_sideways(browser: Browser, below: str, path: str) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    for prefix in PREFIX.values():
        page.goto(below + prefix + path)
        for scheme, paper in (("light", "rgb(251, 249, 244)"), ("dark", "rgb(25, 23, 19)")):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    context.close()


def test_the_choice_of_colours_is_kept_until_it_is_the_systems_again(watched: Watched, below: str) -> None:
    page = watched.page
    page.emulate_media(color_scheme="light")
    page.goto(below)
    button = page.locator("[data-theme-switch]")
    expect(button).to_have_attribute("aria-label", "明暗: 跟随系统")
    button.click()
    page.goto(below + "en/about/")
    expect(button).to_have_attribute("aria-label", "Colours: Dark colours")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(25, 23, 19)"
    button.click()
    assert page.evaluate(paper) == "rgb(251, 249, 244)"
    button.click()
    page.emulate_media(color_scheme="dark")
    page.reload()
    expect(button).to_have_attribute("aria-label", "Colours: As the system")
    assert page.evaluate(paper) == "rgb(25, 23, 19)"


@pytest.mark.parametrize("language", PREFIX)
def test_the_menu_of_a_phone_needs_no_script(browser: Browser, below: str, language: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(below + PREFIX[language])
    menu = page.locator("#menu")
    expect(menu).to_be_hidden()
    page.locator(".menu-open").click()
    for link in menu.get_by_role("link").all():
        expect(link).to_be_in_viewport(ratio=1)
    menu.get_by_role("link").last.click()
    page.wait_for_url(below + PREFIX[language] + "about/")
    context.close()


def test_without_javascript_the_text_and_the_languages_are_there(browser: Browser, below: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(below + "articles/xi-putin-phone-call/")
    expect(page.locator("#p6")).to_have_text("双方同意继续通过各种方式保持沟通协调。")
    page.get_by_role("link", name="繁體中文").click()
    expect(page.locator("#p6")).to_have_text("雙方同意繼續通過各種方式保持溝通協調。")
    context.close()


def test_next_and_previous_lead_through_all_articles(watched: Watched, below: str) -> None:
    page = watched.page
    page.goto(below + "articles/")
    page.locator("h3.entry a").first.click()
    page.wait_for_load_state()  # a page that is still coming has no link to the next
    seen = [page.url]
    while page.locator(".turn-next").count():
        page.locator(".turn-next").click()
        page.wait_for_url(lambda url: url not in seen)
        seen.append(page.url)
    assert len(seen) == 20
    page.locator(".turn-previous").click()
    page.wait_for_url(seen[-2])
