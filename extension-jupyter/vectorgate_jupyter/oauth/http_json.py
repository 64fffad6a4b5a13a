"""Small JSON requests to the gateway's control plane: standard library, no redirects, no proxies."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from vectorgate_jupyter.errors import GatewayUnreachable
from vectorgate_jupyter.loopback import private_url

SECONDS = 10.0
MOST_BYTES = 4 << 20


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None  # a token or code never follows a redirect


def request_json(
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    token: str | None = None,
    seconds: float = SECONDS,
) -> tuple[int, Any]:
    """GET, or POST of a form, and the answer's status and JSON.

    Raises GatewayUnreachable for anything else.
    """
    headers = {"accept": "application/json"}
    if token is not None:
        headers["authorization"] = f"Bearer {token}"
    data = urlencode(form).encode() if form is not None else None
    request = urllib.request.Request(private_url(url), data=data, headers=headers)
    # The proxy of the environment is for the outside; tokens go to the gateway straight.
    opener = urllib.request.build_opener(
        _NoRedirect,
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
    )
    origin = "/".join(url.split("/", 3)[:3])
    try:
        with opener.open(request, timeout=seconds) as answer:
            status, body = answer.status, answer.read(MOST_BYTES)
    except urllib.error.HTTPError as answer:
        with answer:
            status, body = answer.code, answer.read(MOST_BYTES)
    except OSError as problem:
        raise GatewayUnreachable(origin, _reason(problem)) from problem
    try:
        return status, json.loads(body) if body else None
    except ValueError as problem:
        if status >= 400:
            return status, None
        raise GatewayUnreachable(origin, "its answer is not JSON") from problem


def _reason(problem: OSError) -> str:
    reason = getattr(problem, "reason", problem)
    if isinstance(reason, ConnectionRefusedError):
        return "connection refused"
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    if isinstance(reason, ssl.SSLCertVerificationError):
        return "its certificate is not trusted here"
    return "cannot be connected to"
