"""Measure everything: ``make bench``, or ``python -m bench`` with ``tests/`` and ``scripts/`` on the path."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import (
    building,
    machine,
    printing,
    reflow,
    samples,
    script,
    searching,
    serving,
    starting,
    steps,
    table,
    translating,
)
from bench.frame import Absent, Measurement, Sample, UnableError
from galley import files

MEASUREMENTS: tuple[Measurement, ...] = (
    *starting.MEASUREMENTS,
    *steps.MEASUREMENTS,
    *building.MEASUREMENTS,  # their site is what the search is measured on
    *searching.MEASUREMENTS,
    *serving.MEASUREMENTS,
    *printing.MEASUREMENTS,
    *reflow.MEASUREMENTS,
    *script.MEASUREMENTS,
    *translating.MEASUREMENTS,
)


def main(args: Sequence[str]) -> int:
    """Run what is asked for, print the table, and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Galley beside its peers.")
    parser.add_argument("--size", type=int, default=100, metavar="N", help="pages of the largest archive")
    parser.add_argument("--only", metavar="STEP", help="steps whose name has this")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures for programs")
    options = parser.parse_args(args)
    wanted = [one for one in MEASUREMENTS if (options.only or "") in one.step]
    with tempfile.TemporaryDirectory(prefix="galley-bench-") as folder:
        made = list(samples.make(options.size, Path(folder)))
        found: dict[str, Any] = {}
        for found in measure(wanted, made):
            if options.json:  # anew after each measurement: an hour's figures outlive an interruption
                files.write(options.json, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    print(table.text(found))
    if options.json:
        print(f"The figures are in {options.json}; make bench-page makes docs/guide/speed.md of them.")
    return 0


def measure(wanted: Sequence[Measurement], made: Sequence[Sample]) -> Iterator[dict[str, Any]]:
    """All figures so far, after each measurement; with what could not be measured and why."""
    results, absent = [], []
    for one in wanted:
        for sample in {"smallest": made[:1], "largest": made[-1:]}.get(one.sizes, made):
            print(f"{one.step}, {one.by}, {sample.pages} pages", file=sys.stderr)
            try:
                results += [asdict(result) for result in one.run(sample)]
            except UnableError as error:
                absent.append(Absent(one.step, one.by, str(error))._asdict())
                break
        yield {
            "machine": machine.described(),
            "samples": [{"pages": s.pages, "articles": s.articles, "characters": s.characters} for s in made],
            "results": results,
            "absent": absent,
        }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
