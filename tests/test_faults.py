"""What breaks from outside: a killed process, a full disk, a folder without rights, two builds at once.

``kill -9`` comes at moments that a seed chooses: half of them are changes of a file (counted by
:mod:`watched`), half are times. A few of them in every run of the tests; ``make faults`` makes it 200.
"""

from __future__ import annotations

import importlib.util
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polib
import pytest

import watched
from galley.english import memory
from galley.new import Beginning, begin
from tiny_model import make_package

KILLS = int(os.environ.get("GALLEY_KILLS", "4"))
ALL = KILLS >= 100
"""Whether there is time for everything (``make faults``)."""
SEED = int(os.environ.get("GALLEY_KILLS_SEED", "1"))
PAGE = """\
{headline}
本报记者 李峰

这里是第一句，说的是水利。这里是第二句，说的是工程进度达到{number}%。

今年以来，全市新建高标准农田{number}万亩，这里还有一句。
"""
PLAN = "paper: 日报\ndate: 2025-02-25\narticles:\n  - {{slug: {slug}, title: 1, byline: 2, body: 4-6}}\n"
TWO = ("1", "2")


def run(folder: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command as a person runs it, in the archive's folder."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
    )


def environment(**more: str) -> dict[str, str]:
    """Without PDFs: a build is the same without them, and quick."""
    return {**os.environ, "GALLEY_PDF": "false", "NO_MKDOCS_2_WARNING": "1", **more}


def write_pages(
    folder: Path, number: int, slugs: tuple[str, str] = ("one", "two"), plans: bool = True
) -> None:
    """Two pages and their plans, in a state of which there are several."""
    for name, slug in zip(TWO, slugs, strict=True):
        text = PAGE.format(headline=f"第{name}版的标题", number=number)
        (folder / "seeds" / f"{name}.txt").write_text(text, "utf-8")
        if plans:
            (folder / "seeds" / f"{name}.yml").write_text(PLAN.format(slug=slug), "utf-8")


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive as ``galley new`` begins it, without the program's own files."""
    folder = tmp_path_factory.mktemp("faults") / "archive"
    begin(folder, Beginning("剪报", "Cuttings", {"water": "水利"}))
    for name in ("scripts", "tests", ".github", "docs/guide"):
        shutil.rmtree(folder / name)
    return folder


def tree(folder: Path, *parts: str) -> dict[str, bytes]:
    """Every file below these parts of a folder, but for those that say by their names that they are parts."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for part in parts
        for path in sorted((folder / part).rglob("*"))
        if path.is_file() and not (path.name.startswith(".") and path.suffix == ".part")
    }


# ---------------------------------------------------------------------- kill -9


def before_build(folder: Path) -> None:
    """Pages are built; then a plan and a text change, and an article gets another name."""
    write_pages(folder, 10)
    assert run(folder, "galley", "build").returncode == 0
    write_pages(folder, 11, ("one", "three"))


def before_propose(folder: Path) -> None:
    """Two pages without plans."""
    write_pages(folder, 10, plans=False)


def before_import(folder: Path) -> None:
    """A person's English in two files, and translators' files with other English."""
    before_translate(folder)
    for slug in ("one", "two"):
        path = folder / "seeds" / "english" / f"{slug}.po"
        catalogue = memory.read_po(path)
        for number, entry in enumerate(catalogue):
            entry.msgstr = f"Old {number} of {slug}."
        catalogue.save(str(path))
        for entry in catalogue:
            entry.msgstr = entry.msgstr.replace("Old", "New")
        catalogue.save(str(folder / f"{slug}.po"))


def before_translate(folder: Path) -> None:
    """Empty English, and one sentence a person has translated."""
    from galley.archive import Archive

    write_pages(folder, 10)
    archive = Archive(folder)
    for article in archive.articles():
        memory.update(article, archive.seeds, archive.memory)
    path = folder / "seeds" / "english" / "one.po"
    catalogue = memory.read_po(path)
    catalogue[0].msgstr = "A person’s own."
    catalogue.save(str(path))


def before_site(folder: Path) -> None:
    """A site is built; then its pages change."""
    before_build(folder)
    write_pages(folder, 10)
    assert run(folder, "mkdocs", "build", "-q").returncode == 0
    write_pages(folder, 11, ("one", "three"))


@dataclass(frozen=True)
class Command:
    """A command to kill: what there is before it, and what it writes."""

    arguments: tuple[str, ...]
    before: Callable[[Path], None]
    parts: tuple[str, ...]


COMMANDS = {
    "build": Command(("galley", "build"), before_build, ("seeds", "docs")),
    "propose": Command(("galley", "propose", "seeds/1.txt", "seeds/2.txt"), before_propose, ("seeds",)),
    "import": Command(("galley", "import", "--replace", "one.po", "two.po"), before_import, ("seeds",)),
    "translate": Command(("galley", "translate", "--all"), before_translate, ("seeds",)),
    "mkdocs build": Command(("mkdocs", "build", "-q", "--strict"), before_site, ("seeds", "docs", "site")),
}


@dataclass(frozen=True)
class Undisturbed:
    """What a command does when nothing happens to it."""

    folder: Path
    """As it is before."""
    versions: frozenset[str]
    """Every version that a file was given whole."""
    changes: int
    seconds: float
    after: dict[str, bytes]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home for Argos with a small model that runs."""
    if not all(importlib.util.find_spec(name) for name in ("argostranslate", "ctranslate2", "sentencepiece")):
        pytest.skip("the extra “translate” is not installed (make translate-setup)")
    home = tmp_path_factory.mktemp("model")
    package = make_package(home / "tiny.argosmodel")
    (home / "packages").mkdir()
    (home / "seeds").mkdir()
    assert run(home, "galley", "model", "install", str(package), **at_home(home)).returncode == 0
    return home


