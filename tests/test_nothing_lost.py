"""Nothing is lost, for any page, any plan and any English: sought with Hypothesis."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import opencc
import polib
import pytest
from hypothesis import HealthCheck, assume, event, example, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from galley.editors import is_slug
from galley.english import bitext, exchange, memory, pairs
from galley.errors import GalleyError, PlanError
from galley.ledger import account
from galley.model import Page
from galley.plan import read_plan
from galley.source import split_lines
from galley.split import split
from galley.tables import read_data, read_table
from galley.traditional import Traditional
from test_ledger import LINE, check_balance

SHARED = settings(deadline=None, suppress_health_check=list(HealthCheck))

# ---------------------------------------------------------------------- pages and plans


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where examples write: there is nothing to keep between two of them."""
    return tmp_path_factory.mktemp("nothing-lost")


@st.composite
def planned_pages(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A page, and a plan that uses every key a plan has on lines of it."""
    lines = draw(st.lists(LINE, min_size=6, max_size=16))
    lines[0] = "题" + lines[0]
    numbers = draw(st.permutations(range(2, len(lines) + 1)))
    take = iter(numbers)

    def some(most: int) -> list[int]:
        return [number for _, number in zip(range(draw(st.integers(0, most))), take, strict=False)]

    first: dict[str, Any] = {"slug": "first", "title": 1}
    for key in ("kicker", "subtitle", "byline", "caption"):
        if found := some(2):
            first[key] = found
    first["body"] = some(6) or [next(take, numbers[0])]
    if box := some(2):
        first["box"] = {"lines": box, "title": {"supplied": "框"}}
    first["lost"] = [{draw(st.sampled_from(["before", "after"])): draw(st.sampled_from(first["body"]))}]
    drop = [{"lines": [number], "why": "repeated"} for number in some(2)]
    second = list(take)
    articles = [first]
    if second:
        articles.append({"slug": "second", "title": {"supplied": "另", "en": "Other"}, "body": second})
    texts = dict(enumerate(lines, 1))
    fixed = draw(st.sampled_from(first["body"]))
    plan: dict[str, Any] = {"paper": "报", "date": "2025", "articles": articles, "drop": drop}
    old = draw(st.sampled_from([*(texts[fixed].split() or [""]), texts[fixed][:3].strip()]))
    if old and texts[fixed].count(old) == 1:
        new = draw(st.sampled_from(["", "改", old[:-1] + "改", old + "正"]))
        plan["fix"] = [{"line": fixed, "old": old, "new": new, "why": "misread"}]
    body = first["body"]
    if len(body) > 1:
        plan["join"] = draw(st.lists(st.sampled_from(list(pairwise(body))), max_size=1))
    for key in ("break", "heading", "text"):
        plan[key] = draw(st.lists(st.sampled_from(body), max_size=2, unique=True))
    return "\n".join(lines) + draw(st.sampled_from(["", "\n"])), plan


def _emptied() -> tuple[str, dict[str, Any]]:
    """A correction that leaves nothing but a space of a line, which cleaning never sees."""
    article = {"slug": "one", "title": 1, "body": ["2-3"]}
    fix = {"line": 2, "old": "项", "new": "", "why": "misread"}
    return "题\n项 \n文。", {"paper": "报", "date": "2025", "articles": [article], "fix": [fix]}


@given(made=planned_pages())
@example(made=_emptied())
@SHARED
def test_every_character_is_accounted_for_whatever_the_plan(
    folder: Path, made: tuple[str, dict[str, Any]]
) -> None:
    """A plan may be refused with a sentence; one that is followed leaves nothing out."""
    text, plan = made
    page = Page("1.txt", text, split_lines(text))
    path = folder / "1.yml"
    path.write_text(json.dumps(plan, ensure_ascii=False), "utf-8")
    try:
        read = read_plan(path, page.lines[-1].number, ())
        articles = split(page, read)
    except PlanError as error:
        event(f"refused: {error.message[:30]}")
        assume(False)
    check_balance(page, articles, account(page, read, articles))


# ---------------------------------------------------------------------- addresses


@given(
    st.text(max_size=90)
    | st.sampled_from(["..", ".", "a/b", "a\\b", "/etc", "C:", "a.", "con", "a%2fb", "ａ"])
)
def test_an_address_is_one_plain_name(text: str) -> None:
    """No slug leads out of the folder that it is put in."""
    if is_slug(text):
        assert text.isascii() and set(text) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert Path("site") / text == Path("site", text) and Path(text).name == text


OUTSIDE = ["../x", "/x", "..", "a/b", "a\\b", "a:b", ".x", "%2e%2e", "x/../../y", "ａ", "A"]


@pytest.mark.parametrize("bad", OUTSIDE)
def test_no_editors_file_leads_out_of_the_output(bad: str, folder: Path) -> None:
    from galley.atlas import read_maps
    from galley.figures import read_figures
    from galley.terms import read_terms
    from galley.topics import read_topics

    quoted = json.dumps(bad)
    path = folder / "a.yml"
    names = "name: {zh-Hans: 名, en: Name}"
    article = f"paper: 报\ndate: 2025\narticles: [{{slug: {quoted}, title: 1, body: 2}}]\n"
    for text, read in (
        (article, lambda: read_plan(path, 2, ())),
        (f"- {{id: {quoted}, {names}}}\n", lambda: read_topics(path, converter())),
        (
            f"- {{id: {quoted}, {names}, unit: 亿元, figures: [x]}}\n",
            lambda: read_figures(path, [], {}, [], converter()),
        ),
        (
            f"- {{id: {quoted}, {names}, bounds: {{west: 1, south: 1, east: 2, north: 2}}}}\n",
            lambda: read_maps(path, converter()),
        ),
    ):
        path.write_text(text, "utf-8")
        with pytest.raises(GalleyError):
            read()
    table = folder / "terms.tsv"
    row = f"金\t金\tJin\tplace\t\t\t{bad}\n"
    table.write_text("hans\thant\ten\tkind\tnote\twhy\tslug\n" + row, "utf-8")
    with pytest.raises(GalleyError):
        read_terms(table)


YAML_TRICKS = [
    "!!python/object/apply:os.system ['touch here']",
    "!!python/name:os.system",
    "&a [*a]",
    "&a [x, x]\n- [*a, *a]",
    "<<: {slug: x}",
    "!!binary aGk=",
    "%TAG ! tag:yaml.org,2002:python/\n---\n!object/apply:os.getcwd []",
    "[" * 5000,
    "{a: " * 5000,
]


@pytest.mark.parametrize("trick", YAML_TRICKS, ids=lambda trick: trick[:20])
@pytest.mark.parametrize("name", ["1.yml", "topics.yml", "model.yml"])
def test_yaml_makes_nothing_but_text(trick: str, name: str, folder: Path) -> None:
    from galley.english.model_command import read_choice
    from galley.topics import read_topics

    path = folder / name
    path.write_text(f"- {trick}\n" if not trick.startswith("%") else trick, "utf-8")
    with pytest.raises(GalleyError):
        if name == "model.yml":
            read_choice(folder)
        elif name == "topics.yml":
            read_topics(path, converter())
        else:
            read_plan(path, 2, ())
    assert not (Path.cwd() / "here").exists()


# ---------------------------------------------------------------------- Traditional and back

CHINESE = "".join(
    bytes([row, cell]).decode("gb2312", "ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)
)


@cache
def converter() -> Traditional:
    """Without a site's terms, and with the quotation marks left alone."""
    return Traditional({}, quotes=False)


@cache
def back() -> opencc.OpenCC:
    return opencc.OpenCC("tw2s.json")


@cache
def many() -> frozenset[tuple[str, str]]:
    """The documented pairs: what a character comes back as."""
    path = ROOT / "tests" / "cases" / "one_to_many.tsv"
    return frozenset(
        (row["hans"], row["back"]) for row in read_table(path.read_text("utf-8"), path, ("why",))
    )


def lost(text: str) -> set[tuple[str, str]]:
    """The characters of a text that are others after Traditional and back, but for the documented ones."""
    again = str(back().convert(converter().convert(text)))
    assert len(again) == len(text)
    return set(zip(text, again, strict=True)) - {(char, char) for char in text} - many()


@settings(derandomize=True, deadline=None)  # of 14 million pairs of characters a few make an old word
@given(st.text(st.sampled_from(CHINESE[:3755]) | st.sampled_from("，。“”（）1a "), max_size=60))
def test_traditional_and_back_loses_no_character(text: str) -> None:
    assert not lost(text)


def test_every_character_of_gb_2312_comes_back() -> None:
    assert len(CHINESE) == 6763
    assert not {pair for char in CHINESE for pair in lost(char)}


def test_the_words_and_the_pages_come_back() -> None:
    lines = [row["hans"] for row in read_data("traditional.tsv")]
    lines += [
        line
        for path in sorted((ROOT / "seeds").glob("*.txt"))
        for line in path.read_text("utf-8").split("\n")
    ]
    assert not {pair for line in lines for pair in lost(line)}


def test_every_documented_pair_is_needed() -> None:
    alone = {(char, str(back().convert(converter().convert(char)))) for char, _ in many()}
    in_words = {
        ("坐", "座"),
        ("借", "藉"),
        ("干", "乾"),
        ("着", "著"),
        ("沈", "沉"),
        ("仇", "雠"),
        *zip("宁秘覆背于夫", "甯祕复揹於伕", strict=True),
    }
    assert many() == {(char, again) for char, again in alone if char != again} | in_words


# ---------------------------------------------------------------------- PO, TMX, XLIFF, TSV

# Whatever XML can hold: a translator's program may write any of it.
ANY = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
)
PLACES = "\n\t\\\"'#~|,:%<>&\u2028\u2029\x85\u200b\ufeff"
WORDS = st.lists(ANY | st.sampled_from(list(PLACES)) | st.just("a long word " * 12), max_size=6).map("".join)
SENTENCES = WORDS.map(lambda text: text.replace("\x85", "")).filter(lambda text: bool(text.strip()))
ENTRIES = st.lists(
    st.builds(
        lambda msgid, msgstr, comment, fuzzy, obsolete: polib.POEntry(
            msgid=msgid,
            msgstr=msgstr,
            tcomment=comment,
            flags=["fuzzy"] * fuzzy,
            obsolete=obsolete,
        ),
        SENTENCES,
        WORDS,
        st.sampled_from(["", "machine: x", "person: a.po\nbefore: b", "# ~ , : 中"]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
    unique_by=lambda entry: entry.msgid,
)


def content(catalogue: polib.POFile) -> list[tuple[str, str, bool, bool, str]]:
    entries = sorted(catalogue, key=lambda entry: bool(entry.obsolete))
    return [(e.msgid, e.msgstr, bool(e.fuzzy), bool(e.obsolete), e.tcomment) for e in entries]


@given(entries=ENTRIES)
@SHARED
def test_po_is_read_as_it_was_written(folder: Path, entries: list[polib.POEntry]) -> None:
    catalogue = polib.POFile()
    catalogue.metadata = memory.metadata("one", "person")
    catalogue.extend(entries)
    written = memory.text_of(catalogue)
    path = folder / "one.po"
    path.write_bytes(written.encode())
    again = memory.read_po(path)
    assert content(again) == content(catalogue)
    assert memory.text_of(again) == written
    assert again.metadata == catalogue.metadata


def test_the_projects_own_files_are_written_as_they_are() -> None:
    for path in sorted((ROOT / "seeds" / "english").glob("*.po")):
        assert memory.text_of(memory.read_po(path)).encode() == path.read_bytes(), path.name


PAIRS = st.lists(st.tuples(SENTENCES, SENTENCES), max_size=5, unique_by=lambda pair: pair[0])


@given(found=PAIRS)
@SHARED
def test_tmx_is_read_as_it_was_written(folder: Path, found: list[tuple[str, str]]) -> None:
    from translate.storage.tmx import tmxfile

    store: Any = tmxfile(None, sourcelanguage=bitext.CHINESE)
    for source, target in found:
        store.addtranslation(source, bitext.CHINESE, target, bitext.ENGLISH)
    path = folder / "a.tmx"
    path.write_bytes(bytes(store))
    assert [(pair.source, pair.target) for pair in exchange.read_pairs(path)] == found
    squeezed = [(" ".join(source.split()), " ".join(target.split())) for source, target in found]
    assert [(pair.source, pair.target) for pair in pairs.read_pairs(path)] == squeezed


@given(found=PAIRS)
@SHARED
def test_tab_separated_pairs_are_read_as_they_were_written(
    folder: Path, found: list[tuple[str, str]]
) -> None:
    rows = [(a.translate(_NO_BREAK).strip(), b.translate(_NO_BREAK).strip()) for a, b in found]
    path = folder / "a.tsv"
    path.write_bytes("".join(f"{a}\t{b}\n" for a, b in [("zh", "en"), *rows]).encode())
    assert [(pair.source, pair.target) for pair in pairs.read_pairs(path)] == rows


_NO_BREAK = {ord(char): " " for char in "\t\n\r\ufeff"}
