"""The ``galley`` command: exit statuses, what goes to which stream, and which files are written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from archives import SEEDS, galley, is_one_sentence, write_archive
from conftest import ROOT
from galley import __version__

COMMANDS = ["build", "check", "clean", "export", "import", "traditional"]


def test_help_and_version() -> None:
    assert galley("--version") == (0, f"galley {__version__}\n", "")
    status, out, err = galley("--help")
    assert (status, err) == (0, "")
    assert all(command in out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    status, out, err = galley(command, "--help")
    assert (status, err) == (0, "")
    assert out.startswith(f"usage: galley {command}")


@pytest.mark.parametrize(
    "arguments",
    [[], ["unknown"], ["clean"], ["build", "--jobs", "2", "--cluster", "tcp://a:1"], ["check", "extra"]],
)
def test_a_command_line_that_makes_no_sense(arguments: list[str]) -> None:
    status, out, err = galley(*arguments)
    assert (status, out) == (2, "")
    assert "usage: galley" in err


def test_help_loads_nothing_heavy() -> None:
    """A person who asks for help waits for neither MkDocs nor OpenCC."""
    script = (
        "import sys\nfrom galley.cli import main\n"
        "try:\n main(['--help'])\nexcept SystemExit:\n print('loaded', *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split("loaded ")[1].split())
    assert "galley.cli" in loaded
    assert not loaded & {"mkdocs", "opencc", "yaml", "jinja2", "markdown", "pagefind"}


def test_check_of_the_project_itself() -> None:
    status, out, err = galley("check", "--dir", ROOT)
    assert (status, err) == (0, "")
    for page in SEEDS.glob("*.txt"):
        assert f"{page.name}: " in out


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("这里是第二句，没有完", "stops in mid-sentence (“…这里是第二句，没有完”)"),
        ("这里是“第二句。", "has “ and ” in unequal number"),
        ("这里（第二句。", "has （ and ） in unequal number"),
    ],
)
def test_check_says_what_falls_short_with_status_1(tmp_path: Path, line: str, fault: str) -> None:
    write_archive(tmp_path, page=["标题", "这里是第一句。", line])
    status, out, err = galley("check", "--dir", tmp_path)
    assert status == 1
    assert fault in err and err.startswith("galley: 1.txt: one, p")
    assert "accounted for, 0 not" in out


def test_clean_prints_paragraphs_one_a_line(tmp_path: Path) -> None:
    first, second = tmp_path / "1.txt", tmp_path / "2.txt"
    first.write_text("项 目,签 约。\n第二句没有完，\n现在完了。\n（转四版）\n", "utf-8")
    second.write_bytes("增长１％。".encode("gb18030"))
    status, out, err = galley("clean", first, second)
    assert (status, out) == (0, "项目，签约。\n第二句没有完，现在完了。\n增长1%。\n")
    assert err == "galley: 2.txt: read as GB18030; save it as UTF-8 to be sure.\n"


def test_clean_explains_each_line_end(tmp_path: Path) -> None:
    page = tmp_path / "1.txt"
    page.write_text("第一句,没有完\n\n现在完了。\n", "utf-8")
    status, out, err = galley("clean", "--explain", page)
    heading, first, last, text = out.splitlines()[:4]
    assert (status, text, err) == (0, "第一句，没有完现在完了。", "")
    assert heading == "# paragraph; lines 1, 3; half-width punctuation"
    assert re.match(r"#   line 1 goes on in line 3: the sentence goes on \(\d+%", first)
    assert last == "#   line 3 ends: the end (100%)"


@pytest.mark.parametrize(
    "bad", [None, b"", b"\x89PNG\r\n\x1a\n\x00\x00"], ids=["missing", "empty", "a picture"]
)
def test_clean_prints_nothing_if_one_file_is_bad(tmp_path: Path, bad: bytes | None) -> None:
    good, path = tmp_path / "1.txt", tmp_path / "2.txt"
    good.write_text("第一句。\n", "utf-8")
    if bad is not None:
        path.write_bytes(bad)
    status, out, err = galley("clean", good, path, good)
    assert (status, out) == (2, "")
    assert err.startswith(f"galley: {path}:") and is_one_sentence(err)


def test_what_was_exported_is_imported_again(tmp_path: Path) -> None:
    write_archive(tmp_path)
    out = tmp_path / "out"
    assert galley("export", "--dir", tmp_path, "--to", out).status == 0
    assert {path.name for path in out.iterdir()} == {"memory.tmx", "one.xlf"}
    status, _, err = galley("import", "--dir", tmp_path, *sorted(out.iterdir()))
    assert (status, err) == (0, "")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("absent.po", None, id="missing"),
        pytest.param("1.po", b"\xff\xfe", id="no UTF-8"),
        pytest.param("1.tmx", b"<tmx>", id="cut"),
        pytest.param("1.tmx", b"<a/>", id="another XML"),
        pytest.param("1.xlf", b"", id="empty"),
        pytest.param(
            "1.xlf", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xliff>&e;</xliff>', id="entity"
        ),
        pytest.param("1.txt", b"msgid", id="another kind"),
    ],
)
def test_import_takes_nothing_if_one_file_is_bad(tmp_path: Path, name: str, data: bytes | None) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    write_archive(archive)
    galley("export", "--dir", archive, "--to", tmp_path / "out")
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    status, out, err = galley("import", "--dir", archive, tmp_path / "out" / "memory.tmx", path)
    assert (status, out) == (2, "")
    assert err.startswith(f"galley: {path}:") and is_one_sentence(err)
    assert not (archive / "seeds" / "english").exists()


def test_the_module_is_the_command(tmp_path: Path) -> None:
    """Through a real process: the status, and no traceback."""
    command = [sys.executable, "-m", "galley", "check", "--dir", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert is_one_sentence(done.stderr)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(2, id="what fits into a buffer"),
        pytest.param(1000, id="more than that"),
    ],
)
def test_a_reader_that_stops_reading_is_no_error(tmp_path: Path, lines: int) -> None:
    """As in ``galley clean page.txt | head -1``."""
    page = tmp_path / "1.txt"
    page.write_text("这里是一句。\n" * lines, "utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-m", "galley", "clean", str(page)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environment) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
