"""Bilingual files of translators' programs: TMX 1.4 and XLIFF 1.2, written and read.

Galley exchanges plain sentences in one pair of languages, a small part of either format. The library for the
whole of them, translate-toolkit, is under the GPL, which would bind every program that Galley becomes a part
of; in the tests it reads what is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from galley import __version__
from galley.xml_text import allowed

CHINESE, ENGLISH = "zh-Hans", "en"
_CODES = frozenset(("bpt", "ept", "ph", "it", "ut"))
"""Elements of TMX whose text is formatting of the program that wrote it, and no part of the sentence."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, its translation (or nothing) and where it stands: ``p3 2``."""

    place: str
    source: str
    target: str
    checked: bool = True
    """False where the English is a program's."""


def tmx(units: Iterable[Unit]) -> bytes:
    """A translation memory; what has no translation is left out."""
    head = (
        f'<header creationtool="Galley" creationtoolversion="{__version__}" segtype="sentence" o-tmf="PO"'
        f' adminlang="en" srclang="{CHINESE}" datatype="plaintext"/>'
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd">',
        '<tmx version="1.4">',
        f"  {head}",
        "  <body>",
    ]
    for unit in units:
        if unit.target:
            lines += [
                "    <tu>",
                f"      <note>{_text(unit.place)}</note>",
                f'      <tuv xml:lang="{CHINESE}"><seg>{_text(unit.source)}</seg></tuv>',
                f'      <tuv xml:lang="{ENGLISH}"><seg>{_text(unit.target)}</seg></tuv>',
                "    </tu>",
            ]
    return "\n".join([*lines, "  </body>", "</tmx>", ""]).encode()


def xliff(name: str, units: Iterable[Unit]) -> bytes:
    """A document to translate: every sentence, translated or not; ``state`` says which a person has seen."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">',
        f"  <file original={quoteattr(allowed(name))} datatype="
        f'"plaintext" source-language="{CHINESE}" target-language="{ENGLISH}">',
        "    <body>",
    ]
    for number, unit in enumerate(units, 1):
        lines.append(f'      <trans-unit id={quoteattr(f"{unit.place}-{number}")} xml:space="preserve">')
        lines.append(f"        <source>{_text(unit.source)}</source>")
        if unit.target:
            state = "translated" if unit.checked else "needs-review-translation"
            lines.append(f'        <target state="{state}">{_text(unit.target)}</target>')
        lines.append("      </trans-unit>")
    return "\n".join([*lines, "    </body>", "  </file>", "</xliff>", ""]).encode()


def _text(text: str) -> str:
    # A reader of XML takes a carriage return for a line feed unless it is written as a number.
    return escape(allowed(text), {"\r": "&#13;"})


def read_tmx(root: Element) -> Iterator[tuple[str, str]]:
    """Sentences and translations of a TMX document, Simplified before any other Chinese.

    Raises:
        ValueError: the document is no TMX.
    """
    _expect(root, "tmx")
    for unit in root.iter("tu"):
        texts: dict[str, str] = {}
        for variant in unit.iter("tuv"):
            language = variant.get("{http://www.w3.org/XML/1998/namespace}lang") or variant.get("lang") or ""
            segment = variant.find("seg")
            if segment is not None:
                texts.setdefault(language.lower(), "".join(_sentence(segment)))
        chinese = sorted((lang for lang in texts if lang.startswith(("zh", "cmn"))), key=_is_traditional)
        english = [lang for lang in texts if lang.startswith("en")]
        if chinese:
            yield texts[chinese[0]], texts[english[0]] if english else ""


def read_xliff(root: Element) -> Iterator[tuple[str, str]]:
    """Sentences and translations of an XLIFF document (1.0 to 1.2, and the segments of 2.0).

    Raises:
        ValueError: the document is no XLIFF.
    """
    _expect(root, "xliff")
    for unit in root.iter():
        if _name(unit) not in ("trans-unit", "segment") or unit.get("translate") == "no":
            continue
        parts = {_name(part): "".join(part.itertext()) for part in reversed(unit)}
        if "source" in parts:
            yield parts["source"], parts.get("target", "")


def _expect(root: Element, name: str) -> None:
    if _name(root).lower() != name:
        raise ValueError(f"it begins with <{_name(root)}>")


def _name(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def _is_traditional(language: str) -> bool:
    return any(mark in language for mark in ("hant", "tw", "hk", "mo"))


def _sentence(element: Element) -> Iterator[str]:
    """The text of a segment without the codes in it; a loop, since a file may nest them deep."""
    waiting: list[Element | str] = [element]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
            continue
        for child in reversed(part):
            waiting.append(child.tail or "")
            if child.tag not in _CODES:
                waiting.append(child)
        yield part.text or ""
