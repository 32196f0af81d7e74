"""The archive's Markdown; the whole site, beside bare MkDocs with mkdocs-static-i18n on the same Markdown."""

from __future__ import annotations

import gzip
import importlib.metadata
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.frame import GALLEY, Measurement, Result, Sample, Used, galley, run

BUILD = "galley build"
AGAIN = "galley build, one sentence changed"
SITE = "whole site without PDFs"
INDEX = "first search"
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "GALLEY_PDF": "false", "SITE_URL": "https://example.org/archive/"}
_TEMPLATE = re.compile(r"^template: .*\n", re.MULTILINE)
"""Our pages name our templates, which bare MkDocs does not have."""
_SETTINGS = """
site_name: Bare
site_url: https://example.org/archive/
docs_dir: bare-docs
theme: {name: material}
plugins:
%s  - i18n:
      docs_structure: folder
      reconfigure_search: false
      languages:
        - {locale: zh, name: 简体中文, default: true, build: true}
        - {locale: zh-Hant, name: 繁體中文, build: true}
        - {locale: en, name: English, build: true}
markdown_extensions: [attr_list, toc]
validation: {nav: {omitted_files: ignore}}
exclude_docs: guide/
"""


def measure_build(sample: Sample) -> Iterator[Result]:
    """Everything up to Markdown, with nothing kept from before; then after an edit."""
    shutil.rmtree(sample.root / ".cache", ignore_errors=True)
    yield _result(BUILD, GALLEY, sample, run(galley("build", "--dir", sample.root), sample.root))
    page = sorted((sample.root / "seeds").glob("*.txt"))[0]
    text = page.read_text("utf-8")
    try:
        page.write_text(text.replace("的", "之", 1), "utf-8")
        yield _result(AGAIN, GALLEY, sample, run(galley("build", "--dir", sample.root), sample.root))
    finally:
        page.write_text(text, "utf-8")
        run(galley("build", "--dir", sample.root), sample.root)


def measure_site(sample: Sample) -> Iterator[Result]:
    """With both search indexes, feeds, citations, downloads, the pages of names, and short scripts."""
    site = built(sample)
    shutil.rmtree(sample.root / ".cache", ignore_errors=True)
    used = run(_mkdocs(site), sample.root, **_QUIET)
    yield _result(
        SITE, GALLEY, sample, used, size=sum(p.stat().st_size for p in site.rglob("*") if p.is_file())
    )


def measure_bare(sample: Sample) -> Iterator[Result]:
    """The same Markdown with Material's theme: no search, no data, nothing but the pages."""
    used = _bare(sample, "")
    yield _result(SITE, "bare MkDocs, static-i18n", sample, used)


def measure_index(sample: Sample) -> Iterator[Result]:
    """What a reader's first search must load at the least: Material's is one file for each language."""
    _bare(sample, "  - search: {lang: [zh, en]}\n")
    index = sample.root / "bare" / "search" / "search_index.json"
    size = len(gzip.compress(index.read_bytes(), 6))
    note = "the whole index, compressed, before the first result"
    by = f"Material {importlib.metadata.version('mkdocs-material')}"
    yield Result(INDEX, by, sample.pages, 0, 0, size=size, note=note)


def built(sample: Sample) -> Path:
    """Where the sample's site is."""
    return sample.root / "site"


def _bare(sample: Sample, search: str) -> Used:
    for page in (sample.root / "docs").rglob("*.md"):
        copy = sample.root / "bare-docs" / page.relative_to(sample.root / "docs")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(_TEMPLATE.sub("", page.read_text("utf-8"), count=1), "utf-8")
    settings = sample.root / "bare.yml"
    settings.write_text(_SETTINGS % search, "utf-8")
    return run([*_mkdocs(sample.root / "bare"), "-f", settings], sample.root, **_QUIET)


def _mkdocs(site: Path) -> list[str | Path]:
    return [sys.executable, "-m", "mkdocs", "build", "--quiet", "-d", site]


def _result(step: str, by: str, sample: Sample, used: Used, size: int = 0) -> Result:
    done = sample.articles, "articles", used.megabytes, size
    return Result(step, by, sample.pages, used.seconds, used.wall, *done)


MEASUREMENTS = (
    Measurement(BUILD, GALLEY, measure_build),
    Measurement(SITE, GALLEY, measure_site),
    Measurement(SITE, "bare MkDocs", measure_bare),
    Measurement(INDEX, "Material", measure_index),
)
