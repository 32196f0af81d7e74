"""How to cite an article, for machines: CSL-JSON, BibLaTeX and RIS.

A reference in Chinese is to the article as printed. One in English has the printed headline with the
English after it in brackets, as Chicago (17th ed., 11.9) and APA (7th ed., 9.38) ask of a work in
another language, and says who or what translated it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from galley import dates
from galley.bylines import authors
from galley.interface import word
from galley.model import Article, Language
from galley.publication import Publication

SUFFIXES = (".bib", ".ris", ".csl.json")


@dataclass(frozen=True, slots=True)
class Reference:
    """All that a citation is made from."""

    slug: str
    language: Language
    """The language that the reference is written in."""
    original: str
    """The headline as printed; in square brackets if an editor supplied it."""
    translated: str
    """Its English, in a reference in English; otherwise empty."""
    names: tuple[tuple[str, str], ...]
    """Surname and given name of each author; the second empty where a name has no parts."""
    paper: str
    paper_inferred: bool
    date: str
    """EDTF."""
    page: int | None
    url: str
    source: str
    """The site's name."""
    notes: tuple[str, ...]
    """What a reader must know: what is inferred, supplied or translated by a program."""

    @property
    def title(self) -> str:
        """The headline, with its English in brackets if it has one."""
        return f"{self.original} [{self.translated}]" if self.translated else self.original

    @property
    def script(self) -> str:
        """The language tag of the text referred to: an English reference is to the Chinese as printed."""
        return "zh-Hant" if self.language == "zh-Hant" else "zh-Hans"


def reference(
    article: Article, language: Language, publication: Publication, english: Mapping[str, str], url: str = ""
) -> Reference:
    """The reference to an article in one language.

    ``english`` has the names that the editors' terms give in English; ``url`` is the page to name, if it
    is not the article's page in that language.
    """
    original = article.title.get("zh-Hant" if language == "zh-Hant" else "zh-Hans")
    return Reference(
        article.slug,
        language,
        f"[{original}]" if article.title_supplied else original,
        article.title.en if language == "en" else "",
        tuple(person.parted(language) for person in authors(article, english)),
        article.paper.get(language),
        article.paper_inferred,
        article.date,
        article.page,
        url or publication.article(language, article.slug),
        publication.names[language],
        tuple(_notes(article, language)),
    )


def _notes(article: Article, language: Language) -> Iterator[str]:
    if article.paper_inferred:
        yield word("inferred", language, why=article.inferred.get(language))
    if article.title_supplied:
        yield word("headline-supplied", language)
    if language == "en" and article.title.en:
        yield word(f"cite-english-{article.english_source or 'model'}", language)


def csl_json(reference: Reference) -> dict[str, Any]:
    """The reference as an item of CSL-JSON."""
    date = dates.parse(reference.date)
    issued: dict[str, Any] = {"date-parts": [[part for part in date[:3] if part]]}
    if date.approximate or date.uncertain:
        issued["circa"] = True
    item = {
        "id": reference.slug,
        "type": "article-newspaper",
        "title": reference.title,
        "original-title": reference.original if reference.translated else None,
        "author": [
            {"family": family, "given": given} if given else {"literal": family}
            for family, given in reference.names
        ],
        "issued": issued if date.year else None,
        "container-title": reference.paper,
        "page": str(reference.page) if reference.page else None,
        "URL": reference.url,
        "language": reference.script,
        "source": reference.source,
        "note": " ".join(reference.notes),
    }
    return {name: value for name, value in item.items() if value}


# What LaTeX reads as a command. A backslash before a brace would still count as a brace to BibTeX.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "$%&#_"},
}
_LATEX_SPECIAL = re.compile("[" + re.escape("".join(_LATEX)) + "]")


def _latex(text: str) -> str:
    return _LATEX_SPECIAL.sub(lambda found: _LATEX[found[0]], text)


def bibtex(reference: Reference) -> str:
    """The reference as BibLaTeX, with the fields that the older BibTeX knows beside them."""
    date = dates.parse(reference.date)
    fields = {
        # Doubled braces: neither the order of a Chinese name nor the case of a headline is to be changed.
        "author": " and ".join(
            f"{_latex(family)}, {_latex(given)}" if given and reference.language == "en"
            else f"{{{_latex(family + given)}}}"
            for family, given in reference.names
        ),
        "title": f"{{{_latex(reference.original)}}}",
        "titleaddon": _latex(f"[{reference.translated}]") if reference.translated else "",
        "journal": _latex(reference.paper),
        "entrysubtype": "newspaper",
        "date": reference.date if date.year else "",
        "year": str(date.year or ""),
        "month": str(date.month or ""),
        "pages": str(reference.page or ""),
        "url": reference.url,
        "langid": "chinese",
        "note": _latex(" ".join(reference.notes)),
    }  # fmt: skip
    lines = (f"  {name} = {{{value}}}," for name, value in fields.items() if value)
    return "\n".join([f"@article{{{reference.slug},", *lines, "}", ""])


def ris(reference: Reference) -> str:
    """The reference as RIS. A line is a tag, a hyphen and a value; a value has no line break."""
    date = dates.parse(reference.date)
    day = "/".join(f"{part:02d}" if part else "" for part in date[:3])
    tags = [
        ("TY", "NEWS"),
        ("ID", reference.slug),
        ("TI", reference.original),
        ("TT", reference.translated),
        *(("AU", _ris_name(reference, *name)) for name in reference.names),
        ("T2", reference.paper),
        ("PY", str(date.year or "")),
        ("DA", f"{day}/" if date.year else ""),
        ("SP", str(reference.page or "")),
        ("UR", reference.url),
        ("LA", reference.script),
        ("DB", reference.source),
        *(("N1", note) for note in reference.notes),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _ris_name(reference: Reference, family: str, given: str) -> str:
    return f"{family}, {given}" if given and reference.language == "en" else family + given


def csl_text(references: Sequence[Reference]) -> str:
    """References as a CSL-JSON file."""
    return json.dumps([csl_json(one) for one in references], ensure_ascii=False, indent=1) + "\n"


def files_of(references: Sequence[Reference]) -> Iterator[tuple[str, str]]:
    """The three files for these references: suffix and content."""
    yield ".bib", "\n".join(bibtex(one) for one in references)
    yield ".ris", "\r\n".join(ris(one) for one in references)
    yield ".csl.json", csl_text(references)
