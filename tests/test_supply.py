"""What Galley is made of: locked, licensed, and built without a network."""

from __future__ import annotations

import csv
import importlib.util
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
import yaml

from archives import write_archive
from conftest import ROOT, no_network
from tiny_model import make_package

LOCKS = [*sorted(ROOT.glob("requirements*.txt")), *sorted((ROOT / "requirements").glob("*.txt"))]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
NAME = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(path: Path) -> set[str]:
    return {canonical(name) for name in NAME.findall(path.read_text("utf-8"))}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_package_is_locked_with_its_hashes(path: Path) -> None:
    text = re.sub(r"#.*|\\\n", "", path.read_text("utf-8"))
    lines = [line for line in text.splitlines() if line.strip()]
    assert lines
    for line in lines:
        assert re.fullmatch(r"[A-Za-z0-9._-]+==\S+( ; .+?)?( +--hash=sha256:[0-9a-f]{64})+ *", line), line[
            :80
        ]


def test_every_group_of_packages_has_a_lock() -> None:
    """Nothing is installed by a command of the Makefile but from a lock."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for command in re.findall(r"pip -qq install.*|\$\(PIP\) install.*", makefile):
        assert "--require-hashes" in command or "--no-index" in command, command


def licences(package: metadata.Distribution) -> Iterator[str]:
    """As the package's metadata write them, in the newest of three ways that they use."""
    known = package.metadata
    if "License-Expression" in known:
        yield known["License-Expression"]
        return
    classes = [one.split(" :: ") for one in known.get_all("Classifier") or []]
    said = known["License"] if "License" in known else "none"  # noqa: SIM401 it has no "get" for mypy
    yield from [parts[-1] for parts in classes if parts[0] == "License"] or [said.strip().partition("\n")[0]]


def test_licences() -> None:
    """The base install binds no site and no program to copyleft; every licence has a reason."""
    with (Path(__file__).parent / "licences.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    assert all(row["why"] for row in rows)
    allowed = {(row["licence"], row["where"]) for row in rows}
    base, dev = locked(ROOT / "requirements.txt"), locked(ROOT / "requirements-dev.txt")
    seen = set()
    for package in metadata.distributions():
        name = canonical(package.name)
        if name not in dev:
            continue
        seen.add(name)
        for licence in licences(package):
            places = {"base", name} if name in base else {"base", name, "tests"}
            assert any((licence, place) in allowed for place in places), (
                f"{package.name}: “{licence}” is not in tests/licences.tsv for it"
            )
    assert {"mkdocs", "opencc", "polib", "pytest"} <= seen


def test_workflows_have_pinned_actions_and_no_more_rights_than_they_use() -> None:
    """zizmor looks for much more; these two must hold even where it is switched off."""
    assert WORKFLOWS
    for path in WORKFLOWS:
        text = path.read_text("utf-8")
        for action in re.findall(r"uses: (\S+)", text):
            assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", action), (path.name, action)
        flow = yaml.safe_load(text)
        assert flow["permissions"] == {}, path.name
        for name, job in flow["jobs"].items():
            assert "permissions" in job, (path.name, name)
            assert job["timeout-minutes"] <= 60, (path.name, name)


# ------------------------------------------------------------------ without a network


@pytest.fixture(scope="module")
def cut_off() -> list[str]:
    """What makes a command run without a network, seen to do so."""
    prefix = no_network()
    if not prefix:
        if os.environ.get("GITHUB_ACTIONS"):
            pytest.fail("this machine allows no network namespace; see .github/workflows/test.yml")
        pytest.skip("this machine allows no network namespace, so what needs no network was not shown")
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"{server.getsockname()}"
        assert reaches([], address)
        assert not reaches(prefix, address)
    return prefix


def reaches(prefix: list[str], address: str) -> bool:
    """Whether a program comes through to an address."""
    program = f"import socket; socket.create_connection({address}, timeout=20)"
    done = subprocess.run([*prefix, sys.executable, "-c", program], capture_output=True, check=False)
    return done.returncode == 0


def test_the_whole_site_is_built_without_a_network(cut_off: list[str], site: Path) -> None:
    """All tests that build a site build it so: with its PDFs, e-books, pictures and both search indexes."""
    for name in ("articles/industry-lifts-jinchang/industry-lifts-jinchang.pdf", "archive.epub", "feed.xml"):
        assert (site / name).stat().st_size > 1000
    assert (site / "search" / "index.json").is_file()
    assert (site / "pagefind" / "pagefind.js").is_file()


def test_every_step_of_an_editor_needs_no_network(cut_off: list[str], tmp_path: Path) -> None:
    write_archive(tmp_path)
    (tmp_path / "seeds" / "2.txt").write_text("又一标题\n\n" + "这里说的是水利。\n" * 3, "utf-8")
    for arguments in (
        ["propose", "seeds/2.txt"],
        ["clean", "seeds/2.txt"],
        ["check"],
        ["build"],
        ["export", "--to", "out"],
        ["import", "out/memory.tmx"],
    ):
        run(cut_off, tmp_path, *arguments)


def test_a_model_translates_without_a_network(cut_off: list[str], tmp_path: Path) -> None:
    """Argos brings Stanza, which would fetch a model of its own; Galley does without it."""
    if not importlib.util.find_spec("argostranslate"):
        pytest.skip("the extra “translate” is not installed (make translate-setup)")
    package = make_package(tmp_path / "tiny.argosmodel")
    write_archive(tmp_path)
    run(cut_off, tmp_path, "model", "install", str(package))
    run(cut_off, tmp_path, "translate", "--all")
    assert "translate-zh_en" in (tmp_path / "seeds" / "english" / "one.po").read_text("utf-8")


def run(prefix: list[str], folder: Path, *arguments: str) -> None:
    """Run ``galley`` in a folder, with Argos's packages below it."""
    places = {name: str(folder / "argos") for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    environment = {**os.environ, **places, "ARGOS_PACKAGES_DIR": str(folder / "argos" / "packages")}
    command = [*prefix, sys.executable, "-m", "galley", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
