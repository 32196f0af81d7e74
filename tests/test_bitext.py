"""Files for translators' programs: read here as written here, and by a library that others wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from translate.storage.tmx import tmxfile
from translate.storage.xliff import xlifffile

from galley.english import bitext
from galley.english.bitext import Unit
from galley.english.exchange import Pair, read_pairs
from galley.errors import GalleyError

# What XML can hold; the rest is left out of what is written.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"),
    min_size=1,
)
UNITS = st.lists(st.builds(Unit, st.just("p1 2"), TEXT, TEXT, st.booleans()), max_size=5)


@given(UNITS)
def test_what_is_written_is_read_exactly(units: list[Unit]) -> None:
    wanted = [(unit.source, unit.target) for unit in units]
    assert list(bitext.read_tmx(ElementTree.fromstring(bitext.tmx(units)))) == wanted  # noqa: S314
    assert list(bitext.read_xliff(ElementTree.fromstring(bitext.xliff("a&b", units)))) == wanted  # noqa: S314


HARD = [
    Unit("title", "三抓三促 <b>&amp;", "A & B < C > \"D\" 'E' ]]>"),
    Unit("p1 1", "Line\r\nfeeds\tand  spaces ", " stay  "),
    Unit("p1 2", "没有英文", ""),
    Unit("p1 3", "机器", "Machine", checked=False),
]


def test_another_library_reads_the_tmx() -> None:
    read = tmxfile.parsestring(bitext.tmx(HARD), sourcelanguage="zh-Hans", targetlanguage="en")
    assert [(u.source, u.target) for u in read.units] == [(u.source, u.target) for u in HARD if u.target]
    assert [u.getnotes() for u in read.units] == ["title", "p1 1", "p1 3"]


def test_another_library_reads_the_xliff() -> None:
    read = xlifffile.parsestring(bitext.xliff('one"&', HARD))
    assert read.getfilenames() == ['one"&']
    assert (read.sourcelanguage, read.targetlanguage) == ("zh-Hans", "en")
    assert [(u.source, u.target or "") for u in read.units] == [(u.source, u.target) for u in HARD]
    assert [u.xmlelement.get("id") for u in read.units] == ["title-1", "p1 1-2", "p1 2-3", "p1 3-4"]
    states = [target.get("state") for u in read.units for target in u.xmlelement if "target" in target.tag]
    assert states == ["translated", "translated", "needs-review-translation"]


def test_what_another_library_writes_is_read(tmp_path: Path) -> None:
    store = tmxfile(None, sourcelanguage="zh-CN")
    store.addtranslation("三抓三促", "zh-CN", "Three Priorities", "en-GB")
    (tmp_path / "a.tmx").write_bytes(bytes(store))
    assert read_pairs(tmp_path / "a.tmx") == [Pair("三抓三促", "Three Priorities")]
    file: Any = xlifffile()
    file.addsourceunit("三抓三促").target = "Three Priorities"
    (tmp_path / "a.xlf").write_bytes(bytes(file))
    assert read_pairs(tmp_path / "a.xlf") == [Pair("三抓三促", "Three Priorities")]


TMX = '<tmx version="1.4"><header/><body>{}</body></tmx>'
XLIFF = '<xliff version="1.2"><file><body>{}</body></file></xliff>'


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param(
            "a.tmx",
            TMX.format(
                '<tu><tuv xml:lang="en-US"><seg>A <bpt i="1">&lt;b></bpt><hi>b</hi><ept i="1">x</ept> c</seg>'
                '</tuv><tuv lang="ZH-TW"><seg>繁</seg></tuv><tuv lang="zh"><seg>简<!---->体</seg></tuv></tu>'
            ),
            [Pair("简体", "A b c")],
            id="codes are left out, Simplified goes before Traditional, whatever the order",
        ),
        pytest.param(
            "a.tmx",
            TMX.format(
                '<tu><tuv xml:lang="cmn-Hant"><seg>繁</seg></tuv></tu><tu><tuv xml:lang="zh"/></tu>'
                '<tu><tuv xml:lang="fr"><seg>x</seg></tuv></tu>'
            ),
            [Pair("繁", "")],
            id="no English, no Chinese, no segment",
        ),
        pytest.param(
            "a.xliff",
            XLIFF.format(
                '<trans-unit id="1"><source>一<x id="1"/>二</source><target><g id="1">o</g>ne</target>'
                "<alt-trans><source>旧</source><target>old</target></alt-trans></trans-unit>"
                '<trans-unit id="2" translate="no"><source>三</source></trans-unit>'
                '<trans-unit id="3"><target>of nothing</target></trans-unit>'
                '<trans-unit id="4"><source>四</source></trans-unit>'
            ),
            [Pair("一二", "one"), Pair("四", "")],
            id="no suggestion, nothing that is not to be translated",
        ),
        pytest.param(
            "a.xlf",
            '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f"><unit id="1">'
            "<segment><source>一</source><target>one</target></segment></unit></file></xliff>",
            [Pair("一", "one")],
            id="XLIFF 2.0",
        ),
    ],
)
def test_what_other_programs_write_is_read(
    tmp_path: Path, name: str, content: str, expected: list[Pair]
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    assert read_pairs(tmp_path / name) == expected


def test_however_deep_a_segment_is_nested(tmp_path: Path) -> None:
    nested = "<hi>" * 20_000 + "one" + "</hi>" * 20_000
    text = TMX.format(f'<tu><tuv lang="zh"><seg>一</seg></tuv><tuv lang="en"><seg>{nested}</seg></tuv></tu>')
    (tmp_path / "a.tmx").write_text(text, "utf-8")
    assert read_pairs(tmp_path / "a.tmx") == [Pair("一", "one")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE tmx [<!ENTITY a "b">]><tmx>&a;</tmx>'
    (tmp_path / "a.tmx").write_bytes(text.encode(encoding))
    with pytest.raises(GalleyError, match="declares entities"):
        read_pairs(tmp_path / "a.tmx")
