"""Whatever in the built site names a place of it leads there."""

from __future__ import annotations

import pytest

from built import Built


def test_every_link_of_every_file_leads_somewhere(built: Built) -> None:
    counts, faults = built.faults()
    print(sum(counts.values()), "links:", dict(counts.most_common()))
    assert faults[:20] == []
    assert {
        "page, a", "page, alternate", "page, canonical", "page, meta", "page, linked data", "page, data-pdf",
        "xml", "json", "bib", "ris", "service worker", "manifest", "search", "data", "pdf",
        "pdf, inside", "epub", "epub, inside",
    } <= counts.keys()  # fmt: skip


@pytest.mark.parametrize(
    ("gone", "kinds"),
    [
        (
            "articles/deputies-vote/index.html",
            {"page, a", "page, alternate", "page, canonical", "page, meta", "xml", "json", "bib", "search"},
        ),
        ("articles/deputies-vote/deputies-vote.pdf", {"page, a", "page, data-pdf"}),
        ("assets/icon-192.png", {"manifest"}),
        ("data/source/004_c3c6e2b65bf3fb33.txt", {"page, a", "page, linked data"}),
    ],
)
def test_a_file_that_is_not_there_is_missed(built: Built, gone: str, kinds: set[str]) -> None:
    assert gone in built.files
    without = Built(built.folder)  # and nothing is read again
    without.pages, without.ids, without.links = built.pages, built.ids, built.links
    without.files -= {gone}
    _, faults = without.faults()
    assert kinds <= {kind for kind, *_ in faults}
    assert all(fault == "leads nowhere" for *_, fault in faults)


def test_no_id_stands_twice_in_a_page(built: Built) -> None:
    twice = {name: [one for one, times in ids.items() if times > 1] for name, ids in built.ids.items()}
    assert {name: ids for name, ids in twice.items() if ids} == {}
