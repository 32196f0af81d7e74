"""``galley new``: begin an archive of one's own."""

from __future__ import annotations

import argparse
from pathlib import Path


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    new = commands.add_parser("new", help="begin an archive of your own in a new folder")
    new.add_argument("folder", type=Path, metavar="DIR", help="the folder to make")
    new.add_argument("--name", metavar="NAME", help="the archive's name in Chinese (default: the folder's)")
    new.add_argument("--name-en", metavar="NAME", help="its name in English (default: the same)")
    new.add_argument(
        "--topic",
        action="append",
        default=[],
        metavar="ID=NAME",
        help="a topic, as water=水利; can be given several times",
    )
    new.add_argument(
        "--languages",
        default="zh-Hans,zh-Hant,en",
        metavar="LIST",
        help="the site's languages, as zh-Hans,en (default: zh-Hans,zh-Hant,en); zh-Hans is always one",
    )
    new.set_defaults(command=_new)


def _new(options: argparse.Namespace) -> int:
    from galley.new import Beginning, begin, languages_of, topic

    name = " ".join((options.name or options.folder.absolute().name).split())
    english = " ".join((options.name_en or name).split())
    topics, languages = dict(map(topic, options.topic)), languages_of(options.languages)
    begin(options.folder, Beginning(name, english, topics, languages))
    print(f"{options.folder} is ready. Put pages of OCR text (*.txt) into its folder seeds, and run there:")
    print("  make propose    # writes a plan for each page")
    print("  make serve      # shows the site at http://127.0.0.1:8000/")
    return 0
