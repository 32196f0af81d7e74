"""The generated Markdown: what is not translated says so, and terms are explained once."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from conftest import ROOT
from galley.archive import Archive
from galley.english.memory import Memory, translate
from galley.headline import in_headings
from galley.model import Article
from galley.pages import article_page, title_of


@pytest.fixture(scope="module")
def archive() -> Archive:
    return Archive(ROOT)


@pytest.fixture(scope="module")
def article(archive: Archive) -> Article:
    return next(a for a in archive.articles() if a.slug == "new-industrialisation")


def untranslated(article: Article, *, keep: int = 0) -> Article:
    """The article with English in its first ``keep`` blocks only."""
    blocks = [
        block
        if number < keep
        else replace(block, segments=tuple(replace(s, en="", origin="none") for s in block.segments))
        for number, block in enumerate(article.blocks)
        if block.kind != "note"
    ]
    return replace(article, blocks=tuple(blocks), title=replace(article.title, en=""))


def test_an_article_without_english_is_shown_in_chinese_and_says_so(
    article: Article, archive: Archive
) -> None:
    page = article_page(untranslated(article), "en", archive.topics)
    assert "This article has not been translated yet; the Chinese text is shown." in page
    assert re.search(r'^<span class="s" id="p1s1">本报讯.*\n\{: #p1 lang="zh-Hans" \}$', page, re.MULTILINE)


def test_a_sentence_without_english_is_shown_in_chinese_among_the_english(
    article: Article, archive: Archive
) -> None:
    page = article_page(untranslated(article, keep=1), "en", archive.topics)
    assert "Sentences that are not translated yet are shown in Chinese." in page
    assert '<span class="s" id="p2s1" lang="zh-Hans">我市先后举办' in page


def test_a_memory_without_the_article_leaves_it_untranslated(article: Article) -> None:
    bare = untranslated(article)
    assert translate(bare, Memory({}, {})) == replace(bare, english_source="")


def test_a_supplied_headline_stands_in_brackets(article: Article) -> None:
    assert title_of(article, "zh-Hans") == "［推进新型工业化］"
    assert title_of(article, "zh-Hant") == "［推進新型工業化］"
    assert title_of(article, "en") == "[Advancing new industrialisation]"


def test_a_term_is_explained_the_first_time_only(article: Article, archive: Archive) -> None:
    page = article_page(article, "en", archive.topics, terms=archive.terms)
    notes = re.findall(r'<abbr(?: lang="zh-Latn")? title="([^"]+)">([^<]+)</abbr>', page)
    assert notes
    assert ("秦为涛&#58; Deputy manager of Gansu Detong Guotai Metal Co., Ltd.", "Qin Weitao") in notes
    names = [name.casefold() for _, name in notes]
    assert len(set(names)) == len(names)


def test_topics_gather_whole_articles_and_sections(archive: Archive) -> None:
    from galley.pages import topic_entries

    entries = topic_entries("ecology", archive.articles())
    found = [(entry.article.slug, entry.section.id if entry.section else "") for entry in entries]
    assert found == [
        ("industry-lifts-jinchang", "h5"),
        ("jinchang-forges-ahead", "h6"),
        ("green-jinchang", ""),
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("先有一块孔雀石，后有一座城", ["先有一块孔雀石，", "后有一座城"]),
        ("又踏层峰辟新天 更扬云帆立潮头", ["又踏层峰辟新天", "更扬云帆立潮头"]),
        ("市九届人大常委会第二十三次会议召开", []),
        ("“问需？”“是！”", ["“问需？”“是！”"]),
        ("镍都——金昌", ["镍都", "——金昌"]),
        ("Forging ahead for a leap forward", []),
        ("2025", []),
    ],
)
def test_a_headline_is_kept_together_in_parts(text: str, parts: list[str]) -> None:
    html = in_headings(f'<h1 id="title">{text}</h1>')
    assert re.findall(r'<span class="part(?: wide)?">([^<]+)</span>', html) == parts
    assert re.sub(r"<[^>]+>", "", html) == text
