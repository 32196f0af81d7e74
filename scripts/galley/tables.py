"""Read tab-separated tables: the editors' ``terms.tsv`` and the package's own word lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

from galley.errors import PlanError


class Row(dict[str, str]):
    """A row by column name, with the line it stands on."""

    line: int


def read_table(text: str, path: Path | str, columns: Sequence[str]) -> Iterator[Row]:
    """Read a table whose first line names its columns; lines that begin with ``#`` are comments.

    Raises:
        PlanError: a column is missing, or a row has more or fewer fields than the header.
    """
    header: list[str] | None = None
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
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


def read_data(name: str) -> list[Row]:
    """Read one of the tables that come with the package (``galley/data``)."""
    file = resources.files("galley") / "data" / name
    text = file.read_text(encoding="utf-8")
    return list(read_table(text, f"galley/data/{name}", ()))
