"""``galley pdf``: the PDFs without the site."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    pdf = commands.add_parser("pdf", help="make the PDFs of some articles, or all PDFs of the site")
    pdf.add_argument("slugs", nargs="*", metavar="SLUG", help="an article (default: everything)")
    pdf.add_argument(
        "--dir", type=Path, default=Path(), metavar="DIR", help="the archive's folder (default: here)"
    )
    pdf.add_argument("--to", type=Path, default=Path("site"), metavar="DIR", help="where to (default: site)")
    pdf.set_defaults(command=_pdf)


def _pdf(options: argparse.Namespace) -> int:
    from galley.archive import Archive
    from galley.errors import GalleyError
    from galley.pdf import shelf
    from galley.pdf.editions import editions
    from galley.pdf.imprint import Imprint, read
    from galley.pdf.typeset import Press

    publication, quotes = read(options.dir)
    archive = Archive(options.dir, quotes)
    articles = archive.articles()
    imprint = Imprint(publication, archive.english_names)
    known = {article.slug for article in articles}
    for slug in options.slugs:
        if slug not in known:
            raise GalleyError(f"there is no article “{slug}”; its slug is in its plan")
    wanted = [
        edition
        for edition in editions(articles, archive.topics, archive.terms, imprint)
        if not options.slugs
        or (edition.kind in ("article", "parallel") and edition.slugs[0] in options.slugs)
    ]
    press = Press(options.dir)
    press.check()
    named = shelf.Named(lambda sentence: print(f"galley: {sentence}.", file=sys.stderr))
    for printed in press.all(wanted):
        shelf.put(printed, options.to)
        print(
            f"{options.to / printed.edition.path}: {printed.pages} pages, {len(printed.pdf) / 1000:,.0f} KB"
        )
        named.name(printed.missing)
    return 0
