"""Cleaning and joining lines as one page grows, and calibre's conversion of the same text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import peers
from bench.frame import GALLEY, Measurement, Result, Sample, galley, run

STEP = "one page, cleaned"
_LINES = (1_000, 4_000)
"""Of the page: each is four times the one before, so linear work takes four times as long."""


def _page(sample: Sample, lines: int, folder: Path) -> Path:
    """A page of so many lines, made of the archive's own."""
    texts = [path.read_text("utf-8").splitlines() for path in sorted((sample.root / "seeds").glob("*.txt"))]
    own = [line for text in texts for line in text]
    path = folder / f"{lines}.txt"
    path.write_text("\n".join((own * (lines // len(own) + 1))[:lines]) + "\n", "utf-8")
    return path


def measure_galley(sample: Sample) -> Iterator[Result]:
    """``galley clean`` as a program, its start counted."""
    with tempfile.TemporaryDirectory() as name:
        for lines in _LINES:
            page = _page(sample, lines, Path(name))
            used = run(galley("clean", page), Path(name))
            yield _result(GALLEY, used.seconds, used.wall, used.megabytes, lines, page)


def measure_calibre(sample: Sample) -> Iterator[Result]:
    """calibre's ``ebook-convert`` to text, with the heuristics that unwrap lines."""
    convert = peers.program("ebook-convert", "sudo apt install calibre")
    version = run([convert, "--version"], Path()).output.split("(calibre ")[-1].split(")")[0]
    with tempfile.TemporaryDirectory() as name:
        for lines in _LINES:
            page = _page(sample, lines, Path(name))
            used = run([convert, page, Path(name) / "made.txt", "--enable-heuristics"], Path(name))
            yield _result(f"calibre {version}", used.seconds, used.wall, used.megabytes, lines, page)


def _result(by: str, seconds: float, wall: float, megabytes: float, lines: int, page: Path) -> Result:
    characters = len(page.read_text("utf-8"))
    return Result(f"{STEP}, {lines:,} lines", by, 1, seconds, wall, characters, "characters", megabytes)


MEASUREMENTS = (
    Measurement(STEP, GALLEY, measure_galley, "smallest"),
    Measurement(STEP, "calibre", measure_calibre, "smallest"),
)
