"""The translation memory: nothing a person wrote is lost, what changed is offered, exchange is exact."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import polib
import pytest

from conftest import ROOT
from galley.archive import Archive
from galley.cli import main
from galley.english import memory
from galley.english.exchange import Pair, export, read_pairs, take
from galley.errors import GalleyError
from galley.model import Article, Run, Segment

SLUG = "green-jinchang"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """The project's seeds in a folder of their own."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return Archive(tmp_path)


def article(archive: Archive, slug: str = SLUG) -> Article:
    return next(a for a in archive.articles() if a.slug == slug)


def reworded(whole: Article, old: str, new: str) -> Article:
    """The article with one sentence of its source changed."""

    def segment(one: Segment) -> Segment:
        text = one.hans.text.replace(old, new)
        return replace(one, hans=Run(text, (-1,) * len(text)), en="")

    blocks = tuple(replace(b, segments=tuple(map(segment, b.segments))) for b in whole.blocks)
    return replace(whole, blocks=blocks)


def po(archive: Archive, slug: str = SLUG) -> polib.POFile:
    return memory.read_po(archive.seeds / "english" / f"{slug}.po")


def test_every_file_passes_msgfmt() -> None:
    if shutil.which("msgfmt") is None:
        pytest.skip("msgfmt (package gettext) is not on this machine")
    for path in sorted((ROOT / "seeds" / "english").glob("*.po")):
        done = subprocess.run(
            ["msgfmt", "--check", "-o", "/dev/null", str(path)], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_the_files_are_up_to_date_with_the_text(archive: Archive) -> None:
    for one in archive.articles():
        assert not memory.update(one, archive.seeds, archive.memory), one.slug


def test_english_is_complete(archive: Archive) -> None:
    for one in archive.articles():
        for place, sentence in memory.sentences(one):
            assert archive.memory.find(one.slug, sentence), (one.slug, place, sentence)


def test_drafts_of_a_model_are_said_to_be_machine_work(archive: Archive) -> None:
    one = article(archive)
    assert one.english_source == "model"
    segments = [s for block in one.blocks if block.kind != "note" for s in block.segments]
    assert {segment.origin for segment in segments} == {"machine"}


def test_a_changed_sentence_finds_its_old_english_as_a_fuzzy_match(archive: Archive) -> None:
    old = po(archive)
    (entry,) = [e for e in old if e.msgid.startswith("良好生态环境")]
    changed = reworded(article(archive), "良好生态环境", "良好的生态环境")
    assert memory.update(changed, archive.seeds, memory.read_memory(archive.seeds))
    (now,) = [e for e in po(archive) if e.msgid.startswith("良好的生态环境") and not e.obsolete]
    assert (now.msgstr, now.fuzzy, now.previous_msgid) == (entry.msgstr, True, entry.msgid)
    assert memory.read_memory(archive.seeds).find(SLUG, now.msgid) is None  # and is not shown
    kept = [e for e in po(archive).obsolete_entries() if e.msgid == entry.msgid]
    assert [e.msgstr for e in kept] == [entry.msgstr]


def test_a_sentence_that_comes_back_has_its_english_again(archive: Archive) -> None:
    whole = article(archive)
    before = {e.msgid: e.msgstr for e in po(archive)}
    memory.update(reworded(whole, "良好生态环境", "好"), archive.seeds, memory.read_memory(archive.seeds))
    memory.update(whole, archive.seeds, memory.read_memory(archive.seeds))
    after = {e.msgid: e.msgstr for e in po(archive) if not e.obsolete and not e.fuzzy}
    assert after == before


def test_a_renamed_article_keeps_its_english(archive: Archive) -> None:
    renamed = replace(article(archive), slug="renamed")
    memory.update(renamed, archive.seeds, memory.read_memory(archive.seeds))
    now = {e.msgid: e.msgstr for e in po(archive, "renamed")}
    assert now == {e.msgid: e.msgstr for e in po(archive)}
    assert (archive.seeds / "english" / f"{SLUG}.po").exists()  # the old file is the editors' to take away


@pytest.mark.parametrize("suffix", [".tmx", ".xlf"])
def test_what_is_exported_is_read_back_exactly(archive: Archive, tmp_path: Path, suffix: str) -> None:
    one = article(archive)
    written = export([one], archive.memory, tmp_path / "out")
    (path,) = [p for p in written if p.suffix == suffix]
    found = archive.memory.find
    wanted = {s: k.text for _, s in memory.sentences(one) if (k := found(SLUG, s)) is not None}
    assert {pair.source: pair.target for pair in read_pairs(path)} == wanted


def test_an_import_takes_new_english_and_says_what_fits_no_more(archive: Archive) -> None:
    one = article(archive)
    pairs = [Pair(one.title.hans, "A greener Jinchang"), Pair("没有这一句", "x"), Pair("空", "")]
    taken = take(pairs, archive.articles(), archive.seeds, "t.po", replace=False)
    assert (taken.new, taken.empty, taken.unknown, taken.kept) == (1, 1, ["没有这一句"], [])
    known = memory.read_memory(archive.seeds).find(SLUG, one.title.hans)
    assert known == memory.Known("A greener Jinchang", "edited")


def test_what_a_person_wrote_stays_unless_it_is_to_be_replaced(archive: Archive) -> None:
    title = article(archive).title.hans
    for text in ("First", "Second"):
        taken = take([Pair(title, text)], archive.articles(), archive.seeds, "t.po", replace=False)
    assert taken.kept == [title]
    take([Pair(title, "Second")], archive.articles(), archive.seeds, "t.po", replace=True)
    (entry,) = [e for e in po(archive) if e.msgid == title]
    assert entry.msgstr == "Second"
    assert "before: First" in entry.tcomment


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.po", b'msgid "x\nmsgstr ""\n', "is not PO here"),
        ("a.po", 'msgid "x"\nmsgstr "é"\n'.encode("latin-1"), "is not UTF-8"),
        ("a.po", b'msgid "x"\nmsgstr "1"\n\nmsgid "x"\nmsgstr "2"\n', "twice"),
        ("a.tmx", b"<tmx><body>", "is not XML here"),
        ("a.tmx", b'<!DOCTYPE tmx [<!ENTITY a "b">]><tmx/>', "declares entities"),
        ("a.xlf", b"<p/>", "XLF file"),
        ("a.docx", b"", "no file that can be taken back"),
    ],
)
def test_bad_files_are_told_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(GalleyError, match=says):
        read_pairs(path)
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    before = {p: p.read_bytes() for p in (tmp_path / "seeds").rglob("*") if p.is_file()}
    assert main(["import", "--dir", str(tmp_path), str(path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.count("\n") == 1 and "Traceback" not in printed.err
    assert before == {p: p.read_bytes() for p in (tmp_path / "seeds").rglob("*") if p.is_file()}
