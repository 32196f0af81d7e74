"""Under ``mkdocs serve``, pages that are written only when somebody asks for them.

A rebuild empties the folder of the site. To write some thousands of pages again after each edit, of which an
editor looks at one, would take longer than everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def on_demand(app: WSGIApplication, write: Callable[[str], bool]) -> WSGIApplication:
    """An application that, before it says 404, has the page written if there is one.

    Args:
        app: serves the files that there are.
        write: writes the page at a path (``/names/jinchang/``) and says whether there is one.
    """

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        said: list[Any] = []

        def listen(*status_and_headers: Any) -> Callable[[bytes], object]:
            said[:] = status_and_headers
            return lambda _: None

        body = app(environ, listen)
        if said and said[0].startswith("404") and write(environ["PATH_INFO"]):
            body = app(environ, listen)
        if said:
            start_response(*said)
        return body

    return serve
