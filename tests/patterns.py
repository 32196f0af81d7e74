"""Every regular expression of the package, and texts that would be the worst for it.

Patterns that stand at the top of a module are caught when they are compiled, those in functions are read
from the source. The worst texts are made of a pattern's own characters: one or two of them over and over,
after what the pattern begins with, and at the end a character that lets it fail.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import inspect
import itertools
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import galley

PACKAGE = Path(galley.__file__).parent
_CALLS = ("compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer")
_ANCHORED = frozenset(("match", "fullmatch"))
_NEVER = "\x00"
"""A character that no pattern has."""


@dataclass(frozen=True)
class Pattern:
    """A pattern, where it stands, and whether it is only ever tried at the beginning of a text."""

    place: str
    pattern: re.Pattern[Any]
    anchored: frozenset[str]
    """The methods it is used by, if these only try it at the beginning of a text."""

    def run(self, text: str) -> None:
        """Look for it as the package does, through to the end of the text."""
        given: Any = text.encode() if isinstance(self.pattern.pattern, bytes) else text
        for method in self.anchored:
            getattr(self.pattern, method)(given)
        if not self.anchored:
            for _ in self.pattern.finditer(given):
                pass


@cache
def patterns() -> list[Pattern]:
    """All of them; one that stands at several places is there once."""
    found: dict[tuple[Any, int, frozenset[str]], Pattern] = {}
    for place, pattern, anchored in itertools.chain(_compiled(), _written()):
        found.setdefault((pattern.pattern, pattern.flags, anchored), Pattern(place, pattern, anchored))
    return sorted(found.values(), key=lambda one: one.place)


def _modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if "data" not in parts and parts[-1] != "__main__":
            yield ".".join(("galley", *(part for part in parts if part != "__init__"))), path


def _compiled() -> Iterator[tuple[str, re.Pattern[Any], frozenset[str]]]:
    """Patterns that modules compile when they are imported."""
    caught: list[tuple[str, int, re.Pattern[Any]]] = []
    real = re.compile

    def catch(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        made = real(pattern, flags)
        frame = inspect.currentframe()
        caller = frame.f_back if frame else None
        if caller is not None and caller.f_code.co_filename.startswith(str(PACKAGE)):
            caught.append((caller.f_code.co_filename, caller.f_lineno, made))
        return made

    kept = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "galley"}
    for name in kept:
        del sys.modules[name]
    try:
        with mock.patch.object(re, "compile", catch):
            for name, _ in _modules():
                with contextlib.suppress(ModuleNotFoundError):  # of an extra that is not installed
                    importlib.import_module(name)
    finally:
        for name in [name for name in sys.modules if name.split(".")[0] == "galley"]:
            del sys.modules[name]
        sys.modules.update(kept)
    for file, line, made in caught:
        path = Path(file)
        yield f"{path.relative_to(PACKAGE)}:{line}", made, _only_anchored(path, line)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _only_anchored(path: Path, line: int) -> frozenset[str]:
    """How the name that a pattern has in its module is used, if only to match at the beginning."""
    names = {
        target.id
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Assign) and node.lineno <= line <= (node.end_lineno or line)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    used = {
        node.attr
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names
    }
    return frozenset(used) if used <= _ANCHORED else frozenset()


def _written() -> Iterator[tuple[str, re.Pattern[Any], frozenset[str]]]:
    """Patterns that stand as texts in calls of functions of ``re``."""
    for _, path in _modules():
        assigned = (one for one in _tree(path).body if isinstance(one, ast.Assign))
        caught = {id(node) for one in assigned for node in ast.walk(one)}
        for node in ast.walk(_tree(path)):
            if id(node) in caught or not isinstance(node, ast.Call) or not node.args:
                continue
            if not isinstance(node.func, ast.Attribute):
                continue
            of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            first = node.args[0]
            if of_re and node.func.attr in _CALLS and isinstance(first, ast.Constant):
                place = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                yield place, re.compile(first.value, _flags(node)), _ANCHORED & {node.func.attr}


def _flags(node: ast.Call) -> int:
    """Flags such as ``re.MULTILINE`` among a call's arguments."""
    return sum(
        int(getattr(re, one.attr))
        for argument in [*node.args[1:], *(keyword.value for keyword in node.keywords)]
        for one in ast.walk(argument)
        if isinstance(one, ast.Attribute) and one.attr.isupper() and isinstance(one.value, ast.Name)
    )


