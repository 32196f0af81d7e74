"""The documentation is held to the code: no command, option or key without a word on it."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from conftest import ROOT
from galley import figures, plan
from galley.cli import parser
from galley.options import GalleyConfig

GUIDE = ROOT / "docs" / "guide"


def _commands() -> dict[str, argparse.ArgumentParser]:
    (actions,) = [a for a in parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(actions.choices)


@pytest.mark.parametrize("name", _commands())
def test_every_command_and_option_is_documented(name: str) -> None:
    text = (GUIDE / "commands.md").read_text("utf-8")
    (row,) = [line for line in text.splitlines() if line.startswith(f"| `galley {name}")]
    for action in _commands()[name]._actions:
        for option in action.option_strings:
            assert option in row or option in ("-h", "--help"), option


def test_no_command_is_documented_that_is_not_there() -> None:
    rows = re.findall(r"^\| `galley ([a-z][a-z-]*)", (GUIDE / "commands.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(_commands())


@pytest.mark.parametrize("key", [*plan._PAGE_KEYS, *plan._ARTICLE_KEYS])
def test_every_key_of_a_plan_is_documented(key: str) -> None:
    assert f"\n| `{key}` |" in (GUIDE / "plan.md").read_text("utf-8")


@pytest.mark.parametrize("key", [*figures._INDICATOR, *figures._FIGURE])
def test_every_key_of_the_figures_is_documented(key: str) -> None:
    assert f"\n| `{key}` |" in (GUIDE / "figures.md").read_text("utf-8")


@pytest.mark.parametrize("unit", figures._known())
def test_every_unit_of_the_figures_is_documented(unit: str) -> None:
    assert f"{unit}," in (GUIDE / "figures.md").read_text("utf-8") or f"{unit} (" in (
        GUIDE / "figures.md"
    ).read_text("utf-8")


def test_every_option_of_the_plugin_is_documented() -> None:
    text = (GUIDE / "commands.md").read_text("utf-8")
    for name, option in GalleyConfig._schema:
        assert f"\n| `{name}` | `{str(option.default).lower()}` |" in text


@pytest.mark.parametrize("file", ["README.md", "CHANGELOG.md", *sorted(p.name for p in GUIDE.glob("*.md"))])
def test_links_between_documents_lead_somewhere(file: str) -> None:
    path = ROOT / file if (ROOT / file).exists() else GUIDE / file
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_the_makefile_has_the_commands_that_the_readme_names() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"\bmake ([a-z]+)\b", (ROOT / "README.md").read_text("utf-8")):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE) or target in ("alone",), target


def test_no_document_names_a_path_of_a_developers_machine() -> None:
    files: list[Path] = [ROOT / "README.md", ROOT / "CHANGELOG.md", *GUIDE.glob("*.md")]
    for path in files:
        assert not re.search(r"/(?:work|root|home)/|\.\./shared", path.read_text("utf-8")), path
