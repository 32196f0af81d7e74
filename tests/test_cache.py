"""The cache keeps what it is given, and never gives back what it was not."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from galley import cards, citation_styles
from galley.cache import Cache, key
from galley.pdf import missing, typeset
from test_citations import reference_to


@given(st.lists(st.text()), st.lists(st.text()))
def test_other_parts_have_another_key(one: list[str], other: list[str]) -> None:
    assert (key(*one) == key(*other)) == (one == other)


def test_a_result_is_kept(tmp_path: Path) -> None:
    kept = Cache(tmp_path / "step")
    assert kept.get(key("a")) is None
    kept.put(key("a"), b"result")
    assert kept.get(key("a")) == b"result"
    assert kept.get(key("b")) is None


def test_a_damaged_result_is_made_again(tmp_path: Path) -> None:
    kept = Cache(tmp_path)
    kept.put(key("a"), b"result")
    for path in tmp_path.rglob(key("a")):
        path.write_bytes(path.read_bytes()[:-1])
    assert kept.get(key("a")) is None


def test_a_result_under_another_key_is_not_taken(tmp_path: Path) -> None:
    """A copy that went wrong, where a cache is shared."""
    kept = Cache(tmp_path)
    kept.put(key("a"), b"result")
    (path,) = tmp_path.rglob(key("a"))
    other = tmp_path / key("b")[:2] / key("b")
    other.parent.mkdir(exist_ok=True)
    other.write_bytes(path.read_bytes())
    assert kept.get(key("b")) is None


def test_a_cache_that_cannot_be_written_does_not_stop_the_build(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = Cache(tmp_path / "file")
    kept.put(key("a"), b"result")
    assert kept.get(key("a")) is None


class Asked(Cache):
    """A cache that has everything, and notes what it was asked for."""

    names: ClassVar[list[str]] = []

    def get(self, name: str) -> bytes | None:
        self.names.append(name)
        return b""


def asked_for() -> list[str]:
    """The keys of a picture, a citation and a PDF."""
    Asked.names.clear()
    list(cards.draw([cards.Card("a.png", "en", ("A",), "B", "C")], Asked(Path())))
    citation_styles.formatted([reference_to("four-coordinates")], citation_styles.STYLES[0], Asked(Path()))
    return [*Asked.names, typeset.Press(ROOT)._same]


@pytest.mark.parametrize(
    ("module", "changed"), [(cards, 0), (citation_styles, 1), (typeset, 2), (missing, 2)]
)
def test_what_another_program_made_is_not_taken(
    module: ModuleType, changed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = asked_for()
    (tmp_path / "other.py").write_text("another program", "utf-8")
    monkeypatch.setattr(module, "__file__", str(tmp_path / "other.py"))
    after = asked_for()
    assert [one == other for one, other in zip(before, after, strict=True)] == [
        n != changed for n in range(3)
    ]
