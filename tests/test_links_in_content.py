"""Links in pages that people write: https, http, mailto and relative ones."""

from __future__ import annotations

import time

import pytest

from conftest import timed
from galley.links import harmless


@pytest.mark.parametrize(
    "tag",
    [
        '<a href="https://example.org/">',
        '<a href="http://example.org/a:b">',
        '<a href="mailto:a@example.org">',
        '<a href="MAILTO:a@example.org">',
        '<a href="../topics/water/#a:b">',
        '<a href="#p3">',
        '<a href="//example.org/">',
        '<img src="data:image/png;base64,">',
    ],
)
def test_what_may_stand(tag: str) -> None:
    assert harmless(tag) == (tag, [])


@pytest.mark.parametrize(
    "tag",
    [
        '<a href="javascript:alert(1)">',
        "<a href='javascript:alert(1)'>",
        "<a href=javascript:alert(1)>",
        '<a href = "JaVaScRiPt:alert(1)">',
        '<a href="java&#9;script:alert(1)">',
        '<a href="java\nscript:alert(1)">',
        '<a href=" &#14; javascript&colon;alert(1)">',
        '<a href="&#106;avascript:alert(1)">',
        f'<a href="{"&#9;" * 300}javascript:alert(1)">',
        '<a href="vbscript:x">',
        '<a href="data:text/html,x">',
        '<a href="file:///etc/passwd">',
        '<a title=">" href="javascript:alert(1)">',
        '<!-- <a " --> <a href="javascript:alert(1)">',
        "<p title=\"a href='\"> <a x< href='javascript:alert(1)'>",
        '<a/href="javascript:alert(1)">',
        '<svg><a xlink:href="javascript:alert(1)">',
        '<form action="javascript:alert(1)">',
        '<button formaction="javascript:alert(1)">',
    ],
)
def test_what_may_not(tag: str) -> None:
    left, (address,) = harmless(tag)
    assert "data-no-link" in left
    assert address
    assert harmless(left) == (left, [])


@timed
@pytest.mark.parametrize("text", ["<", '<a "', "href='", "href=", "href ", "href=\"'", "href=&", "href=a:"])
def test_a_megabyte_of_the_worst_takes_no_time(text: str) -> None:
    start = time.process_time()
    harmless(text * (1_000_000 // len(text)))
    harmless("<a " + text * (1_000_000 // len(text)))
    assert time.process_time() - start < 2
