"""The built site, a server for it and a real browser, each made once for all tests.

`make test` runs the tests in as many processes as there are processors (pytest-xdist), each time in another
order (pytest-randomly; it prints the seed). The process that needs the site first builds it; the others wait.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

if TYPE_CHECKING:
    from built import Built

ROOT = Path(__file__).parent.parent
FULL = bool(os.environ.get("GALLEY_FULL"))
"""Whether there is time for what says little more: ``make test-full``."""
timed = pytest.mark.skipif(not FULL, reason="asserts seconds of processor time: make test-full")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--in-process-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    # A window's address bar has pages and processes of its own, which no test looks at and which take more
    # than half of a window's time. This list stands instead of Playwright's, from which the last four come.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess"
    ",DestroyProfileOnBrowserClose,PaintHolding,OptimizationHints,MediaRouter",
]

# How long an example takes says how busy the machine is, and nothing of what is tested. The tests of a change
# have the same examples each time; the long form looks for new ones, and for more of them.
settings.register_profile("galley", deadline=None, derandomize=True)
settings.register_profile("full", deadline=None, max_examples=1000)
settings.load_profile("full" if FULL else "galley")


LONGEST = (
    "test_hostile.py",  # needs no site: it runs while the other process builds that
    "test_accessibility.py",
    "test_search.py",
    "test_site.py",
    "test_serve.py",
    "test_disk.py",
    "test_volumes.py",
    "test_exports.py",
    "test_reproducible.py",
    "test_offline.py",
    "test_compare.py",
    "test_served.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, or one process would wait for the other in the end; the rest as they fell."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))


@functools.cache
def no_network() -> list[str]:
    """What to put before a command so that it has no network at all; nothing where the machine cannot do it.

    Linux gives it a network namespace in which there is no interface that is up.
    """
    for more in ([], ["--map-root-user"]):
        prefix = ["unshare", "--net", *more]
        with contextlib.suppress(OSError):
            if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
                return prefix
    return []


def mkdocs_build(folder: Path, site: Path, site_url: str = "https://example.org/repo/") -> str:
    """Build a site as a person would, but without a network; return what MkDocs printed, and fail with it."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": site_url}
    command = [*no_network(), sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(site)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that is made once for all the processes that share the tests; ``make`` fills it."""
    run = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        run = run.parent
    folder, built = run / name, run / f"{name}.built"
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            make(folder)
            built.touch()
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site, built with --strict."""
    return once(tmp_path_factory, "site", lambda folder: mkdocs_build(ROOT, folder))


@pytest.fixture(scope="session")
def built(site: Path) -> Built:
    """The project's own site, read."""
    from built import Built  # an archive that `galley new` has begun has this file and not that one

    return Built(site)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder below a prefix, as GitHub Pages does for a repository."""

    prefix = "/"

    def log_message(self, format: str, *args: object) -> None:
        """A test's output is no access log."""

    def end_headers(self) -> None:
        """Let pages of other hosts read the files, as GitHub Pages does."""
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def translate_path(self, path: str) -> str:
        """Only what is below the prefix is there."""
        if not path.startswith(self.prefix):
            return os.devnull + "/absent"
        return super().translate_path("/" + path[len(self.prefix) :])


def serve(folder: Path, prefix: str = "/") -> Iterator[str]:
    """Serve a folder on a free port of this machine; yield its address."""
    handler = type("Handler", (_Quiet,), {"prefix": prefix})
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
    finally:
        server.shutdown()


@pytest.fixture(scope="session", params=["/", "/repo/"])
def address(site: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The site's address, at the root of a host and below a path."""
    yield from serve(site, request.param)


@pytest.fixture(scope="session", params=["/repo/", "/"] if FULL else ["/repo/"])
def below(site: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The site below a path, where a link that forgets it breaks; for most pages that says enough."""
    yield from serve(site, request.param)


def chromium() -> str | None:
    """The browser to test with: $GALLEY_CHROMIUM, or one of the system's."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("GALLEY_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; where there is none the tests are skipped, but never in CI."""
    path = chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium on this machine; run scripts/system-packages chromium")
        pytest.skip("no Chromium on this machine; run scripts/system-packages chromium")
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield instance
        instance.close()
