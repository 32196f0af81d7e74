"""Galley: OCR'd Chinese newspaper pages to a searchable site in three languages."""

__version__ = "0.1.0"
