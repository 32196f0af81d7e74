"""From saving an edit to seeing it: ``mkdocs serve`` on an archive while one sentence of a page changes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial

from bench.frame import GALLEY, Measurement, Result, Sample, UnableError
from galley.archive import Archive

STEP = "edit seen under serve"
_PATIENCE = 300
_TIMES = 3


def measure(sample: Sample) -> Iterator[Result]:
    """Seconds on the clock, since that is what an editor waits; the middle one of three edits."""
    page, plan = next(Archive(sample.root).pages())
    slug = plan.articles[0].slug
    path = sample.root / "seeds" / page.name
    text = path.read_text("utf-8")
    line = page.lines[plan.articles[0].body[0].start - 1]
    old = line.text.strip()[:4]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
            cwd=sample.root,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "GALLEY_PDF": "false", "SITE_URL": address},
            stdout=log,
            stderr=log,
        )
        try:
            shown = f"{address}articles/{slug}/"
            _until(process, partial(_shows, shown, old))
            waits = []
            for number in range(_TIMES):
                time.sleep(3)  # what follows a build in the background is done
                new = f"改{'一二三'[number]}{old}"
                path.write_text(text.replace(old, new, 1), "utf-8")
                waits.append(_until(process, partial(_shows, shown, new)))
        finally:
            process.terminate()
            process.wait(30)
            path.write_text(text, "utf-8")
    wall = sorted(waits)[len(waits) // 2]
    yield Result(STEP, GALLEY, sample.pages, 0, wall, note="on the clock")


def _shows(address: str, words: str) -> bool:
    """Whether a page has these words; it may not be there yet."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 # our own server
            return words in answer.read().decode()
    except OSError:
        return False


def _until(process: subprocess.Popen[bytes], seen: Callable[[], bool]) -> float:
    """The seconds until something is seen."""
    began = time.perf_counter()
    while not seen():
        if process.poll() is not None:
            raise UnableError("mkdocs serve ended; run make serve, which says why")
        if time.perf_counter() - began > _PATIENCE:
            raise UnableError(f"nothing was seen in {_PATIENCE} s")
        time.sleep(0.02)
    return time.perf_counter() - began


MEASUREMENTS = (Measurement(STEP, GALLEY, measure),)
