"""The disk's troubles: each is told in a sentence, nothing is half-written, the next run works."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import vanishing
from archives import galley, is_one_sentence
from galley import lock
from galley.cache import key
from galley.lock import Lock
from test_faults import ALL, TWO, before_import, before_propose, empty, environment, run, tree, write_pages

__all__ = ["empty"]

COMMANDS = {
    "build": ("galley", "build"),
    "propose": ("galley", "propose", "seeds/1.txt", "seeds/2.txt"),
    "import": ("galley", "import", "--replace", "one.po", "two.po"),
    "export": ("galley", "export"),
    "new": ("galley", "new", "another"),
    "mkdocs build": ("mkdocs", "build", "-q"),
}


def some(cases: Sequence[Any], few: int) -> Sequence[Any]:
    """All cases with ``make faults``; otherwise a few of them, that the tests stay quick."""
    return cases if ALL else cases[:: -(-len(cases) // few)]


@pytest.fixture
def archive(empty: Path, tmp_path: Path) -> Path:
    """Two pages with plans and a person's English."""
    folder = tmp_path / "archive"
    shutil.copytree(empty, folder)
    before_import(folder)
    return folder


def prepare(folder: Path, name: str) -> None:
    """Give a command something to do."""
    if name == "propose":
        for page in TWO:
            (folder / "seeds" / f"{page}.yml").unlink()
        before_propose(folder)


def check_told(done: subprocess.CompletedProcess[str], name: str) -> None:
    """One sentence, and no traceback; MkDocs adds a line of its own, and its own status."""
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said
    assert done.returncode == (1 if name.startswith("mkdocs") else 2), said
    if not name.startswith("mkdocs"):
        assert is_one_sentence(done.stderr), said
    assert "check the disk" in said or "make room" in said


def works(folder: Path, name: str) -> bool:
    """Whether a command's next run ends well; MkDocs in a process of its own, Galley in this one."""
    module, *arguments = COMMANDS[name]
    if module != "galley":
        return run(folder, module, *arguments).returncode == 0
    with contextlib.chdir(folder):
        return galley(*arguments).status == 0


def strays(folder: Path) -> list[Path]:
    return list(folder.rglob(".*.part"))


@pytest.mark.parametrize(("name", "most"), some([(name, most) for name in COMMANDS for most in (0, 400)], 6))
def test_a_file_that_cannot_grow_is_told(archive: Path, name: str, most: int) -> None:
    """As on a full disk, for every user: the system refuses to write more than so many bytes into a file."""
    prepare(archive, name)
    before = tree(archive, "seeds")
    # What `make coverage` measures could not be written either.
    unmeasured = {key: value for key, value in environment().items() if not key.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-B", "-m", *COMMANDS[name]],
        cwd=archive,
        env=unmeasured,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )
    check_told(done, name)
    assert tree(archive, "seeds") == before
    assert not strays(archive)
    assert not (archive / "another").exists()
    assert works(archive, name)


@contextlib.contextmanager
def disk(at: Path, size: str = "24m") -> Iterator[Path]:
    """A small disk in memory; skips where this user may not make one."""
    at.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(at)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("only root can make a small disk; another test stands for this one")
    try:
        yield at
    finally:
        subprocess.run(["umount", str(at)], check=True)


