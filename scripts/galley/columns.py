"""Estimate the widths of the columns on a page, line by line: they change beside pictures."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from galley.lattice import INDENT, WIDEST_COLUMN, Evidence

_BINS = 2 * 40
_NARROWEST = 5.5
_ENDED = 0.4
"""The vote of a line that ends a sentence: it may be a last line, or all lines may be sentences."""
_WINDOW = 8
_CANDIDATES = 3
_FEWEST = 3.6
_SHARE = 0.4
"""Of the likeliest width's votes: one that has fewer is a chance of two or three lines."""
_WHOLE = 0.9
"""Columns are mostly whole characters wide."""
_INDENT = round(2 * INDENT)
"""Half em. A line may be the first of its paragraph."""
_NOTHING = (0.0, 0.0, 0.0)


def find_columns(evidence: Sequence[Evidence]) -> None:
    """Find the columns that a line may stand in from its neighbours: widths change beside pictures.

    A line votes for every width in half em in which it would be full.
    """
    votes = [_vote(e) for e in evidence]
    votes[-1:] = [None]  # what would have followed the last line is not known
    cast = [vote for vote in votes if vote is not None]
    if not cast:
        return
    least = min(vote.low for vote in cast)
    most = max(max(vote.high + _INDENT, vote.own + 1) for vote in cast)
    bins = [_WHOLE if n % 2 == 0 else 0.0 for n in range(most + 1)]  # the last one gets no vote
    for n in range(-_WINDOW, len(evidence)):
        coming = votes[n + _WINDOW] if n + _WINDOW < len(votes) else None
        if coming is not None:
            _count(bins, coming, coming.weight)
        going = votes[n - _WINDOW - 1] if n > _WINDOW else None
        if going is not None:
            _count(bins, going, -going.weight)
        if n >= 0 and evidence[n].text and evidence[n].width <= WIDEST_COLUMN:
            evidence[n].columns = _peaks(bins, least)


class _Vote(NamedTuple):
    low: int
    high: int
    own: int
    weight: float


def _vote(e: Evidence) -> _Vote | None:
    if not e.text or not _NARROWEST <= e.width <= WIDEST_COLUMN:
        return None
    low = ceil(2 * (e.width - e.squeeze))
    high = max(low + 1, min(_BINS, ceil(2 * (e.width + e.unit))))
    return _Vote(low, high, round(2 * e.width), _ENDED if e.ended else 1.0)


def _count(bins: list[float], vote: _Vote, weight: float) -> None:
    indented = 0.3 * weight
    for n in range(vote.low, vote.high):
        bins[n] += weight
        bins[n + _INDENT] += indented
    bins[vote.own] += 0.6 * weight


def _peaks(bins: list[float], least: int) -> tuple[float, ...]:
    """The likeliest widths, in em, from the narrowest to the widest."""
    left = bins[least - 1 :]
    found: list[float] = []
    enough = _FEWEST
    while len(found) < _CANDIDATES:
        most = max(left)
        if most < enough:
            break
        enough = max(enough, _SHARE * most)
        n = left.index(most)
        found.append((n + least - 1) / 2)
        left[n - 1 : n + 2] = _NOTHING
    return tuple(sorted(found))
