"""``galley audit``: compare English with its Chinese, in files or in the site's memory."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def register(commands: Commands) -> None:
    """Add ``audit`` to the subcommands of ``galley``."""
    audit = commands.add_parser(
        "audit", help="compare English with its Chinese: figures, names, loops, lengths"
    )
    audit.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="Chinese and English as tab-separated text, .po or .tmx, to print as JSON, one pair a line "
        "(default: check the site's own memory)",
    )
    audit.add_argument(
        "--dir",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the archive whose terms to use (default: here)",
    )
    audit.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Audit the files, or without any the archive's memory."""
    return _files(options) if options.files else _memory(options)


def _files(options: argparse.Namespace) -> int:
    from dataclasses import asdict
    from json import dumps

    from galley.english.audit import audit
    from galley.english.pairs import read_pairs
    from galley.terms import read_terms

    terms = read_terms(options.dir / "seeds" / "terms.tsv")
    pairs = [
        pair for path in options.files for pair in read_pairs(path)
    ]  # all or nothing: read before printing
    for pair in pairs:
        found = audit(pair.source, pair.target, terms, pair.machine)
        flags = [asdict(flag) for flag in found.flags]
        print(dumps({"flags": flags, "repaired": found.repaired}, ensure_ascii=False))
    return 0


def _memory(options: argparse.Namespace) -> int:
    from galley.archive import Archive
    from galley.english.audit_memory import Audit

    archive = Archive(options.dir)
    articles = archive.articles()
    audit = Audit(articles.english, archive.terms)
    short = False
    for finding in audit.findings(articles.passing()):
        print(finding)
        short = True
    if short:
        return 1
    print(f"{audit.sentences} sentences checked, nothing falls short")
    return 0
