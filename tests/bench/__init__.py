"""Measurements, beside peers in the same run: ``make bench``. For developers; no part of the package."""
