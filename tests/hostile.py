"""An archive in which every text that can hold code is code, of the kinds of OWASP's list."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import polib

from conftest import ROOT
from galley.archive import Archive
from galley.plain import plain

CALL = "canary(1)"
ELSEWHERE = "//evil.example/x"

TAGS = [
    f"<script>{CALL}</script>",
    f"<SCRIPT SRC={ELSEWHERE}></SCRIPT>",
    f"<scr<script>ipt>{CALL}</scr</script>ipt>",
    f"<script\n>{CALL}</script\n>".replace("\n", "\x0b"),
    f"</script><script>{CALL}</script>",
    f"</p></article></main><script>{CALL}</script>",
    f"</title></textarea></style></noscript></template><script>{CALL}</script>",
    f"<img src=x onerror={CALL}>",
    f"<img src='{ELSEWHERE}'>",
    f'<image href="{ELSEWHERE}">',
    f"<IMG \"\"\"><SCRIPT>{CALL}</SCRIPT>\">",
    f"<svg/onload={CALL}>",
    f'<svg><a xlink:href="javascript:{CALL}"><text y=9>点</text></a></svg>',
    f'<svg><animate onbegin={CALL} attributeName=x></svg>',
    f'<svg><use href="data:image/svg+xml,<svg id=x onload={CALL}>#x"></svg>',
    f'<math><maction actiontype="statusline" xlink:href="javascript:{CALL}">点</maction></math>',
    f'<math><mi//xlink:href="data:x,<script>{CALL}</script>">',
    f"<iframe src=javascript:{CALL}></iframe>",
    f'<iframe srcdoc="<script>{CALL}</script>"></iframe>',
    f"<object data=javascript:{CALL}></object>",
    f"<embed src=javascript:{CALL}>",
    f"<base href={ELSEWHERE}/>",
    f'<meta http-equiv=refresh content="0;url={ELSEWHERE}">',
    f"<link rel=stylesheet href={ELSEWHERE}>",
    f"<style>@import '{ELSEWHERE}';</style>",
    f"<form action=javascript:{CALL}><button>点</button></form>",
    f"<button formaction=javascript:{CALL}>点</button>",
    f"<details open ontoggle={CALL}>",
    f"<input autofocus onfocus={CALL}>",
    f"<video><source onerror={CALL}></video>",
    f"<marquee onstart={CALL}>",
    f'<a href="javascript:{CALL}">点</a>',
    f"<template><script>{CALL}</script></template>",
    f"<noscript><p title=\"</noscript><img src=x onerror={CALL}>\">",
]  # fmt: skip
BREAKS = [
    f'"><script>{CALL}</script>',
    f"' onmouseover='{CALL}",
    f'" onmouseover="{CALL}',
    f'" autofocus onfocus="{CALL}" x="',
    f"` onmouseover=`{CALL}",
    f"x onmouseover={CALL}",
    f"--><script>{CALL}</script>",
    f"]]><script>{CALL}</script>",
    f"</script><!--<script>{CALL}",
    f"<!-- 注 --><!--> <script>{CALL}</script>",
    f"<?php {CALL} ?><![CDATA[<script>{CALL}</script>]]>",
    "&lt;script&gt;canary(1)&lt;/script&gt;",
    "&#60;script&#62;canary(1)&#60;/script&#62;",
    "&amp;lt;b&amp;gt;",
    "\\u003cscript\\u003ecanary(1)\\u003c/script\\u003e",
    "＜script＞canary(1)＜/script＞",
    '","x":"</script>',
    "';canary(1)//\";canary(1)//",
]
MARKDOWN = [
    f"[点击](javascript:{CALL})",
    f"[点击](<javascript:{CALL}>)",
    "[点击](data:text/html;base64,PHNjcmlwdD4=)",
    f"![图](https:{ELSEWHERE}.png)",
    f"![图]({ELSEWHERE}.png \"题\")",
    f"[引]: javascript:{CALL} [引]",
    f"[引][引] [引]: https:{ELSEWHERE}",
    f"<javascript:{CALL}> <https:{ELSEWHERE}>",
    f"{{: onclick={CALL} }}",
    f"*强*{{: onmouseover={CALL} .x #title }}",
    f"# 题 {{: #text onclick={CALL} }}",
    f"{{: style=background:url({ELSEWHERE}) }}",
    "*[HTML]: 缩写 HTML",
    "[^1]: 脚注 [^1]",
    "!!! danger \"注意\"",
    "??? note",
    '--8<-- "mkdocs.yml"',
    "[TOC]",
    "``` html",
    "~~~ {: .x }",
    "    code",
    "1. 一",
    "- 二",
    "+ 三",
    "> 四",
    "***",
    "===",
    "| a | b |",
    ": 释义",
    "$x$ `y` ~~z~~ ^a^ ==b== :smile: \\<b\\>",
    "<div markdown=1>*内*</div>",
    "::: galley.cli",
    "--- layout: x ---",
    "<!-- downloads -->",
    '<span class="pdf-size" data-pdf="x"></span>',
]  # fmt: skip
TEMPLATES = [
    "{{ config.site_name }}{% raw %}{{ 7*7 }}",
    "{% include 'main.html' %}{# 注 #}",
    "{{ ''.__class__.__mro__ }}",
    "${7*7} #{7*7} <%= 7*7 %> {7*7} %(x)s {0} {x!r}",
    '#eval("1+1") #read("/etc/passwd") #image("x.png")',
    "#set text(red) $x$ *b* _i_ @ref <label> \\u{41}",
    '=HYPERLINK("https://evil.example/x","点")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "\\input{/etc/passwd} \\write18{ls} }, author = {x",
    "TY  - JOUR ER  - ",
    "../../../etc/passwd ..\\..\\x",
    "file:///etc/passwd",
    "http://169.254.169.254/latest/ ftp://evil.example/",
    "__proto__ constructor toString",
    "galley-leaf-address \ue000\ue001\ue010\ue011\ue012\ue013",
]
UNSEEN = [
    "甲\u202e乙丙\u202c丁",
    "甲\u2066乙\u2067丙\u2069丁",
    "\u200f甲\u061c乙\u200e",
    "שלום العربية",
    "甲\u200b乙\u200d丙\ufeff丁\u00ad",
    "é\u0301\u0301\u0301\u20dd",
    "😀🏳️‍🌈\U000e0001\U000e0041",
]
CONTROLS = [
    "甲\0乙\x01\x02\x03\x07\x08\x1b[31m\x7f\x9b丙",
    "甲\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029乙",
    "甲\ufffe\uffff\ufdd0乙",
    "甲\r\n---\ntitle: x\n---\n\n# 乙\n\n    丙",
    "甲\n\n<script>canary(1)</script>\n\n{: onclick=canary(1) }",
]
"""Only editors' files can hold these: a source page with a control character is refused."""

