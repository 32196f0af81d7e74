"""What ``mkdocs.yml`` says of volumes (``plugins: galley: volumes``), and the shelf that follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig

from galley.archive import Archive
from galley.errors import GalleyError
from galley.model import Texts
from galley.publication import publication_of
from galley.site import LANGUAGE_OF
from galley.volume_pages import sheets
from galley.volumes import DIVISIONS, Part, Shelf, Volume, divide, with_slash

ALL = "all"
"""In place of a volume's name: the archive as one site."""


class VolumesConfig(Config):
    """The option ``volumes`` of the plugin."""

    by = config_options.Optional(config_options.Choice(DIVISIONS))
    """By what this archive is divided into volumes. Not said: it is one site."""

    url = config_options.Type(str, default="")
    """The address of a volume, with ``{volume}`` where 1998 or gansu-daily belongs."""

    others = config_options.Type(list, default=[])
    """Sites beside this one that its search covers: archives kept in folders of their own."""


def parts_of(archive: Archive, config: VolumesConfig) -> dict[str, Part]:
    """The parts of an archive that is divided, by their names in addresses.

    Raises:
        GalleyError: the archive is not divided, or what is said of it cannot be.
    """
    if not config.by:
        raise GalleyError("does not divide the archive; add volumes: {by: year, url: …}", "mkdocs.yml")
    convert = archive.traditional.convert
    return divide(sheets(archive), config.by, config.url, archive.english_names, convert)


def choose(
    archive: Archive, volumes: VolumesConfig, name: str, config: MkDocsConfig, serving: bool
) -> tuple[Archive, Shelf | None]:
    """The archive, or the part of it that is to be built, and the volumes that its site knows, if any.

    The site of a part gets an address of its own (but for a server's) and names that say which part it is.

    Raises:
        GalleyError: there is no such part, or what is said of the volumes cannot be.
    """
    convert = archive.traditional.convert
    others = [_other(given, convert) for given in volumes.others]
    if name == ALL:
        names = publication_of(config).names
        own = Texts(names["zh-Hans"], names["zh-Hant"], names["en"])
        return archive, Shelf(Volume(own, with_slash(config.site_url or "")), others) if others else None
    parts = parts_of(archive, volumes)
    if name not in parts:
        some = ", ".join(list(parts)[:5])
        raise GalleyError(f"there is no volume “{name}”; galley volumes lists them ({some})")
    part = parts[name]
    others = [one.volume for one in parts.values() if one is not part] + others
    if not serving:
        config.site_url = part.volume.url
    name_volume(config, part.volume)
    return replace(archive, part=part), Shelf(part.volume, others)


def _other(given: Any, convert: Callable[[str], str]) -> Volume:
    """One of ``others``: ``{url: https://…, name: 1998年, name_en: 1998}``."""
    known = {"url", "name", "name_hant", "name_en"}
    if not isinstance(given, dict) or not {"url", "name"} <= given.keys() <= known:
        example = "{url: https://me.github.io/press/, name: 1998年, name_en: 1998}"
        raise GalleyError(f"volumes: “{given}” should be like {example}", "mkdocs.yml")
    url = str(given["url"])
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise GalleyError(f"volumes: the address “{url}” should begin with https://", "mkdocs.yml")
    name = str(given["name"])
    hant = str(given.get("name_hant") or convert(name))
    return Volume(Texts(name, hant, str(given.get("name_en") or name)), with_slash(url))


def name_volume(config: MkDocsConfig, volume: Volume) -> None:
    """Let the site's names say which volume it is."""
    i18n = config.plugins.get("i18n")
    for given in i18n.config.languages if i18n else ():
        language = LANGUAGE_OF[given.locale]
        if given.site_name and not given.site_name.endswith(f" · {volume.name.get(language)}"):
            given.site_name = f"{given.site_name} · {volume.name.get(language)}"
    config.site_name = f"{config.site_name} · {volume.name.hans}"
