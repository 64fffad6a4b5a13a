"""A file that the gateway makes: its status at once, its content piece by piece, held nowhere as a whole."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Mapping
from typing import Any

from vectorgate_jupyter.errors import GateError, GatewayUnreachable
from vectorgate_jupyter.loopback import address_of, private_url

SECONDS = 600.0
"""For the first piece, which comes when the file is made, and for each one after it."""
_PIECE = 1 << 20
_MOST_PROBLEM = 64 << 10


class Download:
    """An answer whose content is still to be read. Blocking: to be used away from the server's loop."""

    def __init__(self, url: str, token: str, posted: Mapping[str, Any] | None) -> None:
        """GET, or POST of JSON. Raises GatewayUnreachable, and GateError where nothing may be sent."""
        parts = address_of(private_url(url))
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._line: http.client.HTTPConnection = (
            http.client.HTTPSConnection(
                parts.hostname, parts.port, timeout=SECONDS, context=ssl.create_default_context()
            )
            if parts.scheme == "https"
            else http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
        )
        headers = {"accept": "*/*", "connection": "close", "authorization": f"Bearer {token}"}
        body = None if posted is None else json.dumps(posted).encode("ascii")
        if body is not None:
            headers["content-type"] = "application/json"
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            self._line.request("GET" if body is None else "POST", path, body, headers)
            self._answer = self._line.getresponse()
        except (OSError, http.client.HTTPException) as problem:
            self.close()
            raise GatewayUnreachable(self._origin, "it ended the export") from problem
        self.status = self._answer.status
        self.length: int | None = self._answer.length
        self._read = 0

    def piece(self) -> bytes:
        """The next piece; empty at the end. Raises GateError where it broke off."""
        try:
            piece = self._answer.read(_PIECE)
        except (OSError, http.client.HTTPException) as problem:
            raise _broken_off() from problem
        self._read += len(piece)
        if not piece and self.length is not None and self._read < self.length:
            raise _broken_off()
        return piece

    def problem(self) -> object:
        """The gateway's own words, where the status is none of success; None for any others."""
        try:
            return json.loads(self._answer.read(_MOST_PROBLEM))
        except (OSError, http.client.HTTPException, ValueError, RecursionError):
            return None

    def close(self) -> None:
        self._line.close()


def _broken_off() -> GateError:
    return GateError(
        "export_failed",
        "the export broke off, and nothing whole was sent.",
        "Export once more; if it lasts, tell whoever runs your VectorGate gateway.",
    )
