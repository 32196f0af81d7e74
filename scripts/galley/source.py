"""Read a page of OCR text: any encoding such pages come in, every character kept."""

from __future__ import annotations

import codecs
import contextlib
import re
from pathlib import Path

from galley import files
from galley.errors import SourceError
from galley.model import Line, Page, Run

# Control characters other than tab, line feed, vertical tab, form feed, return and next line.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_page(path: Path) -> Page:
    """Read one page (:func:`page_of`).

    Raises:
        SourceError: the file is missing, empty or not text.
    """
    return page_of(files.read_bytes(path, SourceError), path)


def page_of(data: bytes, path: Path) -> Page:
    """A page from the bytes of its file.

    UTF-8 (with or without a byte order mark), UTF-16 and GB18030 are read; anything but UTF-8
    is said in the page's notes.

    Raises:
        SourceError: there is nothing in it, or it is not text.
    """
    text, encoding = decode(data, path)
    if not text.lstrip("\ufeff").strip():
        raise SourceError("holds no text; put the OCR text in it or take the file away", path)
    notes = [] if encoding == "utf-8" else [f"read as {encoding.upper()}; save it as UTF-8 to be sure"]
    return Page(path.name, text, split_lines(text), tuple(notes))


def decode(data: bytes, path: Path | str) -> tuple[str, str]:
    """Decode a page's bytes; return the text and the name of the encoding.

    Raises:
        SourceError: the bytes are not text in any encoding that is tried.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return _checked(data.decode(encoding), path), encoding
            except UnicodeDecodeError:
                raise SourceError(
                    f"begins like {encoding.upper()} but is not; save it as UTF-8", path
                ) from None
    for encoding in _utf16_without_mark(data):
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if not _NOT_TEXT.search(text):
                return text, encoding
    for encoding in ("utf-8", "gb18030"):
        try:
            return _checked(data.decode(encoding), path), encoding
        except UnicodeDecodeError:
            continue
    raise SourceError("is not text in UTF-8, UTF-16 or GB18030; save it as UTF-8", path)


_FEW = 16
"""One byte in so many is a zero in the UTF-16 of any page with line feeds and digits."""


def _utf16_without_mark(data: bytes) -> tuple[str, ...]:
    """UTF-16 is tried only where zero bytes show it, since almost any bytes decode as it.

    A line feed, a digit or a Latin letter has a zero byte, always on the same side. Bytes that
    are UTF-8 too are UTF-16 only where zeros are many: pages in Latin letters.
    """
    if len(data) % 2:
        return ()
    first, second = data[::2].count(0), data[1::2].count(0)
    if first == second:
        return ()
    with contextlib.suppress(UnicodeDecodeError):
        data.decode("utf-8")
        if max(first, second) * _FEW < len(data):
            return ()
    return ("utf-16-le",) if second > first else ("utf-16-be",)


def _checked(text: str, path: Path | str) -> str:
    found = _NOT_TEXT.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        code = f"U+{ord(found[0]):04X}"
        raise SourceError(
            f"has the control character {code}, so it is not text; export it as plain text", path, line
        )
    return text


def split_lines(text: str) -> tuple[Line, ...]:
    """Split at line feeds (and returns before them), as editors count lines.

    Old Macintosh files, which have only returns, are split at those.
    """
    mark = 1 if text.startswith("\ufeff") else 0
    end = "\r" if "\n" not in text and "\r" in text else "\n"
    lines = []
    start = mark
    for number, part in enumerate(text[mark:].split(end), 1):
        kept = part[:-1] if part.endswith("\r") else part
        lines.append(Line(number, start, Run(kept, tuple(range(start, start + len(kept))))))
        start += len(part) + 1
    if len(lines) > 1 and not lines[-1].text:
        lines.pop()
    return tuple(lines)
