"""``make fuzz``: coverage-guided fuzzing of every reader with atheris, and a table of what was found.

Each target runs in a process of its own for FUZZ_SECONDS (600). An input that raises anything but a
GalleyError is kept in ``.cache/fuzz/<target>/findings`` with its traceback, once for each place it is
raised at, and fuzzing goes on. The exit status is 1 where there is one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache" / "fuzz"
_SLOW = 10
"""Seconds for one input of at most ``_LONGEST`` bytes, above which it is a finding."""
_LONGEST = 3000
_PIECE = re.compile(rb"[^\n\t,:{}\[\]<>\"]*[\n\t,:{}\[\]<>\"]")
"""A line or a field, with the mark that ends it."""


def main() -> int:
    """Fuzz the targets that are named, or all, one after another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", help="readers (default: all)")
    parser.add_argument("--seconds", type=int, default=600, help="for each (default: 600)")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        _fuzz(options.inside, options.seconds)
        return 0
    from fuzz import targets

    names = options.targets or list(targets.TARGETS)
    if unknown := set(names) - set(targets.TARGETS):
        parser.error(f"no reader is called {min(unknown)}; there are {', '.join(targets.TARGETS)}")
    rows = [_run(name, options.seconds) for name in names]
    print(f"\n{'reader':8} {'inputs':>9} {'read':>9} {'seconds':>8} {'coverage':>15} {'findings':>9}")
    for row in rows:
        reached = f"{row['before']} -> {row['after']}"
        said = f"{row['name']:8} {row['inputs']:9} {row['read']:9} {row['seconds']:8.0f}"
        print(f"{said} {reached:>15} {row['found']:9}")
    return 1 if any(row["found"] for row in rows) else 0


def _run(name: str, seconds: int) -> dict[str, Any]:
    """One target in its own process: libFuzzer ends the process that it runs in."""
    folder = CACHE / name
    findings = folder / "findings"
    findings.mkdir(parents=True, exist_ok=True)
    print(f"{name}: {seconds} s", flush=True)
    log = folder / "log"
    began = time.monotonic()
    command = [sys.executable, __file__, "--inside", name, "--seconds", str(seconds)]
    with log.open("wb") as out:
        status = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, check=False).returncode
    text = log.read_text("utf-8", "replace")
    reached = [int(found) for found in re.findall(r"^#\d+\s+\w+\s+cov: (\d+)", text, re.MULTILINE)]
    counted = (
        json.loads((folder / "counts.json").read_text("utf-8")) if (folder / "counts.json").exists() else {}
    )
    if status:
        print(f"{name}: the fuzzer ended with status {status}; see {log}", file=sys.stderr)
    for path in sorted(findings.glob("*.txt")):
        print(f"{name}: {path.read_text('utf-8').strip().splitlines()[-1]} ({path})", file=sys.stderr)
    return {
        "name": name,
        "inputs": counted.get("inputs", 0),
        "read": counted.get("read", 0),
        "seconds": time.monotonic() - began,
        "before": reached[0] if reached else 0,
        "after": reached[-1] if reached else 0,
        "found": len(list(findings.glob("*.txt"))) + bool(status),
    }


def _fuzz(name: str, seconds: int) -> None:
    """Fuzz one target in this process, until libFuzzer ends it."""
    import atheris

    with atheris.instrument_imports(include=["galley", "polib"]):
        from fuzz import targets
    from galley.errors import GalleyError

    target = targets.TARGETS[name]
    folder = CACHE / name
    corpus, findings = folder / "corpus", folder / "findings"
    for path in (corpus, findings):
        path.mkdir(parents=True, exist_ok=True)
    for data in target.corpus():
        (corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    words = folder / "words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words), "ascii")
    counts = {"inputs": 0, "read": 0}
    last = [0.0]

    def once(data: bytes) -> None:
        counts["inputs"] += 1
        try:
            target.read(data)
            counts["read"] += 1
        except GalleyError:
            pass
        except Exception as error:  # whatever it is, it is what we look for
            _keep(findings, data, error)
        if time.monotonic() - last[0] > 1:  # the process is ended from outside
            last[0] = time.monotonic()
            (folder / "counts.json").write_text(json.dumps(counts), "utf-8")

    options = [
        *(f"-max_total_time={seconds}", f"-max_len={_LONGEST}", f"-timeout={_SLOW}", f"-dict={words}"),
        *("-print_final_stats=1", "-rss_limit_mb=3000", f"-artifact_prefix={findings}/", "-seed=1"),
        str(corpus),
    ]
    pieces = sorted({piece for data in target.corpus() for piece in _PIECE.findall(data)})

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        """Half by libFuzzer's bytes and bits, half by whole lines and fields."""
        dice = random.Random(seed)  # noqa: S311 (not for secrets)
        if not pieces or dice.random() < 0.5:
            return bytes(atheris.Mutate(data, longest))
        found = _PIECE.findall(data) or [b""]
        for _ in range(dice.randint(1, 3)):
            at = dice.randrange(len(found))
            other = dice.choice(pieces if dice.random() < 0.5 else found)
            found[at : at + dice.randrange(2)] = dice.choice([[other], [], [found[at], other]])
            found = found or [b""]
        return b"".join(found)[:longest]

    atheris.Setup([sys.argv[0], *options], once, custom_mutator=mutate)
    atheris.Fuzz()


def _keep(findings: Path, data: bytes, error: Exception) -> None:
    """Keep an input once for each place of Galley's from which the error comes."""
    steps = traceback.extract_tb(error.__traceback__)
    own = [f"{Path(step.filename).name}:{step.lineno}" for step in steps if "galley" in step.filename]
    place = f"{type(error).__name__} {' '.join(own[-2:])}"
    path = findings / hashlib.sha256(place.encode()).hexdigest()[:12]
    if not path.exists():
        path.write_bytes(data)
        told = "".join(traceback.format_exception(error))
        path.with_suffix(".txt").write_text(told, "utf-8", errors="backslashreplace")


def _escaped(word: str) -> str:
    return "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word.encode()
    )


if __name__ == "__main__":
    sys.path[:0] = [str(HERE.parent)]
    os.environ.setdefault("PYTHONUTF8", "1")
    sys.exit(main())
