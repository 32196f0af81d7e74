"""Processes that end with the one that began them.

A worker of ``concurrent.futures`` waits for work for ever when whoever gave it was killed: nobody is left to
tell it to go, and its memory stays taken.
"""

from __future__ import annotations

import os
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread


def end_with_parent() -> None:
    """End this process as soon as the one that began it has ended, in whatever way."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_wait, args=(parent.sentinel,), daemon=True).start()


def _wait(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
