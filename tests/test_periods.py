"""Long pages are divided by year, month and day: nothing is lost, and every link leads to a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader

from archives import SEEDS, own_archive, own_articles
from conftest import ROOT
from galley import name_pages, timeline
from galley.concordance import concordance
from galley.events import read_events
from galley.frame import Leaf
from galley.interface import word
from galley.model import LANGUAGES, Language
from galley.name_pages import NamePages
from galley.periods import Day, Span, divided, name_of, said
from galley.timeline import Timeline

days = st.tuples(st.integers(1986, 1988), st.integers(0, 2), st.integers(0, 2))
LINK = re.compile(r'href="([^"#]+)')


def leaves(span: Span[Day]) -> Sequence[Span[Day]]:
    """The periods that are not divided."""
    return [part for part in (span, *span.all()) if not part.parts]


@given(st.lists(days, max_size=40), st.integers(1, 6), st.booleans())
def test_every_entry_is_in_one_period(entries: list[Day], most: int, newest_first: bool) -> None:
    whole = divided(entries, lambda entry: entry, most, newest_first)
    assert sorted(entry for part in leaves(whole) for entry in part.entries) == sorted(entries)
    for part in leaves(whole):
        assert len(part.entries) <= most or len(part.day) == 3
        assert all(entry[: len(part.day)] == part.day for entry in part.entries)
    for part in (whole, *whole.all()):
        of_parts = [one.day for one in part.parts]
        assert of_parts == sorted(of_parts, reverse=newest_first)
    addresses = [name_of(part.day) for part in whole.all()]
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize(
    ("day", "address", "words"),
    [
        ((1987,), "1987", "1987"),
        ((1987, 3), "1987-03", "March 1987"),
        ((1987, 3, 9), "1987-03-09", "9 March"),
    ],
)
def test_a_period_has_an_address_and_a_name(day: Day, address: str, words: str) -> None:
    assert name_of(day) == address
    assert said(day, "en").startswith(words)


def rendered(language: Language) -> Environment:
    """The templates of names, in a language."""
    env = Environment(loader=FileSystemLoader(ROOT / "overrides"))  # noqa: S701 as MkDocs has it
    env.globals["t"] = lambda key, **values: word(key, language, **values)
    env.globals["comma"] = "、"
    return env


def pages_of(makers: dict[str, object], own: Sequence[Leaf]) -> dict[str, str]:
    pages = {leaf.address: leaf.body for leaf in own}
    assert set(pages) <= set(makers)
    for address, body in pages.items():
        for link in LINK.findall(body):
            target = urljoin(f"https://x/{address}", link).removeprefix("https://x/")
            assert target in makers or target.startswith(("articles/", "topics/", "places/")), (address, link)
    return pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_in_many_places_has_a_page_for_each_period(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(name_pages, "MOST", 20)
    archive = own_archive()
    names = concordance(archive.terms, list(own_articles().values()), "terms.tsv")
    env = rendered(language)

    def render(template: str, **values: object) -> str:
        return env.get_template(f"names/{template}").render(**values)

    makers = NamePages(names, archive.topics, language, {}, render).makers()
    slug = names.slugs[next(n for n, term in enumerate(names.terms) if term.hans == "金昌")]
    own = [make() for address, make in makers.items() if address.startswith(f"names/{slug}/")]
    pages = pages_of(dict(makers), own)
    assert len(pages) > 3 and f"names/{slug}/" in pages
    number = names.slugs.index(slug)
    passages = [names.passages[mention.passage] for mention in names.mentions[number]]
    wanted = sorted(f"articles/{passage.article.slug}/#{passage.anchor}" for passage in passages)
    assert sorted(re.findall(r'<li><a href="[./]+(articles/[^"]+#[^"]+)"', "".join(pages.values()))) == wanted
    whole = pages[f"names/{slug}/"]
    assert "name-times" in whole and "articles/" not in whole


@pytest.mark.parametrize("most", [10, 1000])
def test_a_long_timeline_has_a_page_for_each_period(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "MOST", most)
    archive, articles = own_archive(), list(own_articles().values())
    events = read_events(Path(SEEDS / "events.yml"), articles, archive.topics, archive.traditional)
    env = rendered("en")

    def render(template: str, **values: object) -> str:
        return env.get_template(f"names/{template}").render(**values)

    makers = Timeline(events, archive.topics, "en", render).makers()
    pages = pages_of(dict(makers), [make() for make in makers.values()])
    assert (len(pages) > 1) == (most == 10)
    ids = re.findall(r'<li id="(e\d+)">', "".join(pages.values()))
    assert sorted(ids) == sorted(f"e{number}" for number in range(1, len(events) + 1))
