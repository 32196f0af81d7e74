"""Pages of a made-up archive as OCR leaves them, with the plan and the English that editors would add."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp
from random import Random
from typing import NamedTuple

from galley.english.memory import Source, metadata
from galley.sample.names import Name, Names
from galley.sample.prose import Said, Topic, Writer, paragraph

_LAST = date(2024, 12, 31)
_CLOSING = "，。；：？！、”）"
_PIECE = re.compile(rf"(?:[0-9.%]+|.)[{_CLOSING}]*")
"""What no line is broken in: a number, and a mark with what it follows (CLREQ, 3.1.4)."""

_HALF = str.maketrans("，：；？！", ",:;?!")


class Sample(NamedTuple):
    """One made-up page: what stands in ``seeds/``."""

    name: str
    text: str
    plan: str
    english: dict[str, str]
    """PO files by slug."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a paper's pages come out of the OCR."""

    width: int
    """Characters of a line where lines are those of the print; 0 for one paragraph a line."""
    indent: str = ""
    between: int = 1
    """Lines from one to the next: 2 leaves an empty one."""
    half: bool = False
    """Whether punctuation came out half-width."""
    head: bool = False
    """Whether the page's head was read too."""


STYLES = (
    Style(17, between=2),
    Style(0, between=2, half=True),
    Style(24, "　　", head=True),
    Style(0, "　　"),
    Style(20, "  ", between=2, head=True),
)
"""One for each paper."""


@dataclass(slots=True)
class _Lines:
    """A page while it is written: its lines, and where the parts of its articles stand."""

    style: Style
    random: Random
    found: list[str] = field(default_factory=list)
    fixes: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)

    def add(self, text: str) -> int:
        """Add one line; return its number."""
        self.found.append(text.translate(_HALF) if self.style.half else text)
        number = len(self.found)
        self.found += [""] * (self.style.between - 1)
        return number

    def body(self, text: str) -> None:
        """Add a paragraph, in the paper's lines."""
        line = self.style.indent
        for piece in _PIECE.findall(text):
            if self.style.width and _width(line) + _width(piece.rstrip(_CLOSING)) > self.style.width:
                self.add(line)
                line = ""
            line += piece
        self.add(line)

    def doubled(self, sentences: Sequence[Said]) -> str:
        """A paragraph's text with its first clause twice, as OCR has it at times, and the fix for it."""
        text = "".join(one.hans for one in sentences)
        clause = text.split("，")[0] + "，"
        wrong = clause * 2
        if self.style.half:
            clause, wrong = clause.translate(_HALF), wrong.translate(_HALF)
        fix = {"line": len(self.found) + 1, "old": wrong, "new": clause, "why": "clause doubled by the OCR"}
        self.fixes.append(json.dumps(fix, ensure_ascii=False))
        return wrong + text[len(clause) :]


def _width(text: str) -> float:
    """How wide a text is, in Chinese characters: figures are half as wide."""
    return len(text) - sum(map(text.count, "0123456789.%")) / 2


def sample(number: int, pages: int, names: Names, topics: Sequence[Topic]) -> Sample:
    """The page of a number (from 0) in an archive of so many pages; always the same."""
    random = Random(f"page {number}")  # noqa: S311 - not for secrets
    paper = number % len(names.papers)
    day = _LAST - timedelta(days=random.randrange(_days(pages)))
    printed = random.randint(1, 8)
    lines = _Lines(STYLES[paper % len(STYLES)], random)
    plan = [f"paper: {names.papers[paper].hans}", f"date: {day}", f"page: {printed}", "articles:"]
    drop = []
    if lines.style.head:
        at = lines.add(f"{day.year}年{day.month}月{day.day}日　第{printed}版　{names.papers[paper].hans}")
        drop.append(f"  - {{lines: {at}, why: the page's head}}")
    english = {}
    for place in range(2 if number % 4 == 3 else 1):
        slug, entry, sentences = _article(lines, number, place, names, random.choice(topics).id, printed)
        plan += entry
        if random.random() < 0.6:
            english[slug] = po(slug, sentences, random)
    plan += ["drop:", *drop] if drop else []
    plan += [f"heading: {lines.heads}"] if lines.heads else []
    plan += ["fix:", *(f"  - {fix}" for fix in lines.fixes)] if lines.fixes else []
    return Sample(f"{number:06}-{day}", "\n".join(lines.found) + "\n", "\n".join(plan) + "\n", english)


