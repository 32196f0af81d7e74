"""An Argos package from Chinese to English: check its file, install it, find it again.

Argos Translate brings PyTorch and is the extra ``translate``: it is imported only when it is needed,
and checking a file does not need it. Argos says where packages are; its ``install_from_path`` unpacks
in place whatever a zip archive holds. Here a file is checked, is unpacked and loaded in a folder of
its own, and is moved to its place whole.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import re
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from galley.errors import GalleyError

NAME = "translate-zh_en"
"""What Argos's index calls a package from Simplified Chinese to English."""

LARGEST = 2 * 2**30
"""Bytes, packed or unpacked. Argos's packages have 50 to 300 million; a zip bomb has more than this."""

_MOST_FILES = 10_000
_RECORD = "galley.json"
_SETUP = "machine translation is not installed; run: make translate-setup"
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
"""What ``zipfile`` raises at archives that are damaged, encrypted, or packed by an unknown method."""


class PackageError(GalleyError):
    """A package, or what is needed to run one, is missing or not fit for use."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package from Chinese to English, as a file or installed."""

    path: Path
    folder: str
    """The one folder that the archive holds, and that is installed."""
    version: str
    sha256: str
    """Of the ``.argosmodel`` file; empty where another program installed it."""

    def __str__(self) -> str:
        return f"{NAME} {self.version}, sha256 {self.sha256[:12] or 'not known'}"


def require() -> None:
    """Raise a PackageError that says how to install the extra, if it is not there."""
    for module in ("argostranslate", "ctranslate2", "sentencepiece"):
        if importlib.util.find_spec(module) is None:
            raise PackageError(_SETUP)


# ---------------------------------------------------------------------- a file


def check_file(path: Path, sha256: str = "") -> Package:
    """Check a ``.argosmodel`` file without unpacking it.

    Raises:
        PackageError: it is damaged, unsafe to unpack, not from Chinese to English, or not the file
            with the checksum asked for.
    """
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            begins_like_zip = file.read(2) == b"PK"
        with zipfile.ZipFile(path) as archive:
            folder = _checked_names(path, archive.infolist())
            version = _checked_metadata(path, archive, folder)
    except OSError as error:
        raise PackageError(
            f"cannot be read ({error.strerror}); check the name and the rights", path
        ) from None
    except _DAMAGED:
        what = "is damaged or cut short" if begins_like_zip else "is no .argosmodel file (a zip archive)"
        raise PackageError(f"{what}; download it again", path) from None
    if sha256 and digest != sha256.lower():
        message = f"has the checksum {digest[:12]}… where {sha256[:12]}… was expected; download it again"
        raise PackageError(message, path)
    return Package(path, folder, version, digest)


def _checked_names(path: Path, entries: Sequence[zipfile.ZipInfo]) -> str:
    """The one folder in which everything lies, if nothing in the archive could do harm."""
    size = sum(entry.file_size for entry in entries)
    if size > LARGEST or len(entries) > _MOST_FILES:
        limits = f"{LARGEST >> 30} GB or {_MOST_FILES:,} files"
        raise PackageError(f"would unpack to more than {limits}; it is no translation model", path)
    for entry in entries:
        name = entry.orig_filename
        parts = name.removesuffix("/").split("/")
        if not name.isprintable() or set(name) & set('\\:*?"<>|') or {"", ".", ".."} & set(parts):
            raise PackageError(f"holds the unsafe path {name[:60]!r}; do not use it", path)
        if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise PackageError(f"holds {name[:60]!r}, which is a link or a device; do not use it", path)
    names = [entry.filename for entry in entries]
    folders = {name.partition("/")[0] for name in names}
    folder = min(folders, default="")
    needed = {f"{folder}/metadata.json", f"{folder}/model/model.bin"}
    tokenisers = {f"{folder}/sentencepiece.model", f"{folder}/bpe.model"}
    if len(folders) != 1 or folder.startswith(".") or not needed <= set(names) or not tokenisers & set(names):
        wanted = "one folder with metadata.json, model/model.bin and sentencepiece.model"
        raise PackageError(f"is no Argos package, which holds {wanted}; look for another file", path)
    if len({name.casefold() for name in names}) != len(names):
        raise PackageError("holds a file twice; do not use it", path)
    return folder