VECTORS = [*TAGS, *BREAKS, *MARKDOWN, *TEMPLATES, *UNSEEN, *CONTROLS]
LINES = [vector for vector in VECTORS if vector not in CONTROLS]
SOURCE = "页 1 & 'x' (a); b"
"""A source page's name, as hostile as one may be."""
PLACES = (
    "paper", "inferred.zh", "inferred.en", "title.supplied", "title.en", "kicker", "title", "subtitle",
    "byline", "body", "body alone", "caption", "box", "box.title", "lost.note", "lost.en", "drop.why",
    "fix.new", "fix.why", "topic.name", "topic.name.en", "topic.about", "topic.about.en", "po.heads",
    "po.body", "term.hans", "term.en", "term.note", "term.note_zh", "term.why", "figure.name",
    "figure.name.en", "figure.about", "figure.of", "figure.note", "figure.unit", "event.text",
    "event.text.en", "map.name", "map.about", "map.label", "map.outline", "site_name",
    "site_description", "source's name",
)  # fmt: skip


def quoted(text: str) -> str:
    """A text as YAML in double quotes, with every unusual character escaped."""

    def one(char: str) -> str:
        if char in '"\\':
            return f"\\{char}"
        if " " <= char <= "~" or "\u4e00" <= char <= "\u9fff":
            return char
        return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"

    return f'"{"".join(map(one, text))}"'


