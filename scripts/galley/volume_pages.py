"""What decides in which volume each page stands, kept by the content of the page and its plan.

Each volume's build asks all pages of the archive; only the first has to read them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from galley import files
from galley.archive import Archive, plan_of
from galley.errors import SourceError
from galley.plan import read_plan
from galley.source import page_of
from galley.steps import key_of
from galley.stored import pack, unpack
from galley.volumes import Sheet


def sheets(archive: Archive) -> Iterator[Sheet]:
    """Every page of an archive with its paper, date and articles, by file name.

    Raises:
        GalleyError: a page has no plan, or a plan no page; or something in one of them is wrong.
    """
    kept = archive.cache("volumes")
    topics = json.dumps(list(archive.topics))
    for source in archive.sources():
        plan = plan_of(source)
        given = files.read_bytes(source, SourceError), files.read_bytes(plan)
        name = key_of("volumes", source.name, *given, topics)
        result = kept.get(name)
        if result is None:
            result = pack(_read(archive, source, plan, *given))
            kept.put(name, result)
        paper, date, slugs = unpack(result)
        yield Sheet(plan, paper, date, tuple(slugs))


def _read(archive: Archive, source: Path, plan: Path, page: bytes, planned: bytes) -> list[object]:
    last = page_of(page, source).lines[-1].number
    found = read_plan(plan, last, archive.topics, text=files.text_of(planned, plan))
    return [found.paper, found.date, [article.slug for article in found.articles]]
