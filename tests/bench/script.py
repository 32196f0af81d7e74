"""Simplified to Traditional: our converter with the archive's terms, and OpenCC alone."""

from __future__ import annotations

import importlib
import importlib.metadata
from collections.abc import Iterator
from typing import Any

from bench.frame import GALLEY, Measurement, Result, Sample, Timer
from galley.archive import Archive
from galley.blocks import page_blocks
from galley.source import read_page

STEP = "script conversion"


def _texts(sample: Sample) -> list[str]:
    """The archive's paragraphs."""
    pages = [read_page(path) for path in sorted((sample.root / "seeds").glob("*.txt"))[:100]]
    return [block.run.text for page in pages for block in page_blocks(page.lines, rejoin=True).blocks]


def measure_galley(sample: Sample) -> Iterator[Result]:
    """With terms, protected forms and quotation marks."""
    texts, convert = _texts(sample), Archive(sample.root).traditional.convert
    convert("金昌")
    with Timer() as timer:
        for text in texts:
            convert(text)
    yield _result(GALLEY, sample, timer, texts)


def measure_opencc(sample: Sample) -> Iterator[Result]:
    """The library that our converter stands on, with its own dictionary and nothing else."""
    opencc: Any = importlib.import_module("opencc")
    texts, convert = _texts(sample), opencc.OpenCC("s2tw").convert
    convert("金昌")
    with Timer() as timer:
        for text in texts:
            convert(text)
    yield _result(f"OpenCC {importlib.metadata.version('opencc')} alone", sample, timer, texts)


def _result(by: str, sample: Sample, timer: Timer, texts: list[str]) -> Result:
    done = sum(map(len, texts))
    return Result(STEP, by, sample.pages, timer.seconds, timer.wall, done, "characters")


MEASUREMENTS = (
    Measurement(STEP, GALLEY, measure_galley, "smallest"),
    Measurement(STEP, "OpenCC alone", measure_opencc, "smallest"),
)
