"""Run a program from under which a file is taken away just before it opens it.

python tests/vanishing.py NAME-ENDS-IN NTH-TIME MODULE ARGUMENT…
"""

from __future__ import annotations

import contextlib
import runpy
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Watch for the file, and run the module as the program it is."""
    name, at, module = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    sys.argv = [module, *sys.argv[4:]]
    seen = 0

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if event == "open" and isinstance(arguments[0], str) and arguments[0].endswith(name):
            seen += 1
            if seen == at:
                with contextlib.suppress(OSError):
                    Path(arguments[0]).unlink()

    sys.addaudithook(watch)
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
