"""Who wrote an article: the names in its bylines, without the roles that are printed with them."""

from __future__ import annotations

import re

from galley.model import Article, Language

# “新甘肃·甘肃日报记者”, “通讯员”; a photographer's “摄” stands after the name.
_ROLE = re.compile(r"^.*(?:记者|記者|通讯员|通訊員)|^(?:摄|攝|文|图|圖|摄影|攝影)$")
_ENGLISH_ROLE = re.compile(r"^(?:.*\b(?:reporters?|correspondents?)\b|photos?:?)\s*", re.IGNORECASE)


def authors(article: Article, language: Language) -> list[str]:
    """The names, each once, in the order of the page; English falls back to Chinese with the byline."""
    found: list[str] = []
    for byline in article.bylines:
        if language == "en" and byline.en:
            parts = re.split(r",\s*|\s+and\s+", _ENGLISH_ROLE.sub("", byline.en))
        else:
            parts = [_ROLE.sub("", part) for part in byline.get(language).split()]
        found += [part.strip() for part in parts]
    return list(dict.fromkeys(filter(None, found)))
