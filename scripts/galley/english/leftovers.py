"""Chinese that stayed in the English, and marks that only a translation program writes."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HAN = re.compile(r"[\u3400-\u9fff]+")
_MARKS = re.compile(r"[，。；、《》【】「」『』（）：！？％]|▁|⁇|�|<unk>|&(?:quot|apos|amp|lt|gt|nbsp);")
_GLOSS = re.compile(r"[(\[（][^()\[\]（）]*$")


def left(target: str) -> Iterator[tuple[str, str]]:
    """Each leftover and the reason.

    Chinese in brackets or quotation marks, or with its English in brackets after it, is a
    translator's gloss.
    """
    for found in _HAN.finditer(target):
        before, after = target[: found.start()], target[found.end() :]
        quoted = before[-1:] in "“‘\"'" and before and after[:1] in "”’\"'" and after
        if not (quoted or _GLOSS.search(before[-80:]) or re.match(r"[”’\"']? ?[(（]", after)):
            yield found[0], "is Chinese in the English"
    mark = _MARKS.search(target)
    if mark:
        yield mark[0], "is no English mark"
