"""Simplified to Traditional Chinese, in Taiwan's standard forms, without changing a word.

OpenCC's ``s2tw`` does the work; never a configuration with ``p``, which replaces vocabulary
(项目 would become 專案). Before its own dictionaries stand ours: the site's terms, and a general
list of what the stock phrases get wrong in press Chinese (``data/traditional.tsv``).
"""

from __future__ import annotations

import contextlib
import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import opencc

from galley.characters import HAN
from galley.clean import Role, name_spans
from galley.errors import GalleyError
from galley.model import Article, Block, Texts
from galley.names import is_name, surname_of, surnames
from galley.tables import read_data
from galley.terms import Term, read_terms

_CONFIG = "s2tw.json"
# Quotation marks as Taiwan's 《重訂標點符號手冊》 has them: 「」, and 『』 inside.
_QUOTES = str.maketrans("“”‘’", "「」『』")
# A person is named where an office stands before the name, or speech or an office after it.
_OFFICES = "记者 通讯员 代表 委员 主任 书记 市长 省长 院长 主席 经理 村民 市民 居民 教授 会长 校长 局长 部长"
_OFFICE_BEFORE = re.compile(rf"^.*(?:{'|'.join(_OFFICES.split())})")
_NAMED = re.compile(
    rf"(?:(?<=[，。、；：“”（》])|^|{'|'.join(f'(?<={office})' for office in _OFFICES.split())})"
    rf"([{HAN}]{{2,7}}?)(?=说[，：。“]|表示|告诉记者|介绍|认为|指出|强调|坦言|代表[：，说]|委员[：，说]|同志|先生|女士)"
)

# A space beside a single Han character stretches a line; it is no border of a word.
_INSIDE_WORD = re.compile(
    rf"(?<=[{HAN}]) +(?=[{HAN}](?:[^{HAN}]|$))|(?<=[^{HAN}][{HAN}]) +(?=[{HAN}])|(?<=^[{HAN}]) +(?=[{HAN}])"
)


@contextlib.contextmanager
def _scratch() -> Iterator[str]:
    """A folder for OpenCC to read from once."""
    try:
        with tempfile.TemporaryDirectory(prefix="galley-opencc-") as folder:
            yield folder
    except OSError as error:
        reason = error.strerror or str(error)
        raise GalleyError(f"cannot be written ({reason}); check the disk", tempfile.gettempdir()) from None


