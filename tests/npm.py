"""Programs that come from npm, each once, into .cache/; no site needs one to be built."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT


def installed(package: str, version: str, file: str, what: str) -> Path:
    """A file of a package, which is installed if it is not there.

    Where it cannot be, the test is skipped; never for want of npm in CI. ``what`` is what was not done then.
    """
    folder = ROOT / ".cache" / f"{package}-{version}"
    found = folder / "node_modules" / package / file
    if found.exists():
        return found
    if shutil.which("npm") is None:
        missing = f"no npm on this machine (install Node.js): {what}"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--no-save", "--ignore-scripts"]
    done = subprocess.run(
        [*command, f"{package}@{version}", "--prefix", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if not found.exists():
        pytest.skip(f"npm could not install {package}: {done.stderr.strip()[-300:]}")
    return found
