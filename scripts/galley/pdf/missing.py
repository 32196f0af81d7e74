"""Characters that no font has, and those that PDF/A forbids: 〓 stands for them, and they are named.

The geta mark (〓, U+3013) is what printers set for a type they do not have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from galley.interface import word

GETA = "〓"
_ALONE = re.compile(f"{GETA}[\u0300-\u036f\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\U000e0000-\U000e01ef]+")
"""〓 with what belonged to the character for which it stands: joiners, accents, variants."""
# Typst names the text that it cannot set as Rust writes a string.
_NAMED = re.compile(r"(?:the text|the codepoint) `\"(.+?)\"`", re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_UNPRINTABLE = ("Cc", "Cn", "Co", "Cs")


class Missing(NamedTuple):
    """A character that is not printed, and where it first stands in an article."""

    character: str
    article: str
    block: str
    place: int
    """Counted from 1 in the block; 0 where it stands in a headline or byline."""

    @property
    def code(self) -> str:
        """The character's number, as Unicode writes it."""
        return f"U+{ord(self.character):04X}"

    def __str__(self) -> str:
        where = f"{self.block}, character {self.place}" if self.place else "the head"
        shown = f"“{self.character}” ({self.code})" if self.character.isprintable() else self.code
        return (
            f"{self.article}, {where}: {shown} cannot be printed, and {GETA} stands for it in the PDFs; "
            "correct the text in the plan, or put a font that has it in the folder fonts/"
        )


def named(message: str) -> set[str]:
    """The characters that an error of Typst's says cannot be set."""
    found = _NAMED.search(message)
    if not found:
        return set()
    text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1])
    return {character for character in text if not character.isascii() or not character.isprintable()}


def unprintable(document: Any) -> set[str]:
    """The characters of a document that no font can have: control, private and unassigned ones."""
    seen = set().union(*_strings(document))
    return {one for one in seen if one not in "\n\t" and unicodedata.category(one) in _UNPRINTABLE}


def without(document: Mapping[str, Any], characters: set[str]) -> tuple[dict[str, Any], list[Missing]]:
    """A document with 〓 for some characters, said at the end of each article; and where they stand."""
    if not characters:
        return dict(document), []
    table = dict.fromkeys(map(ord, characters), GETA)
    found: list[Missing] = []
    for article in (article for part in document["parts"] for article in part["articles"]):
        found += _places(article, characters)
    done: dict[str, Any] = _mapped(document, lambda text: _ALONE.sub(GETA, text.translate(table)))
    for article in (article for part in done["parts"] for article in part["articles"]):
        codes = dict.fromkeys(one.code for one in found if one.article == article["slug"])
        if codes:
            text = word("pdf-missing", document["lang"], codes=", ".join(codes))
            article["end"] = [*article["end"], {"label": GETA, "runs": [(document["lang"], text)]}]
    return done, found


def _places(article: Mapping[str, Any], characters: set[str]) -> Iterator[Missing]:
    left = set(characters)
    for block in (block for group in article["blocks"] for block in group["blocks"]):
        for runs in (block["runs"], block.get("beside", [])):
            text = "".join(run for _, run in runs)
            for character in sorted(left & set(text)):
                left.discard(character)
                yield Missing(character, article["slug"], block["id"], text.index(character) + 1)
    heads = set().union(*_strings({key: value for key, value in article.items() if key != "blocks"}))
    for character in sorted(left & heads):
        yield Missing(character, article["slug"], "", 0)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _mapped(one, change) for key, one in value.items()}
    return [_mapped(one, change) for one in value] if isinstance(value, list | tuple) else value
