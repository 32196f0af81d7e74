"""What is fuzzed: a reader of editors' or translators' files a target, and what its corpus begins with.

A target takes a file's bytes. It may raise :class:`GalleyError` (a user's mistake, told in a sentence) and
nothing else; where a reader took the file, what must hold of the result is looked at too.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from galley.archive import Archive
from galley.atlas import _MAP, read_maps, read_places
from galley.blocks import page_blocks
from galley.english import exchange, memory, pairs
from galley.english.model_command import read_choice
from galley.events import _EVENT, read_events
from galley.figures import _FIGURE, _INDICATOR, read_figures
from galley.ledger import account
from galley.model import Article
from galley.plan import _ARTICLE_KEYS, _PAGE_KEYS, read_plan
from galley.source import read_page
from galley.split import split
from galley.terms import KINDS, read_terms
from galley.topics import read_topics

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
_SHORT = 1500
"""Bytes of a piece of a file that goes into a corpus: small inputs are read often."""
PAGE = """\
标题
本报讯（记者 张迈）这里是第一句。
这里是第二句，
还没有完。

小标题
项 目,签约。
图为金昌。
（转四版）
"""


@dataclass(frozen=True)
class Target:
    """A reader to fuzz."""

    read: Callable[[bytes], object]
    corpus: Callable[[], Iterable[bytes]]
    words: tuple[str, ...] = ()
    """What such a file is made of, for the fuzzer to put in."""


@cache
def folder() -> Path:
    """Where inputs are written for readers that read files: in memory, where there is such a place."""
    memory_disk = Path("/dev/shm")  # noqa: S108 (a folder of its own is made in it)
    kept = tempfile.TemporaryDirectory(
        prefix="galley-fuzz-", dir=memory_disk if memory_disk.is_dir() else None
    )
    _keep.append(kept)
    return Path(kept.name)


_keep: list[tempfile.TemporaryDirectory[str]] = []


def file(name: str, data: bytes) -> Path:
    """A file with this content; the next one of the name takes its place."""
    path = folder() / name
    path.write_bytes(data)
    return path


@cache
def archive() -> Archive:
    """The project's own archive."""
    return Archive(ROOT)


@cache
def articles() -> Sequence[Article]:
    """The project's own articles, which figures and events are looked for in."""
    return archive().articles()


# ---------------------------------------------------------------------- the readers


def seed(data: bytes) -> None:
    """A page: read, reflowed and cleaned."""
    page = read_page(file("1.txt", data))
    for line in page.lines:
        assert "".join(page.text[place] for place in line.run.at) == line.text
    page_blocks(page.lines, rejoin=True)


def plan(data: bytes) -> None:
    """A page's plan: read, followed, and the page accounted for."""
    page = read_page(file("1.txt", PAGE.encode()))
    read = read_plan(file("1.yml", data), page.lines[-1].number, {"industry"})
    found = account(page, read, split(page, read))
    assert found.balance() == found.total == len(page.text)


def editors_list(data: bytes) -> None:
    """Topics, figures, events, maps or the model; the first byte says which."""
    kind, text = data[:1], data[1:]
    path = file("model.yml", text)
    own = archive()
    if kind == b"0":
        read_topics(path, own.traditional)
    elif kind == b"1":
        read_figures(path, articles(), own.topics, own.terms, own.traditional)
    elif kind == b"2":
        read_events(path, articles(), own.topics, own.traditional)
    elif kind == b"3":
        read_maps(path, own.traditional)
    else:
        read_choice(path.parent)


def table(data: bytes) -> None:
    """Terms or places; the first byte says which."""
    path = file("table.tsv", data[1:])
    if data[:1] == b"0":
        read_terms(path)
    else:
        read_places(path, archive().terms)


def po(data: bytes) -> None:
    """A translator's PO file: what is read is written, read and written the same."""
    first = memory.read_po(file("a.po", data))
    written = memory.text_of(first)
    again = memory.read_po(file("b.po", written.encode()))
    assert memory.text_of(again) == written
    before, after = (
        sorted((e.msgid, e.msgctxt or "", e.msgstr, bool(e.obsolete), e.fuzzy) for e in read)
        for read in (first, again)
    )
    assert before == after, (before, after)


def tsv(data: bytes) -> None:
    """Pairs as tab-separated text, for ``galley audit``."""
    pairs.read_pairs(file("a.tsv", data))


def xml(data: bytes) -> None:
    """TMX (for ``galley audit`` and ``import``) or XLIFF; the first byte says which."""
    if data[:1] == b"0":
        path = file("a.tmx", data[1:])
        try:
            pairs.read_pairs(path)
        finally:
            exchange.read_pairs(path)
    else:
        exchange.read_pairs(file("a.xlf", data[1:]))


# ---------------------------------------------------------------------- what to begin with


def _pieces(data: bytes, at: bytes) -> Iterator[bytes]:
    """A file's parts of up to :data:`_SHORT` bytes, cut where one of its entries begins."""
    piece = b""
    for part in re.split(b"(?=" + at + b")", data):
        if piece and len(piece) + len(part) > _SHORT:
            yield piece
            piece = b""
        piece += part
    if piece:
        yield piece


def _seeds() -> Iterator[bytes]:
    for path in sorted(SEEDS.glob("*.txt")):
        yield from _pieces(path.read_bytes(), rb"\n")
        start = path.read_bytes()[:_SHORT].decode("utf-8", "ignore")
        for encoding in ("utf-16", "utf-16-be", "gb18030", "utf-8-sig"):
            yield start.encode(encoding)


