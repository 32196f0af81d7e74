"""The site's topics (``seeds/topics.yml``): a handful that its readers would look for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from galley.editors import read_yaml
from galley.errors import PlanError
from galley.traditional import Traditional


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: its address, its name and one sentence on it, by language."""

    id: str
    name: dict[str, str]
    about: dict[str, str]


def read_topics(path: Path, traditional: Traditional) -> dict[str, Topic]:
    """Read the topics, in the editors' order. Traditional names are converted unless given.

    Raises:
        PlanError: with file and line, for whatever is wrong in it.
    """
    if not path.exists():
        raise PlanError("does not exist; write the site's topics in it", path)
    topics: dict[str, Topic] = {}
    for item in read_yaml(path).many():
        fields = item.fields(("id", "name", "about"), ("id", "name"))
        slug = fields["id"].slug()
        if slug in topics:
            raise item.error(f"the topic “{slug}” stands here again; keep one")
        texts = []
        for key in ("name", "about"):
            if key not in fields:
                texts.append({"zh-Hans": "", "zh-Hant": "", "en": ""})
                continue
            given = fields[key].fields(("zh-Hans", "zh-Hant", "en"), ("zh-Hans", "en"))
            by_language = {language: value.filled() for language, value in given.items()}
            by_language.setdefault("zh-Hant", traditional.convert(by_language["zh-Hans"]))
            texts.append(by_language)
        topics[slug] = Topic(slug, *texts)
    return topics
