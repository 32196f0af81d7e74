"""Text that may stand in XML, whatever the OCR or an editor put into it."""

from __future__ import annotations

import re

from galley.plain import DIRECTION, NO_CHARACTERS

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNWANTED = re.compile(f"[{DIRECTION}{NO_CHARACTERS}]")


def xml_text(text: str) -> str:
    """Text without the characters that XML 1.0 has no place for (section 2.2) and without direction controls.

    Direction controls could show a text in another order than it has, as in :mod:`galley.markdown`.
    """
    return _UNWANTED.sub("", allowed(text))


def allowed(text: str) -> str:
    """Text without the characters that XML 1.0 has no place for (section 2.2)."""
    return _NOT_XML.sub("", text)
