"""Two builds of one archive have the same bytes, whatever machine, folder and day they are made on."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

SITE_URL = "https://example.org/repo/"
PARTS = ("seeds", "overrides", "docs", "mkdocs.yml", "fonts")
GENERATED = ("articles", "topics", "source", "figures", "downloads", "proof")


def digests(site: Path) -> dict[str, str]:
    """A digest of every file of a site."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file()
    }


def otherwise() -> list[str]:
    """How to run a program more than a year later and on one core, as far as this machine can."""
    later = ["faketime", "-f", "+400d"] if shutil.which("faketime") else []
    if shutil.which("taskset") is None:
        return later
    return [*later, "taskset", "-c", str(min(os.sched_getaffinity(0)))]


def test_a_build_made_elsewhere_has_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """Nothing is shared with the first build, the caches of PDFs and pictures neither."""
    folder = tmp_path / "第 2 次"
    for name in PARTS:
        if (ROOT / name).is_dir():
            left_out = shutil.ignore_patterns(*GENERATED) if name == "docs" else None
            shutil.copytree(ROOT / name, folder / name, ignore=left_out)
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, folder / name)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    environment.pop("PYTHONUTF8", None)
    environment |= {
        "SITE_URL": SITE_URL,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONPATH": str(ROOT / "tests" / "disorder"),
        "PYTHONHASHSEED": "4711",
        "LC_ALL": "C",
        "TZ": "Pacific/Kiritimati",
        "HOME": str(tmp_path),
    }
    command = [*otherwise(), sys.executable, "-m", "mkdocs", "build", "--strict", "-q"]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, umask=0o077, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    first, second = digests(site), digests(folder / "site")
    assert len(first) > 3000
    assert {name for name in first.keys() | second.keys() if first.get(name) != second.get(name)} == set()