# ---------------------------------------------------------------------- the worst texts


def worst_texts(pattern: re.Pattern[Any], size: int) -> Iterator[str]:
    """Texts of about ``size`` characters that make a pattern try as much as it can and fail."""
    source = pattern.pattern.decode() if isinstance(pattern.pattern, bytes) else pattern.pattern
    chars = _characters(source, pattern.flags)
    beginnings = ["", _beginning(source, pattern.flags)]
    repeated = [*chars, *map("".join, itertools.permutations(chars[:6], 2))]
    for unit in repeated:
        for beginning in dict.fromkeys(beginnings):
            yield beginning + unit * (size // len(unit)) + _NEVER
    lines = [unit * 40 + "\n" for unit in chars[:3]]
    yield from (line * (size // len(line)) for line in lines)
    begun = beginnings[1]
    if begun:
        yield begun * (size // len(begun)) + _NEVER


def _parsed(source: str, flags: int) -> Any:
    return re._parser.parse(source, flags)  # type: ignore[attr-defined]


def _characters(source: str, flags: int) -> list[str]:
    """A few characters that a pattern matches, the repeated ones first."""
    found: dict[str, None] = {}
    for repeated in (True, False):
        for char in _walk(_parsed(source, flags), repeated):
            found.setdefault(char)
    return list(found)[:10]


_CATEGORIES = {"DIGIT": "0", "SPACE": " ", "WORD": "a", "NOT_DIGIT": "a", "NOT_SPACE": "a", "NOT_WORD": " "}


def _walk(tree: Any, wanted: bool, inside: bool = False) -> Iterator[str]:
    """Characters of the parts that are repeated (``wanted``), or of all."""
    for operation, value in tree:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            yield from _walk(value[2], wanted, inside or value[1] > 3)
        elif name == "SUBPATTERN":
            yield from _walk(value[-1], wanted, inside)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _walk(branch, wanted, inside)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _walk(value[1], wanted, inside)
        elif name == "ATOMIC_GROUP":
            yield from _walk(value, wanted, inside)
        elif inside or not wanted:
            yield from _one(name, value)


def _one(name: str, value: Any) -> Iterator[str]:
    if name == "LITERAL":
        yield chr(value)
    elif name == "NOT_LITERAL":
        yield "一" if chr(value) != "一" else "a"
    elif name == "ANY":
        yield "一"
    elif name == "IN":
        yield from _of_class(value)


def _of_class(value: Any) -> Iterator[str]:
    """Up to four characters of a class; of one that is negated, any that is not in it."""
    negated = value and str(value[0][0]) == "NEGATE"
    chars: list[str] = []
    for operation, one in value:
        kind = str(operation)
        if kind == "LITERAL":
            chars.append(chr(one))
        elif kind == "RANGE":
            chars.append(chr(one[0] + (one[1] - one[0]) // 2))
        elif kind == "CATEGORY":
            chars.append(_CATEGORIES[str(one).removeprefix("CATEGORY_")])
    yield from [char for char in "一a0 ，" if char not in chars][:2] if negated else chars[:4]


def _beginning(source: str, flags: int) -> str:
    """The literal text that a pattern begins with, if it does."""
    begun = ""
    for operation, value in _parsed(source, flags):
        name = str(operation)
        if name == "LITERAL":
            begun += chr(value)
        elif name == "IN":
            begun += next(_of_class(value), "")
            break
        elif name == "BRANCH":
            begun += next(_walk(value[1][0], False), "")
            break
        elif name == "SUBPATTERN":
            begun += next(_walk(value[-1], False), "")
            break
        elif name != "AT" and not name.startswith("ASSERT"):
            break
    return begun
