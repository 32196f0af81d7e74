"""Split a page into articles by its plan. Everything the plan does not say is automatic."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from galley import sentences
from galley.blocks import Cleaned, PageBlocks, join_lines, page_blocks
from galley.clean import Role, clean, name_spans
from galley.errors import PlanError
from galley.interface import word
from galley.line_ends import LineEnd
from galley.model import NOWHERE, Article, Block, Change, Kind, Line, Page, Run, Segment, Texts
from galley.names import is_name
from galley.plan import UNKNOWN_PAPER, ArticlePlan, Box, Fix, Lines, Lost, Plan
from galley.reflow import ASKED

_UNFINISHED = re.compile(r"[。！？…；：!?.”’）》」』—]$")


@dataclass(slots=True)
class _Draft:
    """An article while its blocks are gathered."""

    lines: dict[int, Line]
    changes: list[Change] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    continues_on: int | None = None
    ends: tuple[LineEnd, ...] = ()
    """What was decided at the end of each line of the body."""

    def pick(self, parts: Iterable[range]) -> list[Line]:
        return [self.lines[number] for part in parts for number in part]

    def text(self, lines: Lines | None, role: Role) -> Texts | None:
        """A headline, kicker, subtitle or byline."""
        if lines is None:
            return None
        if lines.supplied:
            return Texts(lines.supplied, "", lines.supplied_en)
        joint = " " if role == "byline" else ""
        runs = []
        for part in lines.parts:
            run, changes = join_lines(self.pick([part]), joint)
            self.changes += changes
            runs.append(run)
        run, changes = clean(Run.joined([r for r in runs if r.text], " "), role)
        self.changes += changes
        return Texts(run.text, "", "", run.at) if run.text else None

    def add(
        self, kind: Kind, run: Run, lines: Sequence[int], topics: tuple[str, ...] = (), **more: bool
    ) -> None:
        """Add a block; its id is permanent as long as what stands before it is of the same number."""
        pieces = [run] if kind == "heading" else sentences.split(run)
        segments = tuple(Segment(piece, "") for piece in pieces)
        self.blocks.append(Block(self._id(kind), kind, segments, self.spans(lines), topics, **more))

    def spans(self, numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
        """Line numbers in reading order as ranges that run on (an empty line between does not break one)."""
        found: list[list[int]] = []
        for number in numbers:
            gap = number - found[-1][1] if found else 0
            if gap == 1 or (gap == 2 and not self.lines[number - 1].text.strip()):
                found[-1][1] = number
            else:
                found.append([number, number])
        return tuple((first, last) for first, last in found)

    def note(self, hans: str, english: str) -> None:
        """Add an editor's note."""
        segment = Segment(Run(hans, (NOWHERE,) * len(hans)), "", english, "edited" if english else "none")
        self.blocks.append(Block(self._id("note"), "note", (segment,)))

    def _id(self, kind: Kind) -> str:
        """The next id of a kind: its first letter and a number."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"{kind[0]}{self.counts[kind]}"


def split(page: Page, plan: Plan) -> list[Article]:
    """Make the page's articles, in Simplified Chinese only.

    Raises:
        PlanError: a fix does not fit its line, a line is claimed twice, or an entry decides nothing.
    """
    _check_claims(plan)
    fixed, changes = fix_lines(page, plan.fix, plan)
    articles: list[Article] = []
    ends: list[LineEnd] = []
    for article in plan.articles:
        draft = _Draft(fixed, [change for number, change in changes if number in _claimed(article)])
        articles.append(_article(draft, article, page, plan))
        ends += draft.ends
    _check_decided(plan, fixed, ends)
    return articles


def fix_lines(
    page: Page, fixes: Sequence[Fix], plan: Plan
) -> tuple[dict[int, Line], list[tuple[int, Change]]]:
    """Apply the editors' corrections to single lines; return all lines by number, and the changes."""
    lines = {line.number: line for line in page.lines}
    log = []
    for fix in fixes:
        line = lines[fix.line]
        start = line.text.find(fix.old)
        if start < 0 or line.text.find(fix.old, start + 1) >= 0:
            times = "does not stand" if start < 0 else "stands more than once"
            raise PlanError(
                f"“{fix.old}” {times} in line {fix.line} of {page.name}; copy the exact characters",
                plan.path,
                fix.at,
            )
        run = line.run
        # Keep the ends that old and new share, so that only what differs loses its place.
        head = 0
        while head < min(len(fix.old), len(fix.new)) and fix.old[head] == fix.new[head]:
            head += 1
        tail = 0
        while tail < min(len(fix.old), len(fix.new)) - head and fix.old[-1 - tail] == fix.new[-1 - tail]:
            tail += 1
        a, b = start + head, start + len(fix.old) - tail
        new = fix.new[head : len(fix.new) - tail]
        if not (run.text[:a] + new + run.text[b:]).strip():
            a, b, new = 0, len(run.text), ""  # an empty line has no spaces that a later step would tell of
        places = run.at[a:b] if len(new) == b - a else (NOWHERE,) * len(new)
        run = Run(run.text[:a] + new + run.text[b:], run.at[:a] + places + run.at[b:])
        log.append((fix.line, Change(f"fix: {fix.why}", line.run.at[a:b], line.text[a:b], new)))
        lines[fix.line] = line._replace(run=run)
    return lines, log