class Traditional:
    """A converter with a site's terms."""

    def __init__(self, phrases: Mapping[str, str], quotes: bool = True) -> None:
        """Make a converter.

        Args:
            phrases: Simplified to Traditional forms of equal length, which win over OpenCC's.
            quotes: whether ``“”‘’`` become ``「」『』``.
        """
        general = {row["hans"]: row["hant"] for row in read_data("traditional.tsv")}
        self._phrases = {**general, **phrases}
        self._quotes = quotes

    @classmethod
    def of_terms(cls, terms: Sequence[Term], quotes: bool = True) -> Traditional:
        """A converter with the terms of ``terms.tsv``."""
        return cls({term.hans: term.hant for term in terms}, quotes)

    def __getstate__(self) -> dict[str, Any]:
        """Without OpenCC, which each process makes for itself."""
        return {name: value for name, value in self.__dict__.items() if name != "_opencc"}

    @cached_property
    def _opencc(self) -> opencc.OpenCC:
        """OpenCC reads files once, when it is made: ours need to live no longer than that."""
        stock = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
        with _scratch() as folder:
            ours = Path(folder) / "galley.txt"
            rows = (f"{hans}\t{hant}\n" for hans, hant in sorted(self._phrases.items()))
            ours.write_text("".join(rows), encoding="utf-8")
            config = json.loads((stock / _CONFIG).read_text(encoding="utf-8"))
            entry = {"type": "text", "file": str(ours)}
            config["segmentation"]["dict"] = _first(entry, config["segmentation"]["dict"])
            chain = config["conversion_chain"]
            chain[0]["dict"] = _first(entry, chain[0]["dict"])
            _make_absolute(config, stock)
            path = Path(folder) / "galley.json"
            path.write_text(json.dumps(config), encoding="utf-8")
            return opencc.OpenCC(str(path))

    def convert(self, text: str, role: Role = "text") -> str:
        """Convert one text. Line ends and white space stay as they are."""
        if not text:
            return text
        result = self._words(text)
        if len(result) == len(text):
            result = self._names(text, result, role)
        return result.translate(_QUOTES) if self._quotes else result

    def _words(self, text: str) -> str:
        """Convert without the spaces that stand inside words (``签 约``), then put them back."""
        spaces = {place for found in _INSIDE_WORD.finditer(text) for place in range(*found.span())}
        closed = "".join(char for place, char in enumerate(text) if place not in spaces)
        # OpenCC stops at a NUL.
        result = "\0".join(str(self._opencc.convert(part)) for part in closed.split("\0"))
        if not spaces or len(result) != len(closed):
            return result if not spaces else self._words(text.replace(" ", "\u2005")).replace("\u2005", " ")
        chars = iter(result)
        return "".join(char if place in spaces else next(chars) for place, char in enumerate(text))

    def _names(self, text: str, result: str, role: Role) -> str:
        """Names are not words: 范 stays 范 and 于 stays 于, and given names are converted alone."""
        spans = [
            (start + found.start(), found[0])
            for start, end in name_spans(text, role)
            for found in re.finditer(rf"[{HAN}]+", text[start:end])
        ]
        spans += [(found.start(1), found[1]) for found in _NAMED.finditer(text)]
        chars = list(result)
        for start, word in spans:
            name = _OFFICE_BEFORE.sub("", word)
            start += len(word) - len(name)
            if not is_name(name) or name in self._phrases:
                continue
            surname = surname_of(name)
            chars[start : start + len(surname)] = surnames()[surname]
            for number in range(start + len(surname), start + len(name)):
                chars[number] = str(self._opencc.convert(text[number]))[:1] or text[number]
        return "".join(chars)

    def texts(self, texts: Texts, role: Role = "text") -> Texts:
        """Fill in the Traditional form of a short text."""
        return replace(texts, hant=self.convert(texts.hans, role))

    def block(self, block: Block) -> Block:
        """Fill in the Traditional form of a block's sentences."""
        return replace(
            block, segments=tuple(replace(s, hant=self.convert(s.hans.text)) for s in block.segments)
        )

    def article(self, article: Article) -> Article:
        """Fill in the Traditional form of everything in an article."""
        return replace(
            article,
            title=self.texts(article.title),
            paper=self.texts(article.paper),
            inferred=self.texts(article.inferred),
            kicker=article.kicker and self.texts(article.kicker),
            subtitle=article.subtitle and self.texts(article.subtitle),
            byline_line=article.byline_line and self.texts(article.byline_line, "byline"),
            bylines=tuple(self.texts(byline, "byline") for byline in article.bylines),
            blocks=tuple(map(self.block, article.blocks)),
        )


@cache
def _of_folder(folder: Path) -> Traditional:
    return Traditional.of_terms(read_terms(folder / "seeds" / "terms.tsv"))


def convert(text: str) -> str:
    """Convert a text with the terms of the archive in the current folder, as a script would."""
    return _of_folder(Path.cwd()).convert(text)


def _first(entry: dict[str, str], dictionary: dict[str, Any]) -> dict[str, Any]:
    """Our dictionary before OpenCC's, which is a group or a single one."""
    if dictionary.get("type") == "group":
        return {**dictionary, "dicts": [entry, *dictionary["dicts"]]}
    return {"type": "group", "dicts": [entry, dictionary]}


def _make_absolute(config: Any, folder: Path) -> None:
    """OpenCC looks for dictionaries beside the configuration, and ours stands elsewhere."""
    if isinstance(config, dict):
        if "file" in config and not Path(config["file"]).is_absolute():
            config["file"] = str(folder / config["file"])
        for value in config.values():
            _make_absolute(value, folder)
    elif isinstance(config, list):
        for value in config:
            _make_absolute(value, folder)
