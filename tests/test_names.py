"""Names: their addresses, where they stand, who is meant, and their pages in the built site."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives import SEEDS, galley, is_one_sentence, own_archive, own_articles, write_archive
from cases import Case, params
from galley.addresses import addresses, plain_address
from galley.concordance import concordance, passages_of
from galley.editors import is_slug
from galley.ordering import Order
from galley.terms import Term

LANGUAGES = {"zh-Hans": "", "zh-Hant": "zh-Hant/", "en": "en/"}
HEADER = "hans\thant\ten\tkind\tnote\tnote_zh\twhy\tslug\tarticles\n"


def terms_of(*rows: Sequence[str]) -> tuple[Term, ...]:
    """Terms of (hans, English) or (hans, English, slug)."""
    return tuple(
        Term(hans, hans, en, "term", "", "", "", line, slug[0] if slug else "")
        for line, (hans, en, *slug) in enumerate(rows, 2)
    )


# Addresses


@pytest.mark.parametrize(
    ("english", "address"),
    [
        ("Jinchuan Group", "jinchuan-group"),
        ("Jinchang–Baiyin–Lanzhou–Wuwei", "jinchang-baiyin-lanzhou-wuwei"),
        ("people’s congress", "peoples-congress"),
        ("2+4", "2-4"),
        ("Lüliang, the “city”", "luliang-the-city"),
        ("Ürümqi", "urumqi"),
        ("金昌", ""),
        ("", ""),
    ],
)
def test_an_address_is_made_from_the_english(english: str, address: str) -> None:
    assert plain_address(english) == address


def test_a_long_address_is_cut_between_words() -> None:
    address = plain_address(
        "standing committee of the ninth Jinchang municipal people's congress of deputies"
    )
    assert address == "standing-committee-of-the-ninth-jinchang-municipal-peoples"


@given(
    st.lists(
        st.tuples(st.text("金昌市川", min_size=1, max_size=4), st.text(max_size=70)), unique_by=lambda r: r[0]
    )
)
def test_every_address_is_one_and_the_rows_below_change_none(rows: list[tuple[str, str]]) -> None:
    found = addresses(terms_of(*rows), "terms.tsv")
    assert len(set(found)) == len(found)
    assert all(map(is_slug, found))
    for size in range(len(rows)):
        assert addresses(terms_of(*rows[:size]), "terms.tsv") == found[:size]


def test_an_editors_address_wins_over_one_that_is_made() -> None:
    rows = terms_of(("金昌", "Jinchang"), ("金昌市", "Jinchang", "jinchang"))
    first, second = addresses(rows, "terms.tsv")
    assert second == "jinchang"
    assert first.startswith("jinchang-")


# Where names stand


def test_every_name_is_found_wherever_a_plain_search_finds_it() -> None:
    names = concordance(own_archive().terms, list(own_articles().values()), "terms.tsv")
    texts = [passage.hans for passage in passages_of(list(own_articles().values()))]
    for number, term in enumerate(names.terms):
        wanted = [at for at, text in enumerate(texts) if term.hans in text]
        assert [mention.passage for mention in names.mentions.get(number, ())] == wanted, term.hans
        for mention in names.mentions.get(number, ()):
            assert all(texts[mention.passage].startswith(term.hans, at) for at in mention.at)


def test_every_printed_character_is_searched() -> None:
    for article in own_articles().values():
        whole = "".join(passage.hans for passage in passages_of([article]))
        for block in article.blocks:
            assert (block.text("zh-Hans") in whole) == (block.kind != "note"), (article.slug, block.id)


def test_a_name_inside_a_longer_one_is_told_from_one_on_its_own() -> None:
    names = concordance(own_archive().terms, list(own_articles().values()), "terms.tsv")
    number = {term.hans: n for n, term in enumerate(names.terms)}
    group, alloy = number["金川集团"], number["金川集团镍合金有限公司"]
    assert Counter(m.inside for m in names.mentions[group]) == {
        None: 18,
        alloy: 2,
        number["金川集团公司"]: 2,
        number["金川集团镍盐公司"]: 1,
    }
    assert number["金川"] in names.parts[group]
    assert alloy in names.wholes[group]
    assert {names.terms[n].hans for n in names.variants[group]} == {"金川集团公司", "金川公司"}


def test_related_names_are_not_parts_of_each_other() -> None:
    names = concordance(own_archive().terms, list(own_articles().values()), "terms.tsv")
    for number, term in enumerate(names.terms):
        for other, shared in names.related(number):
            assert shared > 0
            assert names.terms[other].hans not in term.hans
            assert term.hans not in names.terms[other].hans


# Two people of one name


def two_articles(folder: Path, *rows: str) -> Path:
    """An archive of two articles that both have 张伟, with these rows of terms."""
    plan = "paper: 日报\ndate: 2025-02-25\narticles:\n  - {slug: %s, title: 1, body: 2}\n"
    for name in ("one", "two"):
        write_archive(folder, plan % name, ["标题", "张伟来了。"], name=name)
    (folder / "seeds" / "terms.tsv").write_text(HEADER + "".join(row + "\n" for row in rows), "utf-8")
    return folder


def test_two_people_of_one_name_are_told_apart_by_article(tmp_path: Path) -> None:
    from galley.archive import Archive

    folder = two_articles(
        tmp_path,
        "张伟\t張偉\tZhang Wei\tperson\tresident\t\t\t\t",
        "张伟\t張偉\tZhang Wei\tperson\tminer\t\t\tzhang-wei-the-miner\ttwo",
    )
    archive = Archive(folder)
    names = concordance(archive.terms, archive.articles(), "terms.tsv")
    assert names.slugs == ("zhang-wei", "zhang-wei-the-miner")
    stand = [[names.passages[m.passage].article.slug for m in names.mentions[number]] for number in range(2)]
    assert stand == [["one"], ["two"]]
    assert names.namesakes(0) == (1,)


@pytest.mark.parametrize("case", params("names"))
def test_what_is_wrong_with_terms_is_told_with_its_line(tmp_path: Path, case: Case) -> None:
    done = galley("check", "--dir", two_articles(tmp_path, *case.input))
    assert done.status == 2
    assert is_one_sentence(done.err), done.err
    assert f"terms.tsv:{case.expected['line']}: " in done.err
    assert case.expected["says"] in done.err


# The order of lists


def test_each_language_has_its_own_order() -> None:
    rows = [
        ("赵", "趙", "Zhao"),
        ("曾", "曾", "Zeng"),
        ("丁", "丁", "Ding"),
        ("安", "安", "An"),
        ("闫", "閆", "Yan"),
    ]
    terms = [Term(hans, hant, en, "place", "", "", "", n) for n, (hans, hant, en) in enumerate(rows)]

    def ordered(order: Order) -> str:
        return "".join(term.hans for term in sorted(terms, key=order.key))

    assert ordered(Order("zh-Hans")) == "安丁曾赵闫"  # 闫 is not in the first level: last
    assert ordered(Order("zh-Hans", romanised=True)) == "安丁闫曾赵"
    assert ordered(Order("zh-Hant")) == "丁安曾赵闫"  # 丁 2 strokes … 趙 14; 閆 is not in Big5
    assert [Order("zh-Hans").heading(term) for term in terms] == ["Z", "Z", "D", "A", "其他"]


# The built pages


def printed(site: Path) -> list[tuple[str, dict[str, str | None]]]:
    """Every sentence and line that the papers printed, from the site's own data."""
    found = []
    for entry in json.loads((site / "data" / "articles.json").read_text("utf-8")):
        path = site / "data" / "articles" / f"{entry['slug']}.json"
        article = json.loads(path.read_text("utf-8"))
        texts = [article["title"], article["kicker"], article["subtitle"]]
        blocks = [block for block in article["blocks"] if block["kind"] != "note"]
        texts += [segment for block in blocks for segment in block["segments"]]
        text = [block["segments"] for block in blocks if block["kind"] == "paragraph"]
        body = "".join(segment["zh-Hans"] for segments in text for segment in segments)
        # A byline in the text (（记者李峰 屈冰）) is there already.
        own = [byline["zh-Hans"] for byline in article["bylines"] if byline["zh-Hans"] not in body]
        texts.append({"zh-Hans": "\n".join(own)})  # one line of the page
        found += [(article["slug"], text) for text in texts if text]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_has_its_page_with_all_its_sentences(site: Path, language: str) -> None:
    texts = printed(site)
    names = concordance(own_archive().terms, list(own_articles().values()), "terms.tsv")
    rows = [line.split("\t")[0] for line in (SEEDS / "terms.tsv").read_text("utf-8").splitlines()[1:]]
    assert rows == [term.hans for term in names.terms]
    for hans, slug in zip(rows, names.slugs, strict=True):
        page = (site / LANGUAGES[language] / "names" / slug / "index.html").read_text("utf-8")
        listed = re.findall(r'<ul class="sentences">(.*?)</ul>', page, re.DOTALL)
        links = [
            link for part in listed for link in re.findall(r'<li><a href="\.\./\.\./articles/([^/]+)/#', part)
        ]
        assert Counter(links) == Counter(slug for slug, text in texts if hans in (text["zh-Hans"] or "")), (
            hans
        )
        if language != "en":
            marked = "".join(listed).count("<mark>")
            assert marked >= len(links), hans
