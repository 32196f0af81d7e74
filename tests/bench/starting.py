"""How long ``galley --help`` takes: what every command costs before it does anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.frame import GALLEY, Measurement, Result, Sample, galley, run

STEP = "galley --help"
_TIMES = 5


def measure(sample: Sample) -> Iterator[Result]:
    """The fastest of a few: the others waited for the disk."""
    best = min((run(galley("--help"), Path()) for _ in range(_TIMES)), key=lambda used: used.seconds)
    yield Result(STEP, GALLEY, 0, best.seconds, best.wall, megabytes=best.megabytes)


MEASUREMENTS = (Measurement(STEP, GALLEY, measure, "smallest"),)
