"""``galley pdf`` on small archives: the same bytes, nothing set twice, and text that tries to be markup."""

from __future__ import annotations

import shutil
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from archives import PLAN, galley, is_one_sentence, write_archive
from conftest import ROOT
from galley.archive import Archive
from galley.errors import GalleyError
from galley.pdf import shelf, typeset
from galley.pdf.editions import Edition, editions
from galley.pdf.imprint import PREFIX, Imprint
from galley.pdf.typeset import Press
from galley.publication import Publication
from test_pdf import run, squeezed

SYNTAX = [
    "#import \"a.typ\"和#panic()",
    "$x^2$与$ y $",
    "*粗*_斜_`码````块```",
    "// 注释 /* 注释 */",
    "@标签 <标签> = 标题",
    "\\u{41} \\ ~ -- --- 'x' \"y\"",
    "#let x = 1; #x",
    "https://example.org/a_b*c",
    "[内容] {代码} #(1, 2)",
    "1. 一 + 二 - 三 / 四: 五",
]  # fmt: skip


def project(folder: Path, *paragraphs: str) -> Path:
    """A small archive with the project's template."""
    page = ["标题", *(paragraphs or ("这里是第一句。", "这里是第二句。"))]
    write_archive(folder, PLAN.replace("2-3", f"2-{len(page)}"), page)
    shutil.copytree(ROOT / "overrides", folder / "overrides", dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "docs").mkdir(exist_ok=True)
    return folder


def pdf(folder: Path, *arguments: str) -> Path:
    """Make the PDFs; return where the article's stands."""
    done = galley("pdf", *arguments, "--dir", folder, "--to", folder / "out")
    assert done.status == 0, done.err
    return folder / "out" / "articles" / "one" / "one.pdf"


def kept(folder: Path) -> dict[str, int]:
    """The kept PDFs, and when they were written."""
    found = (path for path in (folder / ".cache" / "galley" / "pdf").rglob("*") if path.is_file())
    return {path.name: path.stat().st_mtime_ns for path in found}


def first_edition(folder: Path) -> Edition:
    """The PDF of the article in Simplified Chinese."""
    names = dict.fromkeys(PREFIX, "报章")
    return next(editions(Archive(folder).articles(), {}, (), Imprint(Publication("", names, names), {})))


def test_memory_does_not_grow_with_the_number_of_pdfs(tmp_path: Path) -> None:
    """Every PDF of a site was in memory until the last was set."""
    press, first, size = Press(project(tmp_path)), first_edition(tmp_path), 200_000
    wanted = [replace(first, path=f"{number}.pdf") for number in range(40)]
    for edition in wanted:
        press._cache.put(press._key(edition), b'{"pages": 1, "missing": []}\n' + bytes(size))
    tracemalloc.start()
    run = shelf.Run(press, wanted, print)
    run.begin()
    assert run.end(tmp_path / "site") == len(wanted)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 10 * size
    assert all((tmp_path / "site" / edition.path).stat().st_size == size for edition in wanted)


def test_a_pdf_that_could_not_be_kept_is_there_all_the_same(tmp_path: Path) -> None:
    press, edition = Press(project(tmp_path)), first_edition(tmp_path)
    run = shelf.Run(press, [edition], print)
    run.begin()
    assert run._thread is not None
    run._thread.join()
    before = press.again(edition, press._key(edition))
    shutil.rmtree(tmp_path / ".cache" / "galley" / "pdf")
    assert run.end(tmp_path) == 1
    assert (tmp_path / edition.path).read_bytes() == before


def test_a_large_edition_is_set_in_a_process_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press, edition = Press(project(tmp_path, "这里有一个字\ue123。")), first_edition(tmp_path)
    (here,) = press.all([edition])
    shutil.rmtree(tmp_path / ".cache" / "galley" / "pdf")
    monkeypatch.setattr(typeset, "_LARGE", 1)
    monkeypatch.setattr("typst.compile", None)  # in this process
    assert list(press.all([edition])) == [here]
    assert here.missing


def test_what_a_process_of_its_own_cannot_set_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path)
    (tmp_path / "overrides" / "pdf" / "galley.typ").write_text("#panic(1)\n", "utf-8")
    monkeypatch.setattr(typeset, "_LARGE", 1)
    with pytest.raises(GalleyError, match=r"articles/one/one\.pdf: could not be set: panicked"):
        list(Press(tmp_path).all([first_edition(tmp_path)]))


