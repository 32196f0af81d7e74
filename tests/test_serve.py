"""``mkdocs serve`` on a copy of the project: an edit to a plan is shown, with one rebuild."""

from __future__ import annotations

import html
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from conftest import ROOT
from galley.plugin import GalleyPlugin

PATIENCE = 60  # seconds before a test gives up; no test measures time
PLAN = "000_9a53511b88061f1c.yml"


class Server:
    """A running ``mkdocs serve`` and what it printed."""

    def __init__(self, folder: Path, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.folder, self.log = folder, log
        self.address = f"http://127.0.0.1:{port}/"
        command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": self.address}
        with log.open("w") as out:
            self.process = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT
            )

    def get(self, path: str) -> str:
        """A page's text; empty where there is none yet."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=5) as answer:  # noqa: S310
                return str(answer.read().decode())
        except OSError:  # not there, or busy building on a machine that is busy too
            return ""

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, f"waited for {what}\n{self.log.read_text()}"
            time.sleep(0.05)

    def builds(self) -> int:
        """How many times the site was built or changed."""
        return len(re.findall(r"Documentation built in|shown as they are now", self.log.read_text()))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, site: Path) -> Iterator[Server]:
    """A server on a copy of the project, which is copied when no build is writing into it any more."""
    folder = tmp_path_factory.mktemp("serve") / "project"
    for name in ("seeds", "docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / ".cache").symlink_to(ROOT / ".cache")  # what the site's build has set is not set again
    running = Server(folder, folder.parent / "log")
    try:
        running.until(lambda: running.get("articles/new-industrialisation/"), "the first build")
        running.until(lambda: running.get("search/index.json"), "our search index")
        running.until(lambda: running.get("pagefind/pagefind.js"), "Pagefind's")
        running.until(lambda: "Serving on" in running.log.read_text(), "the watcher")
        yield running
    finally:
        running.process.terminate()
        running.process.wait(timeout=PATIENCE)


def test_an_edit_to_a_plan_is_shown_after_one_rebuild(server: Server) -> None:
    plan = server.folder / "seeds" / PLAN
    before = server.builds()
    plan.write_text(
        plan.read_text("utf-8").replace("supplied: 推进新型工业化", "supplied: 工业之城"), "utf-8"
    )
    server.until(lambda: "工业之城" in server.get("articles/new-industrialisation/"), "the new headline")
    server.until(lambda: "工業之城" in server.get("zh-Hant/articles/new-industrialisation/"), "Traditional")
    server.until(lambda: server.get("search/index.json"), "our search index")
    server.until(lambda: server.get("pagefind/pagefind.js"), "Pagefind's")
    time.sleep(1.5)  # long enough for a second rebuild to begin, if writing the pages had caused one
    assert server.builds() == before + 1


def test_a_mistake_is_said_and_the_server_goes_on(server: Server) -> None:
    plan = server.folder / "seeds" / PLAN
    good = plan.read_text("utf-8")
    plan.write_text(good.replace("title: 207", "title: 9999"), "utf-8")
    server.until(lambda: "names line 9999" in server.log.read_text(), "the message")
    assert "Traceback" not in server.log.read_text()
    page = "articles/jinchang-government-work-2024/"
    server.until(lambda: "又踏层峰辟新天" in server.get(page), "the last good page, while the plan is wrong")
    plan.write_text(
        good.replace("title: 207", "title: 208").replace("subtitle: 208", "subtitle: 207"), "utf-8"
    )
    heading = '<h1 class="headline" id="title">——市政府2024年工作综述</h1>'
    server.until(lambda: heading in server.get("articles/jinchang-government-work-2024/"), "the new plan")


def test_each_page_has_its_proof_and_a_page_without_a_plan_too(server: Server) -> None:
    assert "——市政府2024年工作综述" in server.get("proof/000_9a53511b88061f1c/")
    added = server.folder / "seeds" / "999.txt"
    added.write_text("新版\n\n这是还没有计划的一版。\n", "utf-8")
    server.until(lambda: "这是还没有计划的一版。" in server.get("en/proof/999/"), "the new page's proof")
    assert "999.yml does not exist yet." in html.unescape(server.get("en/proof/999/"))
    added.unlink()
    server.until(lambda: not server.get("en/proof/999/"), "the proof to go with its page")


def test_a_template_and_a_term_are_followed_too(server: Server) -> None:
    style = server.folder / "overrides" / "assets" / "galley.css"
    style.write_text(style.read_text("utf-8") + "/* changed */\n", "utf-8")
    server.until(lambda: "/* changed */" in server.get("assets/galley.css"), "the new style")
    terms = server.folder / "seeds" / "terms.tsv"
    terms.write_text(terms.read_text("utf-8").replace("\n常建哲\t常建哲", "\n常建哲\t常建喆"), "utf-8")
    page = "zh-Hant/articles/jinchang-government-work-2024/"
    server.until(lambda: "常建喆" in server.get(page), "the new term")
    server.until(lambda: "常建喆" in server.get("zh-Hant/names/chang-jianzhe/"), "the new page of the name")


def test_a_port_that_is_taken_is_said_before_anything_is_built(server: Server) -> None:
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "serve",
        "-a",
        server.address.removeprefix("http://").rstrip("/"),
    ]
    done = subprocess.run(command, cwd=server.folder, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode != 0
    assert "cannot be had" in done.stderr
    assert "make serve PORT=" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("follows", [True, False])
def test_a_server_that_follows_no_changes_serves_a_whole_site(follows: bool) -> None:
    """Without live reload MkDocs asks no plugin about requests: what is made on request would be missing."""
    plugin = GalleyPlugin()
    with click.Context(click.Command("serve")) as context:
        context.params["livereload"] = follows
        plugin.on_startup(command="serve", dirty=False)
    assert plugin.serving is follows
