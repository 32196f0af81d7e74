"""The site's JavaScript: small, and checked by TypeScript's compiler from its JSDoc comments."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT
from galley import shrink
from npm import installed

ASSETS = ROOT / "overrides" / "assets"
OPTIONS = ["--checkJs", "--noEmit", "--strict", "--noUnusedLocals", "--skipLibCheck", "--target", "es2022"]
WORKER = "../sw.js"
"""Runs outside of a page, with other globals."""


@pytest.fixture(scope="module")
def compiler() -> Path:
    """TypeScript's compiler, installed if it is not there."""
    missing = "the types in overrides/assets/*.js were not checked"
    return installed("typescript", "bin/tsc", missing)


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
    """30 KB in all beside Pagefind's own, the engine of the search and the service worker counted too."""
    scripts = [path for path in site.rglob("*.js") if path.relative_to(site).parts[0] != "pagefind"]
    sizes = {path.name: path.stat().st_size for path in scripts}
    assert {"find.js", "forms.js", "search.js", "sw.js"} <= sizes.keys()
    assert sum(sizes.values()) < 30_720, sizes


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (
            'import { a } from "./a.js";\nconst long = a + 1;\nexport const sum = (more) => long + more;\n',
            ("import", "export const{sum}=", "(()=>{"),
        ),
        ("export let state = 1;\n", ("export let state=1",)),
        ("export {};\nconst long = 1;\nconsole.log(long); // why\n", ("(()=>{", "console.log(")),
    ],
)
def test_a_short_script_keeps_its_imports_and_exports(
    tmp_path: Path, script: str, expected: tuple[str, ...]
) -> None:
    pytest.importorskip("minify", reason="no wheel for this machine: rjsmin shortens less")
    (tmp_path / "assets").mkdir()
    path = tmp_path / "assets" / "a.js"
    path.write_text(script, "utf-8")
    saved = shrink.scripts(tmp_path)
    short = path.read_text("utf-8")
    assert saved == len(script) - len(short)
    assert all(part in short for part in expected), short
    assert "long" not in short and "why" not in short


def test_nothing_is_destructured_from_parentheses() -> None:
    """The minifier moves such a declaration before those whose names stand in the parentheses."""
    for path in [ASSETS / WORKER, *ASSETS.glob("*.js")]:
        found = re.search(r"(const|let) [\[{][^=\n]*= (/\*\*.*\*/ )?\(", path.read_text("utf-8"))
        assert not found, (path.name, found)
