"""``galley propose``: a first plan for a page, or its articles as JSON."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
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

    pages = [read_page(path) for path in options.files]
    for page in pages:
        for note in page.notes:
            print(f"galley: {page.name}: {note}.", file=sys.stderr)
    if options.json:
        from json import dumps

        from galley.propose.proposal import as_data, propose

        found = [as_data(propose(page)) for page in pages]
        # One page: its articles. Several: a list of such lists, in the order of the files.
        print(dumps(found[0] if len(found) == 1 else found, ensure_ascii=False, indent=1))
        return 0
    from galley.propose.write import write_plans

    for line in write_plans(list(zip(options.files, pages, strict=True)), options.update):
        print(line)
    return 0
