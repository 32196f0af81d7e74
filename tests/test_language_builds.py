"""The languages built at once, each in its own process, and one after the other: the same files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from test_served import small_archive


def built(folder: Path, parallel: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Build an archive's site into ``site-<parallel>``."""
    text = (folder / "mkdocs.yml").read_text("utf-8")
    settings = folder / f"{parallel}.yml"
    settings.write_text(text.replace("- galley:\n", f"- galley:\n      parallel: {parallel}\n"), "utf-8")
    where = ["-f", str(settings), "-d", str(folder / f"site-{parallel}")]
    command = [sys.executable, "-m", "mkdocs", "build", *where, *options]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive."""
    return small_archive(tmp_path_factory.mktemp("languages") / "project")


def test_the_files_are_the_same(folder: Path) -> None:
    sites = []
    for parallel in ("true", "false"):
        done = built(folder, parallel, "--strict")
        assert done.returncode == 0, done.stdout + done.stderr
        site = folder / f"site-{parallel}"
        files = (path for path in site.rglob("*") if path.is_file() and "pagefind" not in path.parts)
        sites.append({path.relative_to(site).as_posix(): path.read_bytes() for path in files})
    assert sites[0].keys() == sites[1].keys()
    assert [name for name in sites[0] if sites[0][name] != sites[1][name]] == []


def test_what_is_wrong_in_another_language_is_told_and_strict_stops(folder: Path) -> None:
    page = folder / "docs" / "en" / "about.md"
    page.write_text("# About\n\n[nowhere](nowhere.md)\n", "utf-8")
    done = built(folder, "true", "--strict")
    assert "'en/about.md' contains a link 'nowhere.md'" in done.stderr
    assert "Aborted with 1 warnings in strict mode!" in done.stdout + done.stderr
    assert done.returncode == 1
    page.write_text("---\ntemplate: none.html\n---\n\n# About\n", "utf-8")
    done = built(folder, "true")
    page.unlink()
    assert done.returncode == 1
    assert "The pages of docs/en could not be built: " in done.stderr
    assert "none.html" in done.stderr
    assert "Traceback" not in done.stderr
