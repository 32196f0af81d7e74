"""Write a made-up archive into a folder of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from galley.errors import GalleyError
from galley.new import PROGRAM, Beginning, check_folder, lay_out
from galley.sample.names import names_for
from galley.sample.page import seeds
from galley.sample.prose import topics

MOST = 1_000_000
"""Pages. Their numbers have six digits."""


def make(folder: Path, pages: int, program: Path = PROGRAM) -> int:
    """Make an archive of so many pages in a new folder, whole or not at all; return its number of files.

    Raises:
        GalleyError: the folder holds something, cannot be made, or the number of pages makes no sense.
    """
    if not 1 <= pages <= MOST:
        raise GalleyError(f"{pages:,} is no number of pages; give one from 1 to {MOST:,}")
    folder = check_folder(folder)
    names = names_for(pages)
    beginning = Beginning("量度报库", "Measuring Archive", {topic.id: topic.name.hans for topic in topics()})
    count = 0
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as made:
            whole = Path(made) / folder.name
            lay_out(whole, beginning, program)
            (whole / "seeds" / "english").mkdir(parents=True)
            for name, text in seeds(pages, names, topics()):
                (whole / "seeds" / name).write_text(text, "utf-8", newline="\n")
                count += 1
            whole.replace(folder)
    except OSError as error:
        message = f"cannot be made ({error.strerror}); check the disk and the rights"
        raise GalleyError(message, folder) from None
    return count
