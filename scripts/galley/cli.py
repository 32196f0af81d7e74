"""The ``galley`` command. Each subcommand is one function that returns an exit status.

0: done; 1: what was checked falls short; 2: a user's mistake, with one sentence on standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from galley import __version__, new_command, volumes_command
from galley.english import audit_command, exchange_command, model_command, translate_command
from galley.errors import GalleyError, disk_error
from galley.pdf import command as pdf_command
from galley.propose import command as propose_command
from galley.sample import command as sample_command

Command = Callable[[argparse.Namespace], int]


def entry() -> None:
    """Run the command line and leave with its status."""
    sys.exit(main(sys.argv[1:]))


def main(args: Sequence[str]) -> int:
    """Run one command; return its exit status. No user's mistake shows a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = parser().parse_args(args)
    command: Command = options.command
    try:
        status = command(options)
        sys.stdout.flush()
        return status
    except GalleyError as error:
        print(f"galley: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        _forget_output()  # the reader has enough
        return 0
    except OSError as error:
        print(f"galley: {disk_error(error)}", file=sys.stderr)
        _forget_output()
        return 2
    except KeyboardInterrupt:
        print("galley: interrupted; nothing was left half-written.", file=sys.stderr)
        return 130


def _forget_output() -> None:
    """What is still in the buffer must not be written at exit, where it cannot be."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def parser() -> argparse.ArgumentParser:
    """The command line's parser, which ``docs/`` is checked against."""
    top = argparse.ArgumentParser(
        prog="galley",
        description="Turn OCR'd Chinese newspaper pages into a searchable site in three languages.",
    )
    top.add_argument("--version", action="version", version=f"galley {__version__}")
    commands = top.add_subparsers(metavar="command", required=True)

    build = commands.add_parser("build", help="make the Markdown pages below docs/ from seeds/")
    build.add_argument(
        "--dir", type=Path, default=Path(), metavar="DIR", help="the archive's folder (default: here)"
    )
    where = build.add_mutually_exclusive_group()
    where.add_argument(
        "--jobs", type=_count, metavar="N", help="how many cores to use (default: all; 1: this process alone)"
    )
    where.add_argument(
        "--cluster", default="", metavar="ADDRESS", help="a Dask scheduler whose workers to use, as tcp://…"
    )
    build.set_defaults(command=_build)

    check = commands.add_parser(
        "check", help="check plans, terms and English, and print the account of every page"
    )
    check.add_argument(
        "--dir", type=Path, default=Path(), metavar="DIR", help="the archive's folder (default: here)"
    )
    check.set_defaults(command=_check)

    clean = commands.add_parser(
        "clean", help="print the cleaned paragraphs of raw pages, one a line, with no plan"
    )
    clean.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a page of OCR text")
    clean.add_argument(
        "--explain",
        action="store_true",
        help="say for each line end what was decided, by which rule and how surely, and what was changed",
    )
    clean.set_defaults(command=_clean)

    propose_command.register(commands)
    audit_command.register(commands)
    exchange_command.register(commands)
    pdf_command.register(commands)
    translate_command.register(commands)
    model_command.register(commands)
    new_command.register(commands)
    sample_command.register(commands)
    volumes_command.register(commands)

    traditional = commands.add_parser(
        "traditional", help="convert standard input to Traditional Chinese, line for line"
    )
    traditional.add_argument(
        "--dir",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the archive whose terms to use (default: here)",
    )
    traditional.add_argument(
        "--keep-quotes", action="store_true", help="leave “” as they are instead of 「」"
    )
    traditional.set_defaults(command=_traditional)
    return top


def _say(sentence: str) -> None:
    print(f"galley: {sentence}.", file=sys.stderr)


def _count(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= 1024:
        raise argparse.ArgumentTypeError(f"“{given}” is no number from 1")
    return int(given)


def _build(options: argparse.Namespace) -> int:
    from galley import lock
    from galley.archive import Archive
    from galley.build import write_pages
    from galley.gather import gather
    from galley.model import LANGUAGES
    from galley.pdf.imprint import read
    from galley.reference import check_reference

    languages, quotes = LANGUAGES, True
    if (options.dir / "mkdocs.yml").is_file():
        publication, quotes = read(options.dir)
        languages = publication.languages
    archive, docs = Archive(options.dir, quotes), options.dir / "docs"
    with (
        archive.workers(options.jobs, options.cluster) as workers,
        lock.pages(options.dir, docs, alone=False, say=_say),
    ):
        articles = gather(archive, workers)
        figures = () if articles.failures else archive.figures(articles)
        if not articles.failures:  # what is missing for no fault of an editor's is none of figures.yml
            check_reference(archive, articles)
        written = write_pages(archive, articles, figures, docs, languages, workers)
    print(f"{len(articles)} articles, {written}; articles redone: {written.redone}")
    for failure in written.failures:
        _say(str(failure))
    return 1 if written.failures else 0


def _check(options: argparse.Namespace) -> int:
    from galley.archive import Archive
    from galley.check import check_each

    faults = check_each(Archive(options.dir), print)
    for fault in faults:
        print(f"galley: {fault}", file=sys.stderr)
    return 1 if faults else 0


def _clean(options: argparse.Namespace) -> int:
    from galley.blocks import page_blocks
    from galley.explain import explained
    from galley.source import read_page

    pages = [read_page(path) for path in options.files]  # all or nothing: read before printing
    for page in pages:
        for note in page.notes:
            print(f"galley: {page.name}: {note}.", file=sys.stderr)
        found = page_blocks(page.lines, rejoin=True)
        if options.explain:
            print("\n".join(explained(found, page.lines)))
            continue
        for block in found.blocks:
            if block.run.text:
                print(block.run.text)
    return 0


def _traditional(options: argparse.Namespace) -> int:
    from galley.terms import read_terms
    from galley.traditional import Traditional

    terms = read_terms(options.dir / "seeds" / "terms.tsv")
    converter = Traditional.of_terms(terms, quotes=not options.keep_quotes)
    data = sys.stdin.buffer.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GalleyError(f"is not UTF-8 (byte {error.start}); convert it first", "standard input") from None
    sys.stdout.write("\n".join(converter.convert(line) for line in text.split("\n")))
    return 0
