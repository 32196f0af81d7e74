"""The theme's templates without a list of its icons.

MkDocs lists every file of a theme at each build of each language. Material brings more than twelve thousand
icons in folders whose names begin with a dot, which MkDocs then leaves out; templates name those they need.
"""

from __future__ import annotations

import os
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from mkdocs.theme import Theme


def environment(theme: Theme) -> Environment:
    """The environment of a theme's templates, as :meth:`Theme.get_env` makes it."""
    env = Theme.get_env(theme)
    env.loader = _Shown(theme.dirs)
    return env


class _Shown(FileSystemLoader):
    """Loads every file, and lists those that stand in no hidden folder."""

    def list_templates(self) -> list[str]:
        """The names that may be files of the site, in order."""
        found: set[str] = set()
        for root in self.searchpath:
            for folder, folders, names in os.walk(root):
                folders[:] = [name for name in folders if not name.startswith(".")]
                found.update(Path(folder, name).relative_to(root).as_posix() for name in names)
        return sorted(found)
