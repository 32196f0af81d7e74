"""Pair what breaks off with what goes on so that all pairs together score highest.

A maximum-weight matching of a sparse bipartite graph. Taking the best pair first would be wrong here:
two columns of two articles that take turns cross, and each pair alone looks worse than the line end
between them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

_STEPS = 400
"""So many tails are looked at for a place of one: time grows with their number, not faster."""


def best_pairs(scores: Mapping[int, Mapping[int, float]]) -> dict[int, int]:
    """The head of each tail in the set of pairs whose scores add up to most.

    Tails come in one by one. Each takes the place that adds most, where that means that another
    moves or is left without one (augmenting paths; L. R. Ford and D. R. Fulkerson, 1956). Pairs with
    scores below 0 are never taken.

    Args:
        scores: by tail, the score of each head that it may go on with.
    """
    owner: dict[int, int] = {}
    for tail in sorted(scores):
        _place(tail, scores, owner)
    return {tail: head for head, tail in owner.items()}


def _place(tail: int, scores: Mapping[int, Mapping[int, float]], owner: dict[int, int]) -> None:
    gains = {tail: 0.0}
    came: dict[int, tuple[int, int]] = {}
    best, end = 0.0, None
    waiting = deque([tail])
    for _ in range(_STEPS):
        if not waiting:
            break
        mover = waiting.popleft()
        for head, score in scores[mover].items():
            other = owner.get(head)
            if other == mover:
                continue
            gain = gains[mover] + score - (scores[other][head] if other is not None else 0.0)
            if gain > best + 1e-9:
                best, end = gain, (mover, head)
            if other is not None and gain > gains.get(other, float("-inf")) + 1e-9:
                gains[other] = gain
                came[other] = (mover, head)
                waiting.append(other)
    for _ in range(len(came) + 1):
        if end is None:
            break
        mover, head = end
        owner[head] = mover
        end = came.get(mover)
