"""The cache keeps what it is given, and never gives back what it was not."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from galley.cache import Cache, key


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
