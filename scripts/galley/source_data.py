"""``/data/articles/<slug>.source.json``: where each sentence stands in the OCR text, and what was changed.

Fetched when a reader asks for it. Beside the contract's data, not part of it::

    {"source": "004_….txt", "lines": {"41": "…"},
     "passages": {"p3s2": {"stretches": [[41, 3, 16]],
                           "corrections": [{"line": 41, "start": 5, "end": 6, "old": ",", "new": "，",
                                            "rules": ["half-width punctuation"]}]}},
     "rules": {"half-width punctuation": {"zh-Hans": "…", "zh-Hant": "…", "en": "…"}}}

Lines count from 1, characters (code points) of a line from 0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from galley.interface import word, words
from galley.model import LANGUAGES, Article, Page
from galley.plain import DIRECTION
from galley.provenance import FIX, Passage, trace
from galley.source import read_page

_TURNING = re.compile(f"[{DIRECTION}]")
"""What would turn round the JSON itself where it is read as text."""


def source_data(page: Page, article: Article) -> dict[str, Any]:
    """One article's passages as plain data."""
    passages = trace(page, article)
    numbers = sorted({stretch.line for passage in passages for stretch in passage.stretches})
    raw = {line.number: line.text for line in page.lines}
    rules = {rule for p in passages for correction in p.corrections for rule in correction.rules}
    return {
        "source": article.source,
        "lines": {str(number): raw[number] for number in numbers},
        "passages": {passage.id: _passage(passage) for passage in passages},
        "rules": {rule: rule_names(rule) for rule in sorted(rules)},
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "stretches": [list(stretch) for stretch in passage.stretches],
        "corrections": [
            {**correction._asdict(), "rules": list(correction.rules)} for correction in passage.corrections
        ],
    }


def rule_names(rule: str) -> dict[str, str]:
    """What readers are told of a rule; an editor's reason is given as the editor wrote it."""
    if rule.startswith(FIX):
        why = rule.removeprefix(FIX)
        return {language: word("rule-fix", language, why=why) for language in LANGUAGES}
    known = words().get(f"rule-{rule.replace(' ', '-')}")
    return {language: known[language] if known else rule for language in LANGUAGES}


def all_files(articles: Iterable[Article], seeds: Path) -> Iterator[tuple[str, str]]:
    """Every file: its path below the site's folder and its JSON.

    Args:
        articles: the archive's articles.
        seeds: the folder of their source pages.
    """
    page: Page | None = None
    for article in articles:
        if page is None or page.name != article.source:  # those of one page mostly follow each other
            page = read_page(seeds / article.source)
        data = source_data(page, article)
        text = _TURNING.sub(
            lambda found: f"\\u{ord(found[0]):04x}",
            json.dumps(data, ensure_ascii=False, separators=(",", ":")),
        )
        yield f"data/articles/{article.slug}.source.json", text + "\n"
