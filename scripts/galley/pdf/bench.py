"""Measure the PDFs beside WeasyPrint's of the same articles: time a document, and size.

WeasyPrint stands in an environment of its own (``make bench`` makes it) and is no part of Galley.
"""

from __future__ import annotations

import html
import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from galley.archive import Archive
from galley.errors import GalleyError
from galley.pdf.editions import editions
from galley.pdf.imprint import PREFIX, Imprint
from galley.pdf.typeset import Press
from galley.publication import Publication

_ENVIRONMENT = Path(".venv") / "bench"
_PROGRAM = """
import json, pathlib, sys, time
from weasyprint import HTML
pages = sorted(pathlib.Path(sys.argv[1]).glob("*.html"))
HTML(pages[0]).write_pdf()
began = time.process_time()
sizes = [len(HTML(page).write_pdf(pdf_variant=sys.argv[2] or None)) for page in pages]
print(json.dumps({"seconds": time.process_time() - began, "bytes": sum(sizes)}))
"""
_STYLE = """
@page { size: A4; margin: 30mm 31mm; @bottom-center { content: counter(page) } }
body { font: 11pt/1.8 "Libertinus Serif", "%s"; text-align: justify; hyphens: auto }
p { margin: 0; text-indent: 2em } h1, h2 { line-height: 1.4; text-align: left; break-after: avoid }
"""


def measure(archive: Archive) -> dict[str, Any]:
    """Seconds of processor time and bytes a document, by Typst and by WeasyPrint.

    Both have set one document before, so that neither's start counts.

    Raises:
        GalleyError: WeasyPrint is not installed, or does not run on this machine.
    """
    python = next((path for path in _pythons() if path.exists()), None)
    if python is None:
        raise GalleyError("WeasyPrint is not installed; run: make bench")
    names = dict.fromkeys(PREFIX, "Galley")
    imprint = Imprint(Publication("https://example.org/", names, names), archive.english_names)
    documents = [
        edition.document()
        for edition in editions(archive.articles(), archive.topics, archive.terms, imprint)
        if edition.kind == "article"
    ]
    press = Press(archive.root)
    press.compile(documents[0])
    began = time.process_time()
    typst_bytes = sum(len(press.compile(document)) for document in documents)
    typst_seconds = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder:
        for number, document in enumerate(documents):
            family = press.family("zh-Hant" if document["lang"] == "zh-Hant" else "zh-Hans")
            (Path(folder) / f"{number:03}.html").write_text(_page(document, family), "utf-8")
        done = subprocess.run(  # noqa: S603
            [python, "-c", _PROGRAM, folder, "pdf/ua-1"], capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise GalleyError(f"WeasyPrint failed: {done.stderr.strip().splitlines()[-1]}")
    other = json.loads(done.stdout)
    count = len(documents)
    return {
        "documents": count,
        "typst_seconds": typst_seconds / count,
        "typst_bytes": typst_bytes // count,
        "weasyprint_seconds": other["seconds"] / count,
        "weasyprint_bytes": other["bytes"] // count,
        "times_faster": other["seconds"] / typst_seconds,
    }


def table(found: Mapping[str, Any]) -> Iterator[str]:
    """The figures for people."""
    yield f"PDFs: {found['documents']} articles in three languages, tagged, processor time"
    for name, label in (("typst", "Typst"), ("weasyprint", "WeasyPrint")):
        seconds, size = found[f"{name}_seconds"] * 1000, found[f"{name}_bytes"] / 1000
        yield f"{label:<20}{seconds:>9.1f} ms a document {size:>7.0f} KB"
    yield f"{'times faster':<20}{found['times_faster']:>9.1f}"


def _pythons() -> Iterator[Path]:
    yield _ENVIRONMENT / "bin" / "python"
    yield _ENVIRONMENT / "Scripts" / "python.exe"


def _page(document: Mapping[str, Any], family: str) -> str:
    """An article as HTML: the same text, in the same fonts."""
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
    head = f"<meta charset=utf-8><title>{title}</title><style>{_STYLE % family}</style>"
    body = f"<head>{head}</head><body>{''.join(out)}</body>"
    return f'<!doctype html><html lang="{document["lang"]}">{body}</html>'