def at_home(home: Path) -> dict[str, str]:
    names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    return {name: str(home) for name in names} | {"ARGOS_PACKAGES_DIR": str(home / "packages")}


@pytest.fixture(scope="session", params=[name for name in COMMANDS if ALL or name != "mkdocs build"])
def case(
    request: pytest.FixtureRequest, empty: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Undisturbed]:
    """A command, and what it does undisturbed."""
    name = str(request.param)
    if name == "translate":
        os.environ.update(at_home(request.getfixturevalue("model")))
    command = COMMANDS[name]
    folder = tmp_path_factory.mktemp("case")
    shutil.copytree(empty, folder / "before")
    command.before(folder / "before")
    shutil.copytree(folder / "before", folder / "whole")
    (folder / "kept").mkdir()
    whole = folder / "whole"
    began = time.monotonic()
    done = subprocess.run(
        watch(whole, 0, folder / "kept", command),
        cwd=whole,
        env=environment(),
        capture_output=True,
        check=False,
    )
    seconds = time.monotonic() - began
    assert done.returncode == 0, done.stderr.decode()
    return name, Undisturbed(
        folder / "before",
        frozenset(path.name for path in (folder / "kept").iterdir()),
        int((folder / "kept" / "count").read_text()),
        seconds,
        tree(whole, *command.parts),
    )


def watch(folder: Path, kill_at: int, kept: Path, command: Command) -> list[str]:
    """The command line that runs a command under watch."""
    watcher = str(Path(watched.__file__))
    return [sys.executable, watcher, str(folder), str(kill_at), str(kept), *command.arguments]


def test_a_killed_command_leaves_nothing_half_written(case: tuple[str, Undisturbed], tmp_path: Path) -> None:
    name, whole = case
    dice = random.Random(f"{SEED} {name}")  # noqa: S311 (not for secrets)
    times = -(-KILLS // len(COMMANDS))
    killed = 0
    runs = 0
    while killed < times and runs < 3 * times:  # some have done their work before their time comes
        folder = tmp_path / str(runs)
        shutil.copytree(whole.folder, folder)
        killed += kill_once(folder, name, whole, dice, runs % 2 == 0)
        check_after_kill(folder, name, whole)
        shutil.rmtree(folder)
        runs += 1
    print(
        f"{name}: {runs} runs, {killed} killed while they worked, {whole.changes} changes of files in a run"
    )
    assert killed == times


def kill_once(folder: Path, name: str, whole: Undisturbed, dice: random.Random, at_a_change: bool) -> bool:
    """Start the command and kill it; return whether it was still running."""
    at = dice.randint(1, whole.changes) if at_a_change else 10**9
    process = subprocess.Popen(
        watch(folder, at, folder, COMMANDS[name]),
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if not at_a_change:
        time.sleep(dice.uniform(0.1, 1) * whole.seconds)
        process.kill()
    return process.wait() == -signal.SIGKILL


def check_after_kill(folder: Path, name: str, whole: Undisturbed) -> None:
    """Every file is as before or whole and new; the next run works and comes to the same end."""
    command = COMMANDS[name]
    before = tree(whole.folder, *command.parts)
    for path, data in tree(folder, *command.parts).items():
        if path.startswith("site/"):
            continue  # MkDocs writes these in place, and makes them all anew in the next build
        known = data == before.get(path) or watched.version(path, data) in whole.versions
        assert known or (name == "translate" and is_partly_filled(data, whole.after[path])), path
    arguments = command.arguments
    if name == "propose":  # as `make propose` does: a page that has a plan is left alone
        left = [f"seeds/{page}.txt" for page in TWO if not (folder / "seeds" / f"{page}.yml").exists()]
        arguments = (*arguments[:2], *left)
    if len(arguments) > 2 or name != "propose":
        done = run(folder, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    after = tree(folder, *command.parts)
    if name == "translate":
        assert after.keys() == whole.after.keys()
        assert all(is_partly_filled(data, whole.after[path], all_of_it=True) for path, data in after.items())
    else:
        assert after == whole.after


def is_partly_filled(data: bytes, whole: bytes, all_of_it: bool = False) -> bool:
    """Whether a PO file has its entries, each empty or filled, and what a person wrote as it was."""
    if data == whole:
        return True
    found, wanted = (polib.pofile(one.decode("utf-8")) for one in (data, whole))
    filled = [bool(entry.msgstr) for entry in found]
    persons = [[entry.msgstr for entry in one if not entry.fuzzy] for one in (found, wanted)]
    return (
        [entry.msgid for entry in found] == [entry.msgid for entry in wanted]
        and (all(filled) or not all_of_it)
        and set(persons[1]) <= set(persons[0])
    )
