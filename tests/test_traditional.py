"""Simplified to Traditional: characters in Taiwan's forms, never other words, and names as names."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives import galley, is_one_sentence, own_archive
from conftest import ROOT
from galley.clean import Role
from galley.traditional import Traditional

# The 3,755 most common characters: level 1 of GB 2312.
COMMON = "".join(
    bytes([row, cell]).decode("gb2312")
    for row in range(0xB0, 0xD8)
    for cell in range(0xA1, 0xFF)
    if (row, cell) <= (0xD7, 0xF9)
)


@cache
def converter(quotes: bool = True) -> Traditional:
    """Without the site's terms: what is right in general must not hang on this archive's list."""
    return Traditional({}, quotes)


@pytest.mark.parametrize(
    ("hans", "hant", "role"),
    [
        ("新甘肃·甘肃日报记者 范飞", "新甘肅·甘肅日報記者 范飛", "byline"),
        ("新甘肃·甘肃日报记者 于晓明", "新甘肅·甘肅日報記者 于曉明", "byline"),
        ("新甘肃·甘肃日报记者 王占东", "新甘肅·甘肅日報記者 王占東", "byline"),
        ("“我将建言献策。”范飞说。", "「我將建言獻策。」范飛說。", "text"),
        ("踏上新征程，谋划新项目", "踏上新征程，謀劃新項目", "text"),
    ],
)
def test_what_this_archive_is_about(hans: str, hant: str, role: Role) -> None:
    assert own_archive().traditional.convert(hans, role) == hant


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("记者 范文飞", "記者 范文飛"),
        ("本报记者 于建国 岳阳", "本報記者 于建國 岳陽"),
        ("范文飞 于建国 余发", "范文飛 于建國 余發"),
    ],
)
def test_names_in_a_byline(hans: str, hant: str) -> None:
    """A surname is not the word that is written like it: 范围 is 範圍, and 范文飞 is 范文飛."""
    assert converter().convert(hans, "byline") == hant


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("本报讯（记者范飞 于晓明）今天", "本報訊（記者范飛 于曉明）今天"),
        ("增强信心。（于晓明 范飞）", "增強信心。（于曉明 范飛）"),
        ("范飞说，于晓明先生也来了", "范飛說，于曉明先生也來了"),
        ("有市民范飞告诉记者，于是他在范围内说了。", "有市民范飛告訴記者，於是他在範圍內說了。"),
        ("范飞代表：推动科技创新", "范飛代表：推動科技創新"),
        ("“我将建言。”范飞说。", "「我將建言。」范飛說。"),
        ("对此，市民范飞表示", "對此，市民范飛表示"),
    ],
)
def test_names_in_a_text(hans: str, hant: str) -> None:
    assert converter().convert(hans) == hant


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("招商引资项目", "招商引資項目"),  # not 專案
        ("信息网络质量", "信息網絡質量"),  # not 資訊網路品質
        ("软件和数据", "軟件和數據"),  # not 軟體和資料
        ("干部在干旱地区干净利落地干", "幹部在乾旱地區乾淨利落地幹"),
        ("台湾的平台", "臺灣的平臺"),
        ("5G、2.3:1 English“a”", "5G、2.3:1 English「a」"),
        ("", ""),
    ],
)
def test_characters_change_and_words_do_not(hans: str, hant: str) -> None:
    assert converter().convert(hans) == hant


def test_the_sites_terms_win() -> None:
    assert Traditional({"后稷奖": "后稷奬"}).convert("获后稷奖") == "獲后稷奬"


@pytest.mark.parametrize(
    ("quotes", "hant"),
    [(True, "他說：「有人講『節水』，對。」"), (False, "他說：“有人講‘節水’，對。”")],
    ids=["corner brackets", "as they are"],
)
def test_quotation_marks_nested(quotes: bool, hant: str) -> None:
    assert converter(quotes).convert("他说：“有人讲‘节水’，对。”") == hant


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("项 目 59 个 、签 约 金 额", "項 目 59 個 、簽 約 金 額"),
        ("头 发", "頭 髮"),
        ("重点  县", "重點  縣"),
        ("　　发 展，", "　　發 展，"),
    ],
)
def test_a_space_that_stretches_a_line_parts_no_word(hans: str, hant: str) -> None:
    assert converter().convert(hans) == hant


@given(st.text(COMMON + "，。“”、 \n", max_size=40), st.sampled_from(["text", "heading", "byline"]))
def test_every_character_keeps_its_place(text: str, role: Role) -> None:
    """Terms and names have as many characters in both scripts, so places in the source stay known."""
    converted = converter().convert(text, role)
    assert len(converted) == len(text)
    for old, new in zip(text, converted, strict=True):
        assert (old in COMMON) or new == {"“": "「", "”": "」"}.get(old, old)


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("一条线\n\n两条线\n", "一條線\n\n兩條線\n"),
        ("一条线\n两条线", "一條線\n兩條線"),
        ("\n", "\n"),
        ("", ""),
        ("一条线\r\n两条线\r\n", "一條線\r\n兩條線\r\n"),
        ("\ufeff一条线\n", "一條線\n"),
        ("“一”\t两\u3000条\n", "「一」\t兩\u3000條\n"),
    ],
    ids=["lines", "no final line end", "an empty line", "nothing", "CRLF", "byte order mark", "tabs"],
)
def test_the_command_converts_line_for_line(hans: str, hant: str) -> None:
    assert galley("traditional", "--dir", ROOT, stdin=hans.encode()) == (0, hant, "")


def test_the_command_keeps_quotation_marks_if_asked(tmp_path: Path) -> None:
    done = galley("traditional", "--dir", tmp_path, "--keep-quotes", stdin="“两‘会’”\n".encode())
    assert done == (0, "“兩‘會’”\n", "")


def test_the_command_takes_the_terms_of_its_folder(tmp_path: Path) -> None:
    """An archive with no terms converts too, by the general lists alone."""
    (tmp_path / "seeds").mkdir()
    assert galley("traditional", "--dir", tmp_path, stdin="后稷".encode()).status == 0
    terms = "hans\thant\ten\tkind\tnote\twhy\n后稷\t后禝\t\tterm\t\ta test\n"
    (tmp_path / "seeds" / "terms.tsv").write_text(terms, "utf-8")
    assert galley("traditional", "--dir", tmp_path, stdin="后稷".encode()).out == "后禝"


@pytest.mark.parametrize("data", [b"\xff\xfe", "项目".encode("gb18030"), "项目".encode()[:-1]])
def test_what_is_not_utf_8_is_refused(data: bytes) -> None:
    status, out, err = galley("traditional", "--dir", ROOT, stdin=data)
    assert (status, out) == (2, "")
    assert err.startswith("galley: standard input: is not UTF-8")
    assert is_one_sentence(err)


def test_nothing_is_lost_after_a_control_character() -> None:
    status, out, _ = galley("traditional", "--dir", ROOT, stdin="一条\0线\n两条\n".encode())
    assert status == 2 or out == "一條\0線\n兩條\n"
