"""The five seeds: the bytes as they came, the twenty articles, and each place that was hard."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import pytest

from archives import SEEDS, own_articles, own_pages
from galley.clean import clean_text

SHA256 = {
    "000_9a53511b88061f1c.txt": "7011befa90e82084140b5b43b3490cb6f5065895fe3c22b3e4e18104b1ae5a63",
    "001_61fc1e2faec85bbe.txt": "9d9d1f585a5d57303374d5d81ba1fe087ba5fa97150f7ba521b706ecc575ad84",
    "002_34903a5ea4c47ddf.txt": "81181dc72db0723e7321cac6d04ad2f53f2f722dfaf5b35fcdbbfe6c2a697c35",
    "003_ab777f80c15b6ecf.txt": "1834325cafe0e4c4f711d9b9ed9af078c5e7616657a4388fb5a4fcd8bd7f70d0",
    "004_c3c6e2b65bf3fb33.txt": "972ee627bfe0f2458bea82644488b80e617a18a93ee293660d1fd2a4dfc3e1dc",
}
ARTICLES: dict[
    str, list[tuple[str, str, int | None]]
] = {  # by page: slug, headline, page on which it goes on
    "000": [
        ("jinchang-government-work-2024", "又踏层峰辟新天 更扬云帆立潮头", 4),
        ("new-industrialisation", "推进新型工业化", 3),
        ("peoples-congress-standing-committee", "市九届人大常委会第二十三次会议召开", None),
        ("cppcc-standing-committee", "政协第九届金昌市委员会常务委员会第十五次会议召开", 3),
        ("wish-lists-for-the-two-sessions", "百姓“心愿单”再添民生新期待", 3),
        ("two-sessions-press-conference", "我市召开两会新闻发布会", None),
        ("cppcc-members-register", "政协委员向大会报到", None),
    ],
    "001": [("jinchang-forges-ahead", "砥砺奋进促跨越", None)],
    "002": [("industry-lifts-jinchang", "产业兴城强动能 转型跨越启新程", None)],
    "003": [
        ("green-jinchang", "厚植绿色发展底蕴 加快建设“美丽金昌”", None),
        ("a-chorus-for-development", "共奏高质量发展「春」之声", None),
        ("deputies-vote", "市九届人大五次会议举行第二次全体会议", None),
        ("four-coordinates", "以四维坐标擘画金昌高质量发展新图景", None),
        ("voices-of-deputies", "代表委员心声", None),
    ],
    "004": [
        ("why-jinchang-runs-fast", "金昌，何以高速“奔跑”", 5),
        ("small-matters-in-jiayuguan", "小事不“小视” 服务暖人心", 2),
        ("xi-putin-phone-call", "习近平同俄罗斯总统普京通电话", None),
        ("gansu-government-75th-meeting", "任振鹤主持召开十四届省政府第75次常务会议", None),
        ("graduates-at-the-grassroots", "扎根基层沃野 绽放青春芳华", 2),
        ("fan-fei-on-innovation", "范飞代表：推动科技创新和产业创新融合发展", 2),
    ],
}
SLUGS = [slug for articles in ARTICLES.values() for slug, _, _ in articles]
SUPPLIED = {
    "new-industrialisation",
    "two-sessions-press-conference",
    "cppcc-members-register",
    "deputies-vote",
}


@pytest.mark.parametrize("name", SHA256)
def test_the_source_is_as_it_came(name: str) -> None:
    assert hashlib.sha256((SEEDS / name).read_bytes()).hexdigest() == SHA256[name]


def test_there_are_no_other_pages() -> None:
    assert {path.name for path in SEEDS.glob("*.txt")} == set(SHA256)


def test_twenty_articles() -> None:
    assert len(SLUGS) == 20
    assert set(own_articles()) == set(SLUGS)


@pytest.mark.parametrize("number", ARTICLES)
def test_headlines_and_where_articles_go_on(number: str) -> None:
    plan = own_pages()[number][1]
    made = [own_articles()[article.slug] for article in plan.articles]
    assert [(article.slug, article.title.hans, article.continues_on) for article in made] == ARTICLES[number]
    assert {article.slug for article in made if article.title_supplied} == SUPPLIED & {a.slug for a in made}


END = re.compile(r"[。！？；…][”’」』）]*(?:（[^（）]+）)?$")  # （孟文佳 周国华） wrote it down


def unfinished(slug: str) -> Iterator[str]:
    """Paragraphs that stop in mid-sentence, with nothing after them that says why."""
    article = own_articles()[slug]
    ended = own_pages()[article.source[:3]][1].split
    body = [block for block in article.blocks if block.kind != "caption"]
    for number, block in enumerate(body):
        told = number + 1 < len(body) and body[number + 1].kind == "note"
        if block.kind == "paragraph" and not block.boxed and not told and block.lines[-1][1] not in ended:
            yield from () if END.search(block.text("zh-Hans")) else (block.text("zh-Hans"),)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_paragraph_ends_with_its_sentence_or_a_note_says_why(slug: str) -> None:
    """The plans name the exceptions under ``break``; figures in a box are no sentences."""
    assert list(unfinished(slug)) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_text_is_clean(slug: str) -> None:
    for block in own_articles()[slug].blocks:
        text = block.text("zh-Hans")
        assert clean_text(text, "heading" if block.kind == "heading" else "text") == text
