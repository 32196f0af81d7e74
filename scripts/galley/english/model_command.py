"""``galley model``: list translation models, install one, and note which one the archive has.

Which model an archive uses stands in ``seeds/model.yml``, an editors' file like the others: whoever
builds on the archive gets the same model, or is told that it is another.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from galley import files
from galley.errors import GalleyError, PlanError

_HEAD = """\
# The model that fills empty English. `galley model install` writes this; commit it with the English.
# sha256 is that of the .argosmodel file.
"""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    model = commands.add_parser("model", help="list translation models, or install one")
    actions = model.add_subparsers(metavar="action", required=True)
    shown = actions.add_parser("list", help="say which models are installed, and which the index offers")
    shown.set_defaults(command=_list)
    new = actions.add_parser("install", help="install a model from the index or from a file")
    new.add_argument("file", nargs="?", type=Path, metavar="FILE", help="an .argosmodel file")
    new.add_argument("--sha256", default="", metavar="HEX", help="the checksum that the file must have")
    new.add_argument("--replace", action="store_true", help="take another model than seeds/model.yml names")
    new.set_defaults(command=_install)
    for parser in (shown, new):
        parser.add_argument("--index", default="", metavar="URL", help="another index than Argos's own")
        _add_dir(parser)


def _add_dir(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dir", type=Path, default=Path(), metavar="DIR", help="the archive's folder (default: here)"
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """What ``seeds/model.yml`` says."""

    path: Path
    version: str
    sha256: str


def read_choice(seeds: Path) -> Choice | None:
    """Read ``seeds/model.yml``; none if there is no such file.

    Raises:
        PlanError: it is not what ``galley model install`` writes.
    """
    from galley.editors import read_yaml  # it brings YAML along, which most commands do without

    path = seeds / "model.yml"
    if not path.exists():
        return None
    try:
        found = {key.text(): value for key, value in read_yaml(path).pairs()}
        return Choice(path, found["version"].filled(), found["sha256"].filled())
    except (PlanError, KeyError):
        message = "does not say “version” and “sha256”; take it away and run: galley model install"
        raise PlanError(message, path) from None


def _list(options: argparse.Namespace) -> int:
    from galley.english import argos

    choice = read_choice(options.dir / "seeds")
    for package in argos.installed():
        mark = " (named in seeds/model.yml)" if choice and choice.sha256 == package.sha256 else ""
        print(f"installed: {package}{mark}, in {package.path}")
    url = _index_url(options.index)
    try:
        for offer in _offers(url):
            print(f"offered:   {argos.NAME} {offer['package_version']}, by {url}")
    except GalleyError as error:
        print(f"offered:   not known; {error}")
    return 0


def _install(options: argparse.Namespace) -> int:
    from galley.english import argos, engine

    seeds = options.dir / "seeds"
    if not seeds.is_dir():
        raise GalleyError("has no folder “seeds”; go to the archive's folder, or give --dir", options.dir)
    choice = None if options.replace else read_choice(seeds)
    argos.packages_folder()
    with _file(options, choice) as (path, origin):
        package = argos.check_file(path, options.sha256 or origin.get("sha256", ""))
        if choice and package.sha256 != choice.sha256:
            message = f"is not the model that {choice.path} names; give --replace to take it from now on"
            raise GalleyError(message, options.file or origin["url"])
        package = argos.install(package, engine.load)
    lines = [f"name: {argos.NAME}", f'version: "{package.version}"', f'sha256: "{package.sha256}"']
    if "url" in origin:
        lines.append(f"from: {_quoted(origin['url'])}")
    files.write(seeds / "model.yml", _HEAD + "\n".join(lines) + "\n")
    print(f"installed: {package}, in {package.path}; it is named in {seeds / 'model.yml'}")
    return 0


def _quoted(text: str) -> str:
    import json

    return json.dumps(text)


@contextmanager
def _file(options: argparse.Namespace, choice: Choice | None) -> Iterator[tuple[Path, dict[str, str]]]:
    """The file to install, and where it is from: the one given, or one that is downloaded and goes again."""
    import tempfile

    from galley.english import argos

    if options.file is not None:
        yield options.file, {}
        return
    index = _index_url(options.index)
    offers = _offers(index)
    if choice is not None:
        offers = [offer for offer in offers if offer["package_version"] == choice.version]
    if not offers:
        wanted = f" version {choice.version}, which {choice.path} names" if choice else ""
        advice = "give --replace to take another" if choice else "give another --index, or a file"
        raise GalleyError(f"the index offers no model from Chinese to English{wanted}; {advice}", index)
    offer = max(offers, key=lambda one: argos.numbers(one["package_version"]))
    with tempfile.TemporaryDirectory(prefix=".galley-", dir=argos.packages_folder().parent) as folder:
        path = Path(folder) / "model.argosmodel"
        for number, link in enumerate(offer["links"], 1):
            try:
                with path.open("wb") as file:
                    _fetch(link, argos.LARGEST, file)
                break
            except GalleyError:
                if number == len(offer["links"]):
                    raise
        yield path, {"url": link, "sha256": offer["sha256"]}


def _index_url(given: str) -> str:
    """The address of an index: the one given, ``ARGOS_PACKAGE_INDEX``, or Argos's own."""
    from galley.english import argos

    url: str = given or argos.settings().package_index
    return url if url.endswith(".json") else url.rstrip("/") + "/index.json"


def _offers(url: str) -> list[dict[str, Any]]:
    """What an index offers from Chinese to English.

    Raises:
        GalleyError: it cannot be reached, or is no index.
    """
    import json
    import tempfile

    with tempfile.TemporaryFile() as file:
        _fetch(url, 10_000_000, file)
        file.seek(0)
        try:
            found = [
                {
                    "package_version": str(one["package_version"]),
                    "sha256": str(one.get("sha256", "")),  # Argos's own index has none; another may
                    "links": [
                        str(link) for link in one["links"] if str(link).startswith(("http:", "https:"))
                    ],
                }
                for one in json.load(file)
                if (one.get("from_code"), one.get("to_code")) == ("zh", "en")
            ]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise GalleyError("is no index of Argos packages; give another --index", url) from None
    return [one for one in found if one["links"]]


def _fetch(url: str, most: int, file: IO[bytes]) -> None:
    """Download a file of up to ``most`` bytes.

    Raises:
        GalleyError: it cannot be reached, is larger, or was cut short.
    """
    # Half of the start-up time of every command, were it at the top; only this one uses them.
    import urllib.request
    from http.client import HTTPException

    if not url.startswith(("http://", "https://")):
        raise GalleyError("is no address that begins with http:// or https://; correct it", url)
    size = done = 0
    try:
        request = urllib.request.Request(url, headers={"User-Agent": "galley"})  # noqa: S310 (checked above)
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 (checked above)
            size = int(answer.headers.get("Content-Length") or 0)
            while part := answer.read(1 << 20):
                done += len(part)
                if done > most:
                    raise GalleyError(f"is larger than {most >> 20:,} MB; give another --index", url)
                file.write(part)
                if sys.stderr.isatty() and size > 1 << 20:
                    print(f"\r{done >> 20} of {size >> 20} MB", end="", file=sys.stderr, flush=True)
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
        raise GalleyError(f"cannot be downloaded ({reason}); try again, or give a file", url) from None
    if sys.stderr.isatty() and size > 1 << 20:
        print(file=sys.stderr)
    if done < size:
        raise GalleyError(f"was cut short after {done:,} of {size:,} bytes; run the command again", url)
