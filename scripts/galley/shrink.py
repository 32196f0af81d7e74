"""Make the built site's scripts short: no comments, no spaces, short names; the sources keep all three."""

from __future__ import annotations

import re
from pathlib import Path

from galley import files

_NO_EXPORT = "export {};\n"
"""For TypeScript, which takes a script without it for no module; the minifier writes it wrong."""
_ANY_EXPORT = re.compile(r"^export ", re.MULTILINE)
_EXPORT = re.compile(r"^export (?:const|(?:async )?function) (\w+)", re.MULTILINE)
_IMPORT = re.compile(r"^import .*;$", re.MULTILINE)


def scripts(site: Path) -> int:
    """Shorten the site's own scripts; return how many bytes a reader loads less."""
    saved = 0
    for path in sorted([*(site / "assets").glob("*.js"), *site.glob("*.js")]):
        text = path.read_text("utf-8")
        short = _short(text)
        files.write(path, short)
        saved += len(text.encode()) - len(short.encode())
    return saved


def _short(script: str) -> str:
    # Imported here: only a build needs it, and starting `galley --help` should not.
    try:
        import minify
    except ImportError:  # a Mac with Apple's processor: the site is the same, its scripts a third longer
        import rjsmin

        return str(rjsmin.jsmin(script))
    return str(minify.string("application/javascript", _in_function(script)))


def _in_function(script: str) -> str:
    """A script's text in a function, so that its outermost names may be shortened too.

    The imports stay before it, and the exports are what it returns. That would not do for an export that
    is assigned anew later (``export let``) or has another name outside: such a script is left as it is.
    """
    script = script.replace(_NO_EXPORT, "")
    if len(_EXPORT.findall(script)) != len(_ANY_EXPORT.findall(script)):
        return script
    imports = "\n".join(_IMPORT.findall(script))
    names = ", ".join(_EXPORT.findall(script))
    body = _ANY_EXPORT.sub("", _IMPORT.sub("", script))
    if names:
        return f"{imports}\nexport const {{ {names} }} = (() => {{\n{body}\nreturn {{ {names} }};\n}})();"
    return f"{imports}\n(() => {{\n{body}\n}})();"
