"""Search in the built site, in a real browser: what must be found is found, and shown as it should be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from archives import own_archive, own_articles
from cases import read
from galley import folding, postings, search
from galley.folding import Folding
from galley.model import LANGUAGES, Article, Language

ASK = """
async ([queries, language]) => {
  const find = await import(new URL("assets/find.js", location.href).href);
  await find.load();
  const answers = [];
  for (const query of queries) {
    const found = await find.find(query, []);
    const chinese = find.script(query);
    const hits = [];
    for (const part of [found.candidates.slice(0, 6), found.candidates.slice(6)])
      hits.push(...await find.showAll(part, found, language, chinese));
    answers.push(hits.map((hit) => ({
      slug: new URL(hit.url).pathname.split("/").at(-2),
      shown: [hit.title, ...hit.passages.flatMap((one) => one.lines)]
        .map(({lang, text, marks}) => [lang, text, marks]),
    })));
  }
  return answers;
}
"""


@pytest.fixture(scope="module")
def home(browser: Browser, below: str) -> Iterator[Page]:
    """The home page, where many queries are asked in one go."""
    page = browser.new_page()
    page.goto(below)
    page.evaluate(
        "root => document.head.append(Object.assign(document.createElement('base'), {href: root}))", below
    )
    yield page
    page.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new page on which any error fails the test."""
    # A service worker would answer where a test lets the network fail.
    page = browser.new_page(viewport={"width": 1280, "height": 900}, service_workers="block")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    yield page
    page.close()
    assert not faults


def ask(page: Page, language: str, queries: list[str]) -> list[list[dict[str, Any]]]:
    """The articles that each query finds, with what is shown of them, in order."""
    found: list[list[dict[str, Any]]] = page.evaluate(ASK, [queries, language])
    return found


def search_for(page: Page, query: str) -> None:
    """Open the dialog and type."""
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill(query)


def whole_text(article: Article) -> str:
    head = (article.title, article.subtitle, article.kicker, article.byline_line, article.paper)
    return "\n".join([*(t.hans for t in head if t), *(b.text("zh-Hans") for b in article.blocks)])


