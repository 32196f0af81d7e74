"""Measure cleaning and reflowing as pages grow, beside calibre's conversion of the same text."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from galley.blocks import page_blocks
from galley.model import Line
from galley.source import split_lines

SIZES = (250, 1_000, 4_000, 16_000)
"""Lines; each is four times the one before, so linear steps take four times as long."""
_TIMES = 3
_CALIBRE = "ebook-convert"


def measure(pages: Sequence[Sequence[Line]]) -> dict[str, Any]:
    """Seconds and memory by size, and calibre's seconds for the first two sizes."""
    lines = [line.text for page in pages for line in page]
    return {
        "growth": [_grown(lines, size) for size in SIZES],
        "calibre": [_beside_calibre(lines, size) for size in SIZES[:2]] if shutil.which(_CALIBRE) else None,
    }


def table(found: dict[str, Any]) -> str:
    """The figures for people."""
    rows = [f"{'clean, as pages grow':<20}{'ms':>9}{'characters/s':>15}{'MB at most':>12}"]
    for one in found["growth"]:
        speed = f"{one['characters'] / one['seconds']:,.0f}"
        size = f"{one['lines']:,} lines"
        rows.append(f"{size:<20}{one['seconds'] * 1000:>9.1f}{speed:>15}{one['megabytes']:>12.1f}")
    if found["calibre"] is None:
        rows.append("calibre: not installed; for a comparison: sudo apt install calibre")
    for one in found["calibre"] or []:
        times = one["calibre"] / one["galley"]
        rows.append(
            f"calibre, {one['lines']:,} lines: {one['calibre'] * 1000:,.0f} ms;"
            f" galley clean as a program: {one['galley'] * 1000:,.0f} ms ({times:.0f} times faster);"
            f" within a program: {one['within'] * 1000:,.0f} ms"
        )
    return "\n".join(rows)


def _text(lines: Sequence[str], size: int) -> str:
    """A page of so many lines, made of the archive's own, over and over."""
    times = size // len(lines) + 1
    return "\n".join((list(lines) * times)[:size]) + "\n"


def _grown(lines: Sequence[str], size: int) -> dict[str, Any]:
    text = _text(lines, size)
    page = split_lines(text)
    seconds = min(_seconds(page) for _ in range(_TIMES))
    tracemalloc.start()
    page_blocks(page, rejoin=True)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {"lines": size, "characters": len(text), "seconds": seconds, "megabytes": most / 2**20}


def _seconds(page: Sequence[Line]) -> float:
    began = time.perf_counter()
    page_blocks(page, rejoin=True)
    return time.perf_counter() - began


def _beside_calibre(lines: Sequence[str], size: int) -> dict[str, Any]:
    """The same file through both programs; calibre with its heuristics, which unwrap lines."""
    with tempfile.TemporaryDirectory() as name:
        source, made = Path(name) / "page.txt", Path(name) / "made.txt"
        source.write_text(_text(lines, size), "utf-8")
        return {
            "lines": size,
            "calibre": _run([_CALIBRE, str(source), str(made), "--enable-heuristics"]),
            "galley": _run([sys.executable, "-m", "galley", "clean", str(source)]),
            "within": min(_seconds(split_lines(_text(lines, size))) for _ in range(_TIMES)),
        }


def _run(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    return time.perf_counter() - began
