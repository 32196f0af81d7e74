"""The page of figures: a chart and a table for each indicator, each number with its sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from html import escape

from galley import charts, pages
from galley.amounts import amount
from galley.figures import Figure, Indicator
from galley.interface import word
from galley.markdown import escape as markdown
from galley.model import LANGUAGES, Language
from galley.topics import Topic

COLUMNS = ("of", "period", "value", "source", "said")


def makers(
    indicators: Sequence[Indicator], topics: Mapping[str, Topic], languages: Sequence[Language] = LANGUAGES
) -> Iterator[tuple[str, pages.Make]]:
    """How to make the page in each language, by its path below ``docs/``. None without figures."""
    if indicators:
        for language in languages:
            make = partial(figures_page, indicators, topics, language)
            yield f"{pages.FOLDERS[language]}/figures/index.md", make


def figures_page(indicators: Sequence[Indicator], topics: Mapping[str, Topic], language: Language) -> str:
    """All figures, by topic."""
    name = word("figures", language)
    count = sum(len(indicator.figures) for indicator in indicators)
    about = word("figures-about", language, figures=count, indicators=len(indicators))
    meta = {"title": name, "description": about, "kind": "figures"}
    out = [
        "---",
        pages.MARK,
        *(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()),
    ]
    out += ["---", "", f"# {name}", "", markdown(about), "{: .lead }", ""]
    up = "../" if language == "zh-Hans" else "../../"
    files = (f'<a href="{up}data/figures.{kind}" download>{kind.upper()}</a>' for kind in ("csv", "json"))
    out += [f'<p class="dateline">{escape(word("figures-download", language))} {" · ".join(files)}</p>', ""]
    out += [_heads(indicators, topics, language), ""]
    for topic in [*topics, ""]:
        of_topic = [indicator for indicator in indicators if indicator.topic == topic]
        if of_topic:
            title = topics[topic].name[language] if topic else word("figures-other", language)
            out += [f"## {markdown(title)} {{: #{topic or 'other'} }}", ""]
            out += [line for indicator in of_topic for line in (_section(indicator, language), "")]
    return "\n".join(out).rstrip("\n") + "\n"


def _heads(indicators: Sequence[Indicator], topics: Mapping[str, Topic], language: Language) -> str:
    """Links to the parts of the page. On one line: Markdown leaves it as it is."""
    names = {topic: topics[topic].name[language] for topic in topics} | {"": word("figures-other", language)}
    used = {indicator.topic for indicator in indicators}
    links = [
        f'<li><a href="#{topic or "other"}">{escape(name)}</a></li>'
        for topic, name in names.items()
        if topic in used
    ]
    label = escape(word("topics", language))
    return f'<nav aria-label="{label}"><ul class="name-list">{"".join(links)}</ul></nav>'


def address(figure: Figure) -> str:
    """The sentence that a figure stands on, from the page of figures."""
    return f"../articles/{figure.article.slug}/#{figure.anchor}"


def _section(indicator: Indicator, language: Language) -> str:
    """One indicator. On one line: Markdown leaves it as it is."""
    parts = [f'<section class="indicator" id="{indicator.id}">']
    parts.append(f"<h3>{escape(indicator.name.get(language))}</h3>")
    if indicator.about:
        parts.append(f"<p>{escape(indicator.about.get(language))}</p>")
    drawn = charts.chart(indicator, language, address)
    if drawn:
        parts.append(f"<figure>{_caption(indicator, language)}{drawn}</figure>")
    parts.append(_table(indicator, language))
    parts.append("</section>")
    return "".join(parts)


def _caption(indicator: Indicator, language: Language) -> str:
    names = charts.names_of_series(indicator, language)
    keys = (
        f'<span class="key series-{number}">{_key(number)} {escape(name)}</span>'
        for number, name in enumerate(names, 1)
    )
    unit = "" if indicator.unit.kind == "rank" else charts.axis_unit(indicator, language)
    told = escape(" · ".join(filter(None, (charts.period(indicator, language), unit))))
    return f'<figcaption><span class="unit">{told}</span>{"".join(keys)}</figcaption>'


def _key(number: int) -> str:
    """The mark of a series, as the chart has it."""
    turned = ' transform="rotate(45)"' if charts.MARKS[number - 1] == "diamond" else ""
    mark = f'<rect x="-4.5" y="-4.5" width="9" height="9"{turned}/>' if number > 1 else '<circle r="5"/>'
    return f'<svg viewBox="-7 -7 14 14" aria-hidden="true">{mark}</svg>'


def _table(indicator: Indicator, language: Language) -> str:
    """Every figure; what all of them are of is not said in each row."""
    same = len({figure.of.hans for figure in indicator.figures}) == 1
    columns = [column for column in COLUMNS if column != "of" or not same]
    heads = "".join(f'<th scope="col">{escape(word(f"figures-{c}", language))}</th>' for c in columns)
    rows = "".join(_row(figure, columns, language) for figure in indicator.figures)
    name = escape(indicator.name.get(language))
    return f"<table><caption>{name}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(figure: Figure, columns: Sequence[str], language: Language) -> str:
    paper = escape(pages.paper_line(figure.article, language))
    cells = {
        "of": escape(figure.of.get(language)),
        "period": escape(figure.period.name(language)),
        "value": escape(amount(figure, language)) + _marks(figure, language),
        "source": f'<a href="{escape(address(figure))}">{paper}</a>',
        "said": _said(figure, language),
    }
    row = "".join(f'<td class="{c}"{_label(c, language)}>{cells[c]}</td>' for c in columns)
    return f"<tr>{row}</tr>"


def _label(column: str, language: Language) -> str:
    """The column's name, for a narrow screen on which each row is a list."""
    return f' data-label="{escape(word(f"figures-{column}", language))}"'


def _marks(figure: Figure, language: Language) -> str:
    """What kind of number it is, and the editors' note."""
    marks = [] if figure.status == "actual" else [word(f"figure-{figure.status}", language)]
    marks += [figure.note.get(language)] if figure.note else []
    return "".join(f' <span class="remark">{escape(mark)}</span>' for mark in marks)


def _said(figure: Figure, language: Language) -> str:
    """The quotation; English that is not there is the Simplified text."""
    if language == "en" and not figure.quote.en:
        return f'<q lang="zh-Hans">{escape(figure.quote.hans)}</q>'
    return f"<q>{escape(figure.quote.get(language))}</q>"