def _plans() -> Iterator[bytes]:
    head = "paper: 日报\ndate: 2025-02-25\narticles:\n"
    yield (head + "  - {slug: one, title: 1, body: 2-9}\n").encode()
    yield (
        head + "  - slug: one\n    kicker: 1\n"
        "    title: {supplied: 题, en: Title}\n    byline: 2\n    body: [3-4, 6-7]\n"
        "    caption: 8\n    topics: [industry]\n    sections: {6: [industry]}\n"
        "    lost: [{after: 4, note: 缺}]\n"
        "drop: [{lines: 9, why: jump}]\nfix: [{line: 7, old: 项 目, new: 项目, why: gap}]\n"
        "join: [[3, 4]]\nbreak: [4]\nheading: [6]\ntext: [2]\npage: 1\ninferred: {zh: 据, en: from}\n"
    ).encode()
    for path in sorted(SEEDS.glob("[0-9]*.yml")):
        yield path.read_bytes()[:_SHORT]


def _lists() -> Iterator[bytes]:
    for kind, name in (
        (b"0", "topics"),
        (b"1", "figures"),
        (b"2", "events"),
        (b"3", "maps"),
        (b"4", "model"),
    ):
        path = SEEDS / f"{name}.yml"
        if path.exists():
            for piece in _pieces(path.read_bytes(), rb"\n- "):
                yield kind + piece.lstrip(b"\n")
    yield b'4name: x\nversion: "1.9"\nsha256: "00"\n'


def _tables() -> Iterator[bytes]:
    for kind, name in ((b"0", "terms"), (b"1", "places")):
        head, _, rest = (SEEDS / f"{name}.tsv").read_bytes().partition(b"\n")
        for piece in _pieces(rest, rb"\n"):
            yield kind + head + b"\n" + piece.lstrip(b"\n")


def _pos() -> Iterator[bytes]:
    for path in sorted((SEEDS / "english").glob("*.po"))[:6]:
        yield from _pieces(path.read_bytes(), rb"\n\n")
    yield (
        b'#. one\n#: p1\n#, fuzzy\n#| msgid "old"\nmsgctxt "c"\nmsgid "a"\nmsgid_plural "b"\n'
        b'msgstr[0] "x\\n"\n"y"\nmsgstr[1] ""\n\n#~ msgid "gone"\n#~ msgstr "was"\n'
    )


def _tsvs() -> Iterator[bytes]:
    yield "zh\ten\n投资620亿元。\tInvestment was 62 billion yuan.\n".encode()
    yield "id\tsource\ttarget\n1\t金昌\tJinchang\n".encode()
    for path in sorted((SEEDS / "english").glob("*.po"))[:3]:
        rows = [f"{entry.msgid}\t{entry.msgstr}" for entry in memory.read_po(path)[:6]]
        yield "\n".join(rows).encode()


def _xmls() -> Iterator[bytes]:
    known = archive().memory
    for article in articles()[:4]:
        whole = exchange.tmx([article], known)
        yield b"0" + whole[: 2 * _SHORT]
        yield b"0" + re.sub(rb"(?s)(</tu>.*?</tu>).*(</body>)", rb"\1\2", whole, count=1)
        yield b"1" + re.sub(
            rb"(?s)(</trans-unit>.*?</trans-unit>).*(</body>)",
            rb"\1\2",
            exchange.xliff(article, known),
            count=1,
        )


_MARKS = ("&a", "*a", "!!str", "|", ">", "?", "[", "]", "{", "}", "- ", ": ", "zh-Hans:", "zh-Hant:", "en:")
_VALUES = (
    "true",
    "false",
    "over",
    "target",
    "2021/2025",
    "亿元",
    "%",
    "1e9",
    "west:",
    "south:",
    "points:",
    "at:",
)
_PO = ("msgid", "msgstr", "msgctxt", "msgid_plural", "msgstr[0]", '""', "#,", "#~", "#|", "#.", "#:", "fuzzy")
_XML = (
    *(
        "<tmx>",
        "</tmx>",
        "<header/>",
        "<body>",
        "</body>",
        "<tu>",
        "</tu>",
        "<tuv",
        "<seg>",
        "</seg>",
        "<ph/>",
    ),
    *('xml:lang="zh"', 'xml:lang="en"', "<!ENTITY", "<!DOCTYPE", "<![CDATA[", "]]>", "&amp;", "xmlns="),
    *("<xliff>", "<file>", "<trans-unit>", "<source>", "<target>", "<bpt>"),
)

TARGETS = {
    "seeds": Target(seed, _seeds, ("（转四版）", "本报讯", "记者", "## ", "---", "——", "……", "\ufeff", "摄")),
    "plans": Target(
        plan,
        _plans,
        (
            *(f"{key}:" for key in (*_PAGE_KEYS, *_ARTICLE_KEYS)),
            *_MARKS,
            *("1-9", "2-3", "unknown", "XXXX", "2025-02~"),
        ),
    ),
    "lists": Target(
        editors_list,
        _lists,
        (*(f"{key}:" for key in (*_INDICATOR, *_FIGURE, *_EVENT, *_MAP)), *_MARKS, *_VALUES),
    ),
    "tables": Target(table, _tables, ("\t", "\n", "#", *KINDS, "hans", "hant", "slug", "articles", "abroad")),
    "po": Target(po, _pos, ("\\n", '\\"', "\\\\", "\n", "\u2028", "\x85", *_PO)),
    "tsv": Target(tsv, _tsvs, ("\t", "\r\n", "zh", "en", "source", "target", "中文", "译文")),
    "tmx": Target(xml, _xmls, _XML),
}
