"""``--cluster``: a real scheduler and real workers on this computer, and the same bytes as without them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archives import galley, is_one_sentence
from galley.archive import Archive
from galley.build import write_pages
from galley.gather import gather

pytest.importorskip("distributed", reason="the extra “cluster” is not installed")
from dask_cluster import Dask, free_port


@pytest.fixture(scope="module")
def dask() -> Iterator[Dask]:
    one = Dask()
    try:
        one.add_worker()
        one.add_worker()
        one.wait_for(2)
        yield one
    finally:
        one.end()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cluster") / "made"
    assert galley("bench-data", "60", "--dir", folder).status == 0
    return folder


def _pages(docs: Path) -> dict[str, bytes]:
    return {p.relative_to(docs).as_posix(): p.read_bytes() for p in docs.rglob("*.md")}


@pytest.fixture(scope="module")
def local(made: Path) -> dict[str, bytes]:
    """What one process makes, with no cache."""
    docs = made / "local"
    archive = Archive(made)
    with archive.workers(jobs=1) as workers:
        articles = gather(archive, workers)
        write_pages(archive, articles, archive.figures(articles), docs, workers=workers)
    _forget(made)
    return _pages(docs)


def _forget(folder: Path) -> None:
    for path in sorted((folder / ".cache").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()


def test_it_makes_the_same_bytes_as_one_process(dask: Dask, made: Path, local: dict[str, bytes]) -> None:
    _forget(made)
    docs = made / "there"
    archive = Archive(made)
    with archive.workers(cluster=dask.address) as workers:
        articles = gather(archive, workers)
        written = write_pages(archive, articles, (), docs, workers=workers)
    assert not written.failures and written.redone == len(articles) == 75
    assert _pages(docs) == local


def test_a_worker_that_is_killed_takes_nothing_with_it(
    dask: Dask, made: Path, local: dict[str, bytes]
) -> None:
    """In the middle of the work, by the signal that cannot be caught; one that joins late helps."""
    _forget(made)
    docs = made / "killed"
    archive = Archive(made)
    with archive.workers(cluster=dask.address) as workers:
        finished = workers._finish
        done = 0

        def finish(*given: object) -> None:
            nonlocal done
            done += 1
            if done == 20:
                os.kill(dask.workers[0].pid, signal.SIGKILL)
                dask.add_worker()
            finished(*given)  # type: ignore[arg-type]

        workers._finish = finish  # type: ignore[assignment, method-assign]
        articles = gather(archive, workers)
        written = write_pages(archive, articles, (), docs, workers=workers)
    assert dask.workers[0].wait(10) == -signal.SIGKILL
    assert not written.failures
    assert _pages(docs) == local


def test_the_command_builds_on_a_cluster(dask: Dask, made: Path, local: dict[str, bytes]) -> None:
    _forget(made)
    dask.wait_for(2)
    done = galley("build", "--dir", made, "--cluster", dask.address)
    assert (done.status, done.err) == (0, "")
    assert "articles redone: 75" in done.out
    built = _pages(made / "docs")
    assert {name: built[name] for name in local} == local


def test_an_editors_mistake_is_told_as_ever(dask: Dask, made: Path, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for path in sorted((made / "seeds").glob("00000[0-3]*")):
        (seeds / path.name).write_bytes(path.read_bytes())
    for name in ("topics.yml", "terms.tsv"):
        (seeds / name).write_bytes((made / "seeds" / name).read_bytes())
    plan = sorted(seeds.glob("000002*.yml"))[0]
    plan.write_text(plan.read_text("utf-8") + "nonsense: 1\n", "utf-8")
    here = galley("build", "--dir", tmp_path, "--jobs", "1")
    there = galley("build", "--dir", tmp_path, "--cluster", dask.address)
    assert here.status == 2 and is_one_sentence(here.err)
    assert there == here
    assert not (tmp_path / "docs").exists()


def test_a_scheduler_that_nobody_reaches(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("galley.cluster._CONNECT", 1.0)
    done = galley("build", "--dir", made, "--cluster", f"tcp://127.0.0.1:{free_port()}")
    assert (done.status, done.out) == (2, "")
    assert is_one_sentence(done.err) and "does not answer" in done.err


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "carrier-pigeon://here:1"])
def test_an_address_that_is_none(made: Path, address: str) -> None:
    """In a process of its own: what is wrong when a program ends is seen there only."""
    command = [sys.executable, "-m", "galley", "build", "--dir", str(made), "--cluster", address]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "") and is_one_sentence(done.stderr)
