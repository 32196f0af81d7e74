"""Archives to test with: the project's own, and small ones in a folder; and the command to run on them."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from conftest import ROOT
from galley.archive import Archive
from galley.cli import main
from galley.model import Article, Page
from galley.plan import Plan

SEEDS = ROOT / "seeds"
TOPICS = "[]\n"
PAGE = ["标题", "这里是第一句。", "这里是第二句。"]
PLAN = "paper: 日报\ndate: 2025-02-25\narticles:\n  - {slug: one, title: 1, body: 2-3}\n"


@cache
def own_archive() -> Archive:
    """The project's own archive, with what it reads kept."""
    return Archive(ROOT)


@cache
def own_articles() -> dict[str, Article]:
    """The project's own articles by slug, in the order of the site."""
    return {article.slug: article for article in own_archive().articles()}


@cache
def own_pages() -> dict[str, tuple[Page, Plan]]:
    """The project's own pages and plans by the number that their names begin with."""
    return {page.name[:3]: (page, plan) for page, plan in own_archive().pages()}


def write_archive(
    folder: Path, plan: str = PLAN, page: Iterable[str] = PAGE, topics: str = TOPICS, name: str = "1"
) -> Path:
    """Write one page, its plan and the topics; call it again for a second page."""
    seeds = folder / "seeds"
    seeds.mkdir(exist_ok=True)
    (seeds / f"{name}.txt").write_text("\n".join(page) + "\n", "utf-8")
    (seeds / f"{name}.yml").write_text(plan, "utf-8")
    (seeds / "topics.yml").write_text(topics, "utf-8")
    return folder


class Done(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str


def galley(*arguments: str | Path, stdin: bytes = b"") -> Done:
    """Run the ``galley`` command in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "stdin", given),
    ):
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # argparse leaves this way
            status = int(stop.code or 0)
    for stream in (out, err):
        stream.flush()
    return Done(status, *(stream.buffer.getvalue().decode("utf-8") for stream in (out, err)))


def is_one_sentence(message: str) -> bool:
    """Whether a message is one line that ends like a sentence and shows no traceback."""
    line = message.removesuffix("\n")
    return line.endswith(".") and "\n" not in line and "Traceback" not in line
