"""Sentences a second by our engine and by stock Argos Translate, on the same package.

Argos brings PyTorch, so it stands in an environment of its own (``make bench TRANSLATE=1`` makes it) and
``python -m bench.translating ARCHIVE`` runs there. If no package from Chinese to English is
installed, one is made with random weights, as large as those that Argos publishes: it writes gibberish.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import peers
from bench.frame import GALLEY, Measurement, Result, Sample, Timer, run
from galley.archive import Archive
from galley.english import argos, engine
from galley.sentences import split_text

STEP = "translation"
PARAGRAPHS = 40


def measure(sample: Sample) -> Iterator[Result]:
    """Both, in one process of the environment that has Argos."""
    if (given := os.environ.get("ARGOS_PYTHON")) is None:
        given = str(peers.python("bench-argos", "make bench TRANSLATE=1 installs it with PyTorch"))
    folders = f"{Path(__file__).parent.parent}{os.pathsep}{Path(argos.__file__).parent.parent.parent}"
    used = run([given, "-m", "bench.translating", sample.root], peers.ROOT, PYTHONPATH=folders)
    for line in used.output.splitlines():
        yield Result(STEP, pages=sample.pages, unit="sentences", **json.loads(line))


MEASUREMENTS = (Measurement(STEP, GALLEY, measure, "largest"),)


def compare(
    archive: Archive, package: argos.Package, paragraphs: int = PARAGRAPHS
) -> Iterator[dict[str, Any]]:
    """Each one's time on a sample of paragraphs, in batches and a paragraph at a time, models loaded before.

    Stock Argos gets our sentences, since it would fetch a model to split them.
    """
    texts = [b.text("zh-Hans") for a in archive.articles() for b in a.blocks if b.kind == "paragraph"]
    texts = texts[:: max(1, len(texts) // paragraphs)][:paragraphs]
    sentences = [sentence for text in texts for sentence in split_text(text)]
    loaded = engine.Engine(package, "cpu")
    list(loaded.translate(["你好。"]))
    with Timer() as batched:
        list(loaded.translate(sentences))
    translate = stock(package.path)
    translate("你好。")
    with Timer() as alone:
        for text in texts:
            translate(text)
    version = importlib.metadata.version("argostranslate")
    for by, timer, note in ((GALLEY, batched, loaded.how), (f"stock Argos {version}", alone, "")):
        yield {
            "by": by, "seconds": timer.seconds, "wall": timer.wall, "done": len(sentences), "note": note
        }  # fmt: skip


def stock(package: Path) -> Callable[[str], str]:
    """Argos's own way to translate a text, but for the model that splits it into sentences."""
    translate: Any = importlib.import_module("argostranslate.translate")
    chinese, english = translate.Language("zh", "Chinese"), translate.Language("en", "English")
    one = translate.PackageTranslation(chinese, english, translate.Package(package))
    one.sentencizer = type("Splitter", (), {"split_sentences": staticmethod(split_text)})()
    translated: Callable[[str], str] = translate.CachedTranslation(one).translate
    return translated


def _main(root: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        installed = argos.installed()
        if not installed:
            from tiny_model import BASE, make_package

            os.environ["ARGOS_PACKAGES_DIR"] = name
            argos.settings().package_data_dir = Path(name)
            argos.settings().package_dirs = [Path(name)]
            file = make_package(Path(name) / "random.argosmodel", BASE)
            installed = [argos.install(argos.check_file(file), engine.load)]
        for one in compare(Archive(root), installed[0]):
            print(json.dumps(one), flush=True)


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