def _days(pages: int) -> int:
    """How many days the archive covers: ten years for 1,000 pages, a century at most."""
    return 365 * min(100, max(3, pages // 100))


def _article(
    lines: _Lines, number: int, place: int, names: Names, topic: str, printed: int
) -> tuple[str, list[str], list[Said]]:
    """Write an article; return its slug, its entry in the plan, and its sentences."""
    random = lines.random
    writer = Writer(topic, names, random)
    title, length = writer.short("head"), int(120 + exp(random.gauss(6.3, 0.7)))
    slug = f"{writer.village.en.split()[0].lower()}-{topic}-{number}{'b' * place}"
    entry = [f"  - slug: {slug}"]
    sentences = [title]
    if random.random() < 0.25:
        kicker = writer.short("kicker")
        entry.append(f"    kicker: {lines.add(kicker.hans)}")
        sentences.append(kicker)
    spaced = " ".join(title.hans) if random.random() < 0.1 else title.hans
    entry.append(f"    title: {lines.add(spaced)}")
    if random.random() < 0.3:
        subtitle = writer.short("section")
        entry.append(f"    subtitle: {lines.add('——' + subtitle.hans)}")
        sentences.append(Said("——" + subtitle.hans, subtitle.en))
    reporters: list[Name] = [names.pick("person", random) for _ in range(random.choice((1, 1, 2)))]
    entry.append(f"    byline: {lines.add('本报记者 ' + ' '.join(name.hans for name in reporters))}")
    sentences.append(Said("记者 " + " ".join(name.hans for name in reporters), ""))
    first, sections = len(lines.found) + 1, []
    written = 0
    while written < length:
        if length > 900 and written and random.random() < 0.2:
            section = writer.short("section")
            at = lines.add(section.hans)
            lines.heads.append(at)
            if random.random() < 0.5:
                sections.append(f"{at}: [{topic}]")
            sentences.append(section)
        said = list(paragraph(writer, random))
        text = "".join(one.hans for one in said)
        if not lines.style.width and random.random() < 0.03:
            text = lines.doubled(said)
        lines.body(text)
        sentences += said
        written += len(text)
    last = len(lines.found)
    if random.random() < 0.1:
        last = lines.add(f"（下转第{printed + 1}版）")
    entry += [f"    body: {first}-{last}", f"    topics: [{topic}]"]
    if sections:
        entry.append("    sections: {" + ", ".join(sections) + "}")
    if random.random() < 0.2:
        caption = writer.sentence()
        entry.append(f"    caption: {lines.add(caption.hans)}")
        sentences.append(caption)
    return slug, entry, sentences


def po(slug: str, sentences: Sequence[Said], random: Random) -> str:
    """An article's PO file: most sentences have English, as a person's or a model's draft, some have none."""
    source: Source = random.choice(("model", "person"))
    header = "".join(f'"{key}: {value}\\n"\n' for key, value in metadata(slug, source).items())
    out = [f'msgid ""\nmsgstr ""\n{header}']
    for one in dict.fromkeys(sentences):
        english = one.en if random.random() < 0.85 else ""
        out.append(f'\nmsgid "{one.hans}"\nmsgstr "{english}"\n')
    return "".join(out)


def seeds(pages: int, names: Names, topics: Sequence[Topic]) -> Iterator[tuple[str, str]]:
    """Every file of ``seeds/``: its path and its text. One page is in memory at a time."""
    yield "terms.tsv", "\n".join(names.terms()) + "\n"
    yield "topics.yml", "".join(_topic(topic) for topic in topics)
    for number in range(pages):
        page = sample(number, pages, names, topics)
        yield f"{page.name}.txt", page.text
        yield f"{page.name}.yml", page.plan
        for slug, text in page.english.items():
            yield f"english/{slug}.po", text


def _topic(topic: Topic) -> str:
    def texts(said: Said) -> str:
        return json.dumps({"zh-Hans": said.hans, "en": said.en}, ensure_ascii=False)

    return f"- id: {topic.id}\n  name: {texts(topic.name)}\n  about: {texts(topic.about)}\n"
