"""Read pairs of Chinese and English from tab-separated text, PO files and TMX.

What a file is, its name says (``.po``, ``.tmx``; anything else is tab-separated text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from galley.english.memory import MACHINE, ORIGIN_HEADER, read_po
from galley.errors import GalleyError
from galley.files import read_bytes

_HAN = re.compile(r"[\u3400-\u9fff]")
_CHINESE_NAMES = {"zh", "chinese", "source", "src", "hans", "zh-hans", "zh-cn", "zh_cn", "中文", "原文"}
_ENGLISH_NAMES = {"en", "english", "target", "tgt", "translation", "mt", "en-gb", "en-us", "英文", "译文"}
_LOOK_AHEAD = 50
"""Rows from which the column of the Chinese is told, where there are more than two."""


@dataclass(frozen=True, slots=True)
class Read:
    """A pair as a file has it; ``machine`` is false where the file says that a person wrote the English."""

    source: str
    target: str
    machine: bool = True


def read_pairs(path: Path) -> list[Read]:
    """Read all pairs of a file, in its order.

    Raises:
        GalleyError: the file cannot be read, is not UTF-8, or is not what its name says.
    """
    readers = {".po": _po, ".tmx": _tmx}
    return list(readers.get(path.suffix.lower(), _tsv)(path))


def _tsv(path: Path) -> Iterator[Read]:
    """Two columns, Chinese and English; or more, of which the first with Chinese and the next count.

    A first line that only names columns (``zh``, ``en`` …) is no pair. Every other line is one.
    """
    data = read_bytes(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise GalleyError("is not UTF-8 here; save it as UTF-8", path, line) from None
    lines = text.split("\n")
    if lines and not lines[-1].strip():
        lines.pop()
    rows = [line.removesuffix("\r").split("\t") for line in lines]
    if not rows:
        return
    columns = len(rows[0])
    for number, row in enumerate(rows, 1):
        if len(row) < 2:
            raise GalleyError("has no tab; write the Chinese, a tab and the English", path, number)
        if len(row) != columns:
            raise GalleyError(
                f"has {len(row)} columns where the first line has {columns}; take out a tab or add one",
                path,
                number,
            )
    header = _is_header(rows[0])
    at = _chinese_column(rows, header)
    for row in rows[header:]:
        yield Read(row[at].strip(), row[at + 1].strip())


def _is_header(row: list[str]) -> bool:
    names = {field.strip().casefold() for field in row}
    return bool(names & _CHINESE_NAMES) and bool(names & _ENGLISH_NAMES or len(names) > 2)


def _chinese_column(rows: list[list[str]], header: bool) -> int:
    """The column of the Chinese: that of its name, or the one where most rows have Han characters."""
    if len(rows[0]) == 2:
        return 0
    last = len(rows[0]) - 2
    if header:
        return min(
            next(n for n, field in enumerate(rows[0]) if field.strip().casefold() in _CHINESE_NAMES), last
        )
    sample = rows[:_LOOK_AHEAD]
    counts = [sum(bool(_HAN.search(row[column])) for row in sample) for column in range(last + 1)]
    return counts.index(max(counts))


def _po(path: Path) -> Iterator[Read]:
    """Every entry that has English and is not obsolete."""
    catalogue = read_po(path)
    person = catalogue.metadata.get(ORIGIN_HEADER) == "person"
    for entry in catalogue:
        if entry.msgstr and not entry.obsolete:
            by_program = (entry.tcomment or "").startswith(MACHINE)
            yield Read(entry.msgid, entry.msgstr, machine=by_program or not person)


def _tmx(path: Path) -> Iterator[Read]:
    """The units that have Chinese (Simplified before any other) and English."""
    for unit in _Tmx(path).units:
        chinese = [lang for lang in unit if lang.startswith("zh") or lang.startswith("cmn")]
        english = [lang for lang in unit if lang.startswith("en")]
        if chinese and english:
            simplified = [lang for lang in chinese if not re.search("hant|tw|hk|mo", lang)]
            yield Read(unit[(simplified or chinese)[0]], unit[english[0]])


class _Tmx:
    """A TMX document as units of text by language; codes inside a segment are left out.

    Nothing that the document refers to is fetched, and it may declare no entities of its own.
    """

    _CODES = frozenset(("bpt", "ept", "ph", "it", "ut"))

    def __init__(self, path: Path) -> None:
        self.path = path
        self.units: list[dict[str, str]] = []
        self._language = ""
        self._text: list[str] | None = None
        self._inside_code = 0
        self._root = ""
        parser = expat.ParserCreate()
        self._parser = parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.EntityDeclHandler = self._entity
        try:
            parser.Parse(read_bytes(path), True)
        except expat.ExpatError as error:
            raise GalleyError(
                f"is not XML here ({expat.ErrorString(error.code)}); export it again as TMX",
                path,
                error.lineno,
            ) from None
        if self._root != "tmx":
            raise GalleyError(f"is not TMX: it begins with <{self._root}>; export it as TMX", path)

    def _entity(self, *_: object) -> None:
        line = self._parser.CurrentLineNumber
        raise GalleyError("declares an entity, which TMX does not need; take it out", self.path, line)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._root = self._root or name
        if name == "tu":
            self.units.append({})
        elif name == "tuv":
            self._language = (attributes.get("xml:lang") or attributes.get("lang") or "").lower()
        elif name == "seg":
            self._text = []
        elif name in self._CODES:
            self._inside_code += 1

    def _end(self, name: str) -> None:
        if name == "seg" and self._text is not None and self.units:
            self.units[-1].setdefault(self._language, " ".join("".join(self._text).split()))
            self._text = None
        elif name in self._CODES:
            self._inside_code -= 1

    def _data(self, text: str) -> None:
        if self._text is not None and not self._inside_code:
            self._text.append(text)
