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
from galley.model import LANGUAGES, Language
from galley.pages import FOLDERS
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
    "requirements",
    "requirements-dev.txt",
    "requirements.txt",
    "scripts",
    "tests/conftest.py",
)
"""The parts that are the program's, not this archive's."""

_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info", "screenshot*.png", ".*.swp", "test-full.yml")
_ABOUT: Mapping[tuple[Language, ...], tuple[str, str]] = {
    ("zh-Hans",): ("报纸文章，整理成篇，可读可查。", "Newspaper articles in Simplified Chinese."),
    ("zh-Hans", "zh-Hant"): (
        "报纸文章，简体与繁体对照。",
        "Newspaper articles in Simplified and Traditional Chinese.",
    ),
    ("zh-Hans", "en"): (
        "报纸文章，简体与英文对照。",
        "Newspaper articles in Simplified Chinese and English.",
    ),
    LANGUAGES: (
        "报纸文章，简体、繁体与英文对照。",
        "Newspaper articles in Simplified and Traditional Chinese and English.",
    ),
}
"""What a site in these languages is, in Simplified Chinese and English."""
_ONLY = re.compile(r"^<!-- (zh-Hant|en) -->")
"""Begins a line of the starter that is said only where the site has the language."""
_LOCALE = re.compile(r"\blocale: ([\w-]+)")
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
    languages: tuple[Language, ...] = LANGUAGES
    """Those of the site, Simplified Chinese first."""

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
        convert = Traditional.of_terms(()).convert
        names = {"": self.name, "_hant": convert(self.name), "_en": self.english}
        about = _ABOUT[self.languages]
        return {
            **{f"name{language}": name for language, name in names.items()},
            **{f"heading{language}": escape(name) for language, name in names.items()},
            "about": about[0],
            "about_hant": convert(about[0]),
            "about_en": about[1],
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


def languages_of(given: str) -> tuple[Language, ...]:
    """Read ``zh-Hans,en``; Simplified Chinese, in which the pages are, is always one of them.

    Raises:
        GalleyError: one of them is none of the three.
    """
    wanted = {one.strip() for one in given.split(",") if one.strip()}
    for one in sorted(wanted.difference(LANGUAGES)):
        raise GalleyError(f"--languages: “{one}” is none of {', '.join(LANGUAGES)}")
    return tuple(language for language in LANGUAGES if language == "zh-Hans" or language in wanted)


def begin(folder: Path, beginning: Beginning, program: Path = PROGRAM) -> None:
    """Make an archive in a folder that is not there yet, or is empty; whole or not at all.

    Raises:
        GalleyError: the folder holds something, cannot be made, or the program is not whole.
    """
    folder = check_folder(folder)
    if folder.is_relative_to(program.resolve()):
        raise GalleyError("is inside Galley's own folder; choose one beside it", folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as made:
            whole = Path(made) / folder.name
            lay_out(whole, beginning, program)
            whole.replace(folder)
    except OSError as error:
        reason = error.strerror or "not all of it could be copied"  # shutil's own error has a list of them
        raise GalleyError(f"cannot be made ({reason}); check the disk and the rights", folder) from None


def check_folder(folder: Path) -> Path:
    """The whole path of a folder to make an archive in.

    Raises:
        GalleyError: it is there already and holds something.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GalleyError("is there already and not empty; choose a new folder", folder)
    return folder


def lay_out(folder: Path, beginning: Beginning, program: Path = PROGRAM) -> None:
    """Write everything that an archive begins with.

    Raises:
        GalleyError: the program is not whole.
        OSError: the folder cannot be written to.
    """
    missing = [part for part in ("mkdocs.yml", *_PARTS) if not (program / part).exists()]
    if missing:
        raise GalleyError(f"has no {missing[0]}; run this in a copy of Galley's repository", program)
    _copy(program, folder)
    for path, text in _files(program, beginning):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8", newline="\n")


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
            template = Template(_said(path.read_text("utf-8"), beginning.languages))
            yield path.relative_to(_STARTER), template.safe_substitute(values)
    yield Path("mkdocs.yml"), _settings((program / "mkdocs.yml").read_text("utf-8"), beginning)


def _said(text: str, languages: Sequence[Language]) -> str:
    """A text of the starter without the lines on languages that the site does not have."""
    kept = []
    for line in text.splitlines(keepends=True):
        only = _ONLY.match(line)
        if only is None or only[1] in languages:
            kept.append(line[only.end() :] if only else line)
    return "".join(kept)


def _settings(text: str, beginning: Beginning) -> str:
    """This archive's ``mkdocs.yml`` with another name, in other languages; its comments stay to be read."""
    values = beginning.values
    names: Sequence[str] = [values["name"], values["name_hant"], values["name_en"]]
    about: Sequence[str] = [values["about"], values["about_hant"], values["about_en"]]
    unwanted = {FOLDERS[language] for language in LANGUAGES if language not in beginning.languages}
    locale = ""
    given = {"name": iter(names), "description": iter(about)}  # in the order of the languages in the file
    lines = []
    for line in text.splitlines():
        found = _FIELD.match(line)
        if found:
            quoted = yaml.safe_dump(next(given[found["what"]]), allow_unicode=True, default_style='"')
            line = found["before"] + quoted.strip()
        named = _LOCALE.search(line)
        locale = named[1] if named else locale
        if locale in unwanted:
            line = line.replace("build: true", "build: false")
        lines.append(line)
    return "\n".join(lines) + "\n"
