"""A built site: its files, its pages, and every link in it: of pages, data, feeds, PDFs, e-books, caches."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pikepdf
from lxml import etree, html

SITE_URL = "https://example.org/repo/"
ELSEWHERE = ("https", "http", "mailto")
"""What a link in a page may begin with, besides those of the site."""
ADDRESSES = ("href", "src", "cite", "data", "poster", "action", "data-page", "data-source", "data-worker")
OWN = re.compile(re.escape(SITE_URL) + r"[^\s\"'<>{}\\]*")


class Link(NamedTuple):
    """A link, absolute, where it was found, and what it is."""

    kind: str
    at: str
    to: str


class Built:
    """A built site: its files, the ids in its pages, and all links in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    def named(self, suffix: str) -> list[str]:
        """The files whose names end so."""
        return sorted(name for name in self.files if name.endswith(suffix))

    @cached_property
    def pages(self) -> dict[str, html.HtmlElement]:
        """Every page by its file."""
        return {name: html.parse(self.folder / name).getroot() for name in self.named(".html")}

    @cached_property
    def ids(self) -> dict[str, Counter[str]]:
        """The ids of every page, and how often each stands in it."""
        return {name: Counter(map(str, page.xpath("//@id"))) for name, page in self.pages.items()}

    def fault(self, link: Link) -> str:
        """What is wrong with a link; empty where it leads somewhere."""
        address, fragment = urldefrag(link.to)
        if not address.startswith(SITE_URL):
            return "" if urlsplit(address).scheme in ELSEWHERE else "of another kind"
        path = unquote(urlsplit(address).path.removeprefix(urlsplit(SITE_URL).path))
        path += "index.html" if not path or path.endswith("/") else ""
        if path not in self.files:
            return "leads nowhere"
        known = self.ids.get(path)
        if fragment and (known is None or unquote(fragment) not in known):
            return "the page has no such place"
        return ""

    def faults(self) -> tuple[Counter[str], list[tuple[str, ...]]]:
        """How many links of each kind there are, and those that lead nowhere."""
        counts: Counter[str] = Counter()
        said: dict[str, str] = {}
        found: list[tuple[str, ...]] = []
        for link in self.links:
            counts[link.kind] += 1
            fault = said[link.to] = said[link.to] if link.to in said else self.fault(link)
            if fault:
                found.append((*link, fault))
        return counts, found

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link of the site."""
        return tuple(self._links())

    def _links(self) -> Iterator[Link]:
        for name, page in self.pages.items():
            yield from of_page(name, page)
        for suffix in ("xml", "json", "jsonl", "bib", "ris", "tmx", "geojson", "webmanifest", "csv", "txt"):
            for name in self.named(f".{suffix}"):
                if not name.startswith("data/source/"):
                    text = (self.folder / name).read_text("utf-8")
                    yield from (Link(suffix, name, found.rstrip(".,;)")) for found in OWN.findall(text))
        for name in self.named(".css"):
            if not name.startswith("pagefind/"):
                for found in re.findall(r"url\(([^)]*)\)", (self.folder / name).read_text("utf-8")):
                    if not found.strip("\"'").startswith(("data:", "#")):
                        yield Link("css", name, urljoin(SITE_URL + name, found.strip("\"'")))
        yield from self._of_lists()
        for name in self.named(".pdf"):
            yield from of_pdf(name, self.folder / name)
        for name in self.named(".epub"):
            yield from of_book(name, self.folder / name)

    def _of_lists(self) -> Iterator[Link]:
        """What the service worker keeps, what the manifest names, what the search and the data lead to."""
        kept = json.loads((self.folder / "kept.json").read_text("utf-8"))
        for address in [*kept["shell"], *kept["rest"]]:
            yield Link("service worker", "kept.json", urljoin(SITE_URL, address))
        manifest = json.loads((self.folder / "manifest.webmanifest").read_text("utf-8"))
        for address in [manifest["start_url"], *(icon["src"] for icon in manifest["icons"])]:
            yield Link("manifest", "manifest.webmanifest", urljoin(SITE_URL, address))
        for name in self.named(".json"):
            data = json.loads((self.folder / name).read_text("utf-8"))
            if re.fullmatch(r"search/(?:zh-Hans|zh-Hant|en)/\d+-\d+\.json", name):
                language = name.split("/")[1]
                page = f"{SITE_URL}{'' if language == 'zh-Hans' else f'{language}/'}articles/{data['slug']}/"
                for block, _ in data["blocks"]:
                    yield Link("search", name, f"{page}#{block}" if block else page)
            elif name.startswith("data/"):
                yield from (Link("data", name, to) for to in of_data(data))


def of_page(name: str, page: html.HtmlElement) -> Iterator[Link]:
    """The links of a page: of its elements, of its metadata, of its linked data."""
    here = SITE_URL + name.removesuffix("index.html")
    for element in page.iter(etree.Element):
        for attribute in ADDRESSES:
            if (value := element.get(attribute)) is not None:
                kind = str(element.get("rel") or element.tag) if attribute == "href" else attribute
                yield Link(f"page, {kind}", name, urljoin(here, value))
        for part in filter(None, (element.get("srcset") or "").split(",")):
            yield Link("page, srcset", name, urljoin(here, part.split()[0]))
        if (value := element.get("data-pdf")) is not None:
            yield Link("page, data-pdf", name, SITE_URL + value)
        if element.tag == "meta" and str(element.get("content")).startswith(SITE_URL):
            yield Link("page, meta", name, str(element.get("content")))
        if element.get("type") == "application/ld+json":
            for to in OWN.findall(element.text or ""):
                yield Link("page, linked data", name, to)


def of_data(value: Any) -> Iterator[str]:
    """The places of articles that data name: ``{"article": slug, "anchor": id}``."""
    if isinstance(value, dict):
        if isinstance(value.get("article"), str) and isinstance(value.get("anchor"), str):
            yield f"{SITE_URL}articles/{value['article']}/#{value['anchor']}"
        for one in value.values():
            yield from of_data(one)
    elif isinstance(value, list):
        for one in value:
            yield from of_data(one)


def of_pdf(name: str, path: Path) -> Iterator[Link]:
    """The links of a PDF to addresses; one inside it that leads to none of its pages is an address too."""
    with pikepdf.open(path) as pdf:
        pages = {page.objgen for page in pdf.pages}
        names = dict(pikepdf.NameTree(pdf.Root.Names.Dests)) if "/Names" in pdf.Root else {}
        for page in pdf.pages:
            for annotation in page.get("/Annots", ()):
                if annotation.get("/Subtype") != "/Link":
                    continue
                action: Any = annotation.get("/A", {})
                if action.get("/S") == "/URI":
                    yield Link("pdf", name, str(action["/URI"]))
                    continue
                target = annotation.get("/Dest", action.get("/D"))
                if isinstance(target, pikepdf.String | pikepdf.Name):
                    target = names.get(str(target))
                if isinstance(target, pikepdf.Dictionary):
                    target = target.get("/D")
                found = isinstance(target, pikepdf.Array) and target[0].objgen in pages
                yield Link("pdf, inside", name, SITE_URL + name if found else f"inside:{target!r}")


def of_book(name: str, path: Path) -> Iterator[Link]:
    """The links of an e-book; one inside it that leads to no file or place of it is of another kind."""
    with zipfile.ZipFile(path) as book:
        texts = {
            one: etree.fromstring(book.read(one))
            for one in book.namelist()
            if one.endswith((".xhtml", ".opf"))
        }
        ids = {
            one: {element.get("id") for element in root.iter(etree.Element)} for one, root in texts.items()
        }
        for one, root in texts.items():
            for element in root.iter(etree.Element):
                for attribute in ("href", "src"):
                    value = element.get(attribute)
                    if value is None:
                        continue
                    if urlsplit(value).scheme:
                        yield Link("epub", name, value)
                        continue
                    file, fragment = urldefrag(urljoin(f"/{one}", value))
                    file = unquote(file.removeprefix("/"))
                    there = file in book.namelist() and (not fragment or fragment in ids.get(file, ()))
                    yield Link("epub, inside", name, SITE_URL + name if there else f"inside:{value}")
