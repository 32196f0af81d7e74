"""The proofs of the pages as Markdown: for editors, under ``mkdocs serve`` (see :mod:`galley.proof`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path

from galley import anchors, files
from galley.cache import Cache
from galley.errors import GalleyError
from galley.headline import headline
from galley.interface import word
from galley.line_ends import LineEnd
from galley.markdown import escape
from galley.model import LANGUAGES, Language
from galley.pages import FOLDERS, Make, front_matter, title_of
from galley.proof import Place, Proof, Row, proof
from galley.provenance import Passage, Stretch
from galley.source import read_page
from galley.steps import key_of
from galley.topics import Topic

_ROLES = {"p": "paragraph", "h": "heading", "c": "caption"}
_COLOURS = 6


def proof_page(made: Proof, language: Language) -> str:
    """One page's proof."""
    title = f"{word('proof', language)} · {made.page.name}"
    out = [front_matter({"title": escape(title), "kind": "proof"}), f"# {escape(title)}"]
    out.append(f"{escape(word('proof-lead', language))}\n{{: .lead }}")
    if not made.planned:
        out.append(f"{escape(word('proof-unplanned', language))}\n{{: .notice }}")
    out.append(f"## {escape(word('proof-doubts', language))}")
    out += _doubts(made, language)
    if made.suggested:
        said = escape(word("proof-plan", language))
        out.append(
            f'<details class="proof-plan"><summary>{said}</summary>\n'
            f'<pre lang="en">{escape(made.suggested)}</pre>\n</details>'
        )
    rows = "\n".join(_row(row, made, language) for row in made.rows)
    said = escape(word("proof-copied", language, lines="{lines}"))
    out.append(f'<div class="proof" data-copied="{said}">\n{rows}\n</div>')
    return "\n\n".join(out) + "\n"


def _doubts(made: Proof, language: Language) -> Iterator[str]:
    """What an editor should look at: faults first, then doubtful articles and headlines, then line ends."""
    items = [f'<li lang="en">{escape(doubt)}</li>' for doubt in made.doubts]
    for asked in made.questions:
        first, other = _sentence(asked.what), _sentence(asked.otherwise)
        items.append(
            f'<li lang="en"><a href="#L{asked.line}">{asked.line}</a> {escape(first)}'
            f" Or: {escape(other)}</li>"
        )
    if not items and not made.uncertain:
        items.append(f"<li>{escape(word('proof-none', language))}</li>")
    if items:
        yield f'<ul class="proof-doubts">\n{chr(10).join(items)}\n</ul>'
    if made.uncertain:
        yield f"### {escape(word('proof-ends', language))}"
        yield escape(word("proof-ends-lead", language))
        ends = "\n".join(f"<li>{_uncertain(end, language)}</li>" for end in made.uncertain)
        yield f'<ol class="proof-ends">\n{ends}\n</ol>'


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _uncertain(end: LineEnd, language: Language) -> str:
    """A doubtful line end, and the plan's entry that would decide it the other way."""
    key = "proof-joined" if end.goes_on else "proof-ended"
    what = escape(word(key, language, line=end.after, other=end.before))
    entry = f"break: [{end.after}]" if end.goes_on else f"join: [[{end.after}, {end.before}]]"
    return (
        f'<a href="#L{end.after}">{end.after}</a> {what} <small lang="en">{escape(_why(end))}</small>'
        f" {escape(word('proof-or', language))} <code>{escape(entry)}</code>"
    )


def _why(end: LineEnd) -> str:
    """By which rule, and how surely."""
    return f"{end.rule}, {end.confidence:.0%}"


def _row(row: Row, made: Proof, language: Language) -> str:
    """Raw lines on the left, what became of them on the right."""
    lines = {line.number: line.text for line in made.page.lines}
    raw = "".join(f'<li id="L{number}" value="{number}">{escape(lines[number])}</li>' for number in row.lines)
    numbers = str(row.lines[0]) if len(row.lines) == 1 else f"{row.lines[0]}-{row.lines[-1]}"
    said = [f'<button type="button" value="{numbers}">{numbers}</button>', _said(row, made, language)]
    text = _text(made, row) or f"<i>{escape(row.place.why)}</i>"
    end = _block_end(row.end) if row.end and row.end.before is not None and not row.end.goes_on else ""
    return (
        f'<section class="proof-row {_colour(row.place)}"><ol lang="zh-Hans">{raw}</ol>'
        f"<div><p>{' '.join(said)}</p>"
        f'<p class="proof-text proof-{_role(row.place)}" lang="zh-Hans">{text}{end}</p></div></section>'
    )


def _colour(place: Place) -> str:
    if place.article >= 0:
        return f"proof-{place.article % _COLOURS}"
    return "proof-out" if place.anchor else "proof-lost"


def _role(place: Place) -> str:
    if place.article < 0:
        return place.anchor or "nowhere"
    if not place.anchor:
        return "gone"
    return _ROLES.get(place.anchor[0], "") if place.anchor[1:].isdecimal() else place.anchor


