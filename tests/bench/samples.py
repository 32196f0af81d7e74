"""The archives to measure on: three sizes that ``galley bench-data`` makes, the same ones each time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.frame import Sample, galley, run
from galley.archive import Archive


def sizes(largest: int) -> list[int]:
    """Three sizes up to the largest, each about three times the one before."""
    return sorted({max(1, round(largest / 10)), max(1, round(largest / 10**0.5)), largest})


def make(largest: int, folder: Path) -> Iterator[Sample]:
    """Make the archives in a folder, the smallest first."""
    for pages in sizes(largest):
        root = folder / str(pages)
        run(galley("bench-data", str(pages), "--dir", root), folder)
        articles = sum(len(plan.articles) for _, plan in Archive(root).pages())
        texts = (path.read_text("utf-8") for path in (root / "seeds").glob("*.txt"))
        yield Sample(root, pages, articles, sum(map(len, texts)))
