"""Steps on several processes: in order, each fault told by name, never more under way than wanted."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archives import galley, is_one_sentence, write_archive
from galley.archive import Archive
from galley.cache import Cache
from galley.errors import PlanError
from galley.gather import gather
from galley.split import split
from galley.workers import Done, Processes, Task, Workers, cores


def step(shared: Any, item: Any) -> bytes:
    """What it is told to: a worker's good and bad days."""
    match item:
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "killed once", path:
            if not Path(path).exists():
                Path(path).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        case "fault":
            raise ZeroDivisionError("by nothing")
        case "mistake":
            raise PlanError("has no “title”; add it", "1.yml", 3)
    return f"{shared}:{item}".encode()


def tasks(items: list[Any]) -> list[Task[Any]]:
    return [Task(f"item {number}", f"{number:02}", item) for number, item in enumerate(items)]


@pytest.fixture(params=["here", "processes"])
def workers(request: pytest.FixtureRequest) -> Iterator[Workers]:
    pool = Processes("x", 2) if request.param == "processes" else None
    with Workers("x", pool, few=0) as found:
        yield found


def test_results_come_in_order_and_faults_by_name(workers: Workers) -> None:
    items = [*range(20), "fault", *range(20, 30), "mistake", 30]
    found = list(workers.run(step, tasks(items)))
    assert [done.task.item for done in found] == items
    assert all(
        done.result == f"x:{done.task.item}".encode() for done in found if isinstance(done.task.item, int)
    )
    fault, mistake = found[20], found[31]
    assert str(fault.failure).startswith(
        "item 20: this is a fault of Galley (ZeroDivisionError: by nothing, in test_workers.py:"
    )
    assert str(mistake.error) == "1.yml:3: has no “title”; add it." and isinstance(mistake.error, PlanError)


def test_a_worker_that_is_killed_takes_nobody_down() -> None:
    with Workers("x", Processes("x", 2), few=0) as workers:
        items = [*range(30), "killed", *range(30, 60)]
        found = list(workers.run(step, tasks(items)))
    failed = [done for done in found if done.result is None]
    assert [str(done.failure).partition(":")[0] for done in failed] == ["item 30"]
    assert "was ended" in str(failed[0].failure)
    assert [done.task.item for done in found] == items


def test_a_worker_that_the_system_killed_once_is_no_failure(tmp_path: Path) -> None:
    with Workers("x", Processes("x", 2), few=0) as workers:
        items = [*range(10), ("killed once", str(tmp_path / "mark")), *range(10)]
        assert all(done.result is not None for done in workers.run(step, tasks(items)))


WAITS = """
import os
from galley.workers import Processes, Task, Workers

def step(shared, item):
    return str(os.getpid()).encode()

if __name__ == "__main__":
    workers = Workers("x", Processes("x", 2), few=0, chunk=1)
    for done in workers.run(step, [Task(str(n), "", n) for n in range(20)]):
        print(done.result.decode(), flush=True)
    print("done", flush=True)
    input()
"""


def alive(process: int) -> bool:
    """Whether a process is there, and not only waiting for someone to ask how it ended."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks into /proc")
def test_workers_end_when_the_build_is_killed(tmp_path: Path) -> None:
    """Otherwise they would wait for work for ever, each with its memory."""
    script = tmp_path / "waits.py"
    script.write_text(WAITS, "utf-8")
    with subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as build:
        assert build.stdout is not None
        workers = set(map(int, itertools.takewhile(lambda line: line != b"done\n", build.stdout)))
        assert workers and all(map(alive, workers))
        build.kill()
        for _ in range(1000):
            if not any(map(alive, workers)):
                break
            time.sleep(0.01)
        assert not any(map(alive, workers))


def test_no_more_is_under_way_than_keeps_the_workers_busy(workers: Workers) -> None:
    taken = 0

    def endless() -> Iterator[Task[int]]:
        nonlocal taken
        while True:
            taken += 1
            yield Task(str(taken), "", taken)

    run = workers.run(step, endless())
    for expected in range(1, 200):
        done: Done[int] = next(run)
        assert done.task.item == expected
        assert taken - expected < 100


def test_what_was_done_is_taken_from_the_cache(workers: Workers, tmp_path: Path) -> None:
    kept = Cache(tmp_path)
    items: list[Any] = [*range(40), "fault"]
    first = [done.result for done in workers.run(step, tasks(items), kept)]
    assert workers.redone["step"] == 41
    again = [done.result for done in workers.run(step, tasks(items), kept)]
    assert again == first
    assert workers.redone["step"] == 42  # a fault is no result


def test_a_few_items_start_no_process() -> None:
    pool = Processes("x", 2)
    with Workers("x", pool, few=10) as workers:
        list(workers.run(step, tasks(list(range(10)))))
        assert pool._executor is None
        list(workers.run(step, tasks(list(range(10)))))
        assert pool._executor is not None


def test_there_are_cores() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)


def _two_pages(folder: Path) -> Path:
    plan = "paper: 日报\ndate: 2025-02-2{n}\narticles:\n  - {{slug: {slug}, title: 1, body: 2-3}}\n"
    for n, slug in ((1, "one"), (2, "two")):
        write_archive(folder, plan.format(n=n, slug=slug), name=str(n))
    return folder


def test_a_page_that_fails_is_named_and_the_others_are_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _two_pages(tmp_path)
    assert galley("build", "--dir", folder).status == 0
    kept = (folder / "docs" / "zh" / "articles" / "one.md").read_bytes()
    for name in ("1.txt", "2.txt"):
        path = folder / "seeds" / name
        path.write_text(path.read_text("utf-8").replace("第一句", "头一句"), "utf-8")

    whole = split

    def broken(page: Any, plan: Any) -> Any:
        if page.name == "1.txt":
            raise RuntimeError("no such luck")
        return whole(page, plan)

    monkeypatch.setattr("galley.steps.split", broken)
    status, out, err = galley("build", "--dir", folder)
    assert status == 1 and out.startswith("1 articles, ")
    assert err.startswith("galley: 1.txt: this is a fault of Galley (RuntimeError: no such luck, ")
    assert is_one_sentence(err)
    assert (folder / "docs" / "zh" / "articles" / "one.md").read_bytes() == kept
    assert "头一句" in (folder / "docs" / "zh" / "articles" / "two.md").read_text("utf-8")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_of_several_mistakes_the_first_by_name_is_told(tmp_path: Path, jobs: str) -> None:
    folder = _two_pages(tmp_path)
    for name in ("2.yml", "1.yml"):
        path = folder / "seeds" / name
        path.write_text(path.read_text("utf-8") + "nonsense: 1\n", "utf-8")
    status, out, err = galley("build", "--dir", folder, "--jobs", jobs)
    assert (status, out) == (2, "") and err.startswith(f"galley: {folder}/seeds/1.yml:5: ")


def test_one_process_and_several_make_the_same(tmp_path: Path) -> None:
    made = tmp_path / "made"
    assert galley("bench-data", "60", "--dir", made).status == 0
    found = []
    for jobs in (1, 2):
        archive = Archive(made)
        with archive.workers(jobs) as workers:
            workers._few = 0
            articles = gather(archive, workers)
            found.append([(row.key, row.slug, row.terms) for row in articles.catalogue.rows()])
        for path in sorted((made / ".cache").rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
    assert found[0] == found[1] and len(found[0]) == 75


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_a_number_of_jobs_that_makes_no_sense(tmp_path: Path, jobs: str) -> None:
    status, out, _ = galley("build", "--dir", write_archive(tmp_path), "--jobs", jobs)
    assert (status, out) == (2, "")
