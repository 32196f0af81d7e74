"""Search in the built site, in a real browser: what must be found is found, and shown as it should be."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from archives import own_archive, own_articles
from cases import FOLDER
from conftest import serve
from galley import folding
from galley.folding import Folding

PREFIX = {"zh-Hans": "", "zh-Hant": "zh-Hant/", "en": "en/"}
ASK = """
async ([queries, language]) => {
  const find = await import(new URL("assets/find.js", document.baseURI).href);
  await find.load();
  const answers = [];
  for (const query of queries) {
    const found = await find.find(query, []);
    const { chinese } = find.script(query);
    const hits = await Promise.all(found.candidates.map((one) => find.show(one, found, language, chinese)));
    answers.push(hits.filter(Boolean).map((hit) => ({
      slug: new URL(hit.url).pathname.split("/").at(-2), certain: found.certain,
      shown: [hit.title, ...hit.passages.flatMap((one) => one.lines)].map((line) => [line.lang, line.text, line.marks]),
    })));
  }
  return answers;
}
"""


@pytest.fixture(scope="module")
def pages(browser: Browser, site: Path) -> Iterator[dict[str, Page]]:
    """The home page in each language, where many queries are asked in one go."""
    for address in serve(site):
        context = browser.new_context()
        found = {}
        for language in PREFIX:
            found[language] = context.new_page()
            # `<base>` so that the script finds the site's root from any of them.
            found[language].goto(address + PREFIX[language])
            found[language].evaluate("root => { document.head.append(Object.assign(document.createElement('base'), {href: root})) }", address)
        yield found
        context.close()


def ask(page: Page, language: str, queries: list[str]) -> list[list[dict[str, Any]]]:
    """The articles that each query finds, with what is shown of them, in order."""
    found: list[list[dict[str, Any]]] = page.evaluate(ASK, [queries, language])
    return found


def texts(article: Any) -> str:
    head = [article.title, article.subtitle, article.kicker, article.byline_line, article.paper]
    return "\n".join([*(t.hans for t in head if t), *(b.text("zh-Hans") for b in article.blocks)])


@pytest.mark.parametrize("language", PREFIX)
def test_every_name_finds_every_article_that_has_it(pages: dict[str, Page], language: str) -> None:
    wanted: dict[str, set[str]] = defaultdict(set)
    for term in own_archive().terms:
        for article in own_articles().values():
            if term.kind in ("person", "org", "place") and term.hans in texts(article):
                for query in {term.hans, term.hant, term.en} - {""}:
                    wanted[query].add(article.slug)
    assert len(wanted) > 500
    answers = ask(pages[language], language, list(wanted))
    for (query, slugs), hits in zip(wanted.items(), answers, strict=True):
        assert slugs <= {hit["slug"] for hit in hits}, query
