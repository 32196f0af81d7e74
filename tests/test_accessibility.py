"""What axe-core, the keyboard and the content security policy say of one page of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import FULL

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
PREFIXES = {"zh-Hans": "", "zh-Hant": "zh-Hant/", "en": "en/"}
KINDS = [
    "",
    "articles/",
    "articles/jinchang-forges-ahead/",
    "articles/wish-lists-for-the-two-sessions/",
    "source/003_ab777f80c15b6ecf/",
    "topics/",
    "topics/government/",
    "figures/",
    "downloads/",
    "timeline/",
    "people/",
    "places/",
    "names/jinchuan-group/",
    "how/",
    "about/",
]
PAGES = [prefix + kind for prefix in PREFIXES.values() for kind in KINDS] + ["404.html", "offline.html"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = ["target-size", "scrollable-region-focusable"]
"""What depends on widths."""
SEEN = ["color-contrast", *WIDTHS]
"""What depends on colours and widths; the rest is the same on all of them."""
View = tuple[str, int, list[str] | None]
VIEWS: list[View] = [
    ("light", 320, None),
    ("dark", 1280, None),
    ("dark", 320, SEEN),
    ("light", 640, SEEN),  # 1280 at a zoom of 200%
]
OF_ONE_MORE: list[View] = [*VIEWS[:2], ("light", 640, WIDTHS)]
"""For a page whose head and foot were looked at in all views, on others: either theme, each width."""
TRANSLATED: list[View] = [("light", 320, None), ("dark", 1280, SEEN)]
"""For a page whose template was looked at in Simplified: its own words, in either theme."""


def views(path: str) -> list[View]:
    """How to look at a page; in the long form each page is looked at in all ways."""
    if FULL or path in KINDS[:3]:
        return VIEWS
    return TRANSLATED if path.startswith(("zh-Hant/", "en/")) else OF_ONE_MORE


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page whose console says nothing: a violation of the policy would stand there."""
    context = browser.new_context(service_workers="block", reduced_motion="reduce")
    found = context.new_page()
    said: list[str] = []
    found.on("console", lambda m: said.append(f"{m.text} {found.url}") if m.type == "error" else None)
    found.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective))"
    )
    yield found
    context.close()
    assert not [line for line in said if "404" not in line]


def violations(page: Page, rules: list[str] | None) -> list[dict[str, Any]]:
    """What axe finds; of the rules named, or of all for WCAG 2.2 AA and good practice."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    options = {"runOnly": only, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [
        {"rule": one["id"], "at": [node["target"] for node in one["nodes"][:5]], "why": one["help"]}
        for one in found
    ]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page: Page, below: str, path: str) -> None:
    page.goto(below + path)
    page.evaluate(AXE)
    for scheme, width, rules in views(path):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, scheme)
        assert violations(page, rules) == [], (width, scheme)


def test_axe_finds_nothing_side_by_side_and_in_the_source(page: Page, below: str) -> None:
    page.goto(below + "articles/industry-lifts-jinchang/?with=en")
    page.wait_for_selector(".paired")
    page.evaluate(AXE)
    for scheme, width, rules in VIEWS if FULL else OF_ONE_MORE:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, scheme)
        assert violations(page, rules) == [], (width, scheme)
    page.locator("details[data-for=p16] summary").click()
    assert violations(page, None) == []
    page.locator(".mark[open] .mark-source").click()
    page.wait_for_selector("dialog.source li")
    assert violations(page, None) == []


def test_axe_finds_nothing_in_the_open_menu_and_search(page: Page, below: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(below)
    page.evaluate(AXE)
    page.locator(".menu-open").click()
    assert violations(page, None) == []
    page.keyboard.press("Escape")
    page.locator("[data-search-open]").click()
    page.get_by_role("searchbox").fill("节水")
    expect(page.locator(".search-results li").first).to_be_visible()
    assert violations(page, None) == []


@pytest.mark.parametrize("path", ["", "en/articles/jinchang-forges-ahead/"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(page: Page, below: str, path: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(below + path)
    wanted = page.evaluate("""() => [...document.querySelectorAll(
            'a[href], button, summary, input, .s[tabindex="0"]')]
        .filter(one => one.checkVisibility()).map((one, n) => (one.dataset.stop = String(n)))""")
    reached: list[str] = []
    while len(reached) < len(wanted):
        page.keyboard.press("Tab")
        tag, stop, outline = page.evaluate("""() => [document.activeElement.tagName,
            document.activeElement.dataset.stop, getComputedStyle(document.activeElement).outlineStyle]""")
        if tag == "BODY":
            break
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")
        reached += [stop] if stop is not None else []  # a sentence is a stop too
    assert reached == wanted
    assert len(page.locator(".skip").all()) == 1


def test_the_skip_link_leads_past_the_menu(page: Page, below: str) -> None:
    page.goto(below + "articles/jinchang-forges-ahead/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_note_is_shown_by_a_click_and_listed_at_the_end(page: Page, below: str) -> None:
    page.goto(below + "en/articles/jinchang-forges-ahead/")
    term = page.locator("#text abbr").first
    term.click()
    expect(page.locator(".term-note")).to_have_text(term.get_attribute("title") or "")
    page.keyboard.press("Escape")
    expect(page.locator(".term-note")).to_have_count(0)
    terms = page.locator("details.terms")
    terms.locator("summary").press("Enter")
    expect(terms.locator("dt").first).to_be_visible()
    assert terms.locator("dt").count() == page.locator("#text abbr").count()


def test_the_policy_keeps_out_what_is_not_the_sites_own(page: Page, site: Path, below: str) -> None:
    for file in site.rglob("*.html"):
        head = file.read_text("utf-8").partition("</head>")[0]
        assert head.count('http-equiv="Content-Security-Policy"') == 1, file
        assert "script-src 'self' 'wasm-unsafe-eval';" in head and "unsafe-inline" not in head, file
        assert head.index("Content-Security-Policy") < min(head.index("<script"), head.index("stylesheet"))
    bare = page.context.new_page()
    bare.goto(below)
    bare.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'document.title = "run"';
        document.body.append(script);
        document.body.insertAdjacentHTML('beforeend', '<p id=red style="color: red">');
    }""")
    assert bare.title() != "run"
    assert bare.locator("#red").evaluate("one => getComputedStyle(one).color") != "rgb(255, 0, 0)"
    bare.close()
