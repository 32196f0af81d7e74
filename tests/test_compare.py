"""Reading in a real browser: side by side, the source of a sentence, citations; and what is left without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

ARTICLE = "articles/four-coordinates/"
NEXT = "articles/voices-of-deputies/"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader's browser, with nothing remembered yet."""
    made = browser.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which an error fails the test."""
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    yield made
    assert not faults


def lit(page: Page) -> list[str]:
    return [str(name) for name in page.eval_on_selector_all(".lit", "all => all.map((one) => one.id)")]


def test_a_pair_is_chosen_addressed_remembered_and_left(page: Page, below: str) -> None:
    page.goto(below + ARTICLE)
    expect(page.locator(".pair")).to_have_count(0)
    page.get_by_role("button", name="English").click()
    expect(page.locator("#with-p3")).to_have_attribute("lang", "en")
    expect(page.locator("#with-p3s1")).to_contain_text("Jinchang")
    expect(page.locator("h1")).to_have_count(1)
    assert page.url.endswith(ARTICLE + "?with=en")
    page.goto(below + NEXT)
    expect(page.locator("#with-p1")).to_be_visible()
    assert page.url.endswith("?with=en")
    page.get_by_role("button", name="English").click()
    expect(page.locator(".pair")).to_have_count(0)
    page.goto(below + ARTICLE)
    page.wait_for_timeout(200)
    expect(page.locator(".pair")).to_have_count(0)


@pytest.mark.parametrize("own", ["", "zh-Hant/", "en/"])
def test_an_address_opens_any_pair(page: Page, below: str, own: str) -> None:
    for other in ("zh-Hans", "zh-Hant", "en"):
        page.goto(f"{below}{own}{ARTICLE}?with={other}")
        if other == (own.strip("/") or "zh-Hans"):
            expect(page.locator(".compare button[aria-pressed=true]")).to_have_count(0)
            continue
        page.wait_for_selector(".paired")
        own_blocks = page.locator(".piece > [id]:not(.pair)").count()
        assert own_blocks == page.locator(".pair:not(.kicker, .subtitle, .byline)").count() == 7
        sentences = page.locator(".s:not([id^=with])").count()
        assert sentences == page.locator(".s[id^=with]").count() > 20
        assert page.locator("#with-p3").get_attribute("lang") == other


def test_an_address_with_a_paragraph_leads_to_it_side_by_side_too(page: Page, below: str) -> None:
    page.goto(f"{below}articles/industry-lifts-jinchang/?with=en#p30")
    page.wait_for_selector(".paired")
    expect(page.locator("#p30")).to_be_in_viewport()


def test_columns_on_a_desktop_and_one_below_the_other_on_a_phone(page: Page, below: str) -> None:
    page.goto(f"{below}{ARTICLE}?with=en")
    place = """(id) => {
        const box = document.getElementById(id).getBoundingClientRect();
        return [box.x, box.y, box.right, box.bottom];
    }"""
    page.wait_for_selector("#with-p2")
    own, twin = page.evaluate(place, "p2"), page.evaluate(place, "with-p2")
    assert own[1] == twin[1] and own[2] <= twin[0]
    page.set_viewport_size({"width": 320, "height": 640})
    own, twin = page.evaluate(place, "p2"), page.evaluate(place, "with-p2")
    assert own[3] <= twin[1] and abs(own[2] - twin[2]) <= 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_sentence_under_the_pointer_and_its_counterpart_are_marked(page: Page, below: str) -> None:
    page.goto(f"{below}{ARTICLE}?with=en")
    page.wait_for_selector("#with-p2")
    page.locator("#p2s2").hover()
    assert lit(page) == ["p2s2", "with-p2s2"]
    page.locator("#with-p2s1").hover(position={"x": 5, "y": 5})
    assert lit(page) == ["p2s1", "with-p2s1"]


def test_the_keyboard_goes_from_sentence_to_sentence(page: Page, below: str) -> None:
    page.goto(f"{below}{ARTICLE}?with=zh-Hant")
    page.wait_for_selector("#with-p2")
    page.locator("#p1s1").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert lit(page) == ["p2s2", "with-p2s2"]
    page.keyboard.press("ArrowLeft")
    assert lit(page) == ["p2s1", "with-p2s1"]
    page.keyboard.press("Enter")
    expect(page.locator(".mark[open] .mark-link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#p2s1")).to_be_focused()


def test_notes_on_terms_work_in_either_column(page: Page, below: str) -> None:
    page.goto(f"{below}{ARTICLE}?with=en")
    term = page.locator("#with-p1 abbr", has_text="two sessions")
    term.click()
    assert lit(page) == ["p1s1", "with-p1s1"]
    expect(page.locator(".term-note")).to_contain_text("Yearly meetings")
    expect(page.locator(".mark[open]")).to_have_count(0)
    # What a reader of the English alone is told, a reader of both is told too.
    expect(page.locator(".pair-notice")).to_contain_text("language model")


def test_the_source_of_a_sentence_has_the_right_lines_and_changes(page: Page, below: str) -> None:
    page.goto(below + "zh-Hant/articles/industry-lifts-jinchang/")
    sentence = page.locator(".s", has_text="設計院")
    sentence.click()
    page.locator(".mark[open] .mark-source").click()
    panel = page.locator("dialog.source")
    line = panel.locator("li[value='55']")
    expect(line.locator("del", has_text="院设计")).to_have_count(1)
    expect(line.locator("ins", has_text="设计院")).to_have_count(1)
    assert (line.text_content() or "").startswith("金昌全面加强厅市、市企、校企协同创新,")
    expect(panel).to_contain_text("編者校改：characters out of order ×1")
    expect(panel).to_contain_text("半形標點 ×")
    expect(panel.get_by_role("link", name="在整版中看")).to_have_attribute(
        "href", re.compile(r"/source/002_.*#L55$")
    )
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_a_paragraph_of_several_lines_says_that_they_were_joined(page: Page, below: str) -> None:
    page.goto(below + "en/" + ARTICLE)
    page.get_by_label("Paragraph 3", exact=True).click()
    page.get_by_role("link", name="OCR text, lines 99, 105").click()
    panel = page.locator("dialog.source")
    expect(panel).to_contain_text("Lines 99, 105 were joined.")
    assert panel.locator("ol > li").evaluate_all("all => all.map((one) => one.value)") == [99, 105]


def test_a_citation_is_copied(context: BrowserContext, page: Page, below: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{below}{ARTICLE}?with=en")
    page.get_by_label("第3段").click()
    page.locator(".mark[open] .mark-link").click()
    expect(page.locator(".compare-state")).to_have_text("已复制")
    where = "《金昌日报》（推断），约2025年2月27日，第3段"
    assert page.evaluate("navigator.clipboard.readText()") == (
        f"闫庆玲：《以四维坐标擘画金昌高质量发展新图景》，{where}，{below}{ARTICLE}#p3"
    )
    page.locator("#p3s2").click()
    page.locator(".mark[open] .mark-link").click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.endsWith('#p3s2'))")


def test_where_copying_is_forbidden_the_citation_is_shown(page: Page, below: str) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(below + "en/" + ARTICLE)
    page.get_by_label("Paragraph 3", exact=True).click()
    page.locator(".mark[open] .mark-link").click()
    expect(page.locator("dialog.source textarea")).to_have_value(re.compile(r"paragraph 3\. http.*#p3$"))


def test_with_storage_blocked_everything_works_but_memory(page: Page, below: str) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked') }})"
    )
    page.goto(below + ARTICLE)
    page.get_by_role("button", name="English").click()
    expect(page.locator("#with-p3")).to_be_visible()
    assert page.url.endswith("?with=en")


def test_text_that_does_not_load_is_said_and_the_links_stay(page: Page, below: str) -> None:
    page.goto(below + ARTICLE)
    page.route("**/en/articles/**", lambda route: route.abort())
    page.route("**/*.source.json", lambda route: route.abort())
    page.get_by_role("button", name="English").click()
    expect(page.locator(".compare-state")).to_contain_text("没有载入")
    expect(page.get_by_role("button", name="English")).to_have_attribute("aria-pressed", "false")
    page.get_by_label("第3段").click()
    page.locator(".mark[open] .mark-source").click()
    expect(page.locator("dialog.source")).to_contain_text("没有载入")


def test_from_a_folder_the_languages_are_links(page: Page, site: Path) -> None:
    page.goto((site / ARTICLE / "index.html").as_uri() + "?with=en")
    expect(page.locator("#p3")).to_be_visible()
    expect(page.locator(".pair")).to_have_count(0)
    page.get_by_label("第3段").click()
    expect(page.locator(".mark[open]").get_by_role("link", name="English")).to_be_visible()


def test_without_javascript_a_paragraph_leads_to_the_others_and_to_its_source(
    browser: Browser, below: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(below + ARTICLE)
    page.get_by_label("第3段").focus()
    page.keyboard.press("Enter")
    page.locator(".mark[open]").get_by_role("link", name="English").click()
    assert page.url == f"{below}en/{ARTICLE}#p3"
    page.get_by_label("Paragraph 3", exact=True).click()
    page.locator(".mark[open] .mark-source").click()
    assert page.url.endswith("en/source/003_ab777f80c15b6ecf/#L99")
    expect(page.locator("#L99")).to_contain_text("以“金昌价值”重塑产业优势。")
    page.locator("#L99 a").click()
    assert page.url == f"{below}en/{ARTICLE}#p3"
    context.close()


def test_a_printed_pair_has_two_columns_and_no_buttons(page: Page, below: str) -> None:
    page.goto(f"{below}{ARTICLE}?with=en")
    page.wait_for_selector("#with-p2")
    page.emulate_media(media="print")
    boxes: list[Any] = [page.locator(f"#{name}").bounding_box() for name in ("p2", "with-p2")]
    assert boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"]
    expect(page.locator(".compare")).to_be_hidden()
    expect(page.locator(".mark").first).to_be_hidden()


def test_the_search_index_has_no_text_twice(site: Path) -> None:
    """What stands on an article's page beside its text is marked as not to be indexed."""
    for name in ("index.html", "../../en/articles/four-coordinates/index.html"):
        html = (site / ARTICLE / name).read_text("utf-8")
        for tag in re.findall(r"<(?:details class=\"mark\"|div class=\"compare\")[^>]*>", html):
            assert 'data-pagefind-ignore="all"' in tag
