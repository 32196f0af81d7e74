"""What speaks for and against, in points (``data/propose.tsv``)."""

from __future__ import annotations

from functools import cache

from galley.tables import read_data


@cache
def weights() -> dict[str, float]:
    """Points by name."""
    return {row["name"]: float(row["points"]) for row in read_data("propose.tsv")}
