"""The audit: what is wrong, what is put right, and what correct English must be left alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import Case, params, read
from galley.cli import main
from galley.english.audit import KINDS, MOST_NUMBERS, Audit, Flag, Kind, audit
from galley.english.pairs import Read, read_pairs
from galley.english.repair import repair
from galley.errors import GalleyError
from galley.terms import Term

KNOWN = [case for case in read("audit") if case.kind != "known-failure"]


def _audit(case: Case) -> Audit:
    terms = [Term(hans, hans, en, kind, "", "", "", 1) for hans, en, kind in case.input.get("terms", ())]
    person = {"machine": False} if case.input.get("machine") is False else {}
    return audit(case.input["zh"], case.input["en"], terms, **person)


@pytest.mark.parametrize("case", params("audit"))
def test_audit(case: Case) -> None:
    found = _audit(case)
    flags = sorted({flag.kind for flag in found.flags})
    assert {"flags": flags, "repaired": found.repaired} == case.expected


@pytest.mark.parametrize("case", params("audit_flags"))
def test_a_flag_says_what_is_wrong_and_where_and_what_was_done(case: Case) -> None:
    flags = [[flag.kind, flag.source, flag.message] for flag in _audit(case).flags]
    assert flags == case.expected


@pytest.mark.parametrize("case", [pytest.param(case, id=case.label) for case in KNOWN])
def test_what_was_put_right_stays_as_it_is(case: Case) -> None:
    once = audit(case.input["zh"], case.input["en"]).repaired
    assert repair(case.input["zh"], once) == (once, [])


@pytest.mark.parametrize("case", [pytest.param(case, id=case.label) for case in KNOWN])
def test_a_persons_text_is_never_changed(case: Case) -> None:
    assert audit(case.input["zh"], case.input["en"], machine=False).repaired == case.input["en"]


def test_negative_cases_expect_no_flag_and_no_change() -> None:
    negative = [case for case in read("audit") if case.kind == "negative"]
    assert len(negative) >= 250
    for case in negative:
        assert case.expected == {"flags": [], "repaired": case.input["en"]}


def test_each_kind_of_flag_has_a_case_and_a_meaning() -> None:
    assert set(KINDS) == set(get_args(Kind))
    assert {kind for case in KNOWN for kind in case.expected["flags"]} == set(KINDS)


def test_every_flag_gives_a_reason_in_english() -> None:
    for case in KNOWN:
        for flag in _audit(case).flags:
            assert flag.message and not re.search("[\u4e00-\u9fff]", flag.message), case.label


CHINESE = ["3", "1.2", "亿", "万", "元", "至", "美元", "%", "年", "月", "，", "第"]
ENGLISH = ["3", "1.2", "$", " million", " billion", " to ", "-", "%", ",", " yuan", " and "]
EQUAL = {
    "投资3亿元": "investment of 300 million yuan",
    "增长8.5%": "up 8.5%",
    "约700万美元": "about $7 million",
    "3至5万人": "30,000 to 50,000 people",
    "94万亩": "940,000 mu",
    "2025年": "in 2025",
    "50万人": "half a million people",
    "上百万人": "over a million people",
    "提高2.6个百分点": "2.6 percentage points higher",
    "5G基站1595个": "1,595 5G base stations",
}
AMOUNTS = st.tuples(
    st.integers(1, 99_999),
    st.sampled_from([("万", "{} million"), ("亿", "{} billion"), ("万", "{},000"), ("亿", "{} million")]),
)


@given(AMOUNTS, st.sampled_from(["元", "人", "亩", "吨", "美元", ""]))
def test_a_repaired_text_has_the_value_and_is_not_repaired_again(
    amount: tuple[int, tuple[str, str]], unit: str
) -> None:
    number, (scale, wrong) = amount
    zh, en = f"共{number}{scale}{unit}。", f"It came to {wrong.format(number)} in all."
    once, _ = repair(zh, en)
    assert audit(zh, once).flags == ()
    assert repair(zh, once) == (once, [])


@given(st.text(max_size=80), st.text(max_size=120))
def test_any_pair_is_audited_without_a_fault(zh: str, en: str) -> None:
    found = audit(zh, en)
    assert all(flag.kind in KINDS for flag in found.flags)
    assert audit(zh, en, machine=False).repaired == en


@given(
    st.lists(st.sampled_from(CHINESE), max_size=12).map("".join),
    st.lists(st.sampled_from(ENGLISH), max_size=12).map("".join),
)
def test_repair_is_idempotent(zh: str, en: str) -> None:
    once, _ = repair(zh, en)
    assert repair(zh, once)[0] == once


@given(st.lists(st.sampled_from(sorted(EQUAL)), max_size=4))
def test_a_pair_of_equal_figures_is_never_changed(parts: list[str]) -> None:
    zh, en = "，".join(parts), ", ".join(EQUAL[part] for part in parts)
    assert repair(zh, en) == (en, [])


def test_a_text_of_numbers_without_end_is_not_compared() -> None:
    many = "1," * (MOST_NUMBERS + 1)
    flag = Flag("length", "", "has too many numbers to compare; cut it into sentences")
    assert audit(many, many) == Audit((flag,), many)


# ---------------------------------------------------------------------- files


def _write(path: Path, content: str) -> Path:
    path.write_bytes(content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "pairs"),
    [
        ("你好\tHello\n再见\tGoodbye", [("你好", "Hello"), ("再见", "Goodbye")]),
        ("\ufeff你好\tHello\r\n", [("你好", "Hello")]),
        ("zh\ten\n你好\tHello\n", [("你好", "Hello")]),
        ("id\tzh\tmt\n1\t你好\tHello\n", [("你好", "Hello")]),
        ("a:1\t你好\tHello\na:2\t再见\tGoodbye\n", [("你好", "Hello"), ("再见", "Goodbye")]),
        ("GDP\tGDP\n你好\tHello\n", [("GDP", "GDP"), ("你好", "Hello")]),
        ("你好\t\n", [("你好", "")]),
        ("你好\u2028吗\tHello\n", [("你好\u2028吗", "Hello")]),
        ("", []),
    ],
)
def test_a_table_is_read_line_for_line(tmp_path: Path, content: str, pairs: list[tuple[str, str]]) -> None:
    found = read_pairs(_write(tmp_path / "a.tsv", content))
    assert found == [Read(source, target) for source, target in pairs]


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"\xe4\xbd\xa0\tyou\nno tab\n", 2, "has no tab"),
        (b"a\tb\n\na\tb\n", 2, "has no tab"),
        (b"a\tb\na\tb\tc\n", 2, "has 3 columns"),
        (b"a\tb\na\t\xff\n", 2, "is not UTF-8"),
    ],
)
def test_a_bad_row_is_told_with_its_line(tmp_path: Path, content: bytes, line: int, says: str) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes(content)
    with pytest.raises(GalleyError, match=says) as told:
        read_pairs(path)
    assert (told.value.file, told.value.line) == (str(path), line)


def test_a_po_file_gives_what_has_english(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "a.po",
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nX-Galley-Origin: person\\n"\n\n'
        'msgid "你好"\nmsgstr "Hello"\n\nmsgid "再见"\nmsgstr ""\n\n'
        '# machine: argos\n#, fuzzy\nmsgid "早"\nmsgstr "Morning"\n\n#~ msgid "旧"\n#~ msgstr "Old"\n',
    )
    assert read_pairs(path) == [Read("你好", "Hello", False), Read("早", "Morning", True)]


TMX = '<?xml version="1.0"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4"><body>{}</body></tmx>'
UNIT = (
    '<tu><tuv xml:lang="zh-TW"><seg>你們好</seg></tuv>'
    '<tuv xml:lang="zh-CN"><seg>你<bpt i="1">b</bpt>好</seg></tuv>'
    '<tuv xml:lang="en-GB"><seg>Hello &amp; <hi>all</hi></seg></tuv></tu>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_tmx_is_read_without_its_codes(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.tmx"
    path.write_bytes(TMX.replace("?>", f' encoding="{encoding}"?>', 1).format(UNIT).encode(encoding))
    assert read_pairs(path) == [Read("你好", "Hello & all")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<tmx><body>", "is not XML"),
        ("<html></html>", "is not TMX"),
        ('<!DOCTYPE tmx [<!ENTITY a "b">]><tmx>&a;</tmx>', "declares an entity"),
        ('<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx>&a;</tmx>', "declares an entity"),
    ],
)
def test_a_bad_tmx_is_told(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(GalleyError, match=says):
        read_pairs(_write(tmp_path / "a.tmx", content))


def test_the_command_prints_one_object_for_every_pair_of_every_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = _write(tmp_path / "a.tsv", "罚款800元。\tThey were fined $800.\n你好\tHello\n")
    tmx = _write(tmp_path / "b.tmx", TMX.format(UNIT))
    assert main(["audit", "--dir", str(tmp_path), str(table), str(tmx)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [sorted(row) for row in rows] == [["flags", "repaired"]] * 3
    assert rows[0]["repaired"] == "They were fined 800 yuan."
    assert [sorted(flag) for flag in rows[0]["flags"]] == [["kind", "message", "source"]]
    assert rows[1] == {"flags": [], "repaired": "Hello"}


def test_nothing_is_printed_where_one_file_is_bad(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = _write(tmp_path / "a.tsv", "你好\tHello\n"), _write(tmp_path / "b.tsv", "你好\n")
    assert main(["audit", "--dir", str(tmp_path), str(good), str(bad)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"galley: {bad}:1: has no tab; write the Chinese, a tab and the English.\n"
