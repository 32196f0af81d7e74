"""What a reader's first search loads from our site, in a real browser, compressed as web servers send it."""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import threading
from collections.abc import Iterator

from bench.building import INDEX, built
from bench.frame import GALLEY, Measurement, Result, Sample, UnableError


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """No access log among the figures."""


def measure(sample: Sample) -> Iterator[Result]:
    """Two characters of a headline."""
    from playwright.sync_api import Error, sync_playwright

    from conftest import FLAGS, chromium

    path, site = chromium(), built(sample)
    if path is None:
        raise UnableError("there is no Chromium; run scripts/system-packages chromium")
    if not (site / "index.html").exists():
        raise UnableError("the site was not built")
    query = json.loads((site / "data" / "articles.json").read_text("utf-8"))[0]["title"]["zh-Hans"][:2]
    handler = functools.partial(_Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sizes: list[int] = []
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            page = browser.new_page(service_workers="block")
            page.goto(f"http://127.0.0.1:{server.server_port}/")
            page.on("response", lambda answer: sizes.append(len(gzip.compress(answer.body(), 6))))
            page.keyboard.press("/")
            page.get_by_role("searchbox").fill(query)
            page.locator(".hit-title").first.wait_for()
            page.wait_for_load_state("networkidle")
            browser.close()
    except Error as error:
        raise UnableError(f"the browser failed: {str(error).splitlines()[0]}") from None
    finally:
        server.shutdown()
    note = f"all that a search for {query} loads, scripts too"
    yield Result(INDEX, GALLEY, sample.pages, 0, 0, size=sum(sizes), note=note)


MEASUREMENTS = (Measurement(INDEX, GALLEY, measure),)
