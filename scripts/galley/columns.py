"""Estimate the widths of the columns on a page, line by line: they change beside pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from galley.lattice import WIDEST_COLUMN, Evidence

_BINS = 2 * 40
_NARROWEST = 5.5
_ENDED = 0.4
"""The vote of a line that ends a sentence: it may be a last line, or all lines may be sentences."""
_WINDOW = 8
_CANDIDATES = 3
_FEWEST = 3.6
_WHOLE = 0.9
"""Columns are mostly whole characters wide."""


def find_columns(evidence: Sequence[Evidence]) -> None:
    """Find the columns that a line may stand in from its neighbours: widths change beside pictures.

    A line votes for every width in half em in which it would be full.
    """
    votes = [_vote(e, last=n + 1 == len(evidence)) for n, e in enumerate(evidence)]
    bins = [_WHOLE if n % 2 == 0 else 0.0 for n in range(_BINS)]
    for n in range(-_WINDOW, len(evidence)):
        if n + _WINDOW < len(votes):
            _count(bins, votes[n + _WINDOW], 1.0)
        if n > _WINDOW:
            _count(bins, votes[n - _WINDOW - 1], -1.0)
        if n >= 0 and evidence[n].text and evidence[n].width <= WIDEST_COLUMN:
            evidence[n].columns = _peaks(bins)


class _Vote(NamedTuple):
    low: int
    high: int
    own: int
    weight: float


def _vote(e: Evidence, last: bool) -> _Vote | None:
    if last or not e.text or not _NARROWEST <= e.width <= WIDEST_COLUMN:
        return None
    low = -int(-2 * max(0.0, e.width - e.squeeze) // 1)
    high = -int(-2 * (e.width + e.unit) // 1)
    weight = _ENDED if e.ended else 1.0
    return _Vote(low, min(_BINS, max(low + 1, high)), min(_BINS - 1, round(2 * e.width)), weight)


def _count(bins: list[float], vote: _Vote | None, sign: float) -> None:
    if vote is None:
        return
    weight = sign * vote.weight
    for n in range(vote.low, vote.high):
        bins[n] += weight
        bins[min(n + 4, _BINS - 1)] += 0.3 * weight  # it may be indented
    bins[vote.own] += 0.6 * weight


def _peaks(bins: list[float]) -> tuple[float, ...]:
    left = bins[:]
    found: list[float] = []
    while len(found) < _CANDIDATES:
        most = max(left)
        if most < _FEWEST:
            break
        n = left.index(most)
        found.append(n / 2)
        left[max(0, n - 1) : n + 2] = [0.0] * len(left[max(0, n - 1) : n + 2])
    return tuple(found)