def _checked_metadata(path: Path, archive: zipfile.ZipFile, folder: str) -> str:
    with archive.open(f"{folder}/metadata.json") as file:
        metadata = _parsed(file.read(1_000_000))
    languages = f"{metadata.get('from_code')} → {metadata.get('to_code')}"[:40]
    if languages != "zh → en":
        raise PackageError(f"translates {languages}; a package zh → en is needed", path)
    version = metadata.get("package_version")
    if not isinstance(version, str) or not re.fullmatch(r"[\w.+-]{1,30}", version, re.ASCII):
        raise PackageError("has no package_version in its metadata.json; look for another file", path)
    return version


def _parsed(data: bytes) -> dict[str, Any]:
    """A JSON object; an empty one for anything else."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


# ---------------------------------------------------------------------- installed


def packages_folder() -> Path:
    """Argos's folder of packages: ``ARGOS_PACKAGES_DIR``, or the one in Argos's settings."""
    return Path(settings().package_data_dir)


def settings() -> Any:
    """Argos's settings.

    Raises:
        PackageError: the extra is not installed, or Argos cannot make its folders.
    """
    require()
    try:
        return importlib.import_module("argostranslate.settings")
    except OSError as error:  # it makes its folders when it is imported
        message = f"is no folder that Argos can use ({error.strerror}); set ARGOS_PACKAGES_DIR to one"
        raise PackageError(message, error.filename) from None


def installed() -> list[Package]:
    """The installed packages from Chinese to English, the newest first; others are passed over."""
    found = []
    for folder in {Path(path) for path in settings().package_dirs}:
        for path in folder.glob("*/metadata.json"):
            metadata = _parsed(path.read_bytes())
            if (metadata.get("from_code"), metadata.get("to_code")) == ("zh", "en"):
                record = path.with_name(_RECORD)
                known = _parsed(record.read_bytes()) if record.is_file() else {}
                version = str(metadata.get("package_version"))
                found.append(Package(path.parent, path.parent.name, version, str(known.get("sha256", ""))))
    return sorted(found, key=lambda package: (numbers(package.version), package.folder), reverse=True)


def numbers(version: str) -> list[int]:
    """A version's numbers, to compare versions by."""
    return [int(number) for number in re.findall(r"\d+", version)]


def install(package: Package, try_it: Callable[[Package], object]) -> Package:
    """Unpack a checked file, try it, and move it to its place; nothing is left behind where that fails.

    Raises:
        PackageError: it is damaged, cannot be loaded, or there is no room for it.
    """
    place = packages_folder() / package.folder
    if place.exists() and place not in [one.path for one in installed()]:
        raise PackageError("is there already and is another package; move it away", place)
    try:
        with tempfile.TemporaryDirectory(prefix=".galley-", dir=place.parent.parent) as name:
            unpacked, old = Path(name) / package.folder, Path(name) / "old"
            with zipfile.ZipFile(package.path) as archive:
                archive.extractall(name)
            (unpacked / _RECORD).write_text(json.dumps({"sha256": package.sha256}), "utf-8")
            try_it(replace(package, path=unpacked))
            if place.exists():
                shutil.move(place, old)
            try:
                shutil.move(unpacked, place)
            except BaseException:
                if old.exists():
                    shutil.move(old, place)
                raise
    except OSError as error:
        message = f"cannot be unpacked ({error.strerror or error}); make room, or set ARGOS_PACKAGES_DIR"
        raise PackageError(message, package.path) from None
    except _DAMAGED:
        raise PackageError("is damaged; download it again", package.path) from None
    return replace(package, path=place)
