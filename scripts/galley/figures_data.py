"""The figures as data: ``/data/figures.json`` and ``/data/figures.csv``."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from galley.amounts import plain
from galley.figures import Figure, Indicator, Unit
from galley.model import LANGUAGES


def all_files(indicators: Sequence[Indicator]) -> Iterator[tuple[str, str]]:
    """Both files: path below the site's folder and text. None without figures."""
    if indicators:
        yield "data/figures.json", _json(indicators)
        yield "data/figures.csv", _csv(indicators)


def _json(indicators: Sequence[Indicator]) -> str:
    data = [
        {
            "id": indicator.id,
            "name": indicator.name.data(),
            "about": indicator.about.data() if indicator.about else None,
            "topic": indicator.topic or None,
            "unit": _unit(indicator.unit),
            "figures": [_figure(figure) for figure in indicator.figures],
        }
        for indicator in indicators
    ]
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _unit(unit: Unit) -> dict[str, Any]:
    return {"name": unit.name.data(), "scale": unit.scale, "kind": unit.kind}


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "of": figure.of.data(),
        "period": figure.period.edtf,
        "value": _exact(figure),
        "unit": _unit(figure.unit),
        "status": figure.status,
        "bound": figure.bound or None,
        "note": figure.note.data() if figure.note else None,
        "article": figure.article.slug,
        "paper": figure.article.paper.data(),
        "date": figure.article.date,
        "block": figure.block,
        "sentence": figure.sentence,
        "quote": figure.quote.data(),
    }


def _exact(figure: Figure) -> int | float:
    return int(figure.value) if figure.value == int(figure.value) else float(figure.value)


def _csv(indicators: Sequence[Indicator]) -> str:
    """A row a figure, for a spreadsheet: it opens as UTF-8 there because of the mark at its beginning."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    names = [f"{name} ({language})" for name in ("indicator", "of", "unit") for language in LANGUAGES]
    rows.writerow(
        ["id", *names, "period", "value", "amount", "status", "bound", "article", "date", "place", "quote"]
    )
    for indicator in indicators:
        for figure in indicator.figures:
            names_of = (indicator.name, figure.of, figure.unit.name)
            rows.writerow(
                [
                    indicator.id,
                    *(_cell(text) for texts in names_of for text in (texts.hans, texts.hant, texts.en)),
                    figure.period.edtf,
                    plain(figure.value),
                    plain(figure.amount),
                    figure.status,
                    figure.bound,
                    figure.article.slug,
                    figure.article.date,
                    f"{figure.block}s{figure.sentence}",
                    _cell(figure.quote.hans),
                ]
            )
    return "\ufeff" + out.getvalue()


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With what a formula may begin; spreadsheets set to Chinese or Japanese read the wide signs too."""


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula (OWASP, “CSV injection”)."""
    return f"'{text}" if text[:1] in _FORMULA else text
