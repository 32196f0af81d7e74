"""Add to an editor's plan without touching what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from galley.errors import PlanError
from galley.propose.plan_text import article_text, page_entries
from galley.propose.proposal import Proposal


def updated(text: str, proposal: Proposal, slugs: Sequence[str], path: Path) -> str:
    """The plan's text with the proposal's articles at the end of its ``articles``, and the rest at its end.

    Every character that an editor wrote stays where it is among the others.

    Raises:
        PlanError: the plan's form leaves no place for new entries.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise PlanError("stands in { }; write “articles:” on a line of its own to have it added to", path)
    values = {key.value: value for key, value in root.value}
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += "\n"
    additions: list[tuple[int, list[str]]] = []
    articles = values["articles"]
    if not isinstance(articles, yaml.SequenceNode) or articles.flow_style or not articles.value:
        raise PlanError("has its articles in [ ]; write each on a line of its own to have it added to", path)
    entries = ["  # Added by “galley propose --update”; nobody has checked it yet."]
    for article, slug in zip(proposal.articles, slugs, strict=True):
        entries += article_text(article, slug, proposal.page)
    additions.append((_end(articles, lines), _moved(entries, articles.start_mark.column - 2)))
    additions += _page_additions(page_entries(proposal), values, lines)
    for at, new in sorted(additions, key=lambda one: -one[0]):
        lines[at:at] = [line + "\n" for line in new]
    return "".join(lines)


def _end(node: yaml.SequenceNode, lines: Sequence[str]) -> int:
    """The number of lines up to the end of a list, without the comments and empty lines below it."""
    end = min(int(node.end_mark.line) + (1 if node.end_mark.column else 0), len(lines))
    last = max(int(node.value[-1].start_mark.line) + 1, 1)
    while end > last and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _moved(entries: Sequence[str], by: int) -> list[str]:
    """Entries indented as the plan's own are."""
    return [" " * by + entry if by > 0 else entry[-by:] for entry in entries]


def _page_additions(
    entries: Sequence[str], values: dict[str, yaml.Node], lines: Sequence[str]
) -> list[tuple[int, list[str]]]:
    """``drop`` and its like: below the editor's list of that name, or at the plan's end."""
    found: list[tuple[int, list[str]]] = []
    rest: list[str] = []
    key = ""
    for entry in entries:
        name, _, value = entry.partition(":")
        if not entry.startswith(" "):
            key = name
        node = values.get(key)
        if node is None:
            rest.append(entry)
        elif isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
            if entry.startswith(" "):
                found.append((_end(node, lines), _moved([entry], node.start_mark.column - 2)))
            elif value.strip():
                items = [f"  - {item}" for item in yaml.safe_load(value)]
                found.append((_end(node, lines), _moved(items, node.start_mark.column - 2)))
        else:
            rest.append(f"# to add to “{key}” above: {entry.strip()}")
    if rest:
        found.append((len(lines), rest))
    return found