def _claimed(article: ArticlePlan) -> set[int]:
    return {number for _, part in article_parts(article) for number in part}


def article_parts(article: ArticlePlan) -> list[tuple[str, range]]:
    """Every range of lines that an article's plan names, with the key that names it."""
    found: list[tuple[str, range]] = []
    for key, value in (
        ("kicker", article.kicker),
        ("title", article.title),
        ("subtitle", article.subtitle),
        ("byline", article.byline),
    ):
        found += [(key, part) for part in value.parts] if value else []
    found += [("body", part) for part in article.body]
    found += [("caption", part) for part in article.caption]
    if article.box:
        found += [("box", part) for part in article.box.parts]
        found += [("box", part) for part in article.box.title.parts] if article.box.title else []
    return found


def _check_claims(plan: Plan) -> None:
    """No line stands in two places."""
    owner: dict[int, str] = {}
    claims = [(f"{a.slug} ({key})", a.at, part) for a in plan.articles for key, part in article_parts(a)]
    claims += [("drop", drop.at, part) for drop in plan.drop for part in drop.parts]
    for name, at, part in claims:
        for number in part:
            if number in owner:
                raise PlanError(
                    f"line {number} is claimed by {owner[number]} and again by {name}; give it to one",
                    plan.path,
                    at,
                )
            owner[number] = name


def _check_decided(plan: Plan, lines: Mapping[int, Line], ends: Sequence[LineEnd]) -> None:
    """Every entry of ``join``, ``break``, ``heading`` and ``text`` says something of a body's text."""
    bodies = {number for article in plan.articles for part in article.body for number in part}
    inside = {number for number in bodies if lines[number].text.strip()} | {end.after for end in ends}
    joined = {(end.after, end.before) for end in ends if end.rule == ASKED}
    for one in plan.decided:
        if one.key == "join" and one.lines not in joined:
            message = (
                f"“join” of lines {one.lines[0]} and {one.lines[1]} joins nothing; name two lines of one"
            )
            raise PlanError(f"{message} article's text, as they are read", plan.path, one.at)
        if inside.isdisjoint(one.lines):
            message = f"“{one.key}” names line {one.lines[0]}, where no article's body has text; correct it"
            raise PlanError(message, plan.path, one.at)


