"""What stands beside the pages: written once for each change, and nothing of before is left; the sitemap."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from xml.etree import ElementTree

from galley import sitemap
from galley.beside import Part
from galley.publication import Publication

SITE = Publication("https://example.org/repo/", {}, {}, ("zh-Hans", "en"))
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class Files:
    """Files to write, and how often they were made."""

    def __init__(self, **wanted: str) -> None:
        self.wanted, self.made = wanted, 0

    def __call__(self) -> Iterator[tuple[str, str | bytes]]:
        self.made += 1
        yield from ((f"search/{name}", text) for name, text in self.wanted.items())


def part(files: Files, site: Path) -> Part:
    return Part("search", lambda path: path.startswith("search/"), files, site, own_folder=True)


def test_a_part_is_written_once_for_each_change(tmp_path: Path) -> None:
    files = Files(a="1", b="2")
    search = part(files, tmp_path)
    assert search.write() == 2
    assert search.write() == 0
    assert files.made == 1
    files.wanted = {"a": "1", "c": "3"}
    assert search.write() == 0
    search.outdate()
    assert search.write() == 1
    assert files.made == 2
    assert sorted(path.name for path in (tmp_path / "search").iterdir()) == ["a", "c"]


def test_what_is_out_of_date_while_it_is_written_is_written_again(tmp_path: Path) -> None:
    files = Files(a="1")
    search = part(files, tmp_path)

    changes = iter([True])

    def changed() -> Iterator[tuple[str, str | bytes]]:
        if next(changes, False):
            yield "search/a", "old"
            search.outdate()
            yield "search/b", "not to be written"
        yield from files()

    search._make = changed
    search.write()
    assert files.made == 1
    assert (tmp_path / "search" / "a").read_text("utf-8") == "1"
    assert not (tmp_path / "search" / "b").exists()


def test_a_part_that_is_stopped_is_not_taken_for_written(tmp_path: Path) -> None:
    stop = Event()
    stop.set()
    search = part(Files(a="1"), tmp_path)
    assert search.write(stop) == 0
    assert search.write() == 1


def test_a_large_sitemap_is_split() -> None:
    whole = dict(sitemap.all_files(["", "articles/a&b/"], SITE))
    assert sorted(whole) == ["sitemap.xml", "sitemap.xml.gz"]
    entries = ElementTree.fromstring(whole["sitemap.xml"])  # noqa: S314
    assert [entry.findtext(f"{SPACE}loc") for entry in entries] == [
        "https://example.org/repo/",
        "https://example.org/repo/articles/a&b/",
        "https://example.org/repo/en/",
        "https://example.org/repo/en/articles/a&b/",
    ]
    packed = whole["sitemap.xml.gz"]
    assert isinstance(packed, bytes)
    assert gzip.decompress(packed) == str(whole["sitemap.xml"]).encode()
    parts = dict(sitemap.all_files(["", "a/", "b/"], SITE, most=4))
    index = ElementTree.fromstring(parts["sitemap.xml"])  # noqa: S314
    names = ["sitemap-1.xml", "sitemap-2.xml"]
    assert [entry.findtext(f"{SPACE}loc") for entry in index] == [SITE.url + name for name in names]
    assert [len(ElementTree.fromstring(parts[name])) for name in names] == [4, 2]  # noqa: S314