def _said(row: Row, made: Proof, language: Language) -> str:
    """The article's letter, the role, and a link to where it is shown."""
    role = escape(word(f"role-{_role(row.place)}", language))
    if row.place.article < 0:
        return role
    letter = f"<b>{_letter(row.place.article)}</b>"
    if not row.begins:
        role += f" ({escape(word('proof-goes-on', language))})"
    if not made.planned or not row.place.anchor:
        return f"{letter} {role}"
    article = made.articles[row.place.article]
    anchor = row.place.anchor if row.place.anchor[1:].isdecimal() else "title"
    href = f"{anchors.up(language)}{anchors.PREFIX[language]}articles/{article.slug}/#{anchor}"
    named = f" · {headline(title_of(article, 'zh-Hans'))}" if anchor == "title" else f" {anchor}"
    return f'{letter} <a href="{href}">{role}{named}</a>'


def _letter(number: int) -> str:
    """A, B … Z, A1, B1 …"""
    turn, place = divmod(number, 26)
    return chr(ord("A") + place) + (str(turn) if turn else "")


def _text(made: Proof, row: Row) -> str:
    """What a row's lines became, with every correction and join marked."""
    raw = {line.number: line.text for line in made.page.lines}
    out = []
    before = 0
    for passage, stretch in ((one, stretch) for one in row.passages for stretch in one.stretches):
        if stretch.line in row.lines:
            if before and stretch.line != before:
                out.append(_join(before, stretch.line, made.ends.get(before)))
            out.append(_marked(raw[stretch.line], stretch, passage))
        before = stretch.line
    return "".join(out)


def _join(before: int, after: int, end: LineEnd | None) -> str:
    """Where two lines were joined; the rule stands in the open only where it is in doubt."""
    where = f"{before} ↵ {after}"
    if end is None or not end.goes_on:
        return f'<span class="join" title="{where}">↵</span>'
    why = escape(_why(end))
    if end.doubtful:
        return f'<span class="join doubtful" lang="en" title="{where}: {why}">↵<small>? {why}</small></span>'
    return f'<span class="join" lang="en" title="{where}: {why}">↵</span>'


def _block_end(end: LineEnd) -> str:
    shade = ' class="doubtful"' if end.doubtful else ""
    return f' <small lang="en"{shade}>¶{"?" if end.doubtful else ""} {escape(_why(end))}</small>'


def _marked(raw: str, stretch: Stretch, passage: Passage) -> str:
    """A stretch of a raw line with its corrections, each with the rules that made it."""
    out = []
    done = stretch.start
    for fault in (one for one in passage.corrections if one.line == stretch.line):
        out.append(escape(raw[done : fault.start]))
        why = escape(", ".join(fault.rules))
        out.append(f'<del title="{why}">{_seen(fault.old)}</del>' if fault.old else "")
        out.append(f'<ins title="{why}">{_seen(fault.new)}</ins>' if fault.new else "")
        done = fault.end
    return "".join([*out, escape(raw[done : stretch.end])])


def _seen(text: str) -> str:
    """Text in which a space can be seen."""
    return escape(text) if text.strip() else "␣" * len(text)


def makers(
    seeds: Path, topics: Mapping[str, Topic], kept: Cache, languages: Sequence[Language] = LANGUAGES
) -> Iterator[tuple[str, Make]]:
    """How to make every proof in every language, and the list of them, by the path below ``docs/``.

    None for a page without text: the build says so.
    """
    names = []
    for source in sorted(seeds.glob("*.txt")):
        if source.name.startswith(".") or not _is_text(source, source.stat().st_mtime_ns):
            continue
        names.append(source.stem)
        for number, language in enumerate(languages):
            make = partial(_of_page, source, topics, kept, languages, number)
            yield f"{FOLDERS[language]}/proof/{source.stem}.md", make
    for language in languages:
        yield f"{FOLDERS[language]}/proof/index.md", partial(_index, names, language)


@lru_cache(maxsize=100_000)
def _is_text(source: Path, changed: int) -> bool:
    """Whether a page can be read; ``changed`` is when it was written."""
    try:
        read_page(source)
    except GalleyError:
        return False
    return True


def _index(names: Sequence[str], language: Language) -> str:
    """The list of proofs."""
    name = escape(word("proof", language))
    items = "\n".join(
        f'<li><a href="{anchors.source_folder(stem)}/">{escape(stem)}</a></li>' for stem in names
    )
    head = front_matter({"title": name, "kind": "proof"})
    return f"{head}\n\n# {name}\n\n<ul>\n{items}\n</ul>\n"


def _of_page(
    source: Path, topics: Mapping[str, Topic], kept: Cache, languages: Sequence[Language], number: int
) -> str:
    """A page's proof in one language; all are kept until the page, its plan or the topics change.

    Raises:
        GalleyError: the page cannot be read any more.
    """
    plan = source.with_suffix(".yml")
    state = [files.read_bytes(source), files.read_bytes(plan) if plan.exists() else b"none"]
    name = key_of("proof", source.name, *languages, *topics, *state)
    found = kept.get(name)
    if found is not None:
        return str(json.loads(found)[number])
    made = proof(read_page(source), plan, topics)
    texts = [proof_page(made, language) for language in languages]
    kept.put(name, json.dumps(texts, ensure_ascii=False).encode())
    return texts[number]
