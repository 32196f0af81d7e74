"""What a measurement is: it runs on samples of growing size and gives results; what cannot run says why."""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

GALLEY = "Galley"


@dataclass(frozen=True)
class Sample:
    """An archive to measure on, in a folder of its own."""

    root: Path
    pages: int
    articles: int
    characters: int
    """Of the source pages."""


@dataclass(frozen=True)
class Result:
    """One row of the table."""

    step: str
    """What was done; the rows of one step are compared with each other."""
    by: str
    """Galley, or the peer."""
    pages: int
    seconds: float
    """Of processor time, of all processes: what else the machine does hardly changes it."""
    wall: float
    """Seconds on the clock."""
    done: float = 0
    """How much was done, in ``unit``; 0 where that says nothing."""
    unit: str = ""
    megabytes: float = 0
    """The most memory that any of its processes had at once; 0 where it was not measured."""
    size: int = 0
    """Bytes of what was made, or sent; 0 where there is nothing of the kind."""
    note: str = ""

    @property
    def speed(self) -> float:
        """How much a second of processor time did."""
        return self.done / self.seconds if self.seconds else 0.0


class Absent(NamedTuple):
    """A row that is missing, and why."""

    step: str
    by: str
    why: str


class UnableError(Exception):
    """What was to be measured cannot run here; the message says why."""


class Measurement(NamedTuple):
    """A step or a comparison: measures one sample."""

    step: str
    by: str
    run: Callable[[Sample], Iterable[Result]]
    sizes: str = "all"
    """``all`` samples, or the ``smallest`` or the ``largest`` only."""


class Used(NamedTuple):
    """What a program took."""

    seconds: float
    wall: float
    megabytes: float
    output: str


_LAUNCHER = """
import json, os, sys, time
began = time.perf_counter()
process = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(process, 0)
told = [usage.ru_utime + usage.ru_stime, time.perf_counter() - began, usage.ru_maxrss]
open(sys.argv[1], "w").write(json.dumps([os.waitstatus_to_exitcode(status), *told]))
"""
"""Runs a program: started from here, it would count the memory of this process as its own (Linux keeps the
highest mark when a process becomes another program)."""


def run(command: Sequence[str | Path], folder: Path, **environment: str) -> Used:
    """Run a program to its end and measure it with the programs that it runs.

    Raises:
        UnableError: it is not there, or failed.
    """
    with tempfile.TemporaryDirectory() as name:
        measured = Path(name) / "usage.json"
        done = subprocess.run(
            [sys.executable, "-S", "-c", _LAUNCHER, str(measured), *map(str, command)],
            cwd=folder,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        status, seconds, wall, memory = (
            json.loads(measured.read_text()) if measured.exists() else (1, 0, 0, 0)
        )
    if status:
        reason = (done.stderr.strip() or "no reason given").splitlines()[-1]
        raise UnableError(f"{Path(command[0]).name} failed: {reason}")
    return Used(seconds, wall, memory / (2**20 if sys.platform == "darwin" else 1024), done.stdout)


def galley(*arguments: str | Path) -> list[str | Path]:
    """A command line of this ``galley``."""
    return [sys.executable, "-m", "galley", *arguments]


@dataclass
class Timer:
    """Times a part of this process: processor seconds and seconds on the clock."""

    seconds: float = 0.0
    wall: float = 0.0
    _began: tuple[float, float] = field(default=(0.0, 0.0), repr=False)

    def __enter__(self) -> Timer:
        self._began = time.process_time(), time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.process_time() - self._began[0]
        self.wall = time.perf_counter() - self._began[1]


def growth(points: Mapping[int, float]) -> float | None:
    """The exponent with which a time grows with the pages (1: linear), by least squares; of one size None."""
    known = [(math.log(pages), math.log(seconds)) for pages, seconds in points.items() if pages and seconds]
    if len({x for x, _ in known}) < 2:
        return None
    return statistics.linear_regression(*zip(*known, strict=True)).slope
