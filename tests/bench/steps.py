"""The steps of the pipeline, one after another in one process, each on what the one before it made.

``python -m bench.steps ARCHIVE`` prints a line of JSON for each. A process of its own, so that the memory
measured is that of the steps.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from bench.frame import GALLEY, Measurement, Result, Sample, Timer, run

_MEMORY = Path("/proc/self")


def measure(sample: Sample) -> Iterator[Result]:
    """All steps on one archive."""
    done = run([sys.executable, "-m", "bench.steps", sample.root], Path(__file__).parent.parent)
    for line in done.output.splitlines():
        yield Result(by=GALLEY, pages=sample.pages, **json.loads(line))


MEASUREMENTS = (Measurement("steps", GALLEY, measure),)


def _peak(anew: bool = False) -> float:
    """The most memory that this process has had, in MB, since it was asked to begin ``anew`` (on Linux)."""
    if not (_MEMORY / "clear_refs").exists():
        return 0.0
    if anew:
        (_MEMORY / "clear_refs").write_text("5")
    status = (_MEMORY / "status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def _all_steps(root: Path) -> None:
    """Print what each step takes."""
    from galley import data, ledger, pages, search
    from galley.archive import Archive
    from galley.blocks import page_blocks
    from galley.english.audit_memory import Audit
    from galley.english.memory import translate
    from galley.exports import Exports
    from galley.pdf.imprint import read
    from galley.propose.proposal import propose
    from galley.source import read_page
    from galley.split import split

    archive = Archive(root)
    characters = sum(len(path.read_text("utf-8")) for path in archive.seeds.glob("*.txt"))

    def timed(step: str, work: Callable[[], Any], unit: str = "characters", done: float = characters) -> Any:
        _peak(anew=True)
        with Timer() as timer:
            made = work()
        told = {"seconds": timer.seconds, "wall": timer.wall, "megabytes": _peak()}
        print(json.dumps({"step": step, "done": done, "unit": unit, **told}), flush=True)
        return made

    sources = timed("read", lambda: [read_page(path) for path in sorted(archive.seeds.glob("*.txt"))])
    timed("clean and reflow", lambda: [page_blocks(page.lines, rejoin=True) for page in sources])
    timed("propose", lambda: [propose(page) for page in sources])
    planned = timed("read plans", lambda: list(archive.pages()))
    articles = timed("split", lambda: [(page, plan, split(page, plan)) for page, plan in planned])
    timed("ledger", lambda: [ledger.account(*one) for one in articles])
    converter, memory = archive.traditional, timed("read English", lambda: archive.memory)
    flat = list(chain.from_iterable(found for *_, found in articles))
    flat = timed("Traditional", lambda: [converter.article(article) for article in flat])
    flat = timed("English from memory", lambda: [translate(article, memory) for article in flat])
    timed("audit", lambda: list(Audit(memory, archive.terms).findings(flat)))
    topics, terms = archive.topics, archive.terms
    timed("Markdown", lambda: _sizes(pages.all_pages(flat, topics, terms)))
    timed("data", lambda: _sizes(data.all_files(flat)))
    timed("search index", lambda: _sizes(search.all_files(flat, topics, terms)))
    publication, _ = read(root)
    exports = Exports(archive, flat, publication)
    timed("EPUB and downloads", lambda: _sizes((one.path, one.content) for one in exports.downloads))
    timed("feeds and citations", lambda: _sizes(exports.files()))


def _sizes(made: Iterable[tuple[str, str | bytes]]) -> int:
    """Go through what a step yields without keeping it, as writing it does."""
    return sum(len(content) for _, content in made)


if __name__ == "__main__":
    _all_steps(Path(sys.argv[1]))
