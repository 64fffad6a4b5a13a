"""Small JSON requests to the gateway's control plane: standard library, no redirects, no proxies."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from vectorgate_jupyter.errors import AnswerTooLong, GatewayUnreachable
from vectorgate_jupyter.loopback import address_of, private_url

SECONDS = 10.0
"""For the whole of an answer: one that drips does not come in time."""
MOST_BYTES = 4 << 20
LONG_BYTES = 32 << 20
"""The same for what was recorded, which may hold a whole answer of a store."""


def request_json(
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    posted: Mapping[str, Any] | None = None,
    token: str | None = None,
    seconds: float = SECONDS,
    long: bool = False,
) -> tuple[int, Any]:
    """GET, or POST of a form or of JSON (`posted`), and the answer's status and JSON.

    `long`: it may hold what was recorded; what is longer than even that raises AnswerTooLong.
    Raises GatewayUnreachable for anything else, and GateError for an address that may not be spoken to.
    """
    headers = {"accept": "application/json", "connection": "close"}
    if token is not None:
        headers["authorization"] = f"Bearer {token}"
    if form is not None:
        headers["content-type"] = "application/x-www-form-urlencoded"
    elif posted is not None:
        headers["content-type"] = "application/json"
    # http.client follows no redirect and no proxy of the environment: a token or code goes straight, or not.
    parts = address_of(private_url(url))
    origin = f"{parts.scheme}://{parts.netloc}"
    try:
        status, body = _exchange(
            parts,
            headers,
            _body(form, posted),
            seconds,
            LONG_BYTES if long else MOST_BYTES,
        )
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise GatewayUnreachable(origin, _reason(problem)) from problem
    if body is None:
        if long:
            raise AnswerTooLong(LONG_BYTES)
        raise GatewayUnreachable(origin, "its answer is not that of a gateway")
    try:
        return status, json.loads(body) if body else None
    except (ValueError, RecursionError) as problem:
        if status >= 400:
            return status, None
        raise GatewayUnreachable(origin, "its answer is not JSON") from problem


def _body(form: Mapping[str, str] | None, posted: Mapping[str, Any] | None) -> bytes | None:
    if form is not None:
        return urlencode(form).encode("ascii")
    # Lone halves of a pair, which no encoding has, stay as the escapes that they came as.
    return None if posted is None else json.dumps(posted).encode("ascii")


def _exchange(
    parts: Any, headers: Mapping[str, str], sent: bytes | None, seconds: float, most: int
) -> tuple[int, bytes | None]:
    """Status and body; None for a body that is longer than `most` bytes."""
    end = time.monotonic() + seconds
    if parts.scheme == "https":
        line: http.client.HTTPConnection = http.client.HTTPSConnection(
            parts.hostname, parts.port, timeout=seconds, context=ssl.create_default_context()
        )
    else:
        line = http.client.HTTPConnection(parts.hostname, parts.port, timeout=seconds)
    line.connect()
    # The socket's own limit holds for each piece; this one for all of them together.
    watch = threading.Timer(max(0.0, end - time.monotonic()), _cut, [line.sock])
    watch.daemon = True
    with contextlib.suppress(RuntimeError):  # no thread is started any more while Python ends
        watch.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line.request("GET" if sent is None else "POST", path, sent, dict(headers))
        answer = line.getresponse()
        body = answer.read(most + 1)
    finally:
        watch.cancel()
        line.close()
        if time.monotonic() >= end:
            raise TimeoutError
    return answer.status, body if len(body) <= most else None


def _cut(line: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it ended by itself at that moment
        line.shutdown(socket.SHUT_RDWR)


def _reason(problem: Exception) -> str:
    if isinstance(problem, ConnectionRefusedError):
        return "connection refused"
    if isinstance(problem, TimeoutError):
        return "no answer in time"
    if isinstance(problem, ssl.SSLCertVerificationError):
        return "its certificate is not trusted here"
    if isinstance(problem, (http.client.HTTPException, ValueError)):
        return "its answer is not that of a gateway"
    return "cannot be connected to"
