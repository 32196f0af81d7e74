"""The audit: what is wrong is found and put right where that is certain; what is right stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archives import galley, write_archive
from conftest import ROOT
from galley.archive import Archive
from galley.cli import main
from galley.english.audit import audit
from galley.english.audit_memory import Audit

WRONG = [
    ("完成投资620亿元。", "Investment came to $62 million.", "Investment came to 62 billion yuan."),
    (
        "落实资金6644万元。",
        "Funds of 6,644 million yuan were used.",
        "Funds of 66.44 million yuan were used.",
    ),
    ("面积达94万亩。", "The area reached 9.4 million mu.", "The area reached 940,000 mu."),
    ("罚款800元。", "They were fined $800.", "They were fined 800 yuan."),
]
RIGHT = [
    ("完成投资620亿元。", "Investment came to 62 billion yuan."),
    ("他在1990年代赚了50万元。", "He made half a million yuan in the 1990s."),
    ("出口下降近三成。", "Exports fell by nearly a third."),
    ("每天有数十万人经过这里。", "Hundreds of thousands of people pass through here every day."),
    ("公司利润翻番。", "The company's profit doubled."),
    ("他们2:1战胜了对手。", "They beat their opponents 2-1."),
    ("会议于3月5日下午3时召开。", "The meeting was held at 3 p.m. on 5 March."),
    ("他花了15美元和100元。", "He spent $15 and 100 yuan."),
    ("城乡居民收入比缩小至2.3:1。", "The urban–rural income ratio narrowed to 2.3:1."),
    ("新建5G基站267个。", "267 new 5G base stations were built."),
    ("世界500强排名从369位升至235位。", "It rose from 369th to 235th in the Fortune Global 500."),
    ("财政支出的81%用于民生。", "81% of fiscal spending went on people's livelihood."),
]
FLAGGED = [
    ("增长13.6%。", "It grew by 16.3%.", "figure"),
    ("增长了一倍。", "增长 one time.", "leftover"),
    (
        "金昌市长说。",
        "The mayor said, the mayor said, the mayor said, the mayor said, the mayor said so.",
        "loop",
    ),
]


@pytest.mark.parametrize(("zh", "en", "mended"), WRONG)
def test_a_wrong_value_or_currency_is_put_right(zh: str, en: str, mended: str) -> None:
    found = audit(zh, en)
    assert found.flags
    assert found.repaired == mended
    assert audit(zh, mended).repaired == mended
    assert audit(zh, en, machine=False).repaired == en  # a person's text is only flagged


@pytest.mark.parametrize(("zh", "en"), RIGHT)
def test_what_is_right_is_neither_flagged_nor_changed(zh: str, en: str) -> None:
    found = audit(zh, en)
    assert (found.flags, found.repaired) == ((), en)


@pytest.mark.parametrize(("zh", "en", "kind"), FLAGGED)
def test_what_is_wrong_and_not_certain_is_flagged(zh: str, en: str, kind: str) -> None:
    assert kind in {flag.kind for flag in audit(zh, en, machine=False).flags}


def test_the_archives_own_english_is_clean() -> None:
    archive = Archive(ROOT)
    audit = Audit(archive.memory, archive.terms)
    assert list(audit.findings(archive.articles())) == [] and audit.sentences > 300


def test_an_archives_memory_is_audited_where_no_file_is_named(tmp_path: Path) -> None:
    write_archive(tmp_path, page=["标题", "产值达到620亿元。", "这里是第二句。"])
    memory = tmp_path / "seeds" / "english"
    memory.mkdir()
    entry = 'msgid "产值达到620亿元。"\nmsgstr "Output came to {} billion yuan."\n'
    (memory / "one.po").write_text(entry.format("62"), "utf-8")
    done = galley("audit", "--dir", tmp_path)
    assert (done.status, done.out) == (0, "1 sentences checked, nothing falls short\n")
    (memory / "one.po").write_text(entry.format("6.2"), "utf-8")
    done = galley("audit", "--dir", tmp_path)
    assert done.status == 1 and "62 billion" in done.out and "one" in done.out


def test_each_line_of_a_table_gives_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "pairs.tsv"
    table.write_text("".join(f"{zh}\t{en}\n" for zh, en, _ in WRONG), "utf-8")
    main(["audit", "--dir", str(tmp_path), str(table)])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["repaired"] for row in rows] == [mended for _, _, mended in WRONG]
    assert all(set(row) == {"flags", "repaired"} for row in rows)
    assert all(set(flag) == {"kind", "source", "message"} for row in rows for flag in row["flags"])


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.tsv", "没有制表符\n".encode(), "a.tsv:1"),
        ("a.tsv", b"\xff\xfe\xff", "UTF-8"),
        ("a.po", b'msgid "x\n', "is not PO"),
        ("a.tmx", b"<tmx>", "a.tmx"),
    ],
)
def test_a_bad_file_is_told(
    tmp_path: Path, name: str, data: bytes, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    assert main(["audit", "--dir", str(tmp_path), str(tmp_path / name)]) == 2
    printed = capsys.readouterr()
    assert says in printed.err and printed.err.count("\n") == 1 and printed.out == ""
