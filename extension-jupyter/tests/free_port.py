from __future__ import annotations

import secrets
import socket


def free_port() -> int:
    """A free loopback port below those that the system gives away by itself, so that it stays free."""
    while True:
        port = 15_000 + secrets.randbelow(17_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
