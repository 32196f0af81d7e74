"""A whole article in Traditional Chinese: each of its texts is converted, names in its bylines as names."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archives import write_archive
from galley import traditional
from galley.archive import Archive
from galley.errors import GalleyError
from galley.model import Article, Block, Run, Segment, Texts
from galley.terms import Term
from galley.traditional import Traditional


def article(hans: str, byline: str) -> Article:
    """An article in which every text is the same, and nothing is in Traditional yet."""
    short, by = Texts(hans, "", "English", (1, 2)), Texts(byline, "")
    run = Run(hans, tuple(range(len(hans))))
    block = Block("p1", "paragraph", (Segment(run, ""), Segment(run, "", "English", "edited")))
    return Article(
        slug="one",
        source="1.txt",
        paper=short,
        paper_inferred=False,
        date="2025",
        page=1,
        title=short,
        title_supplied=False,
        kicker=short,
        subtitle=short,
        bylines=(by, by),
        byline_line=by,
        topics=(),
        continues_on=None,
        blocks=(block, block),
        inferred=short,
    )


@pytest.fixture(scope="module")
def converter() -> Traditional:
    return Traditional({})


def test_every_text_of_an_article_is_converted_and_nothing_else_is_changed(converter: Traditional) -> None:
    before = article("项目签约", "范文飞 于建国 余发")
    after = converter.article(before)
    short = replace(before.title, hant="項目簽約")
    by = Texts("范文飞 于建国 余发", "范文飛 于建國 余發")
    block = replace(
        before.blocks[0], segments=tuple(replace(s, hant="項目簽約") for s in before.blocks[0].segments)
    )
    assert after == replace(
        before,
        paper=short,
        title=short,
        kicker=short,
        subtitle=short,
        inferred=short,
        bylines=(by, by),
        byline_line=by,
        blocks=(block, block),
    )


def test_what_an_article_does_not_have_stays_away(converter: Traditional) -> None:
    before = replace(article("一", "一"), kicker=None, subtitle=None, byline_line=None, bylines=(), blocks=())
    after = converter.article(before)
    assert (after.kicker, after.subtitle, after.byline_line, after.bylines, after.blocks) == (
        None,
        None,
        None,
        (),
        (),
    )


def test_the_role_says_whether_a_text_names_people(converter: Traditional) -> None:
    names = Texts("范文飞 于建国 余发", "")
    assert converter.texts(names, "byline").hant == "范文飛 于建國 余發"
    assert converter.texts(Texts("后面", "")).hant == "後面"
    assert converter.convert("") == ""


def test_terms_win_and_marks_may_stay() -> None:
    terms = [Term("后稷奖", "后稷奬", "", "term", "", "", "a test", 2)]
    assert Traditional.of_terms(terms).convert("“后稷奖”，后面") == "「后稷奬」，後面"
    assert Traditional.of_terms(terms, quotes=False).convert("“后稷奖”") == "“后稷奬”"


def test_a_converter_goes_to_another_process(converter: Traditional) -> None:
    assert converter.convert("“后面”") == "「後面」"  # with what OpenCC holds, which cannot be sent
    assert pickle.loads(pickle.dumps(converter)).convert("“后面”") == "「後面」"  # noqa: S301 our own


def test_the_parts_of_a_given_name_are_no_word(converter: Traditional) -> None:
    """理发 is 理髮, but 王理发 has the two characters for themselves."""
    assert converter.convert("记者 王理发", "byline") == "記者 王理發"


def test_spaces_stay_where_a_phrase_has_another_length() -> None:
    """Without the spaces the phrase would be found; with them its characters keep their places."""
    longer = Traditional({"项目": "項之目"})
    assert longer.convert("新项目") == "新項之目"
    assert longer.convert("新 项 目") == "新 項 目"


@pytest.mark.parametrize(
    ("stock", "dicts"),
    [
        ({"type": "group", "dicts": [{"file": "a"}, {"file": "b"}]}, [{"file": "a"}, {"file": "b"}]),
        ({"type": "ocd2", "file": "a"}, [{"type": "ocd2", "file": "a"}]),
        ({"file": "a"}, [{"file": "a"}]),
    ],
)
def test_our_phrases_stand_before_opencc_s(stock: dict[str, Any], dicts: list[dict[str, str]]) -> None:
    ours = {"type": "text", "file": "ours"}
    assert traditional._first(ours, stock) == {"type": "group", "dicts": [ours, *dicts]}


def test_a_name_that_is_a_term_is_left_to_the_term() -> None:
    """范 is the surname of 范文飞 unless the list says how this one writes himself."""
    assert Traditional({"范文飞": "範文飛"}).convert("记者 范文飞", "byline") == "記者 範文飛"


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("签 约 a 项 目 b", "簽 約 a 項 目 b"),
        ("头 发", "頭 髮"),
        ("一\0头 发\0", "一\0頭 髮\0"),
        ("市委书记范飞指出，于是", "市委書記范飛指出，於是"),
        ("据主任于发介绍", "據主任于發介紹"),
        ("后来，范发强调", "後來，范發強調"),
        ("（于发坦言）", "（于發坦言）"),
        ("《报告》范发认为", "《報告》范發認為"),
        ("于发同志", "于發同志"),
        ("于发女士", "于發女士"),
        ("于发委员说", "于發委員說"),
    ],
)
def test_spaces_and_names(converter: Traditional, hans: str, hant: str) -> None:
    assert converter.convert(hans) == hant


def test_a_script_converts_with_the_terms_of_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_archive(tmp_path)
    (tmp_path / "seeds" / "terms.tsv").write_text(
        "hans\thant\ten\tkind\tnote\twhy\n后稷\t后禝\t\tterm\t\ta test\n", "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert traditional.convert("后稷，后面") == "后禝，後面"
    assert Archive(tmp_path).traditional.convert("后稷") == "后禝"


def test_a_folder_for_scratch_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with pytest.raises(GalleyError) as told:
        Traditional({"一": "一"}).convert("一")
    assert (
        str(told.value)
        == f"{tmp_path / 'gone'}: cannot be written (No such file or directory); check the disk."
    )
