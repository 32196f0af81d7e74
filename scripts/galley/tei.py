"""The whole archive as TEI P5: one ``teiCorpus``, in which each article stands in all its languages.

A sentence has the same number in every language, and ``corresp`` leads from a translation to the Chinese
it translates. What editors supplied, inferred or found missing is marked as TEI has it (``supplied``,
``date/@cert``, ``note``), and ``@type`` of an English sentence says whether a person has edited it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from galley import dates, pages
from galley.bylines import authors
from galley.interface import word
from galley.model import LANGUAGES, Article, Block, Language, Segment, Texts
from galley.publication import Publication
from galley.topics import Topic
from galley.xml_text import xml_text

_TEI = "http://www.tei-c.org/ns/1.0"
_ID, _LANG = "xml:id", "xml:lang"
_SHORT: dict[Language, str] = {"zh-Hans": "s", "zh-Hant": "t", "en": "e"}
"""The letter for a language in the ids of sentences."""


def corpus(
    articles: Sequence[Article],
    publication: Publication,
    topics: Mapping[str, Topic],
    english: Mapping[str, str],
) -> bytes:
    """The archive as one TEI document."""
    root = Element("teiCorpus", {"xmlns": _TEI, _LANG: "zh-Hans"})
    root.append(_corpus_header(publication, topics))
    for article in articles:
        tei = SubElement(root, "TEI", {_ID: f"a.{article.slug}"})
        tei.append(_header(article, publication, english))
        group = SubElement(SubElement(tei, "text"), "group")
        for language in LANGUAGES:
            if language != "en" or pages.has_english(article):
                group.append(_text(article, language))
    _indent(root)
    text: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return text + b"\n"


def _indent(root: Element) -> None:
    """Indent the elements, but put no white space between sentences: it would be read as text."""
    ElementTree.indent(root, " ")
    for parent in root.iter():
        sentences = parent.findall("s")
        if sentences:
            parent.text = None
        for sentence in sentences:
            english = sentence.get(_ID, "").rpartition(".")[2].startswith(_SHORT["en"])
            sentence.tail = " " if english and sentence is not sentences[-1] else None


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    element = SubElement(parent, name, attributes)
    if text:
        element.text = xml_text(text)
    return element


def _in_languages(parent: Element, name: str, texts: Texts, **attributes: str) -> None:
    for language, text in texts.data().items():
        if text:
            _add(parent, name, text, **{_LANG: language}, **attributes)


def _corpus_header(publication: Publication, topics: Mapping[str, Topic]) -> Element:
    header = Element("teiHeader")
    file = _add(header, "fileDesc")
    titles = _add(file, "titleStmt")
    for language in LANGUAGES:
        _add(titles, "title", publication.names[language], **{_LANG: language})
    published = _add(file, "publicationStmt")
    _add(published, "publisher", publication.names["zh-Hans"])
    _add(_add(published, "availability"), "p", word("rights-texts", "en"), **{_LANG: "en"})
    _add(published, "ptr", target=publication.url)
    _add(_add(file, "sourceDesc"), "p", word("tei-source", "en"), **{_LANG: "en"})
    encoding = _add(header, "encodingDesc")
    _add(_add(encoding, "projectDesc"), "p", word("tei-languages", "en"), **{_LANG: "en"})
    taxonomy = _add(_add(encoding, "classDecl"), "taxonomy", **{_ID: "topics"})
    for topic in topics.values():
        category = _add(taxonomy, "category", **{_ID: f"topic.{topic.id}"})
        for language in LANGUAGES:
            _add(category, "catDesc", topic.name[language], **{_LANG: language})
    return header


def _header(article: Article, publication: Publication, english: Mapping[str, str]) -> Element:
    header = Element("teiHeader")
    file = _add(header, "fileDesc")
    titles = _add(file, "titleStmt")
    _in_languages(titles, "title", article.title, type="supplied" if article.title_supplied else "main")
    people = authors(article, english)
    for person in people:
        author = _add(titles, "author")
        for language in LANGUAGES:
            _add(author, "persName", person.name(language), **{_LANG: language})
    published = _add(file, "publicationStmt")
    _add(published, "publisher", publication.names["zh-Hans"])
    _add(published, "ptr", target=publication.article("zh-Hans", article.slug))
    notes = _notes(article)
    if notes:
        statement = _add(file, "notesStmt")
        for note in notes:
            _add(statement, "note", note, **{_LANG: "en"})
    source = _add(_add(file, "sourceDesc"), "biblStruct")
    analytic = _add(source, "analytic")
    _add(analytic, "title", article.title.hans, level="a")
    for person in people:
        _add(_add(analytic, "author"), "persName", person.hans)
    monograph = _add(source, "monogr")
    _in_languages(monograph, "title", article.paper, level="j")
    imprint = _add(monograph, "imprint")
    _date(imprint, article)
    if article.page:
        _add(imprint, "biblScope", str(article.page), unit="page")
    _add(source, "note", f"{article.source}: {', '.join(pages.line_numbers(article))}", type="lines")
    if article.topics:
        references = " ".join(f"#topic.{topic}" for topic in article.topics)
        kinds = _add(_add(header, "profileDesc"), "textClass")
        _add(kinds, "catRef", scheme="#topics", target=references)
    return header


def _notes(article: Article) -> list[str]:
    said = [word(notice, "en") for notice in pages.notices(article, "en")]
    if article.paper_inferred:
        said.append(word("inferred", "en", why=article.inferred.get("en")))
    if article.title_supplied:
        said.append(word("headline-supplied", "en"))
    return said


def _date(parent: Element, article: Article) -> None:
    day = dates.parse(article.date)
    said = {"when": day.iso()} if day.year else {}
    if day.approximate or day.uncertain:
        said["cert"] = "medium"
    _add(parent, "date", day.name("zh-Hans"), **said)


def _text(article: Article, language: Language) -> Element:
    text = Element("text", {_LANG: language})
    front = _add(text, "front")
    page = _add(front, "titlePage")
    if article.kicker:
        _add(_add(page, "docTitle"), "titlePart", article.kicker.get(language), type="kicker")
    title = _add(page, "docTitle")
    main = _add(title, "titlePart", type="main")
    if article.title_supplied:
        _add(main, "supplied", article.title.get(language))
    else:
        main.text = xml_text(article.title.get(language))
    if article.subtitle:
        _add(title, "titlePart", article.subtitle.get(language), type="sub")
    if article.byline_line:
        _add(page, "byline", article.byline_line.get(language))
    body = _add(text, "body")
    division: Element | None = None
    for block in article.blocks:
        if division is None or block.kind == "heading":
            division = _add(body, "div")
        _block(division, block, article, language)
    return text


def _block(parent: Element, block: Block, article: Article, language: Language) -> None:
    place = f"a.{article.slug}.{block.id}.{_SHORT[language]}"
    lines = " ".join(f"{a}-{b}" if a != b else str(a) for a, b in block.lines)
    given = {_ID: place, **({"n": lines} if lines else {})}
    if block.kind == "heading":
        head = _add(parent, "head", **given)
        _sentences(_add(head, "supplied") if block.supplied else head, block, article, language)
    elif block.kind == "paragraph":
        kind = {"rend": "boxed"} if block.boxed else {}
        _sentences(_add(parent, "p", **given, **kind), block, article, language)
    elif block.kind == "caption":
        _sentences(_add(_add(parent, "figure"), "p", **given), block, article, language)
    else:
        _add(parent, "note", block.text(language), type="editorial", **given)


def _sentences(parent: Element, block: Block, article: Article, language: Language) -> None:
    for number, segment in enumerate(block.segments, 1):
        place = f"a.{article.slug}.{block.id}"
        attributes = {_ID: f"{place}.{_SHORT[language]}{number}"}
        if language != "zh-Hans":
            attributes["corresp"] = f"#{place}.{_SHORT['zh-Hans']}{number}"
        if language == "en":
            attributes["type"] = segment.origin
            if not segment.en:
                attributes[_LANG] = "zh-Hans"
        _add(parent, "s", _segment_text(segment, language), **attributes)


def _segment_text(segment: Segment, language: Language) -> str:
    if language == "zh-Hans":
        return segment.hans.text
    return segment.hant if language == "zh-Hant" else segment.en or segment.hans.text
