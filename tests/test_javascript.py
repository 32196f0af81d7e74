"""The site's JavaScript: small, and checked by TypeScript's compiler from its JSDoc comments.

TypeScript comes from npm, once, into .cache/; no site needs it to be built.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT

ASSETS = ROOT / "overrides" / "assets"
TYPESCRIPT = "5.9.3"
OPTIONS = ["--checkJs", "--noEmit", "--strict", "--noUnusedLocals", "--skipLibCheck", "--target", "es2022"]
WORKER = "../sw.js"
"""Runs outside of a page, with other globals."""


@pytest.fixture(scope="module")
def compiler() -> Path:
    """TypeScript's compiler, installed if it is not there."""
    folder = ROOT / ".cache" / f"typescript-{TYPESCRIPT}"
    found = folder / "node_modules" / "typescript" / "bin" / "tsc"
    if found.exists():
        return found
    missing = "no npm on this machine (install Node.js): the types in overrides/assets/*.js were not checked"
    if shutil.which("npm") is None:
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    command = [
        "npm",
        "install",
        "--silent",
        "--no-fund",
        "--no-audit",
        "--no-save",
        f"typescript@{TYPESCRIPT}",
    ]
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([*command, "--prefix", str(folder)], capture_output=True, text=True, check=False)
    if not found.exists():
        pytest.skip(f"npm could not install TypeScript: {done.stderr.strip()[-300:]}")
    return found


@pytest.mark.parametrize(
    ("scripts", "library"),
    [
        (sorted(path.name for path in ASSETS.glob("*.js")), "es2023,dom,dom.iterable"),
        ([WORKER], "es2023,webworker"),
    ],
    ids=["pages", "worker"],
)
def test_types(compiler: Path, scripts: list[str], library: str) -> None:
    command = ["node", str(compiler), *OPTIONS, "--module", "esnext", "--moduleResolution", "bundler"]
    done = subprocess.run(
        [*command, "--lib", library, *scripts], cwd=ASSETS, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_all_of_it_is_small(site: Path) -> None:
    """30 KB in all: what a reader on a slow line loads before the page can be used.

    The engine of the search is counted apart: it is loaded when somebody searches.
    """
    scripts = [*(site / "assets").glob("*.js"), site / "sw.js"]
    sizes = {path.name: path.stat().st_size for path in scripts}
    assert sizes.pop("find.js") < 14_000
    sizes["sw.js"] -= (site / "sw.js").read_text("utf-8").index("\n")  # the list of what is kept
    assert sum(sizes.values()) < 30_000, sizes
