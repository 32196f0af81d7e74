"""The options of the ``galley`` plugin in ``mkdocs.yml``; ``docs/guide/commands.md`` has a row for each."""

from __future__ import annotations

from mkdocs.config import config_options
from mkdocs.config.base import Config

from galley.volume_settings import VolumesConfig


class GalleyConfig(Config):
    """The options of the ``galley`` plugin in ``mkdocs.yml``."""

    traditional_quotes = config_options.Type(bool, default=True)
    """Whether Traditional pages have 「」『』 for “”‘’. On: Traditional readers expect them."""

    search = config_options.Type(bool, default=True)
    """Whether to write the search files. On; off makes a build a little faster while editing."""

    pdf = config_options.Type(bool, default=True)
    """Whether to make PDFs. On; a site that has none was told so, by this or by GALLEY_PDF=false."""
    offline_megabytes = config_options.Type(int, default=12)
    """How much of the site readers' devices keep, to be read without a network. Of a larger site the
    largest parts (the pages of names) are left out, and of them the pages that were opened are kept.
    0: nothing is kept. 12: what a phone downloads in a few seconds and nobody misses."""

    links_to_files = config_options.Type(bool, default=False)
    """Whether links name ``index.html``, so that the built folder can be read without a server and
    without scripts. Off: addresses are shorter without it, and with scripts the folder works anyway."""

    parallel = config_options.Optional(config_options.Type(bool))
    """Whether the languages are built at once, each in a process of its own. If not said: where there are
    cores and so many articles that it is faster. The files are the same; the memory is twice as much."""

    volumes = config_options.SubConfig(VolumesConfig)
    """How the archive is divided into several sites with one search, or which other sites stand beside it."""

    volume = config_options.Type((str, int), default="all")
    """Which volume to build (1998, gansu-daily). All: the archive as one site."""

    proof = config_options.Type(bool, default=False)
    """Whether to publish the proofs of the pages. Off: they are for editors; ``mkdocs serve`` has them."""
