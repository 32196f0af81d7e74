"""The figures for people: one table, each step with its peers and how its time grows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bench.frame import GALLEY, growth

Rows = Sequence[Mapping[str, Any]]
HEADINGS = ("step", "by", "pages", "time", "speed", "memory", "size", "growth", "against the peer")


class Row(NamedTuple):
    """A row in words."""

    step: str
    by: str
    pages: str
    time: str
    speed: str
    memory: str
    size: str
    growth: str
    against: str


def rows(found: Mapping[str, Any]) -> Iterator[Row]:
    """The largest size of each step by each program, in the order of the run; then what is absent."""
    results: Rows = found["results"]
    for step, by in dict.fromkeys((one["step"], one["by"]) for one in results):
        same = [one for one in results if (one["step"], one["by"]) == (step, by)]
        one = max(same, key=lambda row: row["pages"])
        yield Row(
            step,
            by,
            f"{one['pages']:,}" if one["pages"] else "",
            time(one),
            speed(one),
            f"{one['megabytes']:,.0f} MB" if one["megabytes"] else "",
            f"{one['size'] / 1000:,.0f} KB" if one["size"] else "",
            _exponent(same),
            _against(one, results) if by == GALLEY else "",
        )
    for gone in found["absent"]:
        yield Row(gone["step"], gone["by"], "", "", "", "", "", "", gone["why"])


def time(one: Mapping[str, Any]) -> str:
    """Processor time; on the clock where only that counts."""
    seconds = one["seconds"] or one["wall"]
    if not seconds:
        return ""
    return f"{seconds * 1000:,.0f} ms" if seconds < 10 else f"{seconds:,.0f} s"


def speed(one: Mapping[str, Any]) -> str:
    """What a second of processor time did."""
    if not one["done"] or not one["seconds"]:
        return ""
    rate = one["done"] / one["seconds"]
    return f"{rate:,.0f} {one['unit']}/s" if rate >= 10 else f"{rate:.1f} {one['unit']}/s"


def _exponent(same: Rows) -> str:
    exponent = growth({one["pages"]: one["seconds"] or one["wall"] for one in same})
    return f"n^{exponent:.2f}" if exponent is not None else ""


def _against(one: Mapping[str, Any], results: Rows) -> str:
    """How many times as fast or as small as each peer on the same sample, or as slow or as large."""
    told = []
    for other in results:
        if other["step"] == one["step"] and other["by"] != GALLEY and other["pages"] == one["pages"]:
            if one["seconds"] and other["seconds"]:
                told.append(compared(other["seconds"] / one["seconds"], "fast", "slow", other["by"]))
            if one["size"] and other["size"]:
                told.append(compared(other["size"] / one["size"], "small", "large", other["by"]))
    return "; ".join(told)


def compared(ratio: float, better: str, worse: str, peer: str) -> str:
    """In words: “3.2 times as fast as …”."""
    return f"{max(ratio, 1 / ratio):.1f} times as {better if ratio >= 1 else worse} as {peer}"


def text(found: Mapping[str, Any]) -> str:
    """The table as plain text."""
    table = [HEADINGS, *rows(found)]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEADINGS) - 1)]
    machine = found["machine"]
    lines = [f"{machine['machine']}, {machine['system']}, Python {machine['python']}, {machine['date']}"]
    for row in table:
        cells = [row[0].ljust(widths[0]), row[1].ljust(widths[1])]
        cells += [cell.rjust(width) for cell, width in zip(row[2:-1], widths[2:], strict=True)]
        lines.append("  ".join([*cells, row[-1]]).rstrip())
    return "\n".join(lines)
