"""``galley propose``: a first plan for a page, or its articles as JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def register(commands: Commands) -> None:
    """Add ``propose`` to the subcommands of ``galley``."""
    propose = commands.add_parser("propose", help="write a first plan for raw pages, with every doubt marked")
    propose.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a page of OCR text (.txt)")
    propose.add_argument(
        "--json", action="store_true", help="print the proposed articles instead of writing a plan"
    )
    propose.add_argument(
        "--update",
        action="store_true",
        help="keep an editor's plan as it is and add what no entry claims yet",
    )
    propose.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Propose for each page; nothing is written if one of them cannot be read or has a plan."""
    from galley.source import read_page

    notes = []
    for path in options.files:  # all or nothing: each is read before anything is printed or written
        page = read_page(path)
        notes += [f"galley: {page.name}: {note}." for note in page.notes]
    for note in notes:
        print(note, file=sys.stderr)
    if options.json:
        _print_data(options.files)
        return 0
    from galley.propose.write import write_plans

    for line in write_plans(options.files, options.update):
        print(line)
    return 0


def _print_data(paths: Sequence[Path]) -> None:
    """One page: its articles. Several: a list of such lists, in the order of the files."""
    from json import dumps

    from galley.propose.proposal import as_data, propose
    from galley.source import read_page

    made = (dumps(as_data(propose(read_page(path))), ensure_ascii=False, indent=1) for path in paths)
    if len(paths) == 1:
        print(next(made))
        return
    print("[")
    for number, text in enumerate(made, 1):
        print(indent(text, " ") + ("," if number < len(paths) else ""))
    print("]")