@pytest.mark.parametrize(
    ("name", "kilobytes"),
    some(
        [(name, free) for name in ("mkdocs build", "build", "propose", "import") for free in (600, 0, 16)], 4
    ),
)
def test_a_full_disk_is_told(archive: Path, tmp_path: Path, name: str, kilobytes: int) -> None:
    if shutil.which("mount") is None or os.geteuid() != 0:
        pytest.skip("only root can make a small disk; another test stands for this one")
    prepare(archive, name)
    with disk(tmp_path / "disk") as small:
        shutil.copytree(archive, small / "archive")
        before = tree(small / "archive", "seeds")
        free = shutil.disk_usage(small).free
        (small / "fill").write_bytes(b"\0" * max(0, free - kilobytes * 1024))
        command = [sys.executable, "-B", "-m", *COMMANDS[name]]
        done = subprocess.run(
            command, cwd=small / "archive", env=environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            check_told(done, name)
            assert not strays(small)
        else:
            assert kilobytes and name != "mkdocs build"
        after = tree(small / "archive", "seeds")
        for path, data in before.items():
            assert after[path] == data or done.returncode == 0 or (name == "import" and path.endswith(".po"))
        (small / "fill").unlink()
        if name != "propose" or done.returncode:
            assert works(small / "archive", name)


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing below a folder can be written: its rights are taken away; from root, by mounting it so."""
    if os.geteuid() != 0:
        below = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
        for path in below:
            path.chmod(0o555)
        try:
            yield
        finally:
            for path in below:
                path.chmod(0o755)
        return
    bind = subprocess.run(["mount", "--bind", str(folder), str(folder)], capture_output=True, check=False)
    if bind.returncode:
        pytest.skip("this machine lets nobody mount a folder read-only, and root may write everywhere")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("name", some(list(COMMANDS), 3))
def test_a_folder_that_cannot_be_written_to_is_told(archive: Path, name: str) -> None:
    prepare(archive, name)
    before = tree(archive, "")
    with read_only(archive):
        check_told(run(archive, *COMMANDS[name]), name)
    assert tree(archive, "") == before
    assert works(archive, name)


@pytest.mark.parametrize(
    ("name", "at", "command"),
    some(
        [
            ("seeds/1.txt", 2, "galley build"),
            ("seeds/1.yml", 1, "galley build"),
            ("seeds/topics.yml", 1, "galley check"),
            ("english/one.po", 2, "galley import --replace one.po two.po"),
            ("seeds/1.yml", 2, "galley propose --update seeds/1.txt"),
            ("seeds/1.txt", 3, "mkdocs build -q"),
            ("zh/articles/one.md", 1, "mkdocs build -q"),
            ("overrides/main.html", 1, "mkdocs build -q"),
        ],
        5,
    ),
)
def test_a_file_that_vanishes_is_told(archive: Path, name: str, at: int, command: str) -> None:
    before = tree(archive, "seeds")
    before = {path: data for path, data in before.items() if not path.endswith(name)}
    done = subprocess.run(
        [sys.executable, str(Path(vanishing.__file__)), name, str(at), *command.split()],
        cwd=archive,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == (1 if command.startswith("mkdocs") else 2), said
    assert "Traceback" not in said and Path(name).name in said, said
    assert tree(archive, "seeds") == before


@pytest.mark.skipif(not ALL, reason="several builds of a site: in make faults")
def test_two_builds_at_once_are_told_or_both_right(archive: Path) -> None:
    write_pages(archive, 11)
    command = [sys.executable, "-m", *COMMANDS["mkdocs build"]]
    both = [
        subprocess.Popen(
            command,
            cwd=archive,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate()[0] for process in both]
    statuses = [process.returncode for process in both]
    assert 0 in statuses, said
    for status, text in zip(statuses, said, strict=True):
        assert not status or "is being built by another command now; wait until it is done" in text, text
    twice = tree(archive, "seeds", "docs", "site")
    assert run(archive, *COMMANDS["mkdocs build"]).returncode == 0
    assert tree(archive, "seeds", "docs", "site") == twice


def test_a_build_into_a_folder_that_is_being_built_is_refused(archive: Path) -> None:
    taken = Lock(archive, f"site-{key(str((archive / 'site').resolve()))[:16]}")
    taken.take(archive, "is being built")
    done = run(archive, *COMMANDS["mkdocs build"])
    assert done.returncode == 1 and "is being built by another command now" in done.stdout + done.stderr
    assert not (archive / "site").exists() and not (archive / "docs/zh/articles").exists()
    taken.release()


def begin_to_build(archive: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "galley", "build"], cwd=archive, stderr=subprocess.PIPE, text=True
    )


def test_pages_are_not_made_while_a_volume_is_built(archive: Path) -> None:
    """A volume's build takes away the pages of the others, and MkDocs reads what is left."""
    with lock.pages(archive, archive / "docs", alone=True, say=print):
        build = begin_to_build(archive)
        assert build.stderr is not None
        told = build.stderr.readline()
        assert is_one_sentence(told) and "waiting until it is done" in told
        assert not (archive / "docs/zh/articles").exists()
    assert build.wait() == 0
    assert (archive / "docs/zh/articles/one.md").exists()


def test_pages_of_the_whole_archive_are_made_at_once(archive: Path) -> None:
    with lock.pages(archive, archive / "docs", alone=False, say=print):
        assert begin_to_build(archive).wait(60) == 0


def test_a_killed_build_leaves_no_lock(archive: Path) -> None:
    with lock.pages(archive, archive / "docs", alone=True, say=print):
        build = begin_to_build(archive)
        assert build.stderr is not None and build.stderr.readline()
        build.kill()
        build.wait()
    said: list[str] = []
    with lock.pages(archive, archive / "docs", alone=True, say=said.append):
        assert not said


def test_english_that_is_being_changed_is_left_alone(archive: Path) -> None:
    before = tree(archive, "seeds")
    taken = Lock(archive, "english")
    taken.take(archive, "is being changed")
    done = galley("import", "--replace", "--dir", archive, archive / "one.po")
    assert (
        done.status == 2 and is_one_sentence(done.err) and "is being changed by another command" in done.err
    )
    assert tree(archive, "seeds") == before
    taken.release()
    assert galley("import", "--replace", "--dir", archive, archive / "one.po").status == 0


def test_output_that_cannot_be_written_is_told(archive: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "galley", "clean", "seeds/1.txt"],
            cwd=archive,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2 and is_one_sentence(done.stderr), done.stderr


def test_what_a_killed_run_left_is_swept_away(archive: Path) -> None:
    old, new = archive / "seeds" / ".1.yml.abc.part", archive / "seeds" / ".1.yml.def.part"
    for path in (old, new):
        path.write_text("half", "utf-8")
    os.utime(old, (0, 0))
    assert works(archive, "build")
    assert not old.exists() and new.exists()  # another process may be writing this one now
