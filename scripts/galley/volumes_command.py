"""``galley volumes``: what an archive that is published in volumes is divided into."""

from __future__ import annotations

import argparse
from pathlib import Path


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    volumes = commands.add_parser("volumes", help="list the volumes that the archive is divided into")
    volumes.add_argument("--names", action="store_true", help="print only their names, for make volumes")
    volumes.add_argument(
        "--dir", type=Path, default=Path(), metavar="DIR", help="the archive's folder (default: here)"
    )
    volumes.set_defaults(command=_volumes)


def _volumes(options: argparse.Namespace) -> int:
    from galley.archive import Archive
    from galley.pdf.imprint import settings
    from galley.volume_settings import parts_of

    config = settings(options.dir)
    for name, part in parts_of(Archive(options.dir), config.plugins["galley"].config.volumes).items():
        if options.names:
            print(name)
        else:
            print(f"{name}: {len(part.pages)} pages, {len(part.slugs)} articles, {part.volume.url}")
    return 0
