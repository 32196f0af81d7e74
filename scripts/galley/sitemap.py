"""The compressed sitemap, to the same bytes on every day."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

from galley import files


def compress(site: Path) -> None:
    """Write ``sitemap.xml.gz`` of a built site again: MkDocs writes the day of the build into its head."""
    sitemap = site / "sitemap.xml"
    if sitemap.is_file():
        packed = io.BytesIO()
        with gzip.GzipFile("", "wb", fileobj=packed, mtime=0) as file:
            file.write(sitemap.read_bytes())
        files.write(sitemap.with_suffix(".xml.gz"), packed.getvalue())
