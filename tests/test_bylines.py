"""Who wrote an article: the persons that a byline names, and no others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archives import own_archive, own_articles
from cases import Case, params
from galley.bylines import authors
from galley.model import Texts


@pytest.mark.parametrize("case", params("bylines"))
def test_a_byline_names_these(case: Case) -> None:
    article = next(iter(own_articles().values()))
    line = Texts(case.input, case.input)
    found = authors(replace(article, bylines=(line,)), {})
    assert [author.hans for author in found] == case.expected


def test_every_article_of_the_archive_but_one_names_its_authors() -> None:
    nobody = [slug for slug, article in own_articles().items() if not authors(article, {})]
    assert nobody == ["xi-putin-phone-call"]  # 新华社电, printed without a name


def test_english_and_traditional_names_belong_to_the_same_person() -> None:
    article = own_articles()["why-jinchang-runs-fast"]
    by_terms = authors(article, own_archive().english_names)
    by_line = authors(article, {})
    assert [author.en for author in by_line] == [author.en for author in by_terms]
    assert by_terms[3].name("zh-Hant") == "謝曉玲"
    assert by_terms[3].parted("en") == ("Xie", "Xiaoling")
    assert by_terms[3].parted("zh-Hans") == ("谢", "晓玲")
