"""The page of results, with its charts, from the figures of a run: ``python -m bench.page FILE``.

It writes ``docs/guide/speed.md``, and in the folder beside it the charts and a copy of the figures.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import drawing, table
from bench.building import AGAIN, BUILD, INDEX, SITE
from bench.frame import GALLEY
from bench.peers import ROOT
from bench.serving import STEP as EDIT

PAGE = ROOT / "docs" / "guide" / "speed.md"
FOLDER = PAGE.with_suffix("")
_PROGRAMS = (SITE, BUILD, AGAIN, EDIT)

_TEXT = Path(__file__).with_name("speed.md")
"""The page's words, with places for the figures."""
CHARTS: Mapping[str, str] = {
    "growth": "Seconds by pages, on logarithmic axes: a straight line is a power of the pages.",
    "steps": "Milliseconds of processor time a page, by step, in the largest archive.",
    "peers": "How many times as fast as each peer, or as small. Left of 1 the peer is better.",
}


def main(figures: Path) -> None:
    """Write the page, the charts and the figures."""
    text = figures.read_text("utf-8")
    found = json.loads(text)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "speed.json").write_text(text, "utf-8")
    drawn = dict(charts(found))
    for name, svg in drawn.items():
        (FOLDER / f"{name}.svg").write_text(svg, "utf-8")
    PAGE.write_text(page(found, list(drawn)), "utf-8")


def page(found: Mapping[str, Any], drawn: Sequence[str]) -> str:
    """The page's Markdown."""
    machine = found["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    samples = "; ".join(
        f"{one['pages']:,} pages with {one['articles']:,} articles and {one['characters']:,} characters"
        for one in found["samples"]
    )
    images = "\n\n".join(f"![{CHARTS[name]}](speed/{name}.svg)\n\n*{CHARTS[name]}*" for name in drawn)
    given = {**machine, "versions": versions, "samples": samples, "table": _table(found), "charts": images}
    return _TEXT.read_text("utf-8").format_map(given)


def _table(found: Mapping[str, Any]) -> str:
    lines = [" | ".join(table.HEADINGS), "|".join("---:" if 1 < n < 8 else "---" for n in range(9))]
    lines += [" | ".join(cell.replace("|", "\\|") for cell in row) for row in table.rows(found)]
    return "\n".join(f"| {line} |" for line in lines)


def charts(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The charts for which there are figures, by their names."""
    results = found["results"]
    series: dict[str, dict[int, float]] = {}
    for one in results:
        if one["step"] in _PROGRAMS:
            name = one["step"] if one["by"] == GALLEY else f"{one['step']}: {one['by']}"
            series.setdefault(name, {})[one["pages"]] = one["seconds"] or one["wall"]
    series = {name: one for name, one in series.items() if len(one) > 1}
    if series:
        yield "growth", drawing.lines(series)
    largest = max((one["pages"] for one in results), default=0)
    steps = [
        (f"{one['step']}: {one['seconds'] / largest * 1000:.2f}", one["seconds"] / largest * 1000)
        for one in results
        if one["pages"] == largest and one["unit"] == "characters" and one["by"] == GALLEY
    ]
    if steps:
        yield "steps", drawing.bars(steps)
    ratios = list(_ratios(results))
    if ratios:
        yield "peers", drawing.ratios(ratios)


def _ratios(results: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, float]]:
    """Each peer's figure by ours, on the largest sample that both have."""
    for step, by in dict.fromkeys((one["step"], one["by"]) for one in results if one["by"] != GALLEY):
        theirs = max((o for o in results if (o["step"], o["by"]) == (step, by)), key=lambda one: one["pages"])
        for ours in results:
            if (ours["step"], ours["by"], ours["pages"]) == (step, GALLEY, theirs["pages"]):
                key = "size" if step == INDEX else "seconds"
                if ours[key]:
                    ratio = theirs[key] / ours[key]
                    yield f"{step}, {by}: {ratio:.1f}", ratio


if __name__ == "__main__":
    main(Path(sys.argv[1]))
