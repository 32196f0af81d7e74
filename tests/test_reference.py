"""Places on maps, and events on a timeline: what editors may write, and what is drawn of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives import SEEDS, galley, is_one_sentence, own_archive, own_articles
from cases import Case, params
from galley.atlas import Map, Point, read_maps, read_places
from galley.cartography import Place, draw
from galley.events import read_events
from galley.model import LANGUAGES, Texts
from test_names import two_articles

PREFIX = {"zh-Hans": "", "zh-Hant": "zh-Hant/", "en": "en/"}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("case", params("reference"))
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, case: Case) -> None:
    folder = two_articles(tmp_path, "张伟\t張偉\tZhang Wei\tperson", "金昌\t金昌\tJinchang\tplace")
    for name, text in case.input.items():
        (folder / "seeds" / name).write_text(text, "utf-8")
    done = galley("check", "--dir", folder)
    assert done.status == 2
    assert is_one_sentence(done.err), done.err
    assert case.expected["at"] in done.err
    assert case.expected["says"] in done.err


def test_a_place_abroad_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "places.tsv"
    path.write_text("hans\tlat\tlon\twhy\tabroad\n金昌\t52.5\t13.4\ta joke\tyes\n", "utf-8")
    assert read_places(path, own_archive().terms) == {"金昌": Point(52.5, 13.4)}


# Events


def test_events_are_in_the_order_of_time_and_stand_on_their_sentences() -> None:
    archive, articles = own_archive(), own_articles()
    events = read_events(SEEDS / "events.yml", list(articles.values()), archive.topics, archive.traditional)
    assert len(events) >= 30
    assert [event.order for event in events] == sorted(event.order for event in events)
    for event in events:
        block, _, number = event.anchor.partition("s")
        (found,) = [one for one in event.article.blocks if one.id == block]
        sentence = found.segments[int(number or 1) - 1].hans.text
        assert event.quote.hans.startswith(sentence[:4]) or event.quote.hans[:6] in sentence
        assert event.text.en
        assert event.quote.en


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_is_on_the_timeline(site: Path, language: str) -> None:
    page = (site / PREFIX[language] / "timeline" / "index.html").read_text("utf-8")
    data = json.loads((site / "data" / "events.json").read_text("utf-8"))
    links = re.findall(r'<blockquote cite="\.\./articles/([^/]+)/#([a-z0-9]+)">', page)
    assert links == [(event["article"], event["anchor"]) for event in data]


# Maps


def drawn(language: str = "zh-Hans") -> list[ElementTree.Element]:
    """The archive's maps, each with two dozen places."""
    maps = read_maps(SEEDS / "maps.yml", own_archive().traditional)
    places = read_places(SEEDS / "places.tsv", own_archive().terms)
    dots = [Place(point, ((name, "x"),), "", len(name)) for name, point in places.items()]
    return [ElementTree.fromstring(_named(str(draw(one, dots, language)))) for one in maps]  # type: ignore[arg-type]  # noqa: S314


def _named(svg: str) -> str:
    """SVG in HTML needs no namespace; a parser of XML does."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def test_labels_of_a_map_cover_neither_each_other_nor_a_dot() -> None:
    for svg in drawn():
        boxes = []
        for link in svg.iter(f"{SVG}a"):
            text = link.find(f"{SVG}text")
            if text is not None and text.text:
                left, base = float(text.attrib["x"]), float(text.attrib["y"])
                boxes.append((left, base - 12, left + 14 * len(text.text), base + 2))
        assert len(boxes) >= 6
        dots = [(float(c.attrib["cx"]), float(c.attrib["cy"])) for c in svg.iter(f"{SVG}circle")]
        for number, (left, top, right, bottom) in enumerate(boxes):
            assert not any(left < x < right and top < y < bottom for x, y in dots)
            for a, b, c, d in boxes[number + 1 :]:
                assert right <= a or c <= left or bottom <= b or d <= top


def test_a_map_has_a_title_a_description_and_links() -> None:
    for svg in drawn("en"):
        ids = svg.attrib["aria-labelledby"].split()
        told = {element.attrib.get("id"): element.text for element in svg}
        assert all(told[name] for name in ids)
        assert all(link.find(f"{SVG}title") is not None for link in svg.iter(f"{SVG}a"))


@given(
    st.lists(
        st.tuples(
            st.floats(37, 39), st.floats(101, 103), st.text(min_size=1, max_size=9), st.integers(0, 300)
        ),
        max_size=12,
    )
)
def test_any_places_make_a_map_that_parses_and_stays_in_its_frame(
    rows: list[tuple[float, float, str, int]],
) -> None:
    shown = Map("m", Texts("图", "圖", "Map"), None, 101, 37, 103, 39, (), ())
    dots = [Place(Point(lat, lon), ((name, "x"),), "", size) for lat, lon, name, size in rows]
    text = "".join(char for char in str(draw(shown, dots, "en")) if char.isprintable())
    svg = ElementTree.fromstring(_named(text))  # noqa: S314
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    assert len(list(svg.iter(f"{SVG}a"))) == len(rows)
    for circle in svg.iter(f"{SVG}circle"):
        assert 0 <= float(circle.attrib["cx"]) <= width
        assert 0 <= float(circle.attrib["cy"]) <= height


def test_a_crowded_dot_is_left_to_the_map_of_the_part() -> None:
    whole = Map("whole", Texts("图", "圖", "Map"), None, 90, 30, 110, 45, (), ())
    part = Map("part", Texts("图", "圖", "Map"), None, 101, 37, 103, 39, (), ())
    assert whole.holds(part)
    assert not part.holds(whole)
    dots = [
        Place(Point(38.5, 102.2), (("大", "a"),), "", 99),
        Place(Point(38.6, 102.3), (("小", "b"),), "", 1),
    ]
    assert "小" not in draw(whole, dots, "zh-Hans", [part])
    assert "小" in draw(whole, dots, "zh-Hans")
    assert "小" in draw(part, dots, "zh-Hans")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_of_the_map_is_a_link_to_its_page(site: Path, language: str) -> None:
    root = site / PREFIX[language]
    page = (root / "places" / "index.html").read_text("utf-8")
    maps = re.findall(r'<svg class="map".*?</svg>', page, re.DOTALL)
    assert len(maps) == 2
    slugs = [slug for one in maps for slug in re.findall(r'href="\.\./names/([^/"]+)/"', one)]
    assert len(set(slugs)) >= 15
    for slug in slugs:
        assert (root / "names" / slug / "index.html").is_file()
        assert f'<li><a href="../names/{slug}/"' in page  # the list says what the map shows


def test_places_as_geojson_have_longitude_first(site: Path) -> None:
    data = json.loads((site / "data" / "places.geojson").read_text("utf-8"))
    by_slug = {one["properties"]["slug"]: one["geometry"]["coordinates"] for one in data["features"]}
    assert by_slug["jinchang"] == [102.19, 38.52]
