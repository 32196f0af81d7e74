"""The addresses that articles of other plans have, so that none is proposed twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path

_SLUG = re.compile(r"\bslug:\s*[\"']?([a-z0-9-]+)")


@dataclass(frozen=True, slots=True)
class Taken(Container[str]):
    """Addresses that a plan cannot have."""

    plans_with: Mapping[str, int]
    """How many plans of the folder have each."""
    own: Container[str]
    """Those of the plan itself as it was."""
    made: Container[str]
    """Those of plans that are about to be written."""

    def __contains__(self, slug: object) -> bool:
        plans = self.plans_with.get(slug, 0) if isinstance(slug, str) else 0
        return slug in self.made or plans > (slug in self.own)


class Slugs:
    """The addresses that plans have, by their files: each folder is read once."""

    def __init__(self) -> None:
        self._in_folder: dict[Path, dict[str, frozenset[str]]] = {}
        self._plans_with: dict[Path, Counter[str]] = {}
        self._made: set[str] = set()

    def beside(self, path: Path) -> Taken:
        """Those of all plans but this one."""
        folder = path.parent
        if folder not in self._in_folder:
            plans = [other for other in folder.glob("*.yml") if other.is_file()]
            found = {other.name: _slugs_in(other.read_bytes().decode("utf-8", "replace")) for other in plans}
            self._in_folder[folder] = found
            self._plans_with[folder] = Counter(slug for slugs in found.values() for slug in slugs)
        own = self._in_folder[folder].get(path.name, frozenset())
        return Taken(self._plans_with[folder], own, self._made)

    def add(self, text: str) -> None:
        """Note those of a plan that is about to be written."""
        self._made |= _slugs_in(text)


def _slugs_in(text: str) -> frozenset[str]:
    return frozenset(_SLUG.findall(text))
