"""Begin an archive of one's own: the program as it is, and everything about this archive's text left out."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

import yaml

from galley.errors import GalleyError
from galley.markdown import escape
from galley.traditional import Traditional

PROGRAM = Path(__file__).parent.parent.parent
"""The folder that holds the program: the one from which an archive is begun."""

_STARTER = Path(__file__).parent / "data" / "archive"
"""What an archive begins with instead of this one's: pages by hand, empty lists, a test of its own."""

_PARTS = (
    ".ci",
    ".editorconfig",
    ".gitattributes",
    ".github",
    ".gitignore",
    "LICENSE",
    "Makefile",
    "docs/guide",
    "overrides",
    "pyproject.toml",
    "requirements-dev.txt",
    "requirements.txt",
    "scripts",
    "tests/conftest.py",
)
"""The parts that are the program's, not this archive's."""

_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info", "screenshot*.png", ".*.swp")
_ADDRESS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FIELD = re.compile(r"^(?P<before>\s*site_(?P<what>name|description): ).*$")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What an editor says of a new archive."""

    name: str
    """In Simplified Chinese."""
    english: str
    topics: Mapping[str, str]
    """Topics: their addresses (``water``) and Simplified names (水利)."""

    def __post_init__(self) -> None:
        for name in (self.name, self.english):
            if not name or any(char in '"\\' or not char.isprintable() for char in name):
                raise GalleyError(
                    f"the name “{name}” is empty or has a straight quotation mark or a backslash in it"
                )

    @property
    def values(self) -> dict[str, str]:
        """What the starter's pages say in places of ``$name`` and the like, each within one line."""
        topics = [
            {"id": one, "name": {"zh-Hans": name, "en": name_of(one)}} for one, name in self.topics.items()
        ]
        names = {"": self.name, "_hant": Traditional.of_terms(()).convert(self.name), "_en": self.english}
        return {
            **{f"name{language}": name for language, name in names.items()},
            **{f"heading{language}": escape(name) for language, name in names.items()},
            "topics": yaml.safe_dump(topics, allow_unicode=True, sort_keys=False).rstrip("\n"),
        }


def name_of(address: str) -> str:
    """A topic's English name, as far as its address tells: ``new-energy`` is “New energy”."""
    return address.replace("-", " ").capitalize()


def topic(given: str) -> tuple[str, str]:
    """Read ``water=水利``.

    Raises:
        GalleyError: it is not written so.
    """
    address, equals, name = given.partition("=")
    if not equals or not name.strip() or not _ADDRESS.fullmatch(address):
        raise GalleyError(f"--topic “{given}” is not like water=水利: small letters, “=”, a name")
    return address, name.strip()


def begin(folder: Path, beginning: Beginning, program: Path = PROGRAM) -> None:
    """Make an archive in a folder that is not there yet, or is empty; whole or not at all.

    Raises:
        GalleyError: the folder holds something, cannot be made, or the program is not whole.
    """
    missing = [part for part in ("mkdocs.yml", *_PARTS) if not (program / part).exists()]
    if missing:
        raise GalleyError(f"has no {missing[0]}; run this in a copy of Galley's repository", program)
    folder = folder.resolve()
    if folder.is_relative_to(program.resolve()):
        raise GalleyError("is inside Galley's own folder; choose one beside it", folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GalleyError("is there already and not empty; choose a new folder", folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as made:
            whole = Path(made) / folder.name
            _copy(program, whole)
            for path, text in _files(program, beginning):
                (whole / path).parent.mkdir(parents=True, exist_ok=True)
                (whole / path).write_text(text, "utf-8", newline="\n")
            whole.replace(folder)
    except OSError as error:
        raise GalleyError(
            f"cannot be made ({error.strerror}); check the disk and the rights", folder
        ) from None


def _copy(program: Path, folder: Path) -> None:
    for part in _PARTS:
        source, target = program / part, folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=_LEFT_OUT)
        else:
            shutil.copy2(source, target)


def _files(program: Path, beginning: Beginning) -> Iterator[tuple[Path, str]]:
    values = beginning.values
    for path in sorted(_STARTER.rglob("*")):
        if path.is_file():
            template = Template(path.read_text("utf-8"))
            yield path.relative_to(_STARTER), template.safe_substitute(values)
    yield Path("mkdocs.yml"), _settings((program / "mkdocs.yml").read_text("utf-8"), values)


def _settings(text: str, values: Mapping[str, str]) -> str:
    """This archive's ``mkdocs.yml`` with another name; its comments stay for the next editor to read."""
    names: Sequence[str] = [values["name"], values["name_hant"], values["name_en"]]
    about = ["报纸文章，简体、繁体与英文对照。", "報紙文章，簡體、繁體與英文對照。"]
    about.append("Newspaper articles in Simplified and Traditional Chinese and English.")
    given = {"name": iter(names), "description": iter(about)}  # in the order of the languages in the file
    lines = []
    for line in text.splitlines():
        found = _FIELD.match(line)
        if found:
            quoted = yaml.safe_dump(next(given[found["what"]]), allow_unicode=True, default_style='"')
            line = found["before"] + quoted.strip()
        lines.append(line)
    return "\n".join(lines) + "\n"
