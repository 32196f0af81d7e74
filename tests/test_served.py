"""Whatever an editor changes under ``mkdocs serve``, what is served is what a fresh build would be."""

from __future__ import annotations

import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from archives import SEEDS, write_archive
from conftest import ROOT, mkdocs_build
from test_serve import PATIENCE, Server

_TOPICS = "- {id: city, name: {zh-Hans: 城市, en: City}, about: {zh-Hans: 城市的事。, en: Of the city.}}\n"
_PLAN = (
    "paper: 日报\ndate: 2025-02-25\narticles:\n"
    "  - {slug: one, title: 1, body: 2-3, topics: [city]}\n  - {slug: two, title: 4, body: 5}\n"
)
_PAGE = ["金昌的标题", "金昌的第一句。", "这里是第二句。", "另一篇", "说的是金昌和兰州。"]
_RELOADING = re.compile(rb"<script>\nvar livereload.*?</script>", re.DOTALL)
_PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "{}"\nmsgstr "{}"\n'


def small_archive(folder: Path) -> Path:
    """A small archive that has all kinds of pages but PDFs."""
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    for language in ("zh", "zh-Hant", "en"):
        (folder / "docs" / language).mkdir(parents=True)
        home = f"---\ntemplate: home.html\n---\n\n# {language}\n\n[one](articles/one.md)\n"
        (folder / "docs" / language / "index.md").write_text(home, "utf-8")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8").replace("!ENV [GALLEY_PDF, true]", "false")
    settings = settings.replace("- galley:\n", "- galley:\n      proof: true\n      offline_megabytes: 0\n")
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    write_archive(folder, _PLAN, _PAGE, _TOPICS)
    (folder / "seeds" / "english").mkdir()
    english = folder / "seeds" / "english" / "one.po"
    english.write_text(_PO.format("金昌的第一句。", "The first sentence of Jinchang."), "utf-8")
    terms = "hans\thant\ten\tkind\tnote\tnote_zh\twhy\n金昌\t金昌\tJinchang\tplace\tA city\t城市\there\n"
    (folder / "seeds" / "terms.tsv").write_text(terms, "utf-8")
    for name in ("places.tsv", "maps.yml"):
        shutil.copy(SEEDS / name, folder / "seeds")
    (folder / "seeds" / "places.tsv").write_text("hans\tlat\tlon\twhy\n金昌\t38.5\t102.2\tthere\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a small archive."""
    folder = small_archive(tmp_path_factory.mktemp("served") / "project")
    running = Server(folder, folder.parent / "log")
    try:
        running.until(lambda: running.get("articles/one/"), "the first build")
        yield running
    finally:
        running.process.terminate()
        running.process.wait(timeout=PATIENCE)


def served(server: Server, path: str) -> bytes | None:
    """What a browser gets, without what a server adds for itself; None where there is nothing."""
    try:
        with urllib.request.urlopen(server.address + path, timeout=PATIENCE) as answer:  # noqa: S310
            body: bytes = answer.read()
    except urllib.error.HTTPError:
        return None
    return _RELOADING.sub(b"", body).replace(b" 'unsafe-inline'", b"")


def assert_fresh(server: Server, site: Path) -> None:
    """Every file of a fresh build is served as it was built, and no page that is not there."""
    copy = site.with_name(f"{site.name}-from")
    shutil.copytree(server.folder, copy, ignore=shutil.ignore_patterns(".cache"))
    mkdocs_build(copy, site, server.address)
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    assert len(paths) > 100
    for path in paths:
        # Pagefind numbers its files anew each time; a server leaves scripts as they are.
        if path.startswith("pagefind/") or path.endswith(".js"):
            continue
        assert served(server, path) == (site / path).read_bytes(), path


def edit(server: Server, name: str, old: str, new: str) -> None:
    """Change a file of the archive."""
    path = server.folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def until(server: Server, path: str, words: str) -> None:
    """Wait until a page says something."""
    server.until(lambda: words in server.get(path), words)


def a_plan_a_term_a_sentence_and_a_topic(server: Server) -> None:
    until(server, "articles/two/", "另一篇")
    edit(server, "seeds/1.yml", "{slug: two, title: 4", "{slug: two, title: {supplied: 工业之城}, kicker: 4")
    until(server, "articles/two/", "工业之城")
    edit(server, "seeds/terms.tsv", "\tA city\t", "\tA city in Gansu\t")
    until(server, "en/names/jinchang/", "A city in Gansu")
    edit(server, "seeds/english/one.po", "The first sentence", "The very first sentence")
    until(server, "en/articles/one/", "The very first sentence")
    edit(server, "seeds/topics.yml", "name: {zh-Hans: 城市", "name: {zh-Hans: 都会")
    until(server, "topics/city/", "都会")


def a_page_more(server: Server) -> None:
    plan = "paper: 晚报\ndate: 2025-02-26\narticles:\n  - {slug: three, title: 1, body: 2, topics: [city]}\n"
    topics = (server.folder / "seeds" / "topics.yml").read_text("utf-8")
    write_archive(server.folder, plan, ["第三篇", "兰州的一句。"], topics, "2")
    until(server, "articles/three/", "兰州的一句。")
    assert "第三篇" in server.get("articles/")


def a_page_less_and_another_template(server: Server) -> None:
    for name in ("2.txt", "2.yml"):
        (server.folder / "seeds" / name).unlink()
    server.until(lambda: served(server, "articles/three/") is None, "the article to go")
    edit(server, "overrides/partials/footer.html", '<footer class="foot">', '<footer class="foot" id="end">')
    until(server, "en/articles/one/", 'id="end"')


def test_what_is_served_is_a_fresh_build(server: Server, tmp_path: Path) -> None:
    """After each of three changes to one archive."""
    for change in (a_plan_a_term_a_sentence_and_a_topic, a_page_more, a_page_less_and_another_template):
        change(server)
        assert_fresh(server, tmp_path / change.__name__)