def _article(draft: _Draft, article: ArticlePlan, page: Page, plan: Plan) -> Article:
    title = draft.text(article.title, "heading")
    if title is None:
        raise PlanError(
            "the title's lines are empty; name other lines or write {supplied: …}", plan.path, article.at
        )
    kicker, subtitle = draft.text(article.kicker, "heading"), draft.text(article.subtitle, "heading")
    byline = draft.text(article.byline, "byline")
    _body(draft, article, plan)
    _check_places(draft, article, plan)
    if draft.continues_on is not None:
        page_name = str(draft.continues_on)
        draft.note(*(word("continues", language, page=page_name) for language in ("zh-Hans", "en")))
    if article.box:
        _box(draft, article.box)
    for part in article.caption:
        run, changes = join_lines(draft.pick([part]))
        run, more = clean(run, "text")
        draft.changes += changes + more
        draft.add("caption", run, _filled(draft, [part]))
    topics = dict.fromkeys([*article.topics, *(t for block in draft.blocks for t in block.topics)])
    return Article(
        slug=article.slug,
        source=page.name,
        paper=_paper(plan.paper),
        paper_inferred=bool(plan.inferred),
        date=plan.date,
        page=plan.page,
        title=title,
        title_supplied=bool(article.title.supplied),
        kicker=kicker,
        subtitle=subtitle,
        bylines=tuple(_bylines(byline, draft.blocks)),
        byline_line=byline,
        topics=tuple(topics),
        continues_on=draft.continues_on,
        blocks=tuple(draft.blocks),
        changes=tuple(draft.changes),
        claimed=tuple(sorted(_claimed(article))),
        own_topics=article.topics,
        fixes=tuple((fix.line, fix.old, fix.new) for fix in plan.fix if fix.line in _claimed(article)),
        inferred=Texts(plan.inferred, "", plan.inferred_en),
    )


def _paper(name: str) -> Texts:
    if name != UNKNOWN_PAPER:
        return Texts(name, "")
    return Texts(word("paper-unknown", "zh-Hans"), "", word("paper-unknown", "en"))


def _check_places(draft: _Draft, article: ArticlePlan, plan: Plan) -> None:
    """What is lost and where a section begins is said of a line with text in the article's body."""
    inside = {line.number for line in draft.pick(article.body) if line.text.strip()}
    places = [(lost.line, "lost", lost.at) for lost in article.lost]
    places += [(number, "sections", article.section_at[number]) for number in article.sections]
    for number, key, at in places:
        if number not in inside:
            message = f"“{key}” names line {number}, where this article's body has no text; correct it"
            raise PlanError(message, plan.path, at)


def _body(draft: _Draft, article: ArticlePlan, plan: Plan) -> None:
    """The running text, and notes where text is lost."""
    befores = {lost.line: lost for lost in article.lost if lost.before}
    afters = {lost.line: lost for lost in article.lost if not lost.before}
    topics: tuple[str, ...] = ()
    reflowed = _reflowed(draft.pick(article.body), article, plan)
    draft.ends = reflowed.ends
    for cleaned in reflowed.blocks:
        draft.changes += cleaned.changes
        draft.continues_on = cleaned.continues_on or draft.continues_on
        topics = next(
            (article.sections[n] for n in cleaned.lines if n in article.sections),
            () if cleaned.kind == "heading" else topics,
        )
        for number in cleaned.lines:
            if number in befores:
                draft.note(*_lost_note(befores[number]))
        if cleaned.run.text:
            draft.add(_kind(cleaned), cleaned.run, cleaned.lines, topics)
        for number in cleaned.lines:
            if number in afters:
                draft.note(*_lost_note(afters[number]))


def _reflowed(lines: Sequence[Line], article: ArticlePlan, plan: Plan) -> PageBlocks:
    """The body's lines joined; nothing is joined across a place where text is lost."""
    gaps = {_last_text(lines, lost.line) if lost.before else lost.line for lost in article.lost}
    splits = [*plan.split, *(number for number in gaps if number is not None)]
    return page_blocks(lines, plan.join, splits, heading=plan.heading, text=plan.text)


