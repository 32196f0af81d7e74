"""A picture of how lines were joined: lines of the archive's first page, with each decision and its rule.

For the page on how the text was made. It is drawn from the archive itself, so that it is true for any.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from itertools import pairwise
from typing import NamedTuple

from galley.archive import Archive
from galley.interface import word
from galley.line_ends import LineEnd
from galley.measure import print_width
from galley.model import Language, Page
from galley.plan import Plan
from galley.split import line_ends
from galley.tables import read_data

PLACE = "<!-- line ends -->"
"""Where a page has the picture."""

_LINES = 10
_EM, _ROW, _LEFT, _WIDTH = 14, 40, 34, 360
"""Units of the drawing: of a character, a row, the margin with the numbers, and the whole."""
_LONGEST = 20
"""In em; of a longer line the beginning and the end are drawn."""


class Shown(NamedTuple):
    """A line of the page and what was decided at its end."""

    text: str
    end: LineEnd

    @property
    def width(self) -> float:
        """In em."""
        return print_width(self.text.strip())


def of_first_page(archive: Archive) -> tuple[str, tuple[Shown, ...]]:
    """The first page's name, and lines of it to draw."""
    page, plan = next(archive.pages())
    return page.name, passage(page, plan)


def passage(page: Page, plan: Plan) -> tuple[Shown, ...]:
    """Some lines of a page that show the most rules; none where it has no running text."""
    raw = {line.number: line.text for line in page.lines}
    best: tuple[Shown, ...] = ()
    for article in plan.articles:
        shown = [Shown(raw[end.after], end) for end in line_ends(page, article, plan)]
        for first in range(max(1, len(shown) - _LINES + 1)):
            window = tuple(shown[first : first + _LINES])
            if _tells(window) > _tells(best):
                best = window
    return best


def _tells(window: Sequence[Shown]) -> tuple[bool, bool, int]:
    """How much a passage tells: lines are joined and parted in it; narrow columns; many rules."""
    both = len({one.end.goes_on for one in window}) == 2
    narrow = bool(window) and max(one.width for one in window) <= _LONGEST
    return both, narrow, len({one.end.rule for one in window})


@cache
def _rules() -> dict[str, dict[str, str]]:
    return {row["rule"]: row for row in read_data("line_ends.tsv")}


def rule_name(rule: str, language: Language) -> str:
    """A rule's name in a language; in English that which the program says."""
    return _rules().get(rule, {}).get(language, "") or rule


def picture(shown: Sequence[Shown], page: str, language: Language) -> str:
    """The figure as HTML with an SVG in it; nothing where there is nothing to show."""
    if not shown:
        return ""
    first, last = shown[0].end.after, shown[-1].end.after
    title = word("line-ends-title", language, page=page, first=first, last=last)
    about = escape(word("line-ends-about", language))
    items = "".join(f'<li value="{one.end.after}">{_said(one, language)}</li>' for one in shown)
    return (
        '<figure class="line-ends" data-pagefind-ignore>'
        f'<svg viewBox="0 0 {_WIDTH} {_ROW * len(shown) + 4}" role="img"'
        ' aria-labelledby="line-ends-title line-ends-about">'
        f'<title id="line-ends-title">{escape(title)}</title><desc id="line-ends-about">{about}</desc>'
        f"{_drawn(shown, language)}</svg>"
        f"<figcaption>{escape(title)} {about}"
        f"<details><summary>{escape(word('line-ends-text', language))}</summary>"
        f"<ol>{items}</ol></details></figcaption></figure>"
    )


def _drawn(shown: Sequence[Shown], language: Language) -> str:
    """The rows: number, the line on a bar as wide as it is, and at its end what was decided."""
    out, paragraph = [], 0
    for place, one in enumerate(shown):
        top = place * _ROW
        text = _shortened(one.text.strip())
        wide = print_width(text) * _EM
        out.append(
            f'<rect class="line-bar line-bar-{paragraph % 2}" x="{_LEFT}" y="{top + 2}"'
            f' width="{wide:g}" height="20"/>'
            f'<text class="line-number" x="{_LEFT - 6}" y="{top + 17}">{one.end.after}</text>'
            f'<text class="line-text" lang="zh-Hans" x="{_LEFT}" y="{top + 17}" textLength="{wide:g}"'
            f' lengthAdjust="spacingAndGlyphs">{escape(text)}</text>'
        )
        kind = ("goes" if one.end.goes_on else "ends") + (" unsure" if one.end.doubtful else "")
        mark = "↵" if one.end.goes_on else "¶"
        out.append(
            f'<text class="line-{kind}" x="{_LEFT + wide + 5:g}" y="{top + 17}">{mark}</text>'
            f'<text class="line-rule" x="{_LEFT}" y="{top + 34}">{escape(_decided(one.end, language))}</text>'
        )
        paragraph += not one.end.goes_on
    for place, (one, other) in enumerate(pairwise(shown)):
        if one.end.goes_on and one.end.before == other.end.after:
            x, y = _LEFT - 2, place * _ROW
            out.append(f'<path class="line-join" d="M{x} {y + 4}V{y + _ROW + 20}"/>')
    return "".join(out)


def _shortened(text: str) -> str:
    if print_width(text) <= _LONGEST:
        return text
    half = _LONGEST // 2 - 1
    return f"{text[:half]}……{text[-half:]}"


def _decided(end: LineEnd, language: Language) -> str:
    """The rule and how sure it is; at the end of the text there was nothing to decide."""
    sure = f" · {end.confidence:.0%}" if end.before is not None else ""
    return f"{rule_name(end.rule, language)}{sure}{' ?' if end.doubtful else ''}"


def _said(one: Shown, language: Language) -> str:
    """One line for those who do not see the picture."""
    key = "line-ends-goes" if one.end.goes_on else "line-ends-ends"
    decided = word(key, language, width=f"{one.width:g}", other=one.end.before)
    quoted = f'<span lang="zh-Hans">{escape(_shortened(one.text.strip()))}</span>'
    return f"{quoted} {escape(decided)} {escape(_decided(one.end, language))}"
