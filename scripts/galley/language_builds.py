"""The pages of the other languages, each language in a process of its own beside that of the first.

The i18n plugin builds one language after the other in one process. The languages share nothing but what
was read before, so where there are cores they are built at once; the files are the same.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any, NamedTuple

from mkdocs import utils
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from galley.content import Content
from galley.pages import FOLDERS
from galley.parent import end_with_parent
from galley.pdf.shelf import Offer
from galley.volume_settings import name_volume
from galley.workers import cores

_MANY = 150
"""Articles from which on it is faster: a process needs two seconds to begin."""

_KNOWN = {"galley", "i18n"}
"""Plugins that keep nothing from one language to the next."""

_OF_THE_WHOLE = ("Documentation built in", "Building documentation to directory")
"""What MkDocs says of each build, and readers of the log expect once."""


class Said(NamedTuple):
    """A line of a process's log."""

    name: str
    level: int
    message: str


@dataclass(frozen=True)
class Job:
    """The build of one language."""

    folder: str
    """The language's folder below ``docs/``, which is how i18n calls it."""
    settings: Mapping[str, Any]
    """For ``load_config``."""
    level: int
    """Of the log."""
    made_from: bytes = field(repr=False)
    """The content and the PDFs that the pages offer, pickled."""


class Builds:
    """The builds that go on."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        # Not forked: this process has threads, and macOS forbids it.
        self._pool = ProcessPoolExecutor(
            len(jobs), mp_context=get_context("spawn"), initializer=end_with_parent
        )
        self._running: dict[str, Future[tuple[list[Said], str]]] = {
            job.folder: self._pool.submit(build_language, job) for job in jobs
        }

    def finish(self) -> None:
        """Wait for the pages, and say what was said of them.

        Raises:
            PluginError: the pages of a language could not be built.
        """
        wrong = ""
        for folder, running in self._running.items():
            try:
                said, error = running.result()
            except BrokenProcessPool:
                said = []
                error = "the process was killed; close other programs, or set “parallel: false” in mkdocs.yml"
            for line in said:
                if not line.message.startswith(_OF_THE_WHOLE):
                    logging.getLogger(line.name).log(line.level, line.message)
            if error and not wrong:
                wrong = f"The pages of docs/{folder} could not be built: {error}"
        self._pool.shutdown()
        if wrong:
            raise PluginError(wrong)


def wanted(config: MkDocsConfig, content: Content, said: bool | None) -> bool:
    """Whether to build languages apart: where it can be done, and somebody said so or it is faster here."""
    # Another plugin may gather something over all languages.
    alone = config.plugins.keys() <= _KNOWN and not config.hooks
    if not alone or not config.config_file_path or len(content.languages) < 2:
        return False
    return cores() > 1 and len(content.articles) >= _MANY if said is None else said


def begin(config: MkDocsConfig, content: Content, offers: Mapping[str, Sequence[Offer]]) -> Builds:
    """Begin to build every language but the first."""
    settings = {
        "config_file": config.config_file_path,
        "site_dir": config.site_dir,
        "site_url": config.site_url,
        "use_directory_urls": config.use_directory_urls,
        "strict": False,  # warnings are counted where they are said in the end
    }
    level = logging.getLogger("mkdocs").getEffectiveLevel()
    made_from = pickle.dumps((content.for_a_process(), offers))
    return Builds([Job(FOLDERS[one], settings, level, made_from) for one in content.languages[1:]])


def build_language(job: Job) -> tuple[list[Said], str]:
    """Build one language, in a process of its own; return what was said, and what was wrong."""
    said: list[Said] = []
    logger = logging.getLogger("mkdocs")
    logger.setLevel(job.level)
    logger.addHandler(_Keeper(said))
    logger.propagate = False
    try:
        config = load_config(**job.settings)
        i18n: Any = config.plugins["i18n"]
        galley: Any = config.plugins["galley"]
        galley.content, galley.offers = pickle.loads(job.made_from)  # noqa: S301 - from our own process
        i18n.current_language, i18n.building = job.folder, True
        if (part := galley.content.archive.part) is not None:
            name_volume(config, part.volume)
        utils.clean_directory = lambda directory: None  # the first language's build has emptied it
        build(config)
    except (Exception, SystemExit) as error:
        return said, f"{type(error).__name__}: {error}"
    return said, ""


class _Keeper(logging.Handler):
    """Keeps the log for the process that asked for the build."""

    def __init__(self, said: list[Said]) -> None:
        super().__init__()
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(Said(record.name, record.levelno, record.getMessage()))
