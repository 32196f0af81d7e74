"""Citations: each style's own rules, and files that programs others wrote can read."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
import rispy
from bibtexparser.entrypoint import parse_string as read_bibtex
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string as read_with_pybtex

from archives import own_archive, own_articles
from galley.cache import Cache
from galley.citation_styles import STYLES, cited, formatted
from galley.citations import Reference, bibtex, csl_json, files_of, reference, ris
from galley.model import LANGUAGES, Language
from galley.publication import Publication

NAMES: dict[Language, str] = {"zh-Hans": "金昌报章", "zh-Hant": "金昌報章", "en": "The Jinchang Papers"}
SITE = Publication("https://example.org/repo/", NAMES, NAMES)
HOSTILE = '</script>{}\\}{ $x$ #set @cite *b* _i_ `c` % & ~ ^ "“”'


def reference_to(slug: str, language: Language = "zh-Hans") -> Reference:
    return reference(own_articles()[slug], language, SITE, own_archive().english_names)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    return Cache(tmp_path_factory.mktemp("citations"))


@pytest.mark.parametrize(
    ("style", "slug", "language", "expected"),
    [
        # GB/T 7714-2015: three authors, then 等; [N/OL]; paper, day(page)[day of reading]. Address.
        (
            0,
            "why-jinchang-runs-fast",
            "zh-Hans",
            "曾琦, 宋振峰, 范海瑞, 等. 金昌，何以高速“奔跑”[N/OL]. 甘肃日报, 2025-02-25(1)[引用日期]. "
            "https://example.org/repo/articles/why-jinchang-runs-fast/.",
        ),
        # A day that is an estimate, a paper that is inferred and a supplied headline stand in brackets.
        (
            0,
            "new-industrialisation",
            "zh-Hant",
            "李峰, 屈冰. [推進新型工業化][N/OL]. 金昌日報[推斷], [2025-02-24](1)[引用日期]. "
            "https://example.org/repo/zh-Hant/articles/new-industrialisation/.",
        ),
        (
            1,
            "jinchang-forges-ahead",
            "en",
            "Xie, Xiaoling, and Jianzhe Chang. “砥砺奋进促跨越 [Forging ahead for a leap forward].” "
            "Gansu Daily [inferred], [March 2025?]. "
            "https://example.org/repo/en/articles/jinchang-forges-ahead/.",
        ),
        (
            2,
            "industry-lifts-jinchang",
            "en",
            "Xie, X. (ca. 2026, January). 产业兴城强动能 转型跨越启新程 [Industry lifts the city and "
            "strengthens its momentum: transformation and leapfrogging open a new journey]. "
            "Gansu Daily [inferred]. https://example.org/repo/en/articles/industry-lifts-jinchang/",
        ),
    ],
)
def test_styles(style: int, slug: str, language: Language, expected: str, kept: Cache) -> None:
    (text,) = formatted([reference_to(slug, language)], STYLES[style], kept)
    assert re.sub("<[^>]*>", "", text) == expected


def test_every_article_is_cited_in_every_style_on_every_page(kept: Cache) -> None:
    found = cited(list(own_articles().values()), SITE, own_archive().english_names, kept)
    assert set(found) == {(language, slug) for language in LANGUAGES for slug in own_articles()}
    for (_, slug), citations in found.items():
        assert [one.style for one in citations] == ["GB/T 7714", "Chicago", "APA"]
        assert all(f"/articles/{slug}/" in one.html for one in citations)


def test_hostile_text_is_cited_as_it_is(kept: Cache) -> None:
    strange = replace(reference_to("four-coordinates"), original=HOSTILE, paper=HOSTILE)
    for style in STYLES:
        (text,) = formatted([strange], style, kept)
        assert "<script" not in text
        assert "&lt;/script&gt;{}\\}{ $x$ #set @cite *b* _i_ `c` % &amp;" in text


def test_a_site_without_an_address_is_cited_without_one(kept: Cache) -> None:
    (text,) = formatted([replace(reference_to("four-coordinates"), url="articles/x/")], STYLES[0], kept)
    assert "articles" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_libraries_read_the_bibtex(language: Language) -> None:
    references = [reference_to(slug, language) for slug in own_articles()]
    text = dict(files_of(references))[".bib"]
    library = read_bibtex(text)
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == list(own_articles())
    entries = read_with_pybtex(text, "bibtex").entries
    assert len(entries) == len(references)
    for one in references:
        persons = entries[one.slug].persons.get("author", [])
        assert len(persons) == len(one.names)
        assert entries[one.slug].fields["title"].strip("{}") == one.original
        assert entries[one.slug].fields["date"] == one.date


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_library_reads_the_ris(language: Language) -> None:
    references = [reference_to(slug, language) for slug in own_articles()]
    entries = rispy.loads(dict(files_of(references))[".ris"])
    assert [entry["type_of_reference"] for entry in entries] == ["NEWS"] * len(references)
    for entry, one in zip(entries, references, strict=True):
        assert entry["title"] == one.original
        assert entry["urls"] == [one.url]
        assert len(entry.get("authors", [])) == len(one.names)


def test_a_citation_processor_reads_the_csl_json() -> None:
    from citeproc.source.json import CiteProcJSON

    items = [csl_json(reference_to(slug, language)) for slug in own_articles() for language in LANGUAGES]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # it does not know `source` and `original-title`
        for item in items:
            read = CiteProcJSON([item])[item["id"]]
            assert str(read.title) == item["title"]
            assert read.type == "article-newspaper"
            assert len(read.get("author", [])) == len(item.get("author", []))


def test_what_is_inferred_supplied_or_translated_is_said() -> None:
    said = str(csl_json(reference_to("new-industrialisation", "en"))["note"])
    assert "inferred" in said
    assert "supplied by the editors" in said
    assert "translated with a language model" in said
    assert csl_json(reference_to("new-industrialisation"))["issued"]["circa"] is True
    assert "circa" not in csl_json(reference_to("why-jinchang-runs-fast"))["issued"]


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_no_headline_breaks_a_file(title: str) -> None:
    strange = replace(reference_to("four-coordinates"), original=title, paper=title)
    library = read_bibtex(bibtex(strange))
    assert not library.failed_blocks
    assert len(library.entries) == 1
    assert len(read_with_pybtex(bibtex(strange), "bibtex").entries) == 1
    (entry,) = rispy.loads(ris(strange))
    assert entry["url" if "url" in entry else "urls"]


def test_references_are_the_same_from_run_to_run(tmp_path: Path) -> None:
    one = [formatted([reference_to("voices-of-deputies")], style, Cache(tmp_path / "a")) for style in STYLES]
    two = [formatted([reference_to("voices-of-deputies")], style, Cache(tmp_path / "b")) for style in STYLES]
    assert one == two