def groups(size: int) -> list[list[str]]:
    """All vectors, so many together in one value."""
    return [VECTORS[start : start + size] for start in range(0, len(VECTORS), size)]


def write_hostile(folder: Path, size: int) -> Path:
    """Write the archive: an article for each group of vectors, which stand in each place of it."""
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    seeds = folder / "seeds"
    seeds.mkdir()
    sets = groups(size)
    values = [" ".join(group) for group in sets]
    _page(seeds, values)
    topics = [
        f"- {{id: t-{n}, name: {_texts(value)}, about: {_texts(value)}}}\n" for n, value in enumerate(values)
    ]
    (seeds / "topics.yml").write_text("".join(topics), "utf-8")
    _reference(seeds, values)
    _translated(folder)
    _settings(folder, values[0])
    for language in ("zh", "zh-Hant", "en"):
        (folder / "docs" / language).mkdir(parents=True)
        links = "".join(
            f"[x](javascript:{CALL}) <a href=' java&#10;script:{CALL}'>y</a> [z](data:text/html,x)\n"
        )
        (folder / "docs" / language / "about.md").write_text(f"# x\n\n{links}", "utf-8")
        (folder / "docs" / language / "how.md").write_text("# x\n", "utf-8")
        (folder / "docs" / language / "index.md").write_text("---\ntemplate: home.html\n---\n# x\n", "utf-8")
    return folder


def _texts(value: str) -> str:
    return f"{{zh-Hans: {quoted(value)}, en: {quoted(value)}}}"


def _one_line(text: str) -> str:
    """A text as one line of a source page."""
    return " ".join(re.sub(r"[\0-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]", " ", text).split())


