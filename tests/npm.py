"""Programs that come from npm, by the lock in tests/node/, once, into .cache/; no site is built with one."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT

LOCKED = Path(__file__).parent / "node"


def installed(package: str, file: str, what: str) -> Path:
    """A file of a package of tests/node/package.json; all of them are installed if it is not there.

    Where it cannot be, the test is skipped; never for want of npm in CI. ``what`` is what was not done then.
    """
    digest = hashlib.sha256((LOCKED / "package-lock.json").read_bytes()).hexdigest()
    folder = ROOT / ".cache" / f"npm-{digest[:12]}"
    found = folder / "node_modules" / package / file
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:  # two processes may share the tests
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.exists():
            _install(folder, what)
    if not found.exists():
        pytest.skip(f"npm installed no {package}/{file}: {what}")
    return found


def _install(folder: Path, what: str) -> None:
    if shutil.which("npm") is None:
        missing = f"no npm on this machine (install Node.js): {what}"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    shutil.copytree(LOCKED, folder, dirs_exist_ok=True)
    command = ["npm", "ci", "--silent", "--no-fund", "--no-audit", "--ignore-scripts"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"npm could not install what the tests need ({done.stderr.strip()[-300:]}): {what}")
