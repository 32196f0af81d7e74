"""Read the YAML that editors write, so that every mistake is told with its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml

from galley.errors import PlanError
from galley.files import read_text
from galley.plain import plain

T = TypeVar("T")
_RANGE = re.compile(r"([0-9]{1,7})(?:\s*[-–]\s*([0-9]{1,7}))?")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DEEPEST = 20
_PLAIN = (yaml.ScalarNode,)
_QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's reader, ten times as fast, where PyYAML came with it."""


def is_slug(text: str) -> bool:
    """Whether a text is safe in an address: small Latin letters, digits and single hyphens."""
    return len(text) <= 80 and _SLUG.fullmatch(text) is not None and not is_device(text)


_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


def is_device(name: str) -> bool:
    """Whether Windows takes a name for a device's (Microsoft, “Naming Files, Paths, and Namespaces”)."""
    return _DEVICE.fullmatch(name) is not None


class Item:
    """A value in an editor's file, with the line it stands on (from 1)."""

    def __init__(self, node: yaml.Node, path: Path | str) -> None:
        self.node = node
        self.path = path
        self.line: int = node.start_mark.line + 1

    def error(self, message: str) -> PlanError:
        """An error at this place."""
        return PlanError(message, self.path, self.line)

    def text(self) -> str:
        """A scalar, as written: numbers and dates are not turned into anything."""
        return plain(self.exact()).strip()

    def exact(self) -> str:
        """A scalar with all of its characters, those that nobody sees too."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.error("should be one value, not a list or a mapping; write it on one line")
        return str(self.node.value)

    def filled(self) -> str:
        """A scalar that is not empty."""
        value = self.text()
        if not value:
            raise self.error("is empty; fill it in or take the line away")
        return value

    def integer(self) -> int:
        """A whole number from 1."""
        value = self.text()
        if not re.fullmatch(r"[1-9][0-9]{0,5}", value):
            raise self.error(f"“{value[:20]}” should be a whole number from 1")
        return int(value)

    def slug(self) -> str:
        """A name that is safe in an address: small Latin letters, digits and hyphens."""
        value = self.text()
        if value == "index":
            raise self.error("“index” is the address of the list itself; choose another")
        if is_device(value):
            raise self.error(f"“{value}” is the name of a device of Windows; choose another")
        if not is_slug(value):
            raise self.error(
                f"“{value}” cannot be an address; use small letters a-z, digits and single hyphens"
            )
        return value

    def many(self) -> list[Item]:
        """The items of a list; a single value is a list of one, an empty one an empty list."""
        if isinstance(self.node, yaml.SequenceNode):
            return [Item(child, self.path) for child in self.node.value]
        if isinstance(self.node, yaml.ScalarNode) and not self.node.value.strip():
            return []
        return [self]

    def is_mapping(self) -> bool:
        """Whether this is a mapping (``{supplied: …}``)."""
        return isinstance(self.node, yaml.MappingNode)

    def pairs(self) -> Iterator[tuple[Item, Item]]:
        """Keys and values of a mapping; the same key twice is an error."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error("should be “key: value” lines")
        seen: dict[str, int] = {}
        for key_node, value_node in self.node.value:
            key, value = Item(key_node, self.path), Item(value_node, self.path)
            name = key.text()
            if name in seen:
                raise key.error(f"“{name}” stands here again (first in line {seen[name]}); keep one")
            seen[name] = key.line
            yield key, value

    def fields(self, known: Collection[str], required: Collection[str] = ()) -> dict[str, Item]:
        """A mapping's values by key; an unknown key or a missing one is an error."""
        found = {}
        for key, value in self.pairs():
            name = key.text()
            if name not in known:
                if getattr(self.node, "flow_style", False) and _is_nothing(value.node):
                    raise key.error(
                        f"“{name}” stands after a comma inside {{ }}; put the whole text in quotes"
                    )
                raise key.error(f"does not know the key “{name}”; known here are {', '.join(sorted(known))}")
            found[name] = value
        for name in required:
            if name not in found:
                raise self.error(f"has no “{name}”; add it")
        return found

    def lines(self, last: int) -> range:
        """A line number (``41``) or a range of them (``7-9``), as a range of numbers from 1."""
        value = self.text()
        found = _RANGE.fullmatch(value)
        if not found:
            raise self.error(f"“{value}” should be a line number such as 41 or a range such as 7-9")
        first = int(found[1])
        final = int(found[2] or first)
        if first < 1 or final < first:
            raise self.error(f"“{value}” is no range of lines; write the smaller number first, from 1")
        if final > last:
            raise self.error(f"names line {final}, but the page ends at line {last}; correct the number")
        return range(first, final + 1)

    def one_line(self, last: int) -> int:
        """The number of a single line."""
        lines = self.lines(last)
        if len(lines) > 1:
            raise self.error(
                f"“{self.text()}” should be one line; write its number alone, such as {lines[0]}"
            )
        return lines[0]

    def one_of(self, known: Collection[str]) -> str:
        """A word out of those known."""
        value = self.text()
        if value not in known:
            raise self.error(f"does not know “{value}”; known are {', '.join(sorted(known))}")
        return value


