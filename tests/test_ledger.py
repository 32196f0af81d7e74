"""The ledger: every character of a page stands in one article, or something says where it went."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives import SEEDS, own_pages
from galley.errors import LedgerError
from galley.ledger import Account, account
from galley.model import Article, Page
from galley.plan import read_plan
from galley.source import split_lines
from galley.split import split

FRAGMENTS = [
    *"项目签约金额，。；：、！？“”‘’（）《》…—·％",
    *"aZ09,.;:!?()\"'%-+/#*<>[]{}",
    *(" ", "  ", "\t", "\u3000", "\u00a0", "\u200b", "\u202e", "\u2028"),
    *(
        "（转四版）",
        "(转5版)",
        "## ",
        "——",
        "……",
        "...",
        "本报讯（记 者张迈 李峰）",
        "记者 郭 鑫",
        "１３．６％",
    ),
    "砥砺奋进促跨越的生动画面跃然纸上",
]
LINE = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join)
PAGES = st.builds(
    lambda mark, lines, end: mark + "".join(line + end for line in lines),
    st.sampled_from(["", "\ufeff"]),
    st.lists(LINE, min_size=1, max_size=14),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
)


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a test writes its plan; there is nothing to keep between two examples."""
    return tmp_path_factory.mktemp("ledger") / "1.yml"


def accounted(
    text: str, bodies: list[list[int]], dropped: list[int], plan_file: Path
) -> tuple[Page, list[Article], Account]:
    """Split a page whose lines are given to articles (and to ``drop``) by number, and account for it."""
    page = Page("1.txt", text, split_lines(text))
    articles = [
        {"slug": f"a{number}", "title": {"supplied": "题"}, "body": body}
        for number, body in enumerate(bodies)
    ]
    drop = [{"lines": [number], "why": f"no {number}"} for number in dropped]
    plan = {"paper": "报", "date": "2025", "articles": articles, "drop": drop}
    plan_file.write_text(json.dumps(plan), "utf-8")
    read = read_plan(plan_file, page.lines[-1].number, ())
    made = split(page, read)
    return page, made, account(page, read, made)


def places(article: Article) -> list[tuple[int, str]]:
    """The characters of an article's text that come from the page, in reading order."""
    heads = (article.kicker, article.title, article.subtitle, article.byline_line)
    texts = [(head.hans, head.at) for head in heads if head and head.at]
    texts += [(part.hans.text, part.hans.at) for block in article.blocks for part in block.segments]
    return [(place, char) for text, at in texts for char, place in zip(text, at, strict=True) if place >= 0]


def check_balance(page: Page, articles: list[Article], account: Account) -> None:
    assert account.total == account.balance() == len(page.text)
    seen: set[int] = set()
    for article in articles:
        found = places(article)
        assert len({place for place, _ in found}) == len(found), "a character stands twice in an article"
        assert not seen & {place for place, _ in found}, "a character stands in two articles"
        seen |= {place for place, _ in found}
        named = {place for change in article.changes for place in change.at}
        own = [line for line in page.lines if line.number in article.claimed]
        for place in (place for line in own for place in line.run.at):
            assert place in seen or place in named or page.text[place].isspace()


@given(text=PAGES)
def test_a_page_given_to_one_article_balances(plan_file: Path, text: str) -> None:
    numbers = [line.number for line in split_lines(text)]
    page, articles, found = accounted(text, [numbers], [], plan_file)
    check_balance(page, articles, found)
    order = [place for place, _ in places(articles[0])]
    assert order == sorted(order), "the text does not stand in the page's order"


@given(text=PAGES, data=st.data())
def test_a_page_given_to_several_articles_and_drop_balances(
    plan_file: Path, text: str, data: st.DataObject
) -> None:
    numbers = data.draw(st.permutations([line.number for line in split_lines(text)]))
    first, second = sorted(data.draw(st.integers(0, len(numbers))) for _ in range(2))
    bodies = [body for body in (numbers[:first], numbers[first:second]) if body]
    page, articles, found = accounted(text, bodies, numbers[second:], plan_file)
    check_balance(page, articles, found)
    lines = {line.number: line.text for line in page.lines}
    for number in numbers[second:]:
        kept = len(lines[number]) if lines[number].strip() else 0
        assert found.dropped.get(f"no {number}", 0) == kept


def test_what_changes_is_told_by_rule(plan_file: Path) -> None:
    text = "项 目,签约\n（转四版）\n\n另文\n"
    _, _, found = accounted(text, [[1, 2]], [4], plan_file)
    assert found.kept == {"a0": 4}
    assert found.changed == {"justification space": 1, "half-width punctuation": 1, "jump line": 5}
    assert found.dropped == {"no 4": 2}
    assert found.layout == {"line end": 4}


def test_a_line_that_nothing_claims_is_told_with_its_number(plan_file: Path) -> None:
    with pytest.raises(LedgerError, match=r"line 2 of 1\.txt \(“第二”\) is in no article"):
        accounted("第一\n第二\n第三\n", [[1], [3]], [], plan_file)


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_the_seeds_balance(number: str) -> None:
    page, plan = own_pages()[number]
    articles = split(page, plan)
    found = account(page, plan, articles)
    check_balance(page, articles, found)
    assert found.total == len((SEEDS / page.name).read_bytes().decode("utf-8"))
    assert set(found.kept) == {article.slug for article in plan.articles}
    assert set(found.dropped) == {drop.why for drop in plan.drop}