def line_ends(page: Page, article: ArticlePlan, plan: Plan) -> tuple[LineEnd, ...]:
    """What was decided at the end of each line of an article's body.

    Raises:
        PlanError: a fix does not fit its line.
    """
    fixed, _ = fix_lines(page, plan.fix, plan)
    return _reflowed([fixed[number] for part in article.body for number in part], article, plan).ends


def _last_text(lines: Sequence[Line], before: int) -> int | None:
    """The number of the last line with text that is read before a line."""
    last = None
    for line in lines:
        if line.number == before:
            return last
        last = line.number if line.text.strip() else last
    return None


def _kind(cleaned: Cleaned) -> Kind:
    """In an article's body a line that looks like a byline or a subtitle is text of its own."""
    return "paragraph" if cleaned.shape in ("byline", "subtitle") else cleaned.kind


def _lost_note(lost: Lost) -> tuple[str, str]:
    if lost.note:
        return f"〔{lost.note}〕", f"[{lost.note_en}]" if lost.note_en else ""
    return word("lost", "zh-Hans"), word("lost", "en")


def _box(draft: _Draft, box: Box) -> None:
    """A box of figures stands after the running text, under a head of its own."""
    title = draft.text(box.title, "heading")
    if title is not None and box.title is not None:
        run = Run(title.hans, title.at or (NOWHERE,) * len(title.hans))
        lines = _filled(draft, box.title.parts)
        draft.add("heading", run, lines, supplied=bool(box.title.supplied), boxed=True)
        if title.en:
            draft.blocks[-1] = _with_english(draft.blocks[-1], title.en)
    for part in box.parts:
        run, changes = join_lines(draft.pick([part]))
        run, more = clean(run, "text")
        draft.changes += changes + more
        draft.add("paragraph", run, _filled(draft, [part]), boxed=True)


def _filled(draft: _Draft, parts: Iterable[range]) -> list[int]:
    return [n for part in parts for n in part if draft.lines[n].text.strip()]


def _with_english(block: Block, english: str) -> Block:
    return replace(block, segments=tuple(replace(s, en=english, origin="edited") for s in block.segments))


_OPENING = re.compile(r"^(?:本报|新华社|中新社)[^，。（]{0,20}(?:讯|电)（([^（）]*(?:记者|通讯员)[^（）]*)）")
_CLOSING = re.compile(r"（([^（）]{2,30})）$")


def _reporters(line: Texts) -> list[Texts]:
    """The parts of a byline's line: each ``…记者`` begins a new one."""
    starts = [0, *(found.start() + 1 for found in re.finditer(r" (?=[^ ]*(?:记者|通讯员))", line.hans))]
    ends = [start - 1 for start in starts[1:]] + [len(line.hans)]
    return [Texts(line.hans[a:b], "", "", line.at[a:b]) for a, b in zip(starts, ends, strict=True)]


def _bylines(line: Texts | None, blocks: Sequence[Block]) -> list[Texts]:
    """The byline's line, then the names that stand at the head or the end of paragraphs."""
    found = _reporters(line) if line else []
    seen = {text.hans for text in found}
    for block in blocks:
        if block.kind != "paragraph":
            continue
        run = Run.joined([segment.hans for segment in block.segments])
        closing = _CLOSING.search(run.text)
        if closing and not (name_spans(closing[0], "text") or is_name(closing[1])):
            closing = None
        for match in (_OPENING.match(run.text), closing):
            if match and match[1] not in seen:
                seen.add(match[1])
                found.append(Texts(match[1], "", "", run.at[match.start(1) : match.end(1)]))
    return found


def unfinished(article: Article, ended: Collection[int] = ()) -> list[Block]:
    """Paragraphs that stop in mid-sentence though nothing says that text is lost there.

    ``ended`` are the lines after which an editor said that a paragraph ends.
    """
    found = []
    for block, below in zip_longest(article.blocks, article.blocks[1:]):
        if block.kind != "paragraph" or _UNFINISHED.search(block.text("zh-Hans")) or block.boxed:
            continue
        if block.lines[-1][1] not in ended and not (below and below.kind == "note"):
            found.append(block)
    return found
