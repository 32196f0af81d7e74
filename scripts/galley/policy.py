"""The content security policy of every page, as a ``<meta>``: static hosts send no headers of their own."""

from __future__ import annotations

from collections.abc import Iterable

_RULES = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",  # Pagefind is WebAssembly
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}


def policy(serving: bool = False, volumes: Iterable[str] = ()) -> str:
    """The policy: nothing but the site's own files, and no script or style inside a page.

    ``volumes`` are the hosts of the archive's other volumes (``https://example.org``), whose search files
    may be read, and nothing of theirs run.

    ``mkdocs serve`` writes its reloading script into each page it sends, so there, and only there,
    scripts in a page are allowed.
    """
    rules = dict(_RULES)
    if serving:
        rules["script-src"] += " 'unsafe-inline'"
    rules["connect-src"] = " ".join([rules["connect-src"], *volumes])
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())
