"""``galley new``: an archive of one's own, with nothing of this one's text in it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from archives import PAGE, galley, is_one_sentence, write_archive
from built import Built
from conftest import ROOT, mkdocs_build

NAME = "县志剪报 <b>&"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "mine"
    done = galley(
        "new", folder, "--name", NAME, "--name-en", "County: Clippings", "--topic", "new-energy=新能源"
    )
    assert (done.status, done.err) == (0, "")
    return folder


def test_it_has_the_program_and_nothing_of_this_archive(begun: Path) -> None:
    for name in ("Makefile", ".ci/run", ".github/workflows/publish.yml", "overrides/main.html"):
        assert (begun / name).read_bytes() == (ROOT / name).read_bytes()
    # Data tables of the program know many places; texts, settings and tests must know none of ours.
    texts = [
        p
        for p in begun.rglob("*")
        if p.is_file() and p.suffix not in (".tsv", ".png") and ".cache" not in p.parts
    ]
    assert len(texts) > 100
    told = [str(p.relative_to(begun)) for p in texts if re.search("金昌|Jinchang", p.read_text("utf-8"))]
    assert not told


def test_it_has_its_name_and_topics(begun: Path) -> None:
    text = (begun / "mkdocs.yml").read_text("utf-8")
    names = re.findall(r"site_name: (.*)", text)
    assert [yaml.safe_load(name) for name in names] == [NAME, "縣誌剪報 <b>&", "County: Clippings"]
    topics = yaml.safe_load((begun / "seeds" / "topics.yml").read_text("utf-8"))
    assert topics[0]["id"] == "new-energy"
    assert topics[0]["name"] == {"zh-Hans": "新能源", "en": "New energy"}


def test_its_own_tests_are_there(begun: Path) -> None:
    """`make test` finds them, with nothing of this repository's tests beside them but what they need."""
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=begun, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "test_archive.py::test_every_character_is_accounted_for" in done.stdout
    assert not (begun / ".github" / "workflows" / "test-full.yml").exists()  # its tests are not there


def test_its_site_builds_with_a_page_of_its_own(begun: Path, tmp_path: Path) -> None:
    topics = (begun / "seeds" / "topics.yml").read_text("utf-8")
    write_archive(begun, topics=topics)
    mkdocs_build(begun, tmp_path / "site")
    for prefix, lang in (("", "zh-Hans"), ("zh-Hant", "zh-Hant"), ("en", "en")):
        assert (tmp_path / "site" / prefix / "articles" / "one" / "index.html").is_file()
        home = (tmp_path / "site" / prefix / "index.html").read_text("utf-8")
        assert f'<html lang="{lang}"' in home
        assert "<b>&" not in home
    assert "Jinchang" not in home
    assert galley("check", "--dir", begun).status == 0


@pytest.mark.parametrize("languages", [("zh-Hans",), ("zh-Hans", "en")], ids="-".join)
def test_a_language_that_is_not_wanted_is_nowhere(tmp_path: Path, languages: tuple[str, ...]) -> None:
    folder, site = tmp_path / "mine", tmp_path / "site"
    assert galley("new", folder, "--name", "剪报", "--languages", ",".join(languages)).status == 0
    write_archive(folder, topics="- {id: water, name: {zh-Hans: 水利, en: Water}}\n")
    memory = folder / "seeds" / "english"
    memory.mkdir()
    entries = "".join(
        f'msgid "{chinese}"\nmsgstr "{english}"\n\n'
        for chinese, english in zip(PAGE, ("Headline", "The first sentence.", "The second."), strict=True)
    )
    (memory / "one.po").write_text(entries, "utf-8")
    assert not any((folder / "docs").glob("*/articles"))
    mkdocs_build(folder, site)
    unwanted = [lang for lang in ("zh-Hant", "en") if lang not in languages]
    made = [path.relative_to(site) for path in site.rglob("*") if "pagefind" not in path.parts]
    assert not [path for path in made if path.parts[0] in unwanted]
    assert not [lang for lang in unwanted if (folder / "docs" / lang / "articles").exists()]
    assert (site / "articles/one/one-parallel.pdf").exists() == ("en" in languages)
    assert (site / "data/archive.tmx").exists() == ("en" in languages)
    mention = re.compile(
        rf"(?:repo|\.\.|[\"'])/?(?:{'|'.join(unwanted)})/|hreflang=.(?:{'|'.join(unwanted)})\b"
    )
    for path in made:
        if path.suffix in (".html", ".xml", ".webmanifest") and not path.match("data/archive.tei.xml"):
            assert not mention.search((site / path).read_text("utf-8")), path
    assert not re.search(rf'"(?:{"|".join(unwanted)})/', (site / "sw.js").read_text("utf-8"))
    # The data keep all languages: others rely on their form.
    data = json.loads((site / "data/articles/one.json").read_text("utf-8"))
    assert data["title"] == {"zh-Hans": "标题", "zh-Hant": "標題", "en": "Headline"}
    counts, faults = Built(site).faults()
    assert faults == [] and counts["page, a"] > 50


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--languages", "zh-Hans,fr"], "“fr” is none of zh-Hans, zh-Hant, en"),
        (["--topic", "水利"], "is not like water=水利"),
        (["--topic", "Water=水利"], "is not like water=水利"),
        (["--name", 'a "b"'], "straight quotation mark"),
        (["--name", " "], "is empty"),
    ],
)
def test_a_mistake_makes_no_folder(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = galley("new", tmp_path / "mine", *arguments)
    assert done.status == 2
    assert said in done.err
    assert is_one_sentence(done.err)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    done = galley("new", tmp_path)
    assert done.status == 2
    assert "not empty" in done.err
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_an_archive_inside_the_program_is_refused(tmp_path: Path) -> None:
    done = galley("new", ROOT / "seeds" / "mine")
    assert done.status == 2
    assert "inside Galley's own folder" in done.err
    assert not (ROOT / "seeds" / "mine").exists()


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    assert galley("new", tmp_path, "--name", "剪报").status == 0
    assert (tmp_path / "mkdocs.yml").is_file()