def test_the_same_text_gives_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        project(tmp_path / name)
        pdf(tmp_path / name)
        files = sorted((tmp_path / name / "out").rglob("*.pdf"))
        made.append({str(path.relative_to(tmp_path / name)): path.read_bytes() for path in files})
    assert len(made[0]) == 3 + 3 and made[0] == made[1]


def test_only_what_changed_is_set_again(tmp_path: Path) -> None:
    project(tmp_path)
    pdf(tmp_path)
    first = kept(tmp_path)
    pdf(tmp_path)
    assert kept(tmp_path) == first
    project(tmp_path, "这里是第一句。", "这里改了。")
    pdf(tmp_path)
    second = kept(tmp_path)
    assert first.items() <= second.items() and len(second) == 2 * len(first)
    template = tmp_path / "overrides" / "pdf" / "galley.typ"
    template.write_text(template.read_text("utf-8") + "// another template\n", "utf-8")
    pdf(tmp_path)
    assert len(kept(tmp_path)) == 3 * len(first)


def test_text_is_never_markup(tmp_path: Path) -> None:
    text = squeezed(run("pdftotext", "-raw", pdf(project(tmp_path, *SYNTAX)), "-"))
    (article,) = Archive(tmp_path).articles()
    for block in article.blocks:
        assert squeezed(block.text("zh-Hans")) in text
    assert sum(sign in text for sign in "#$@*_`\\<>[]{}~^") == 15


def test_a_character_that_no_font_has_is_named(tmp_path: Path) -> None:
    folder = project(tmp_path, "这里有一个字\ue123。", "这里是\u0378。")
    done = galley("pdf", "--dir", folder, "--to", folder / "out")
    assert done.status == 0
    assert "one, p1, character 7: U+E123 cannot be printed, and 〓 stands for it" in done.err
    assert "U+0378" in done.err and done.err.count("\n") == 2
    text = squeezed(run("pdftotext", folder / "out" / "articles" / "one" / "one.pdf", "-"))
    assert "这里有一个字〓。" in text and "U+E123" in text


def test_a_very_long_word_stays_on_the_page(tmp_path: Path) -> None:
    path = pdf(project(tmp_path, "长词" + "a" * 300 + "。", "网址https://example.org/" + "b/" * 200 + "。"))
    assert "a" * 300 in squeezed(run("pdftotext", "-raw", path, "-")).replace("\u200b", "")
    for line in run("pdftotext", "-bbox", path, "-").splitlines():
        if 'xMax="' in line:
            assert float(line.split('xMax="')[1].split('"')[0]) < 560


def test_an_article_of_200_000_characters(tmp_path: Path) -> None:
    paragraphs = [f"第{number}段" + "这是很长的一篇文章，" * 99 + "完。" for number in range(201)]
    (printed,) = Press(project(tmp_path, *paragraphs)).all([first_edition(tmp_path)])
    assert printed.pages > 100
    path = tmp_path / "long.pdf"
    path.write_bytes(printed.pdf)
    assert "第200段" in squeezed(run("pdftotext", path, "-"))


def test_some_articles_alone(tmp_path: Path) -> None:
    path = pdf(project(tmp_path), "one")
    assert path.is_file() and not (tmp_path / "out" / "archive.pdf").exists()
    status, out, err = galley("pdf", "other", "--dir", tmp_path)
    assert (status, out) == (2, "") and "“other”" in err and is_one_sentence(err)


def test_an_archive_without_its_settings(tmp_path: Path) -> None:
    write_archive(tmp_path)
    status, out, err = galley("pdf", "--dir", tmp_path)
    assert (status, out) == (2, "") and "mkdocs.yml" in err and is_one_sentence(err)


def test_a_machine_without_chinese_fonts_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project(tmp_path)
    monkeypatch.setenv("GALLEY_FONTS", str(tmp_path / "seeds"))
    done = galley("pdf", "--dir", folder, "--to", folder / "out")
    assert done.status == 2 and is_one_sentence(done.err)
    for package in ("fonts-noto-cjk", "google-noto-serif-cjk-fonts", "macOS", "Windows", "GALLEY_PDF=false"):
        assert package in done.err
    assert not (folder / "out").exists()
