"""``galley bench-data``: an archive to measure with, of any size and always the same."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from archives import galley, is_one_sentence
from conftest import ROOT
from galley.archive import Archive
from galley.sample.names import names_for
from galley.sample.page import STYLES, sample, seeds
from galley.sample.prose import topics

PAGES = 24


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "made"
    done = galley("bench-data", str(PAGES), "--dir", folder)
    assert (done.status, done.err) == (0, "")
    assert done.out == f"{folder} is ready: 24 pages with 30 articles, all made up.\n"
    return folder


def test_it_is_whole_and_sound(made: Path) -> None:
    assert len(Archive(made).articles()) == 30
    done = galley("check", "--dir", made)
    assert (done.status, done.err) == (0, "")
    found = re.search(r"English: (\d+) of (\d+) sentences", done.out)
    assert found and 0.2 < int(found[1]) / int(found[2]) < 0.8
    assert galley("build", "--dir", made).out.startswith("30 articles, ")


def test_the_same_number_makes_the_same_bytes(made: Path) -> None:
    """In another process with another seed for hashes: nothing depends on the order of a set."""
    script = (
        "from hashlib import sha256\nfrom galley.sample.names import names_for\n"
        "from galley.sample.page import seeds\nfrom galley.sample.prose import topics\n"
        f"for name, text in seeds({PAGES}, names_for({PAGES}), topics()):\n"
        "    print(name, sha256(text.encode()).hexdigest())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "1", "LC_ALL": "C"},
    )
    found = [p for p in (made / "seeds").rglob("*") if p.is_file()]
    kept = {f"{p.relative_to(made / 'seeds').as_posix()} {sha256(p.read_bytes()).hexdigest()}" for p in found}
    assert set(done.stdout.splitlines()) == kept


def test_no_two_pages_are_alike_and_every_paper_has_its_style() -> None:
    names = names_for(200)
    pages = [sample(number, 200, names, topics()) for number in range(200)]
    assert len(names.papers) == len(STYLES)
    assert {page.plan.splitlines()[0] for page in pages} == {f"paper: {name.hans}" for name in names.papers}
    assert len({page.name[7:11] for page in pages}) > 2
    sizes = sorted(len(page.text) for page in pages)
    assert sizes[-20] > 3 * sizes[20]
    sentences = [s for page in pages for s in re.findall(r"[^。\s]{24,}。", page.text)]  # whole
    assert len(set(sentences)) > 0.99 * len(sentences)


def test_pages_are_made_one_after_another() -> None:
    """The first page of a million comes without the others."""
    files = seeds(1_000_000, names_for(100), topics())
    assert [next(files)[0].split("-")[0] for _ in range(3)] == ["terms.tsv", "topics.yml", "000000"]


@pytest.mark.parametrize("number", ["0", "1000001"])
def test_a_number_that_makes_no_sense(tmp_path: Path, number: str) -> None:
    done = galley("bench-data", number, "--dir", tmp_path / "x")
    assert (done.status, done.out) == (2, "") and is_one_sentence(done.err)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "own").touch()
    done = galley("bench-data", "1", "--dir", tmp_path)
    assert (done.status, done.out) == (2, "") and is_one_sentence(done.err)
    assert [p.name for p in tmp_path.iterdir()] == ["own"]


def test_nothing_of_this_archive_is_in_it() -> None:
    own = {line.split("\t")[0] for line in (ROOT / "seeds" / "terms.tsv").read_text("utf-8").splitlines()[1:]}
    made = {name.hans for names in names_for(1000).by_kind.values() for name in names}
    assert not own & made
