"""Measure the steps on an archive, and translation beside stock Argos: ``python -m galley.bench``."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from galley import data, pages, reflow_bench
from galley.archive import Archive
from galley.blocks import blocks_of
from galley.english import argos, engine
from galley.errors import GalleyError
from galley.pdf import bench as pdf_bench
from galley.sentences import split_text
from galley.source import read_page
from galley.split import split

_TIMES = 3
"""Each step is run this often; the fastest counts, since whatever else a machine does only slows it."""


def seconds(step: Callable[[], object], times: int = _TIMES) -> float:
    """How long a step takes."""
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        step()
        best = min(best, time.perf_counter() - began)
    return best


def steps(archive: Archive) -> tuple[int, dict[str, float]]:
    """The archive's number of source characters, and each step's time in seconds."""
    plans = list(archive.pages())
    articles = [article for page, plan in plans for article in split(page, plan)]
    whole = archive.articles()
    terms, topics, converter = archive.terms, archive.topics, archive.traditional
    runs: dict[str, Callable[[], object]] = {
        "read": lambda: [read_page(path) for path in archive.seeds.glob("*.txt")],
        "clean and reflow": lambda: [list(blocks_of(page.lines, rejoin=True)) for page, _ in plans],
        "split by the plans": lambda: [split(page, plan) for page, plan in plans],
        "Traditional": lambda: [converter.article(article) for article in articles],
        "Markdown": lambda: list(pages.all_pages(whole, topics, terms)),
        "data": lambda: list(data.all_files(whole)),
    }
    return sum(len(page.text) for page, _ in plans), {name: seconds(run) for name, run in runs.items()}


def translation(archive: Archive, paragraphs: int) -> dict[str, Any]:
    """Sentences a second on a sample of paragraphs, batched here and by stock Argos.

    Stock Argos gets a paragraph at a time, as its documentation has it, and our sentences, since it
    would fetch a model to split them. Both load their model beforehand.

    Raises:
        GalleyError: the extra is not installed, or no model is.
    """
    packages = argos.installed()
    if not packages:
        raise GalleyError("no model from Chinese to English is installed; run: galley model install")
    texts = [b.text("zh-Hans") for a in archive.articles() for b in a.blocks if b.kind == "paragraph"]
    texts = texts[:: max(1, len(texts) // paragraphs)][:paragraphs]
    sentences = [sentence for text in texts for sentence in split_text(text)]
    loaded = engine.Engine(packages[0], "cpu")
    list(loaded.translate(["你好。"]))
    batched = seconds(lambda: list(loaded.translate(sentences)), times=1)
    translate = stock(packages[0].path)
    translate("你好。")
    alone = seconds(lambda: [translate(text) for text in texts], times=1)
    return {
        "model": str(packages[0]),
        "how": loaded.how,
        "sentences": len(sentences),
        "batched_per_second": len(sentences) / batched,
        "stock_per_second": len(sentences) / alone,
        "times_faster": alone / batched,
    }


def stock(package: Path) -> Callable[[str], str]:
    """Argos's own way to translate a text, but for the model that splits it into sentences."""
    translate: Any = importlib.import_module("argostranslate.translate")
    chinese, english = translate.Language("zh", "Chinese"), translate.Language("en", "English")
    one = translate.PackageTranslation(chinese, english, translate.Package(package))
    one.sentencizer = type("Splitter", (), {"split_sentences": staticmethod(split_text)})()
    run: Callable[[str], str] = translate.CachedTranslation(one).translate
    return run


def main(args: Sequence[str]) -> int:
    """Print the table, or with ``--json`` the figures."""
    parser = argparse.ArgumentParser(prog="python -m galley.bench", description="Measure the steps.")
    parser.add_argument("--json", action="store_true", help="print figures for a program")
    parser.add_argument("--dir", type=Path, default=Path(), metavar="DIR", help="the archive's folder")
    parser.add_argument("--paragraphs", type=int, default=60, metavar="N", help="how many to translate (60)")
    options = parser.parse_args(args)
    try:
        found = measure(Archive(options.dir), options.paragraphs)
    except GalleyError as error:
        print(f"galley: {error}", file=sys.stderr)
        return 2
    print(json.dumps(found, indent=1) if options.json else table(found))
    return 0


def measure(archive: Archive, paragraphs: int) -> dict[str, Any]:
    """All figures; in place of those of translation, why there are none."""
    characters, times = steps(archive)
    found: dict[str, Any] = {
        "characters": characters,
        "steps": [
            {"step": name, "seconds": time, "characters_per_second": characters / time}
            for name, time in times.items()
        ],
        "reflow": reflow_bench.measure([page.lines for page, _ in archive.pages()]),
        "translation": None,
        "no_translation": "",
        "pdf": None,
        "no_pdf": "",
    }
    try:
        found["pdf"] = pdf_bench.measure(archive)
    except GalleyError as error:
        found["no_pdf"] = str(error)
    try:
        found["translation"] = translation(archive, paragraphs)
    except GalleyError as error:
        found["no_translation"] = str(error)
    return found


def table(found: dict[str, Any]) -> str:
    """The figures for people."""
    lines = [f"{found['characters']:,} characters of source", f"{'step':<20}{'ms':>9}{'characters/s':>15}"]
    for one in found["steps"]:
        speed = f"{one['characters_per_second']:,.0f}"
        lines.append(f"{one['step']:<20}{one['seconds'] * 1000:>9.1f}{speed:>15}")
    lines += pdf_bench.table(found["pdf"]) if found["pdf"] else [f"PDFs: {found['no_pdf']}"]
    lines.append(reflow_bench.table(found["reflow"]))
    one = found["translation"]
    if one is None:
        return "\n".join([*lines, f"translation: {found['no_translation']}"])
    return "\n".join(
        [
            *lines,
            f"translation: {one['sentences']} sentences, {one['model']}, {one['how']}",
            f"{'in batches':<20}{one['batched_per_second']:>9.1f} sentences/s",
            f"{'stock Argos':<20}{one['stock_per_second']:>9.1f} sentences/s, a paragraph at a time",
            f"{'times faster':<20}{one['times_faster']:>9.1f}",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
