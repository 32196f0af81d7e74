"""The built site's HTML, CSS and drawings, read by the Nu Html Checker (vnu), W3C's validator."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree, html

from npm import installed

JAVA = ["java", "-Xss8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
"""A virtual machine that lives for some seconds is done sooner without its second compiler."""
ALLOWED = {
    # It takes every page for one of another host than its files, since it has no host.
    r"Content Security Policy \(meta tag\)": "the policy is kept in a browser: tests/test_site.py",
    r"The “list” role is unnecessary": "Safari takes lists without marks for no lists",
    r"Duplicate “dt” name|The first occurrence of “dt” name": "two terms may have one English",
    r"Property “paint-order” doesn't exist": "of CSS Fill and Stroke 3, in every browser, unknown to it",
    r"uses the Unicode Private Use Area": "marks a citation's place in data-citation, which nobody sees",
}


def shape(page: Path) -> set[tuple[object, ...]]:
    """What a page is made of: each element under its parent, with its attributes' names."""
    root = html.parse(page).getroot()
    return {
        (parent.tag if (parent := element.getparent()) is not None else "", element.tag, *element.keys())
        for element in root.iter(etree.Element)
    }


def looked_at(site: Path) -> list[Path]:
    """The pages to validate: all but those of names that are made as another one is.

    There are 2,300 pages of names from one template. GALLEY_FULL=1 validates each.
    """
    pages = sorted(site.rglob("*.html"))
    if os.environ.get("GALLEY_FULL"):
        return pages
    wanted, seen = [], set[tuple[object, ...]]()
    for path in pages:
        of_name = path.parent.parent.name == "names"
        found = shape(path) if of_name else set()
        if not of_name or found - seen:
            wanted.append(path)
            seen |= found
    return wanted


@pytest.fixture(scope="module")
def validator() -> Path:
    missing = "the HTML of the built site was not validated"
    if shutil.which("java") is None:
        reason = f"no Java on this machine (run scripts/system-packages java): {missing}"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return installed("vnu-jar", "build/dist/vnu.jar", missing)


def faults(validator: Path, files: list[Path]) -> list[tuple[str, int, str, str]]:
    """What the validator says of files, besides what is allowed: file, line, message, the place."""
    command = [*JAVA, "-jar", str(validator), "--format", "json", "--exit-zero-always", "--also-check-css"]
    done = subprocess.run(
        [*command, "--also-check-svg", *map(str, files)], capture_output=True, text=True, check=False
    )
    assert done.stderr.startswith("{"), done.stderr[:2000]
    return [
        (one.get("url", ""), one.get("lastLine", 0), one["message"], one.get("extract", ""))
        for one in json.loads(done.stderr)["messages"]
        if not re.search("|".join(ALLOWED), one["message"])
    ]


WRONG = "<!doctype html><html lang=en><title>x</title><p id=a><p id=a><dl><div><dt>b</div></dl>"


def test_the_validator_finds_nothing_but_what_is_wrong(site: Path, validator: Path, tmp_path: Path) -> None:
    """Its virtual machine starts once, for the site and for a page and a style that are at fault."""
    ours = [path for kind in ("css", "svg") for path in sorted((site / "assets").glob(f"*.{kind}"))]
    pages = looked_at(site)
    assert len(pages) > 100 and len(ours) > 8
    page, style = tmp_path / "index.html", tmp_path / "a.css"
    page.write_text(WRONG, "utf-8")
    style.write_text("p { colour: red }", "utf-8")
    found = faults(validator, [page, style, *pages, *ours])
    wrong = [one for one in found if one[0].startswith(tmp_path.as_uri().replace("///", "/"))]
    said = " ".join(message for _, _, message, _ in wrong)
    assert "Duplicate ID" in said and "“dd”" in said and "“colour”" in said
    assert [one for one in found if one not in wrong] == []
