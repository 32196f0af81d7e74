"""An article as linked data: ``NewsArticle`` of schema.org, with its versions in the other languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from galley import dates, pages
from galley.bylines import Author, authors
from galley.excerpts import excerpt_of
from galley.interface import word
from galley.model import Article, Language
from galley.publication import Publication
from galley.topics import Topic


def news_article(
    article: Article,
    language: Language,
    publication: Publication,
    topics: Mapping[str, Topic],
    english: Mapping[str, str],
) -> dict[str, Any]:
    """One article in one language.

    What the papers printed is the work; the other two languages are translations of it. The Traditional
    text is a conversion of the script, and ``creditText`` says so, as it says what is inferred.
    """
    url = publication.article(language, article.slug)
    newspaper = {"@type": "Newspaper", "name": article.paper.get(language)}
    printed = dates.parse(article.date).iso() or None
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": pages.title_of(article, language),
        "alternativeHeadline": article.subtitle.get(language) if article.subtitle else None,
        "description": excerpt_of(article, language),
        "inLanguage": language,
        "datePublished": printed,
        "author": [_person(one, language) for one in authors(article, english)],
        "copyrightHolder": newspaper,
        "isPartOf": {
            "@type": "PublicationIssue",
            **({"datePublished": printed} if printed else {}),
            "isPartOf": newspaper,
        },
        "printPage": str(article.page) if article.page else None,
        "keywords": [topics[topic].name[language] for topic in article.topics],
        "image": publication.address(language, f"articles/{article.slug}/{article.slug}.png"),
        "isBasedOn": publication.address("zh-Hans", f"data/source/{quote(article.source)}"),
        "isAccessibleForFree": True,
        "provider": _site(publication, language),
        "creditText": " ".join(_credits(article, language)),
    }
    versions = [other for other in publication.languages if _exists(article, other)]
    others = [_version(article, other, publication) for other in versions]
    if language == "zh-Hans":
        data["workTranslation"] = others[1:]
    else:
        data["translationOfWork"] = others[0]
    return {name: value for name, value in data.items() if value not in (None, "", [])}


def website(language: Language, publication: Publication) -> dict[str, Any]:
    """The site itself, for its front pages."""
    return {
        "@context": "https://schema.org",
        **_site(publication, language),
        "description": publication.descriptions[language],
        "inLanguage": language,
    }


def _site(publication: Publication, language: Language) -> dict[str, str]:
    address = publication.address(language, "")
    return {"@type": "WebSite", "@id": address, "name": publication.names[language], "url": address}


def _person(author: Author, language: Language) -> dict[str, str]:
    name = author.name(language)
    person = {"@type": "Person", "name": name}
    return person if name == author.hans else {**person, "alternateName": author.hans}


def _exists(article: Article, language: Language) -> bool:
    return language != "en" or pages.has_english(article)


def _version(article: Article, language: Language, publication: Publication) -> dict[str, str]:
    return {
        "@type": "NewsArticle",
        "@id": publication.article(language, article.slug),
        "headline": pages.title_of(article, language),
        "inLanguage": language,
    }


def _credits(article: Article, language: Language) -> list[str]:
    said = []
    if language == "zh-Hant":
        said.append(word("converted", language))
    if language == "en":
        said += [word(notice, language) for notice in pages.notices(article, language)]
    if article.paper_inferred:
        said.append(word("inferred", language, why=article.inferred.get(language)))
    if article.title_supplied:
        said.append(word("headline-supplied", language))
    return said
