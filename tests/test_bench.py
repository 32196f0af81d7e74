"""The measurements' own arithmetic, and that the page of results says what its figures say."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from bench import page, samples, table
from bench.__main__ import MEASUREMENTS, measure
from bench.frame import GALLEY, Measurement, Result, Sample, UnableError, growth, run

FIGURES = page.FOLDER / "speed.json"


def figures() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FIGURES.read_text("utf-8"))
    return found


def test_the_page_and_its_charts_are_those_of_the_figures() -> None:
    drawn = dict(page.charts(figures()))
    assert page.PAGE.read_text("utf-8") == page.page(figures(), list(drawn))
    assert {path.stem for path in page.FOLDER.glob("*.svg")} == set(drawn) == set(page.CHARTS)
    for name, svg in drawn.items():
        assert (page.FOLDER / f"{name}.svg").read_text("utf-8") == svg
        assert ET.fromstring(svg).get("viewBox")  # noqa: S314 # our own


def test_every_measurement_is_in_the_figures_or_said_to_be_absent() -> None:
    found = figures()
    told = {one["by"].split()[0] for one in found["results"] + found["absent"]}
    assert {one.by.split()[0] for one in MEASUREMENTS} <= told | {"OpenCC", "bare"}
    assert {"calibre", "WeasyPrint", "Material", "bare", "OpenCC", "stock"} <= told | {
        one["by"] for one in found["absent"]
    }


@pytest.mark.parametrize(("exponent"), [0.5, 1.0, 2.0])
def test_growth_is_the_exponent(exponent: float) -> None:
    grown = growth({size: 3 * size**exponent for size in samples.sizes(1000)})
    assert grown == pytest.approx(exponent)
    assert growth({100: 1.0}) is None


def test_a_peer_that_is_faster_is_said_to_be() -> None:
    ours = {"step": "a", "by": GALLEY, "pages": 1, "seconds": 2.0, "size": 0}
    theirs = {**ours, "by": "peer", "seconds": 1.0}
    rest = {"wall": 1.0, "done": 0, "unit": "", "megabytes": 0, "note": ""}
    found = {"results": [ours | rest, theirs | rest], "absent": []}
    assert next(table.rows(found)).against == "2.0 times as slow as peer"


def test_what_cannot_run_is_said_and_the_rest_runs(tmp_path: Path) -> None:
    def gone(sample: Sample) -> list[Result]:
        run([tmp_path / "not-there"], tmp_path)
        return []

    def there(sample: Sample) -> list[Result]:
        used = run([sys.executable, "-c", "print('x' * 10)"], tmp_path)
        assert used.output == "xxxxxxxxxx\n" and used.seconds > 0 and used.megabytes > 1
        return [Result("b", GALLEY, sample.pages, used.seconds, used.wall)]

    wanted = [Measurement("a", "peer", gone), Measurement("b", GALLEY, there)]
    *_, found = measure(wanted, [Sample(tmp_path, 1, 1, 1), Sample(tmp_path, 3, 1, 1)])
    assert [one["pages"] for one in found["results"]] == [1, 3]
    assert [(one["step"], one["by"]) for one in found["absent"]] == [("a", "peer")]
    assert "failed" in table.text(found)


def test_a_program_that_fails_gives_its_reason(tmp_path: Path) -> None:
    with pytest.raises(UnableError, match="because"):
        run([sys.executable, "-c", "import sys; sys.exit('because')"], tmp_path)


def test_no_measured_program_counts_the_memory_of_the_one_that_measures(tmp_path: Path) -> None:
    held = bytearray(200 * 2**20)
    held[::4096] = b"x" * len(held[::4096])
    assert run([sys.executable, "-S", "-c", "pass"], tmp_path).megabytes < 100
