"""A build redoes what changed and nothing else; its cache can be deleted, damaged and shared."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from archives import galley, write_archive
from galley import collection, steps
from galley.archive import Archive
from galley.build import write_pages
from galley.gather import gather
from galley.stored import article_from_data, article_to_data, frames, pack, unpack

ARTICLES = 10


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that was built once."""
    folder = tmp_path_factory.mktemp("incremental") / "made"
    assert galley("bench-data", "8", "--dir", folder).status == 0
    assert redone(folder)["article_pages"] == ARTICLES
    return folder


@pytest.fixture
def archive(origin: Path, tmp_path: Path) -> Path:
    for part in ("seeds", "docs", ".cache"):
        shutil.copytree(origin / part, tmp_path / part)  # with the times of the last change
    assert not redone(tmp_path)
    return tmp_path


def redone(folder: Path) -> Counter[str]:
    """Build; count how often each step had to be done."""
    archive = Archive(folder)
    with archive.workers(jobs=1) as workers:
        articles = gather(archive, workers)
        written = write_pages(archive, articles, archive.figures(articles), folder / "docs", workers=workers)
    assert written.redone == workers.redone["article_pages"]
    return workers.redone


def pages(folder: Path) -> dict[str, bytes]:
    docs = folder / "docs"
    return {p.relative_to(docs).as_posix(): p.read_bytes() for p in docs.rglob("*.md")}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), "utf-8")


def english_of(folder: Path) -> tuple[Path, str]:
    """A PO file, and an English sentence of it that stands in no other."""
    for path in sorted((folder / "seeds" / "english").glob("*.po")):
        found = re.findall(r'^msgstr "([^"]{40,}\.)"', path.read_text("utf-8"), re.MULTILINE)
        if found:
            return path, found[0]
    raise AssertionError


def test_one_english_sentence_redoes_one_article(archive: Path) -> None:
    path, sentence = english_of(archive)
    change(path, sentence, "Put into better English.")
    assert redone(archive) == {
        "read_english": 1,
        "in_three_languages": 1,
        "article_pages": 1,
        "source_page": 1,
    }
    assert b"Put&#32;into" in b"".join(pages(archive).values()) or b"Put into better" in b"".join(
        pages(archive).values()
    )


def test_one_line_of_a_plan_redoes_one_page(archive: Path) -> None:
    plan = sorted(path for path in (archive / "seeds").glob("*.yml") if path.name != "topics.yml")[0]
    line = next(n for n, text in enumerate(_text_of(plan), 1) if len(text) > 12 and "，" in text)
    text = _text_of(plan)[line - 1]
    piece = text[2:8]
    fix = f"fix:\n  - {{line: {line}, old: {piece}, new: 编者所改, why: a test}}\n"
    assert "fix:" not in plan.read_text("utf-8")
    plan.write_text(plan.read_text("utf-8") + fix, "utf-8")
    found = redone(archive)
    assert found["split_page"] == 1 and found["article_pages"] == 1
    assert not galley("build", "--dir", archive).out.count("redone: 1")


def _text_of(plan: Path) -> list[str]:
    return plan.with_suffix(".txt").read_text("utf-8").split("\n")


def test_a_term_redoes_the_articles_in_which_it_stands(archive: Path) -> None:
    texts = {
        article.slug: "".join(block.text("zh-Hans") for block in article.blocks) + article.title.hans
        for article in Archive(archive).articles()
    }
    terms = Archive(archive).terms
    by_count = {t.hans: sum(t.hans in text for text in texts.values()) for t in terms if t.kind == "place"}
    name = next(name for name, count in by_count.items() if 1 <= count <= 3)
    term = next(term for term in terms if term.hans == name)
    line = f"{term.hans}\t{term.hant}\t{term.en}\tplace\t"
    change(archive / "seeds" / "terms.tsv", line, f"{line}A note on it.")
    assert redone(archive)["article_pages"] == by_count[name]
    # Another form in Traditional: from the conversion on.
    change(archive / "seeds" / "terms.tsv", line, line.replace(term.hant, "甲" * len(term.hant)))
    found = redone(archive)
    assert found["in_three_languages"] == by_count[name] and not found["split_page"]


def test_two_people_of_one_name_have_each_their_note(tmp_path: Path) -> None:
    """A note follows the column “articles”, also when nothing but that column changes."""
    for number, slug in enumerate(("one", "two")):
        plan = f"paper: 日报\ndate: 2025-02-2{number}\narticles:\n  - {{slug: {slug}, title: 1, body: 2}}\n"
        write_archive(tmp_path, plan, ["标题", "李明说工程完工了。"], name=slug)
    english = 'msgid ""\nmsgstr ""\n\nmsgid "李明说工程完工了。"\nmsgstr "Li Ming said the work was done."\n'
    (tmp_path / "seeds" / "english").mkdir()
    (tmp_path / "seeds" / "english" / "one.po").write_text(english, "utf-8")

    def noted(engineer: str, poet: str) -> list[list[str]]:
        rows = [("engineer", engineer), ("poet", poet)]
        table = "hans\thant\ten\tkind\tnote\twhy\tarticles\n"
        table += "".join(f"李明\t李明\tLi Ming\tperson\tthe {note}\t\t{where}\n" for note, where in rows)
        (tmp_path / "seeds" / "terms.tsv").write_text(table, "utf-8")
        redone(tmp_path)
        texts = ((tmp_path / f"docs/en/articles/{slug}.md").read_text("utf-8") for slug in ("one", "two"))
        return [re.findall(r"the (engineer|poet)\">", text) for text in texts]

    assert noted("one", "two") == [["engineer"], ["poet"]]
    assert noted("two", "one") == [["poet"], ["engineer"]]
    assert noted("", "one") == [["poet"], ["engineer"]]
    assert noted("one", "") == [["engineer"], ["poet"]]


