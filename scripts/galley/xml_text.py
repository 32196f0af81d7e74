"""Text that may stand in XML, whatever the OCR or an editor put into it."""

from __future__ import annotations

import re

from galley.plain import DIRECTION, NO_CHARACTERS

_UNWANTED = re.compile(f"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[{DIRECTION}{NO_CHARACTERS}]")


def xml_text(text: str) -> str:
    """Text without the characters that XML 1.0 has no place for (section 2.2) and without direction controls.

    Direction controls could show a text in another order than it has, as in :mod:`galley.markdown`.
    """
    return _UNWANTED.sub("", text)
