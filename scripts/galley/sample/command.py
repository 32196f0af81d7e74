"""``galley bench-data``: make up an archive of any size, to measure with."""

from __future__ import annotations

import argparse
from pathlib import Path


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    data = commands.add_parser("bench-data", help="make up an archive of N pages, to measure with")
    data.add_argument("pages", type=int, metavar="N", help="how many pages; every fourth has two articles")
    data.add_argument(
        "--dir", type=Path, metavar="DIR", help="the folder to make (default: build/bench-N, here)"
    )
    data.set_defaults(command=_make)


def _make(options: argparse.Namespace) -> int:
    from galley.sample.archive import make

    folder = options.dir or Path("build") / f"bench-{options.pages}"
    make(folder, options.pages)
    articles = options.pages + options.pages // 4
    print(f"{folder} is ready: {options.pages:,} pages with {articles:,} articles, all made up.")
    return 0
