"""On what a run was made: the machine, the system, the versions, the day."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
import subprocess
from pathlib import Path

from bench.peers import ROOT

_LIBRARIES = ("mkdocs", "mkdocs-material", "mkdocs-static-i18n", "opencc", "pagefind", "typst")


def described() -> dict[str, object]:
    """What a reader needs to make sense of the figures."""
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": f"{_processor()}, {len(_cores())} cores, {_gigabytes():.0f} GB of memory",
        "system": platform.platform(),
        "python": platform.python_version(),
        "galley": _commit(),
        "versions": {name: importlib.metadata.version(name) for name in _LIBRARIES},
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
    }


def _processor() -> str:
    """The processor's name: Linux tells it in a file, others where Python looks."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def _cores() -> range:
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return range(count)


def _gigabytes() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0.0


def _commit() -> str:
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
