"""``galley build``: pages are written once, taken away with their article, and never over a person's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from archives import PLAN, galley, is_one_sentence, write_archive


def files(folder: Path) -> dict[str, int]:
    """The files below a folder, with the time of their last change."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in found}


def test_build_writes_pages_once(tmp_path: Path) -> None:
    write_archive(tmp_path)
    assert galley("build", "--dir", tmp_path).status == 0
    first = files(tmp_path / "docs")
    assert {f"{lang}/articles/one.md" for lang in ("zh", "zh-Hant", "en")} <= set(first)
    status, out, _ = galley("build", "--dir", tmp_path)
    assert status == 0 and "0 written, 0 removed" in out
    assert files(tmp_path / "docs") == first


def test_build_writes_again_only_what_changed(tmp_path: Path) -> None:
    write_archive(tmp_path)
    galley("build", "--dir", tmp_path)
    first = files(tmp_path / "docs")
    write_archive(tmp_path, page=["标题", "这里是第一句。", "这里是另一句。"])
    galley("build", "--dir", tmp_path)
    second = files(tmp_path / "docs")
    assert second.keys() == first.keys()
    changed = {name for name in first if first[name] != second[name]}
    assert {f"{lang}/articles/one.md" for lang in ("zh", "zh-Hant", "en")} <= changed
    assert not any("topics" in name for name in changed)


def test_the_page_of_an_article_that_is_gone_goes(tmp_path: Path) -> None:
    write_archive(tmp_path, PLAN.replace("2-3", "2") + "  - {slug: two, title: {supplied: 二}, body: 3}\n")
    galley("build", "--dir", tmp_path)
    own = tmp_path / "docs" / "zh" / "articles" / "own.md"
    own.write_text("# 手写\n", "utf-8")
    write_archive(tmp_path)
    status, out, _ = galley("build", "--dir", tmp_path)
    assert status == 0 and "3 removed" in out
    assert not (tmp_path / "docs" / "zh" / "articles" / "two.md").exists()
    assert own.read_text("utf-8") == "# 手写\n"


def test_a_page_written_by_hand_is_never_overwritten(tmp_path: Path) -> None:
    write_archive(tmp_path)
    own = tmp_path / "docs" / "en" / "articles" / "one.md"
    own.parent.mkdir(parents=True)
    own.write_text("# by hand\n", "utf-8")
    status, out, err = galley("build", "--dir", tmp_path)
    assert (status, out) == (2, "")
    assert err.startswith(f"galley: {own}: was written by hand") and is_one_sentence(err)
    assert list(files(tmp_path / "docs")) == ["en/articles/one.md"]
    assert own.read_text("utf-8") == "# by hand\n"


@pytest.mark.parametrize("place", ["docs", "docs/zh/articles", "docs/zh/articles/one.md"])
def test_a_file_or_folder_that_is_in_the_way(tmp_path: Path, place: str) -> None:
    write_archive(tmp_path)
    obstacle = tmp_path / place
    if obstacle.suffix:
        obstacle.mkdir(parents=True)
    else:
        obstacle.parent.mkdir(parents=True, exist_ok=True)
        obstacle.write_text("x", "utf-8")
    status, out, err = galley("build", "--dir", tmp_path)
    assert (status, out) == (2, "") and is_one_sentence(err)