def _page(seeds: Path, values: Sequence[str]) -> None:
    """The source page and its plan: heads of their own, and a body of vectors in sentences and alone."""
    lines: list[str] = ["---", "title: x", "---"]
    plan = [f"paper: {quoted(values[0])}", "date: 2025-02-25", "page: 1"]
    plan += [f"inferred: {{zh: {quoted(values[-1])}, en: {quoted(values[-1])}}}", "articles:"]
    size = -(-len(LINES) // len(values))
    fixes = []

    def add(text: str) -> int:
        lines.append(_one_line(text))
        return len(lines)

    for number, value in enumerate(values):
        own = LINES[number * size : (number + 1) * size]
        heads = {key: add(value) for key in ("kicker", "title", "subtitle", "byline")}
        first = add("这里有12个项目。")
        for place, vector in enumerate(own):
            add(f"第{place + 1}段{vector}完。")
        for vector in own:
            add(vector)
        box, caption, last = add(value), add(value), add("末句错字。")
        fixes.append(f"  - {{line: {last}, old: 错字, new: {quoted(value)}, why: {quoted(value)}}}")
        plan += [f"  - slug: a-{number}", *(f"    {key}: {at}" for key, at in heads.items())]
        plan += [f"    body: [{first}-{box - 1}, {last}]", f"    caption: {caption}"]
        plan += [
            f"    box: {{lines: [{box}], title: {{supplied: {quoted(value)}}}}}",
            f"    topics: [t-{number}]",
        ]
        plan += [f"    lost: [{{after: {first}, note: {quoted(value)}, en: {quoted(value)}}}]"]
        second = add("另一篇只有一句。")
        plan += [f"  - slug: b-{number}", f"    title: {{supplied: {quoted(value)}, en: {quoted(value)}}}"]
        plan += [f"    body: {second}"]
    plan += ["fix:", *fixes, f"drop: [{{lines: 1-3, why: {quoted(values[0])}}}]"]
    (seeds / f"{SOURCE}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    (seeds / f"{SOURCE}.yml").write_text("\n".join(plan) + "\n", "utf-8")


def _reference(seeds: Path, values: Sequence[str]) -> None:
    """Terms of all kinds, places on a map, figures and events."""
    kinds = ("place", "person", "org", "policy", "term")
    rows = ["hans\thant\ten\tkind\tnote\tnote_zh\twhy"]
    known = [one for one in dict.fromkeys(plain(_one_line(one)) for one in LINES) if one]
    for number, vector in enumerate(known):
        others = [known[(number + step) % len(known)] for step in (7, 13, 19, 29)]
        if not vector.startswith("#"):
            rows.append("\t".join((vector, vector, others[0], kinds[number % 5], *others[1:])))
    (seeds / "terms.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    places = [row.split("\t")[0] for row in rows[1:] if row.split("\t")[3] == "place"][:40]
    at = [f"{name}\t{38 + n / 40:.3f}\t{101 + n / 20:.3f}\tx" for n, name in enumerate(places)]
    (seeds / "places.tsv").write_text("hans\tlat\tlon\twhy\n" + "\n".join(at) + "\n", "utf-8")
    maps, figures, events = [], [], []
    for number, value in enumerate(values):
        texts, quote = _texts(value), f"{{article: a-{number}, quote: 这里有12个项目"
        label = f"{{name: {texts}, at: 101.5 38.5}}"
        outline = f"{{name: {texts}, points: '101.1 38.1, 102.1 38.2, 101.9 38.9'}}"
        bounds = "{west: 100.5, south: 37.5, east: 103.5, north: 39.5}"
        maps.append(
            f"- {{id: m-{number}, name: {texts}, about: {texts}, bounds: {bounds}, "
            f"outlines: [{outline}], labels: [{label}]}}\n"
        )
        figure = f"{quote}, of: {texts}, period: 2024, value: 12, note: {texts}, front: true}}"
        other = figure.replace("2024", "2023")
        figures.append(
            f"- {{id: f-{number}, name: {texts}, about: {texts}, topic: t-{number}, unit: {texts}, "
            f"figures: [{figure}, {other}]}}\n"
        )
        events.append(f"- {quote}, date: 2024, topic: t-{number}, text: {texts}}}\n")
    for name, found in (("maps", maps), ("figures", figures), ("events", events)):
        (seeds / f"{name}.yml").write_text("".join(found), "utf-8")


def _translated(folder: Path) -> None:
    """Memories in which everything is translated with code."""
    memory = folder / "seeds" / "english"
    memory.mkdir()
    for article in Archive(folder).articles():
        file = polib.POFile()
        file.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        texts = [article.kicker, article.title, article.subtitle, article.byline_line]
        sources = [text.hans for text in texts if text is not None]
        sources += [segment.hans.text for block in article.blocks for segment in block.segments]
        for number, source in enumerate(dict.fromkeys(sources)):
            translated = " ".join(VECTORS[(number + step) % len(VECTORS)] for step in (0, 41))
            translated = re.sub(r"[\0-\x08\x0b-\x1f\x7f-\x9f]", "", translated)  # the reader refuses them
            file.append(polib.POEntry(msgid=source, msgstr=translated))
        file.save(str(memory / f"{article.slug}.po"))


def _settings(folder: Path, value: str) -> None:
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    text = text.replace("traditional_quotes: true", "traditional_quotes: true\n      proof: true")
    text, found = re.subn(
        r"(?m)^( *site_(?:name|description): ).*$", lambda match: match[1] + quoted(value), text
    )
    assert found == 6
    (folder / "mkdocs.yml").write_text(text, "utf-8")


def squeezed(text: str) -> str:
    """A text without spaces and without what XML and HTML have no place for."""
    return "".join(re.sub(r"[\0-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffd-\uffff]", "", text).split())


if __name__ == "__main__":
    import sys

    write_hostile(Path(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps({"vectors": len(VECTORS), "places": len(PLACES)}))
