"""Make Pagefind's search index: it reads the built pages, one index for each ``<html lang>``."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

from galley import files
from galley.errors import GalleyError

_BODY = "data-pagefind-body"
_ENTRY = "pagefind-entry.json"


class Indexed(NamedTuple):
    """How many pages went into the index."""

    pages: int


def index(site: Path) -> Indexed:
    """Index a built site into ``site/pagefind/``, to the same bytes on every machine.

    Only pages with ``data-pagefind-body`` are indexed, and of them what stands inside it: articles, not
    lists of them. They are given to Pagefind one by one: it would read the folder itself, but numbers the
    pages as the file system lists them.

    Raises:
        GalleyError: Pagefind is not installed for this machine, or failed.
    """
    try:
        indexed, made = _index(_articles(site))
    except (OSError, ImportError, RuntimeError, ValueError) as error:
        raise GalleyError(
            f"Pagefind could not index the site ({error}); make room, or install pagefind[extended]",
            site,
        ) from None
    for name, content in made.items():
        files.write(site / "pagefind" / name, _in_order(content) if name == _ENTRY else content)
    return Indexed(indexed)


def _articles(site: Path) -> Iterator[tuple[str, str]]:
    """The pages to be indexed, by path."""
    for path in sorted(site.rglob("*.html")):
        html = path.read_text("utf-8")
        if _BODY in html:
            yield path.relative_to(site).as_posix(), html


def _index(pages: Iterable[tuple[str, str]]) -> tuple[int, dict[str, bytes]]:
    """How many pages there are, and the files of their index.

    Pagefind's Python package would wait a tenth of a second for each page.
    """
    # Imported here: only a build needs it, and starting `galley --help` should not.
    from pagefind.service import get_executable

    program: Path | None = get_executable()
    if program is None:
        raise RuntimeError("there is no Pagefind for this machine")
    service = [str(program), "--service"]
    with subprocess.Popen(service, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdin is not None and process.stdout is not None  # noqa: S101
        talk = _Talk(process.stdin, process.stdout)
        number = talk.ask("NewIndex", config=None)["index_id"]
        count = 0
        for path, html in pages:
            count += 1
            talk.ask("AddFile", index_id=number, file_path=path, file_contents=html)
        # Told to write files itself, it says that it has before the last of them is on the disk.
        made = talk.ask("GetFiles", index_id=number)["files"]
    return count, {file["path"]: base64.b64decode(file["content"]) for file in made}


def _in_order(entry: bytes) -> str:
    """The list of languages, which Pagefind writes in another order each time, by their names."""
    read = json.loads(entry)
    read["languages"] = dict(sorted(read["languages"].items()))
    return json.dumps(read, ensure_ascii=False, separators=(",", ":"))


class _Talk:
    """Questions to Pagefind's service and its answers: JSON in Base64, each with a comma after it."""

    def __init__(self, questions: IO[bytes], answers: IO[bytes]) -> None:
        self._questions, self._answers = questions, answers

    def ask(self, what: str, **values: object) -> dict[str, Any]:
        """Ask one thing and wait for the answer.

        Raises:
            RuntimeError: Pagefind says that it could not, or says nothing.
        """
        question = {"message_id": 1, "payload": {"type": what, **values}}
        self._questions.write(base64.b64encode(json.dumps(question).encode()) + b",")
        self._questions.flush()
        answer: dict[str, Any] = json.loads(base64.b64decode(self._read()))["payload"]
        if answer["type"] == "Error":
            raise RuntimeError(answer["message"])
        return answer

    def _read(self) -> bytes:
        data = bytearray()
        while not data.endswith(b","):
            more = self._answers.read1()  # type: ignore[attr-defined] # of a buffered pipe
            if not more:
                raise RuntimeError("it ended too early")
            data += more
        return bytes(data[:-1])
