"""Write a proposal as a page plan, with the doubts as comments where they belong."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Sequence
from pathlib import PurePath

from galley.model import Page
from galley.plan import UNKNOWN_PAPER
from galley.propose.imprint import UNKNOWN_DATE, Imprint
from galley.propose.proposal import Proposal, Proposed

_PLAIN = re.compile(r"[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff]*")
_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])


def plan_text(proposal: Proposal, imprint: Imprint, slugs: Sequence[str]) -> str:
    """The whole plan; ``slugs`` are the articles' addresses, in their order."""
    page = proposal.page
    out = [
        f"# Proposed by “galley propose” for {_oneline(page.name)}; nobody has checked it yet.",
        "# Read it against the page, correct it, and take these comments away.",
        *_summary(proposal, imprint),
        f"paper: {quoted(imprint.paper)}",
        f"date: {imprint.date}",
    ]
    if imprint.page:
        out.append(f"page: {imprint.page}")
    if not imprint.printed:
        out += _inferred(imprint)
    out.append("articles:")
    for article, slug in zip(proposal.articles, slugs, strict=True):
        out += article_text(article, slug, page)
    out += page_entries(proposal)
    return "\n".join(out) + "\n"


def _summary(proposal: Proposal, imprint: Imprint) -> list[str]:
    out = ["#", "# To look at, the gravest first:"]
    if imprint.paper == UNKNOWN_PAPER or imprint.date == UNKNOWN_DATE:
        out.append("#   the page does not say which paper or day it is from: fill in “paper” and “date”")
    elif not imprint.printed:
        out.append("#   paper and day are inferred: see “inferred” below")
    for doubt in proposal.every_doubt:
        out.append(f"#   line {doubt.line}: {_oneline(doubt.what)}")
        if doubt in proposal.doubts:  # the others stand above their article, with what else it could be
            out.append(f"#     Or: {_oneline(doubt.otherwise)}.")
    out.append("#   the slugs are the articles' addresses: choose good ones before you publish")
    return [*out, "#"]


def _inferred(imprint: Imprint) -> list[str]:
    words = "、".join(f"“{ground}”" for ground in imprint.grounds)
    if words:
        chinese = f"报纸名称和日期未全印在本版上，由程序据文中{words}推定，未经人核对。"
        english = (
            f"not all printed on the page; a program inferred it from {words}, and nobody has checked it."
        )
    else:
        chinese = "本版上没有报纸名称和日期。"
        english = "the page does not say which paper or day it is from."
    return ["inferred:", f"  zh: {quoted(chinese)}", f"  en: {quoted(english)}"]


def article_text(article: Proposed, slug: str, page: Page) -> list[str]:
    """One article's entry."""
    out = []
    for doubt in sorted(article.doubts, key=lambda d: (d.weight, d.line)):
        out += [f"  # ? {_oneline(doubt.what)}.", f"  #   Or: {_oneline(doubt.otherwise)}."]
    out.append(f"  - slug: {slug}")
    if article.kicker:
        out.append(f"    kicker: {_ranges([article.kicker], page)}")
    out.append(
        f"    title: {_ranges(article.title, page)}"
        if article.title
        else f"    title: {{supplied: {quoted(article.supplied)}}}"
    )
    for key, numbers in (("subtitle", article.subtitle), ("byline", article.byline), ("body", article.body)):
        if numbers:
            out.append(f"    {key}: {_ranges([numbers], page)}")
    if article.captions:
        out.append(f"    caption: {_ranges(article.captions, page)}")
    if article.topics:
        out.append(f"    topics: [{', '.join(article.topics)}]  # suggested: its words are the topic's")
    return out


def page_entries(proposal: Proposal) -> list[str]:
    """``drop``, ``join``, ``break``, ``heading`` and ``text``."""
    out = []
    if proposal.drop:
        out.append("drop:")
    for repeat in proposal.drop:
        lines = _ranges([repeat.lines], proposal.page)
        out.append(f"  - {{lines: {lines}, why: {quoted(f'repeats {repeat.of[0]}-{repeat.of[1]}')}}}")
    if proposal.join:
        out.append(f"join: [{', '.join(f'[{a}, {b}]' for a, b in sorted(proposal.join))}]")
    for key, numbers in (("break", proposal.split), ("heading", proposal.heading), ("text", proposal.text)):
        if numbers:
            out.append(f"{key}: [{', '.join(map(str, sorted(set(numbers))))}]")
    return out


def _ranges(parts: Iterable[Sequence[int]], page: Page) -> str:
    """Numbers of lines as a plan has them: ``41``, ``7-9``, ``[11-39, 43-71]``."""
    found = [text for part in parts for text in _part(part, page)]
    return found[0] if len(found) == 1 else f"[{', '.join(found)}]"


def _part(numbers: Sequence[int], page: Page) -> list[str]:
    """A range goes over empty lines, but over no other line that is not meant."""
    spans: list[list[int]] = []
    for number in numbers:
        if (
            spans
            and spans[-1][1] < number
            and not any(page.lines[between - 1].text.strip() for between in range(spans[-1][1] + 1, number))
        ):
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return [str(first) if first == last else f"{first}-{last}" for first, last in spans]


def quoted(text: str) -> str:
    """A text as a YAML scalar: plain where that is safe, otherwise in double quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS and not text.isdecimal():
        return text
    escaped = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else _escape(char) for char in escaped)


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _oneline(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def slug_stem(name: str) -> str:
    """The part of a source's name that may stand in an address."""
    return re.sub(r"[^a-z0-9]+", "-", PurePath(name).stem.lower()).strip("-")[:60].strip("-") or "page"


def slugs_of(name: str, count: int, *taken: Container[str]) -> list[str]:
    """Addresses for a page's articles: the file's name and a number; none that is taken."""
    stem, number = slug_stem(name), 0
    found: list[str] = []
    while len(found) < count:
        number += 1
        slug = f"{stem}-{number}"
        if not any(slug in one for one in taken):
            found.append(slug)
    return found
