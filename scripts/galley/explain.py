"""Tell how a page was cleaned: each line end's decision, rule and confidence (``clean --explain``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from galley.blocks import Cleaned, PageBlocks
from galley.model import Line
from galley.regions import doubted, regions


def explained(page: PageBlocks, lines: Sequence[Line]) -> Iterator[str]:
    """The blocks of a page, each below what was decided on it; explanations begin with ``#``.

    What looks like no newspaper text comes first, and all that was decided in it is doubtful.
    """
    strange = regions(lines)
    for region in strange:
        yield f"# {region.what}; or else: {region.otherwise}"
    page = replace(page, ends=doubted(page.ends, strange))
    ends = {end.after: end for end in page.ends}
    for block in page.blocks:
        yield _heading(block)
        for number in block.lines:
            if number in ends:
                yield f"#   {ends[number]}"
        if block.run.text:
            yield block.run.text
    if page.doubts:
        yield f"# {len(page.doubts)} of {len(page.ends)} line ends are doubtful, the least sure first:"
        for end in page.doubts:
            yield f"#   {end}"


def _heading(block: Cleaned) -> str:
    """The block's kind, lines and the rules that changed it."""
    rules = sorted({change.rule for change in block.changes})
    return "# " + "; ".join([block.kind, f"lines {', '.join(map(str, block.lines))}", *rules])
