"""The catalogue of an archive's articles: what it is asked for takes no longer in a larger archive."""

from __future__ import annotations

from conftest import ROOT
from galley.archive import Archive


def test_no_question_about_one_article_reads_through_all() -> None:
    """A hundred thousand pages each ask for their articles: by an index, not through the whole table."""
    catalogue = Archive(ROOT).articles().catalogue
    (first, *_) = catalogue.rows()
    database = catalogue._scratch._db
    asked: list[str] = []
    database.set_trace_callback(asked.append)
    assert first in catalogue.rows_of(first.source)
    assert catalogue.row(first.position) == catalogue.row_of(first.slug) == first
    assert first.source in catalogue.sources()
    database.set_trace_callback(None)
    assert len(asked) > 3
    for question in asked:
        steps = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {question}")]
        assert all(step.startswith("SEARCH") and "AUTOMATIC" not in step for step in steps), (question, steps)