def names() -> dict[str, dict[str, int]]:
    """Each name in each script and in English, and how often each article has it; a headline counts most."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for term in own_archive().terms:
        for article in own_articles().values():
            count = whole_text(article).count(term.hans) + 100 * (term.hans in article.title.hans)
            if count and term.kind in ("person", "org", "place"):
                for query in {term.hans, term.hant, term.en} - {""}:
                    found[query][article.slug] = max(found[query].get(article.slug, 0), count)
    return found


def test_every_name_finds_every_article_that_has_it_the_best_among_the_first(home: Page) -> None:
    wanted = names()
    assert len(wanted) > 500
    for (query, counts), hits in zip(wanted.items(), ask(home, "zh-Hant", list(wanted)), strict=True):
        slugs = [hit["slug"] for hit in hits]
        assert counts.keys() <= set(slugs), query
        assert {slug for slug, count in counts.items() if count == max(counts.values())} & set(slugs[:3]), (
            query
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_headline_word_finds_its_article(home: Page, language: Language) -> None:
    fold = Folding(folding.groups_of(folding.pairs_of(own_articles().values())))
    words: dict[str, set[str]] = defaultdict(set)
    for slug, article in own_articles().items():
        title = article.title.get(language)
        tokens = title.split() if language == "en" else folding.keys(fold.tokens(title))
        for word in tokens:
            words[word.strip("“”,:?")].add(slug)
    for (word, slugs), hits in zip(words.items(), ask(home, language, list(words)), strict=True):
        assert slugs <= {hit["slug"] for hit in hits}, word


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_recorded_queries_find_their_articles(home: Page, language: str) -> None:
    cases = [case for case in read("queries") if case.input["language"] == language]
    answers = ask(home, language, [case.input["query"] for case in cases])
    for case, hits in zip(cases, answers, strict=True):
        assert case.expected in [hit["slug"] for hit in hits[:3]], case.label
        for hit in hits:
            lines = [(lang, text, marks) for lang, text, marks in hit["shown"] if marks]
            assert lines, (case.label, hit["slug"])  # what was found is shown, and marked whole
            assert all(start < end <= len(text) for _, text, marks in lines for start, end in marks)


def test_the_browser_divides_a_text_as_the_index_does(home: Page) -> None:
    fold = Folding(folding.groups_of(folding.pairs_of(own_articles().values())))
    texts = [s for a in own_articles().values() for b in a.blocks for s in (b.text("zh-Hant"), b.text("en"))]
    texts += ["ＡＢＣ１２ People’s m² ½ ﬁne É İstanbul 𠮷野 々 5G+工业 don't ‘x’ _a_b 한국 ℃"]
    script = """async (texts) => {
      const find = await import(new URL("assets/find.js", location.href).href);
      await find.load();
      return texts.map((text) => find.tokens(text).map((token) => token.text));
    }"""
    for text, tokens in zip(texts, home.evaluate(script, texts), strict=True):
        assert fold.tokens(text) == tokens, text


@given(st.lists(st.integers(0, 10**7), unique=True).map(sorted))
def test_postings_are_read_as_they_were_written(numbers: list[int]) -> None:
    text = postings.encode(numbers)
    found, last, value, size = [], 0, 0, 1
    for char in text:
        digit = ord(char) - ord("?")
        assert 0 <= digit < 64
        value += digit % 32 * size
        size *= 32
        if digit < 32:
            last, value, size = last + value, 0, 1
            found.append(last)
    assert found == numbers


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [(postings.MANY, ""), (postings.MANY + 1, "*")],
)
def test_a_very_common_key_keeps_only_its_articles(blocks: int, expected: str) -> None:
    article_of = [number // 10 for number in range(blocks)]
    starts = [number * 10 for number in range(blocks // 10 + 1)]
    text = postings.of_blocks(range(blocks), article_of, starts)
    assert text.startswith("*") == bool(expected)


def test_the_files_are_the_same_each_time_and_small() -> None:
    archive, articles = own_archive(), list(own_articles().values())
    first = dict(search.all_files(articles, archive.topics, archive.terms))
    assert first == dict(search.all_files(articles, archive.topics, archive.terms))
    assert max(len(text.encode()) for text in first.values()) < 20_000


@pytest.mark.parametrize("prefix", ["", "zh-Hant/", "en/"])
def test_a_result_opens_in_the_readers_language_at_the_marked_sentence(
    page: Page, address: str, prefix: str
) -> None:
    for query in ("节水", "節水", "water-saving"):
        page.goto(address + prefix)
        search_for(page, query)
        page.locator(".hit-passage[href*='/green-jinchang/']").first.click()
        page.wait_for_url(f"{address}{prefix}articles/green-jinchang/?highlight=**")
        mark = page.locator("#text mark").first
        expect(mark).to_be_in_viewport()
        if query != "water-saving" and prefix != "en/":
            expect(mark).to_have_text("節水" if prefix else "节水")


def test_first_results_need_little_transfer(page: Page, below: str) -> None:
    page.goto(below)
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    search_for(page, "water saving")
    expect(page.locator(".search-results li").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < 150_000  # as they are, not compressed


def test_filters_narrow_and_work_alone(page: Page, below: str) -> None:
    page.goto(below)
    search_for(page, "金昌")
    expect(page.locator(".search-results li").first).to_be_visible()
    page.get_by_text("筛选").click()
    topic = page.locator("#search select[name=topic]")
    topic.select_option("#topic ecology")
    wanted = [a for a in own_articles().values() if "ecology" in a.topics and "金昌" in whole_text(a)]
    expect(page.locator(".search-state")).to_have_text(f"{len(wanted)}篇")
    page.get_by_role("searchbox").fill("")
    topic.select_option("")
    page.get_by_label("人物").select_option("#person 范飞")
    expect(page.locator(".search-results li")).to_have_count(1)
    expect(page.locator(".search-results a").first).to_contain_text("范飞代表")


def test_search_by_keyboard_alone(page: Page, below: str) -> None:
    page.goto(below + "about/")
    page.keyboard.press("Control+k")
    page.keyboard.type("孔雀石")
    expect(page.locator(".search-results li")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/why-jinchang-runs-fast/**")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_be_hidden()


def test_enter_opens_the_first_result_even_before_it_is_shown(page: Page, below: str) -> None:
    page.goto(below)
    page.keyboard.press("/")
    page.keyboard.type("孔雀石")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/why-jinchang-runs-fast/**")


NOTHING_HAS = [
    "qqqqzzzz",
    "<img src=x onerror=alert(1)>",
    '"',
    "“”",
    "！？。、,.;",
    "镍" * 2000,
    "a b " * 500,
    "\\",
    "*",
    "#",
]


def test_a_query_that_finds_nothing_says_so(page: Page, below: str) -> None:
    page.goto(below)
    page.keyboard.press("/")
    for query in NOTHING_HAS:
        page.get_by_role("searchbox").fill(query)
        expect(page.locator(".search-state")).to_contain_text(query[:40].strip())
        expect(page.locator(".search-results img")).to_have_count(0)
        assert page.evaluate("document.querySelector('#search').scrollWidth <= innerWidth"), query


def test_quotes_of_any_kind_and_unclosed_ones_are_no_matter(home: Page) -> None:
    queries = [
        '"Spring Festival"',
        "“Spring Festival”",
        "「Spring Festival」",
        '"Spring Festival',
        "Spring Festival",
    ]
    answers = [{hit["slug"] for hit in hits} for hits in ask(home, "en", queries)]
    assert answers[0] == answers[1] == answers[2] and answers[0]
    assert answers[3] == answers[4] >= answers[0]


def test_nothing_found_offers_the_other_script_and_like_names(page: Page, below: str) -> None:
    page.goto(below)
    search_for(page, "飞范")
    expect(page.locator(".search-offers")).to_contain_text("飛范")  # as in the name, not 範
    page.locator(".search-offers button", has_text="范飞").click()
    expect(page.locator(".search-results li").first).to_contain_text("范飞代表")


def test_parts_of_a_query_are_offered_and_said_to_be_parts(page: Page, below: str) -> None:
    page.route("**/pagefind/**", lambda route: route.abort())  # it would find some of the words too
    page.goto(below)
    search_for(page, "金昌节水灌溉示范")
    expect(page.locator(".search-results li").first).to_be_visible()
    expect(page.locator(".search-state")).to_contain_text("部分相同")


@pytest.mark.parametrize(
    ("prefix", "query", "slug", "heading"),
    [
        ("en/", "economically developing", "industry-lifts-jinchang", "Words in other forms"),
        ("", "金昌节水灌溉示范", "green-jinchang", "词形或次序不同"),
        ("zh-Hant/", "金昌节水灌溉示范", "green-jinchang", "詞形或次序不同"),
    ],
)
def test_pagefind_finds_words_in_other_forms_and_apart(
    page: Page, below: str, prefix: str, query: str, slug: str, heading: str
) -> None:
    page.goto(below + prefix)
    search_for(page, query)
    others = page.get_by_role("list", name=heading)
    expect(others.locator(f"a[href*='/{slug}/']").first).to_be_visible()
    expect(page.locator(".search-state")).to_contain_text(query)  # that nothing has it as it stands
    words = others.locator("mark").all_inner_texts()
    assert words and not {word.lower() for word in words} & {query}
    others.locator(".hit-passage").first.click()
    expect(page.locator("#text mark").first).to_be_in_viewport()


def test_show_more_adds_other_forms_after_the_last_exact_result(page: Page, below: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(below + "en/")
    search_for(page, "construction")
    exact, others = page.locator(".search-results").all()
    expect(exact.locator("li").first).to_be_visible()
    while not others.locator("li").count() and page.locator(".search-more").is_visible():
        assert not [url for url in asked if "/pagefind/" in url]
        page.locator(".search-more").click()
        expect(exact.locator("a:focus").or_(others.locator("a:focus"))).to_have_count(1)
    known = {str(link.get_attribute("href")).partition("?")[0] for link in exact.locator(".hit-title").all()}
    added = {str(link.get_attribute("href")) for link in others.locator(".hit-title").all()}
    assert added and not known & added


@pytest.mark.parametrize(("query", "found"), [("malachite", 1), ("economically developing", 0)])
def test_without_pagefind_the_exact_results_stand_alone(
    page: Page, below: str, query: str, found: int
) -> None:
    page.route("**/pagefind/**", lambda route: route.abort())
    page.goto(below + "en/")
    with page.expect_request("**/pagefind/pagefind.js"):
        search_for(page, query)
    if found:
        expect(page.locator(".search-state")).to_have_text(f"Articles: {found}")
        expect(page.locator(".search-results li")).to_have_count(found)
    else:
        expect(page.locator(".search-state")).to_contain_text(f"“{query}”")
    expect(page.locator(".search-forms")).to_be_hidden()


def test_search_says_when_its_files_do_not_load_and_tries_again(page: Page, below: str) -> None:
    page.goto(below)
    page.route("**/search/**", lambda route: route.abort())
    search_for(page, "镍都")
    expect(page.locator(".search-state")).to_have_text("搜索所需的文件没有取到，请检查网络后再试。")
    page.unroute("**/search/**")
    page.get_by_role("searchbox").fill("镍带")
    expect(page.locator(".search-results li").first).to_be_visible()


def test_without_javascript_search_leads_to_the_list(browser: Browser, below: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(below)
    expect(page.locator("button.search-open")).to_be_hidden()
    page.get_by_role("link", name="文章目录").click()
    page.wait_for_url(below + "articles/")
    context.close()
