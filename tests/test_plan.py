"""Editors' mistakes: one sentence with file and line, status 2, and nothing is printed or written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from archives import PLAN, galley, is_one_sentence, write_archive
from cases import Case, params

PAGE = ["标题", "这里是第一句。", "这里是第二句。", "这里是第三句。"]
GOOD = PLAN.replace("2-3", "2-4")


def refused(folder: Path, file: str, says: str, line: int | None = None) -> None:
    """``galley check`` and ``galley build`` refuse an archive for what is wrong in one of its files."""
    for command in ("check", "build"):
        status, out, err = galley(command, "--dir", folder)
        assert err.startswith(f"galley: {folder / file}:{f'{line}: ' if line else ' '}")
        assert says in err
        assert is_one_sentence(err)
        assert (status, out) == (2, "")
    assert not (folder / "docs").exists()


def text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("case", params("plans"))
def test_a_mistake_is_told(case: Case, tmp_path: Path) -> None:
    given, expected = case.input, case.expected
    write_archive(tmp_path, text(given["plan"]) if "plan" in given else GOOD, given.get("page", PAGE))
    for key, name in (("terms", "terms.tsv"), ("topics", "topics.yml")):
        if key in given:
            (tmp_path / "seeds" / name).write_text(text(given[key]), "utf-8")
    refused(tmp_path, f"seeds/{expected['file']}", expected["says"], expected["line"])


def test_what_the_cases_start_from_is_right(tmp_path: Path) -> None:
    """Otherwise each of them might be refused for another reason than its own."""
    write_archive(tmp_path, GOOD, PAGE)
    (tmp_path / "seeds" / "terms.tsv").write_text(
        "hans\thant\ten\tkind\tnote\twhy\n金昌\t金昌\t\tplace\n", "utf-8"
    )
    assert galley("check", "--dir", tmp_path).status == 0


@pytest.mark.parametrize("name", ["1.yml", "topics.yml", "terms.tsv"])
@pytest.mark.parametrize("data", ["日报".encode("gb18030"), "日报".encode("utf-16"), b"paper: \xff\n"])
def test_a_file_that_is_not_utf_8(tmp_path: Path, name: str, data: bytes) -> None:
    write_archive(tmp_path)
    (tmp_path / "seeds" / name).write_bytes(data)
    refused(tmp_path, f"seeds/{name}", "is not UTF-8")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"paper: \x00\n", id="NUL"),
        pytest.param(b"[" * 600 + b"]" * 600, id="a very deep list"),
    ],
)
def test_what_would_break_a_yaml_reader(tmp_path: Path, data: bytes) -> None:
    write_archive(tmp_path)
    (tmp_path / "seeds" / "1.yml").write_bytes(data)
    refused(tmp_path, "seeds/1.yml", "is not YAML")


def test_a_page_number_that_is_far_too_long(tmp_path: Path) -> None:
    write_archive(tmp_path, f"page: {'9' * 5000}\n{PLAN}")
    refused(tmp_path, "seeds/1.yml", "should be a whole number", 1)


def test_a_byte_order_mark_before_a_plan_is_no_mistake(tmp_path: Path) -> None:
    write_archive(tmp_path, "\ufeff" + PLAN)
    assert galley("check", "--dir", tmp_path).status == 0


def test_a_slug_of_another_page(tmp_path: Path) -> None:
    write_archive(tmp_path)
    write_archive(tmp_path, "# the second\n" + PLAN, name="2")
    refused(tmp_path, "seeds/2.yml", "the slug “one” is used in 1.yml too; choose another", 5)


def test_a_plan_without_a_page(tmp_path: Path) -> None:
    write_archive(tmp_path)
    (tmp_path / "seeds" / "2.yml").write_text(PLAN, "utf-8")
    refused(tmp_path, "seeds/2.yml", "is a plan without a page; add 2.txt or take it away")


def test_a_page_without_a_plan(tmp_path: Path) -> None:
    write_archive(tmp_path)
    (tmp_path / "seeds" / "1.yml").unlink()
    refused(tmp_path, "seeds/1.txt", "has no plan; write 1.yml beside it")


def test_no_topics(tmp_path: Path) -> None:
    write_archive(tmp_path)
    (tmp_path / "seeds" / "topics.yml").unlink()
    refused(tmp_path, "seeds/topics.yml", "does not exist; write the site's topics in it")


def test_a_folder_where_a_plan_should_be(tmp_path: Path) -> None:
    write_archive(tmp_path)
    (tmp_path / "seeds" / "1.yml").unlink()
    (tmp_path / "seeds" / "1.yml").mkdir()
    refused(tmp_path, "seeds/1.yml", "cannot be read")


def test_an_archive_without_seeds(tmp_path: Path) -> None:
    refused(tmp_path, "", "has no folder “seeds”")


def test_an_archive_without_pages(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    refused(tmp_path, "seeds", "has no pages (*.txt)")
