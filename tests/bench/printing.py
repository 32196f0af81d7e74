"""PDFs by Typst, as Galley makes them, and by WeasyPrint of the same articles in the same fonts; tagged."""

from __future__ import annotations

import html
import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench import peers
from bench.frame import GALLEY, Measurement, Result, Sample, Timer, UnableError, run
from galley.archive import Archive
from galley.errors import GalleyError
from galley.pdf.editions import editions
from galley.pdf.imprint import PREFIX, Imprint
from galley.pdf.typeset import Press
from galley.publication import Publication

STEP = "PDFs"
_ARTICLES = 20
"""In three languages; WeasyPrint needs a second for each."""

_PROGRAM = """
import json, pathlib, sys, time
import weasyprint
pages = sorted(pathlib.Path(sys.argv[1]).glob("*.html"))
weasyprint.HTML(pages[0]).write_pdf()
cpu, wall = time.process_time(), time.perf_counter()
sizes = [len(weasyprint.HTML(page).write_pdf(pdf_variant="pdf/ua-1")) for page in pages]
times = {"seconds": time.process_time() - cpu, "wall": time.perf_counter() - wall}
print(json.dumps({**times, "size": sum(sizes), "by": f"WeasyPrint {weasyprint.__version__}"}))
"""
_STYLE = """
@page { size: A4; margin: 30mm 31mm; @bottom-center { content: counter(page) } }
body { font: 11pt/1.8 "Libertinus Serif", "%s"; text-align: justify; hyphens: auto }
p { margin: 0; text-indent: 2em } h1, h2 { line-height: 1.4; text-align: left; break-after: avoid }
"""


def _documents(sample: Sample) -> tuple[list[dict[str, Any]], Press]:
    archive = Archive(sample.root)
    press = Press(peers.ROOT)
    try:
        press.check()
        articles = archive.articles()[:_ARTICLES]
    except GalleyError as error:
        raise UnableError(str(error)) from None
    names = dict.fromkeys(PREFIX, GALLEY)
    imprint = Imprint(Publication("https://example.org/", names, names), archive.english_names)
    made = editions(articles, archive.topics, archive.terms, imprint)
    return [dict(edition.document()) for edition in made if edition.kind == "article"], press


def measure_typst(sample: Sample) -> Iterator[Result]:
    """One after another; a build sets them in threads."""
    documents, press = _documents(sample)
    press.compile(documents[0])  # the fonts are read once
    with Timer() as timer:
        size = sum(len(press.compile(document)) for document in documents)
    done = len(documents)
    yield Result(STEP, GALLEY, sample.pages, timer.seconds, timer.wall, done, "PDFs", size=size // done)


def measure_weasyprint(sample: Sample) -> Iterator[Result]:
    """One after another, in an environment of its own, its start not counted."""
    python = peers.python("bench", "make bench installs it")
    documents, press = _documents(sample)
    with tempfile.TemporaryDirectory() as folder:
        for number, document in enumerate(documents):
            family = press.family("zh-Hant" if document["lang"] == "zh-Hant" else "zh-Hans")
            (Path(folder) / f"{number:03}.html").write_text(_page(document, family), "utf-8")
        used = run([python, "-c", _PROGRAM, folder], Path(folder))
    found = json.loads(used.output)
    found["size"] //= len(documents)
    yield Result(
        STEP, pages=sample.pages, done=len(documents), unit="PDFs", megabytes=used.megabytes, **found
    )


def _page(document: Mapping[str, Any], family: str) -> str:
    """An article as HTML: the same text."""
    (article,) = document["parts"][0]["articles"]

    def text(runs: Any) -> str:
        return "".join(f'<span lang="{lang}">{html.escape(words)}</span>' for lang, words in runs)

    out = [f"<h1>{text(article['title'])}</h1>"]
    out += [f"<p>{text(article[key])}</p>" for key in ("kicker", "subtitle", "byline") if article[key]]
    for block in (block for group in article["blocks"] for block in group["blocks"]):
        tag = "h2" if block["kind"] == "heading" else "p"
        out.append(f"<{tag}>{text(block['runs'])}</{tag}>")
    out += [f"<p>{html.escape(entry['label'])} {text(entry['runs'])}</p>" for entry in article["end"]]
    title = html.escape(document["meta"]["title"])
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE % family}</style>'
    return f'<html lang="{document["lang"]}"><head>{head}</head><body>{"".join(out)}</body></html>'


MEASUREMENTS = (
    Measurement(STEP, GALLEY, measure_typst, "smallest"),
    Measurement(STEP, "WeasyPrint", measure_weasyprint, "smallest"),
)
