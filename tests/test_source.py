"""Reading a page: every encoding such pages come in, and one clear sentence for what is no text."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archives import is_one_sentence
from galley.errors import SourceError
from galley.source import decode, read_page, split_lines

TEXT = "本报讯（记者李峰）2月20日，\n\n会议召开。\n"
LINES = ["本报讯（记者李峰）2月20日，", "", "会议召开。"]


def page_of(folder: Path, data: bytes) -> Path:
    path = folder / "1.txt"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "noted"),
    [
        pytest.param(TEXT.encode(), "", id="UTF-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), "", id="UTF-8 with a byte order mark"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "UTF-16", id="UTF-16 LE with a mark"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16", id="UTF-16 BE with a mark"),
        pytest.param(TEXT.encode("utf-16-le"), "UTF-16", id="UTF-16 LE without a mark"),
        pytest.param(TEXT.encode("utf-16-be"), "UTF-16", id="UTF-16 BE without a mark"),
        pytest.param(TEXT.encode("gb18030"), "GB18030", id="GB18030"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), "", id="CRLF"),
        pytest.param(TEXT.replace("\n", "\r").encode(), "", id="CR only"),
        pytest.param(TEXT.rstrip("\n").encode(), "", id="no final line end"),
        pytest.param(TEXT.replace("\n", "\r\n").encode("gb18030"), "GB18030", id="GB18030 with CRLF"),
    ],
)
def test_the_same_lines_from_every_encoding(tmp_path: Path, data: bytes, noted: str) -> None:
    page = read_page(page_of(tmp_path, data))
    assert [line.text for line in page.lines] == LINES
    assert [line.number for line in page.lines] == [1, 2, 3]
    assert [noted in note for note in page.notes] == ([True] if noted else [])
    for line in page.lines:  # every character knows its place in the decoded page
        assert "".join(page.text[place] for place in line.run.at) == line.text


def test_characters_beyond_the_basic_plane_are_one_each(tmp_path: Path) -> None:
    page = read_page(page_of(tmp_path, "记者\U00020bb7峰\n".encode("utf-16")))
    assert page.lines[0].text == "记者\U00020bb7峰"


@pytest.mark.parametrize(
    ("data", "says", "line"),
    [
        pytest.param(b"", "no text", None, id="empty"),
        pytest.param(" \n\t\r\n　\n".encode(), "no text", None, id="white space only"),
        pytest.param(codecs.BOM_UTF8, "no text", None, id="a byte order mark only"),
        pytest.param("一\n二\x00三\n".encode(), "U+0000", 2, id="NUL"),
        pytest.param("一\n\n\x1b[31m二\n".encode(), "U+001B", 3, id="escape sequence"),
        pytest.param("一\x7f\n".encode(), "U+007F", 1, id="delete"),
        pytest.param("一\x93二\x94\n".encode(), "U+0093", 1, id="Windows quotation marks taken for Latin 1"),
        pytest.param("会议\n召开".encode()[:-1], "not text", None, id="truncated UTF-8"),
        pytest.param(
            codecs.BOM_UTF16_LE + "会".encode("utf-16-le")[:1], "UTF-16", None, id="truncated UTF-16"
        ),
        pytest.param(codecs.BOM_UTF8 + b"\xff\xfe", "UTF-8", None, id="a UTF-8 mark before something else"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xff", "", None, id="a picture"),
        pytest.param(b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", "", None, id="a Word file"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\x00", "", None, id="a PDF"),
    ],
)
def test_what_is_no_text_is_told_in_one_sentence(
    tmp_path: Path, data: bytes, says: str, line: int | None
) -> None:
    path = page_of(tmp_path, data)
    with pytest.raises(SourceError) as caught:
        read_page(path)
    assert says in caught.value.message
    assert is_one_sentence(str(caught.value))
    assert str(caught.value).startswith(f"{path}:{line}: " if line else f"{path}:")


@pytest.mark.parametrize("name", ["absent.txt", "."])
def test_a_missing_file_and_a_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="cannot be read") as caught:
        read_page(tmp_path / name)
    assert is_one_sentence(str(caught.value))
    assert str(caught.value).startswith(str(tmp_path / name))


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_source_error(data: bytes) -> None:
    try:
        text, encoding = decode(data, "1.txt")
    except SourceError as error:
        assert is_one_sentence(str(error))
    else:
        assert text.encode(encoding) == data.removeprefix(codecs.BOM_UTF8 if encoding == "utf-8" else b"")


CHINESE = st.text("会议上一在中丠，。“”（）2025 \n", max_size=60).map(lambda text: f"{TEXT}{text}\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
@given(text=CHINESE)
def test_a_page_without_a_mark_is_read_as_what_it_is(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "1.txt") == (text, encoding)


@given(before=CHINESE, after=CHINESE)
@example(before=f"{TEXT}一", after=f"{TEXT}\n")
@example(before=f"{TEXT}二\n", after=f"{TEXT}\n")
def test_a_page_of_utf_8_with_a_nul_is_no_utf_16(before: str, after: str) -> None:
    with pytest.raises(SourceError, match=r"U\+0000"):
        decode(f"{before}\0{after}".encode(), "1.txt")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param("会上\n上山\n", "utf-16-le", id="LE, every byte is ASCII"),
        pytest.param("会上\n上山\n", "utf-16-be", id="BE, every byte is ASCII"),
        pytest.param(
            "街上2人，路上3人，船上5人，会议召开。\n", "utf-16-be", id="BE, 上2 looks like LE's line feed"
        ),
    ],
)
def test_a_short_page_in_utf_16_without_a_mark(text: str, encoding: str) -> None:
    """NUL bytes say that it is UTF-16; whether they stand at even or odd offsets, which."""
    assert decode(text.encode(encoding), "1.txt") == (text, encoding)


@given(
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=40),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_lines_joined_again_are_the_text(text: str, end: str) -> None:
    whole = end.join([text, "", text])
    lines = split_lines(whole)
    assert [line.text for line in lines] == ([text, "", text] if text else ["", ""])
