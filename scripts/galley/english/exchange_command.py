"""``galley export`` and ``galley import``: the memory for translators, and back."""

from __future__ import annotations

import argparse
from pathlib import Path


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the two commands."""
    out = commands.add_parser("export", help="write the translation memory as TMX and XLIFF")
    out.add_argument(
        "--dir", type=Path, default=Path(), metavar="DIR", help="the archive's folder (default: here)"
    )
    out.add_argument(
        "--to", type=Path, default=Path("export"), metavar="DIR", help="where to (default: export)"
    )
    out.set_defaults(command=_export)
    back = commands.add_parser("import", help="take translators' PO, TMX and XLIFF files back")
    back.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a translator's file")
    back.add_argument(
        "--dir", type=Path, default=Path(), metavar="DIR", help="the archive's folder (default: here)"
    )
    back.add_argument(
        "--replace", action="store_true", help="also replace what another person translated before"
    )
    back.set_defaults(command=_import)


def _export(options: argparse.Namespace) -> int:
    from galley.archive import Archive
    from galley.english.exchange import export

    archive = Archive(options.dir)
    written = export(archive.articles(), archive.memory, options.to)
    print(f"{len(written)} files in {options.to}: memory.tmx, and an .xlf for each article")
    return 0


def _import(options: argparse.Namespace) -> int:
    from galley.archive import Archive
    from galley.english.exchange import read_pairs, take
    from galley.english.memory import writing

    archive = Archive(options.dir)
    articles = archive.articles()
    read = [(path, read_pairs(path)) for path in options.files]  # all files are good before any is taken
    short = False
    for path, pairs in read:
        with writing(archive.root):
            taken = take(pairs, articles, archive.seeds, path.name, options.replace)
        print(f"{path.name}: {taken.new} taken, {taken.same} the same, {taken.empty} empty")
        for name, sentences in (
            ("kept as another person has it", taken.kept),
            ("fits no more", taken.unknown),
        ):
            short |= bool(sentences)
            for sentence in sentences:
                print(f"  {name}: {sentence}")
    return 1 if short else 0