def test_a_term_that_stands_nowhere_redoes_nothing(archive: Path) -> None:
    with (archive / "seeds" / "terms.tsv").open("a", encoding="utf-8") as file:
        file.write("无处可寻县\t無處可尋縣\tNowhere County\tplace\t\t\tmade up\n")
    assert not redone(archive)


def test_a_topics_name_redoes_its_pages_and_no_conversion(archive: Path) -> None:
    own = [article for article in Archive(archive).articles() if "water" in article.topics]
    change(archive / "seeds" / "topics.yml", '"水利"', '"治水"')
    assert redone(archive) == ({"article_pages": len(own)} if own else {})


def test_a_title_redoes_its_neighbours_pages_too(archive: Path) -> None:
    article = Archive(archive).articles()[3]
    plan = (archive / "seeds" / article.source).with_suffix(".yml")
    whole = plan.read_text("utf-8").partition(f"slug: {article.slug}\n")[2]
    title = re.search(r"    title: (\d+)\n", whole)
    assert title
    change(plan, title[0], "    title: {supplied: 另一标题}\n")
    text, drop = plan.read_text("utf-8"), f"drop:\n  - {{lines: {title[1]}, why: a test}}\n"
    plan.write_text(text.replace("drop:\n", drop) if "drop:" in text else text + drop, "utf-8")
    found = redone(archive)
    assert found["in_three_languages"] == 1 and found["article_pages"] == 3


def test_without_its_cache_it_makes_the_same(archive: Path) -> None:
    before = pages(archive)
    shutil.rmtree(archive / ".cache")
    found = redone(archive)
    assert found["split_page"] == 8 and found["article_pages"] == ARTICLES
    assert pages(archive) == before


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _flipped(data: bytes) -> bytes:
    return data[:50] + bytes([data[50] ^ 1]) + data[51:]


@pytest.mark.parametrize("damage", [_cut, _flipped, lambda _: b""], ids=["cut", "a bit", "empty"])
def test_a_damaged_cache_is_found_out(archive: Path, damage: Callable[[bytes], bytes]) -> None:
    before = pages(archive)
    for path in (archive / ".cache").rglob("*"):
        if path.is_file():
            path.write_bytes(damage(path.read_bytes()))
    assert redone(archive)["split_page"] == 8
    assert pages(archive) == before


def test_a_page_that_somebody_changed_is_mended(archive: Path) -> None:
    before = pages(archive)
    path = next((archive / "docs" / "en" / "articles").glob("*-*.md"))
    path.write_bytes(path.read_bytes() + b"scribbled\n")
    assert redone(archive)["article_pages"] == 1
    assert pages(archive) == before


def test_a_cache_that_cannot_be_written_is_done_without(origin: Path, tmp_path: Path) -> None:
    shutil.copytree(origin / "seeds", tmp_path / "seeds")
    (tmp_path / ".cache").write_text("a file in its place", "utf-8")
    collection._read.clear()
    assert redone(tmp_path)["article_pages"] == ARTICLES
    built = pages(tmp_path)
    assert built and built == {name: text for name, text in pages(origin).items() if name in built}


def test_articles_survive_an_emptied_cache(archive: Path) -> None:
    articles = Archive(archive).articles()
    whole = list(articles)
    shutil.rmtree(archive / ".cache")
    collection._read.clear()
    assert list(articles) == whole
    assert articles[-1] == whole[-1] and articles[2:4] == whole[2:4] and len(articles) == len(whole)


def test_an_article_that_was_left_alone_is_the_same_object(archive: Path) -> None:
    """What a server made of it can be taken over."""
    before = {article.slug: article for article in Archive(archive).articles()}
    path, sentence = english_of(archive)
    change(path, sentence, "Put into better English.")
    after = {article.slug: article for article in Archive(archive).articles()}
    assert [slug for slug, article in after.items() if article is not before[slug]] == [path.stem]


def test_articles_are_read_when_they_are_asked_for(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = Archive(archive).articles()
    collection._read.clear()
    monkeypatch.setattr(collection, "_IN_MEMORY", 3)
    assert len({article.slug for article in articles}) == ARTICLES
    assert len(collection._read) == 3
    known = collection.by_slug(articles)
    slug = articles[5].slug
    assert known[slug] == articles[5] and slug in known and "nothing" not in known
    assert set(known) == {article.slug for article in articles} and len(known) == ARTICLES
    with pytest.raises(KeyError):
        known["nothing"]


def test_nothing_of_a_key_is_left_out(archive: Path) -> None:
    """Two archives in one cache: what differs in quotation marks alone is not taken for the same."""
    with_quotes = Archive(archive, quotes=True).articles()
    without = Archive(archive, quotes=False).articles()
    assert [article.slug for article in with_quotes] == [article.slug for article in without]
    keys = [{row.key for row in articles.catalogue.rows()} for articles in (with_quotes, without)]
    assert not keys[0] & keys[1]


def test_stored_articles_are_equal_to_what_they_were(archive: Path) -> None:
    for article in Archive(archive).articles():
        again = article_from_data(unpack(pack(article_to_data(article))))
        assert again == article and hash(again.slug) == hash(article.slug)
    assert frames(b"") == []


def test_a_step_has_no_key_without_the_program() -> None:
    assert steps.program() and steps.key_of("a") != steps.key_of("b")
