"""Suggest topics for an article by the words that the topics' names and descriptions have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import log

from galley.propose.elements import grams_of
from galley.topics import Topic

_LEAST = 4.0
_NEAR = 0.7
"""A second topic is suggested where it has so much of the first one's points."""
_MOST = 2


def suggest(text: str, topics: Mapping[str, Topic]) -> list[str]:
    """The topics' ids for which an article's words speak, the likeliest first, at most two.

    Each pair of characters in a topic's Chinese name and description counts as often as the article
    has it (by its logarithm), the more the fewer topics have it; pairs in the name count double.
    """
    counts = Counter(text[at : at + 2] for at in range(len(text) - 1))
    names = {id_: grams_of(topic.name["zh-Hans"]) for id_, topic in topics.items()}
    words = {id_: names[id_] | grams_of(topic.about["zh-Hans"]) for id_, topic in topics.items()}
    spread = Counter(gram for grams in words.values() for gram in grams)
    points = {
        id_: sum(
            log(1 + counts[gram]) * log(1 + len(topics) / spread[gram]) * (2 if gram in names[id_] else 1)
            for gram in sorted(grams)
        )
        / (4 + len(grams)) ** 0.5
        for id_, grams in words.items()
    }
    order = sorted(points, key=lambda id_: -points[id_])  # stable: the editors' order decides a tie
    best = points[order[0]] if order else 0.0
    return [id_ for id_ in order[:_MOST] if points[id_] >= max(_LEAST, _NEAR * best)]
