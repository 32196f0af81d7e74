"""Whether a server can have its port: better known before the site is built than after."""

from __future__ import annotations

import socket

from galley.errors import GalleyError


def check(host: str, port: int) -> None:
    """Make sure that a server could listen at an address.

    Raises:
        GalleyError: another program has the port, or this user may not have it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((host, port))
            tried.listen(1)
    except OSError as error:
        raise GalleyError(
            f"the address {host}:{port} cannot be had ({error.strerror}); stop the program that has it, or"
            f" choose another port: make serve PORT={port + 1 if port < 65535 else 8000}"
        ) from None
