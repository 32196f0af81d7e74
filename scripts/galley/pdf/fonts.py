"""The fonts that PDFs are set in: those of the system, and those in an archive's folder ``fonts/``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst

from galley.cache import key
from galley.errors import GalleyError

# The first that is there is used. Every family is one that may be embedded in a PDF.
_FAMILIES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "zh-Hans": {
        "serif": ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC", "SimSun"),
        "sans": ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei"),
    },
    "zh-Hant": {
        "serif": (
            "Noto Serif CJK TC",
            "Noto Serif TC",
            "Source Han Serif TC",
            "Songti TC",
            "PMingLiU",
            "MingLiU",
        ),
        "sans": (
            "Noto Sans CJK TC",
            "Noto Sans TC",
            "Source Han Sans TC",
            "PingFang TC",
            "Microsoft JhengHei",
        ),
    },
}
FOLDER = "fonts"
ONLY = "GALLEY_FONTS"
"""Names a folder of fonts to use instead of the system's, for the same PDFs on every machine."""
_INSTALL = (
    "and this machine has none; install fonts-noto-cjk (Debian, Ubuntu), google-noto-serif-cjk-fonts and "
    "google-noto-sans-cjk-fonts (Fedora), font-noto-serif-cjk and font-noto-sans-cjk (macOS, with brew "
    "install --cask) or the Chinese (Traditional) supplemental fonts (Windows, under Optional features), "
    "or build without PDFs: GALLEY_PDF=false make site"
)


@dataclass(frozen=True, slots=True)
class Fonts:
    """What Typst searches, which family is for what, and a key that changes with the files."""

    found: typst.Fonts
    families: Mapping[str, Mapping[str, str]]
    key: str


@cache
def _search(folders: tuple[Path, ...], system: bool) -> typst.Fonts:
    """The fonts of some folders and the system, read once: a server sets many times."""
    return typst.Fonts(include_system_fonts=system, font_paths=list(folders))


def find(root: Path) -> Fonts:
    """Look for the fonts.

    Raises:
        GalleyError: there is none for Simplified or Traditional Chinese.
    """
    own = root / FOLDER
    folders = [own] if own.is_dir() else []
    only = os.environ.get(ONLY)
    if only:
        folders.append(Path(only))
    found = _search(tuple(folders), not only)
    by_family: dict[str, list[typst.FontInfo]] = {}
    for font in found.fonts():
        by_family.setdefault(font.family, []).append(font)
    families: dict[str, dict[str, str]] = {}
    for language, roles in _FAMILIES.items():
        for role, names in roles.items():
            name = next((name for name in names if name in by_family), None)
            if name is None:
                raise GalleyError(f"PDFs need the font {names[0]} or one like it, {_INSTALL}")
            families.setdefault(language, {})[role] = name
    used = {name for roles in families.values() for name in roles.values()}
    paths = sorted({font.path for name in used for font in by_family[name] if font.path})
    paths += sorted(str(path) for path in own.rglob("*")) if own.is_dir() else []
    files = [f"{Path(path).name} {Path(path).stat().st_size}" for path in paths]
    return Fonts(found, families, key(*files))
