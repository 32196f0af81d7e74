"""Read tab-separated tables: the editors' ``terms.tsv`` and the package's own word lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from galley.errors import PlanError
from galley.plain import plain

_DATA = Path(__file__).with_name("data")


class Row(dict[str, str]):
    """A row by column name, with the line it stands on."""

    line: int


def read_table(text: str, path: Path | str, columns: Sequence[str]) -> Iterator[Row]:
    """Read a table whose first line names its columns; lines that begin with ``#`` are comments.

    Raises:
        PlanError: a column is missing, or a row has more or fewer fields than the header.
    """
    header: list[str] | None = None
    for number, line in enumerate(_lines(text), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("\t")]
        if header is None:
            header = fields
            missing = [column for column in columns if column not in header]
            if missing:
                raise PlanError(f"the header has no column {', '.join(missing)}; add it", path, number)
            continue
        if len(fields) == 1 and len(header) > 1:
            raise PlanError("has no tabs; put one tab between the columns", path, number)
        if len(fields) > len(header):
            raise PlanError(
                f"has {len(fields)} fields where the header has {len(header)}; take out a tab", path, number
            )
        row = Row(zip(header, [*fields, *[""] * (len(header) - len(fields))], strict=True))
        row.line = number
        yield row


def _lines(text: str) -> Iterator[str]:
    """The lines as editors' programs count them: other marks than line feeds and returns end none."""
    return map(plain, re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff")))


def read_data(name: str) -> list[Row]:
    """Read one of the tables that come with the package (``galley/data``)."""
    return list(read_table(_text(name), f"galley/data/{name}", ()))


def read_lines(name: str) -> list[str]:
    """The rows of one of them as they stand, without comments and header: for a long one."""
    lines = _text(name).splitlines()
    start = next(n for n, line in enumerate(lines) if not line.startswith("#"))
    return lines[start + 1 :]


def _text(name: str) -> str:
    return (_DATA / name).read_text(encoding="utf-8")