def _is_nothing(node: yaml.Node) -> bool:
    return bool(node.start_mark.index == node.end_mark.index)


def read_yaml(path: Path, text: str | None = None) -> Item:
    """Read an editor's file.

    Raises:
        PlanError: it cannot be read, is not YAML, is empty, or uses YAML's anchors or tags.
    """
    if text is None:
        text = read_text(path)
    try:
        node = _compose(text, path, _QUICK)
    except (yaml.YAMLError, RecursionError):
        node = _explained(text, path)
    if node is None:
        raise PlanError("is empty; write it or take the file away", path)
    return Item(node, path)


def _compose(text: str, path: Path, loader: Any) -> yaml.Node | None:
    """The file's outermost value, after a look at what no editor's file needs."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            message = "is not YAML such as a plan has (lists in lists in lists); look for brackets too many"
            raise PlanError(message, path)
        if (
            isinstance(event, yaml.AliasEvent)
            or getattr(event, "anchor", None)
            or getattr(event, "tag", None)
        ):
            line = event.start_mark.line + 1 if event.start_mark else None
            raise PlanError("uses a YAML anchor, alias or tag; write the value out", path, line)
    node: yaml.Node | None = yaml.compose(text, Loader=loader)
    return node


def _explained(text: str, path: Path) -> yaml.Node | None:
    """The same by the reader whose complaints are the plainer ones, for what the quick one rejects."""
    try:
        return _compose(text, path, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = _yaml_problem(error, text)
        raise PlanError(
            f"is not YAML here ({problem}); look at the indentation and the colons",
            path,
            mark.line + 1 if mark else None,
        ) from None
    except (yaml.YAMLError, RecursionError):
        raise PlanError("is not YAML; look for control characters or very deep lists", path) from None


def _yaml_problem(error: yaml.MarkedYAMLError, text: str) -> str:
    """What is wrong in an editor's words: tabs and full-width colons are the common slips."""
    problem = " ".join((error.problem or "wrong indentation or quoting").split())
    if "\\t" in problem:
        return "a tab; use spaces"
    line = error.problem_mark.line if error.problem_mark else 0
    near = text.splitlines()[max(0, line - 1) : line + 1]
    if any("：" in one and ":" not in one for one in near):
        return "a full-width “：”, in this line or the one before; write “: ” with a space"
    if any(re.match(r"\s*(?:-\s*)?[a-z]+:\S", one) for one in near):
        return "no space after a colon, in this line or the one before"
    return problem


def optional(item: Item | None, read: Callable[[Item], T]) -> T | None:
    """Read an item that may be missing or left empty."""
    if item is None or (isinstance(item.node, _PLAIN) and not item.node.value.strip()):
        return None
    return read(item)
