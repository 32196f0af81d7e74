"""What the ledger says when it does not balance: these are faults of the program, so they are made here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from galley.errors import LedgerError
from galley.ledger import account
from galley.model import Article, Page
from galley.plan import Plan, read_plan
from galley.source import split_lines
from galley.split import split

PLAN = """\
paper: 报
date: 2025
articles:
  - {slug: one, title: 1, body: 2-3}
  - {slug: two, title: 5, body: 6}
"""
TEXT = "\ufeff标题\n正 文一\n正文二。\n\n又一标题\n又一正文，一二三四五六七八九十一二三四五六七八九十。\n"


def made(folder: Path, text: str = TEXT, plan: str = PLAN) -> tuple[Page, Plan, list[Article]]:
    path = folder / "1.yml"
    path.write_text(plan, "utf-8")
    page = Page("1.txt", text, split_lines(text))
    read = read_plan(path, page.lines[-1].number, ())
    return page, read, split(page, read)


def test_every_part_is_counted(tmp_path: Path) -> None:
    page, plan, articles = made(tmp_path, TEXT + "\n落 款\n", PLAN + "drop: [{lines: 8, why: signature}]\n")
    found = account(page, plan, articles)
    assert (found.page, found.total) == ("1.txt", len(page.text))
    assert found.kept == {"one": 9, "two": 30}
    assert found.changed == {"justification space": 1}
    assert found.dropped == {"signature": 3}
    assert found.layout == {"byte order mark": 1, "line end": 8}
    assert found.balance() == found.total


def test_a_line_of_nothing_but_spaces_is_an_empty_line(tmp_path: Path) -> None:
    found = account(*made(tmp_path, TEXT.replace("\n\n", "\n \u3000\n")))
    assert found.layout == {"byte order mark": 1, "empty line": 2, "line end": 6}


def test_a_character_that_stands_twice_is_told(tmp_path: Path) -> None:
    page, plan, (one, two) = made(tmp_path)
    with pytest.raises(LedgerError) as told:
        account(page, plan, [one, two, replace(one, slug="three")])
    assert str(told.value) == (
        "1.txt:1: the character “标” of 1.txt stands twice, in one and in three; this is a fault of Galley."
    )


def test_an_article_may_not_have_what_was_dropped(tmp_path: Path) -> None:
    page, plan, articles = made(tmp_path)
    (drop,) = made(tmp_path, plan=PLAN.replace("5, body: 6", "{supplied: 题}, body: 6") + DROP)[1].drop
    with pytest.raises(LedgerError, match=r"“又” of 1\.txt stands twice, in dropped: twice and in two"):
        account(page, replace(plan, drop=(drop,)), articles)


DROP = "drop: [{lines: 5, why: twice}]\n"


def test_a_character_that_is_lost_is_told(tmp_path: Path) -> None:
    page, plan, (one, two) = made(tmp_path)
    with pytest.raises(LedgerError) as told:
        account(page, plan, [replace(one, changes=()), two])
    assert str(told.value) == (
        f"{plan.path}: line 2 of 1.txt (“正 文一”) lost a character;"
        " this is a fault of Galley; please report it."
    )


def test_a_line_in_no_article_is_told_with_its_beginning(tmp_path: Path) -> None:
    page, plan, articles = made(tmp_path, plan=PLAN.replace("5, body: 6", "{supplied: 题}, body: 5"))
    with pytest.raises(LedgerError) as told:
        account(page, plan, articles)
    assert str(told.value) == (
        f"{plan.path}: line 6 of 1.txt (“又一正文，一二三四五六七八九十一二三四五六七八九”) is in no article;"
        " give it to an article or to “drop”."
    )
