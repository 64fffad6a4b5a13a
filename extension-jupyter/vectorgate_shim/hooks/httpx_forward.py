"""Sending a judged-to-be-governed httpx request to the gateway, through transports of our own."""

from __future__ import annotations

import functools
import os
import weakref

import httpx

from vectorgate_shim.errors import VectorGateError, clear_text, unreachable_lines
from vectorgate_shim.gate import the_gate
from vectorgate_shim.names import is_private
from vectorgate_shim.notices import show_notice
from vectorgate_shim.session import VARIABLE
from vectorgate_shim.sources import Unavailable

_REPLACED = frozenset((b"host", b"vectorgate-token", b"vectorgate-upstream", b"vectorgate-session"))
_KEPT_EXTENSIONS = ("timeout", "trace")
_LIMITS = {"max_connections": None, "max_keepalive_connections": 20, "keepalive_expiry": 40.0}

_plain: dict[tuple[int, bool], httpx.HTTPTransport] = {}
"""One per process (a forked child must not share its parent's connections), with and without TLS."""
_waiting: weakref.WeakKeyDictionary = weakref.WeakKeyDictionary()
"""One per event loop, as connections belong to the loop that opened them."""


class GatewayUnreachable(VectorGateError, httpx.TransportError):
    """The gateway does not answer.

    A transport error for whoever catches httpx's own, yet no ConnectError: chromadb hides the text of those.
    """

    def __init__(self, authority: str, gateway: str) -> None:
        VectorGateError.__init__(self, "gateway_unreachable", *unreachable_lines(authority, gateway))
        self._request = None


def forward(send, request: httpx.Request, upstream: str) -> httpx.Response:
    """Send through the gate; `send` is httpx's own, unhooked method."""
    plane = _private_plane()
    token = _token(upstream, plane)
    response = _send_once(send, request, upstream, plane, token)
    other = _second_try(request, response, token)
    if other is not None:
        response.close()
        response = _send_once(send, request, upstream, plane, other)
    show_notice(response.headers.get("vectorgate-notice"))
    return response


async def forward_async(send, request: httpx.Request, upstream: str) -> httpx.Response:
    """The same for an asynchronous client.

    Asking the broker blocks the loop for one short local round trip in a token's life; a thread would cost
    more.
    """
    plane = _private_plane()
    token = _token(upstream, plane)
    response = await _send_once_async(send, request, upstream, plane, token)
    other = _second_try(request, response, token)
    if other is not None:
        await response.aclose()
        response = await _send_once_async(send, request, upstream, plane, other)
    show_notice(response.headers.get("vectorgate-notice"))
    return response


def _private_plane() -> str:
    """The data plane's address, read once: what was looked at is what is spoken to."""
    plane = the_gate().data_plane
    if not _is_private(plane):
        raise clear_text(plane)
    return plane


_is_private = functools.lru_cache(maxsize=8)(is_private)


def _token(upstream: str, plane: str) -> str | None:
    try:
        return the_gate().token()
    except Unavailable as problem:
        raise GatewayUnreachable(upstream, plane) from problem


def _second_try(request: httpx.Request, response: httpx.Response, token: str | None) -> str | None:
    """Another token to repeat the request with, or None.

    Only after a 401, which says that nothing was done, only with a body that can be sent twice, and only when
    the broker has another token than the refused one (renewed, or somebody else signed in).
    """
    if response.status_code != 401 or token is None or not isinstance(request.stream, httpx.ByteStream):
        return None
    try:
        return the_gate().token_instead_of(token)
    except Unavailable:
        return None  # the 401 that is there says more


def _send_once(send, request, upstream, plane, token):
    try:
        return send(_plain_transport(plane), _rebuilt(request, upstream, plane, token))
    except (httpx.ConnectError, httpx.ConnectTimeout) as problem:
        raise GatewayUnreachable(upstream, plane) from problem


async def _send_once_async(send, request, upstream, plane, token):
    try:
        return await send(_waiting_transport(plane), _rebuilt(request, upstream, plane, token))
    except (httpx.ConnectError, httpx.ConnectTimeout) as problem:
        raise GatewayUnreachable(upstream, plane) from problem


def _rebuilt(request: httpx.Request, upstream: str, plane: str, token: str | None) -> httpx.Request:
    """The same request for another address: path, query and body as they are, with our three headers."""
    url = _at_gateway(plane, request.url.raw_path)
    headers = [(b"Host", url.netloc)]
    headers += [pair for pair in request.headers.raw if pair[0].lower() not in _REPLACED]
    headers.append((b"vectorgate-upstream", upstream.encode("ascii", "replace")))
    session = os.environ.get(VARIABLE)
    if session:
        headers.append((b"vectorgate-session", session.encode("ascii", "replace")))
    if token is not None:
        headers.append((b"vectorgate-token", token.encode("ascii")))
    # sni_hostname and target would undo what was just set; time limits and tracing are the caller's.
    extensions = {name: request.extensions[name] for name in _KEPT_EXTENSIONS if name in request.extensions}
    return httpx.Request(request.method, url, headers=headers, stream=request.stream, extensions=extensions)


@functools.lru_cache(maxsize=256)
def _at_gateway(data_plane: str, target: bytes) -> httpx.URL:
    """Path and query at the gateway. Kept, as building a URL costs more than all else that is done here."""
    return httpx.URL(data_plane).copy_with(raw_path=target)


def _plain_transport(plane: str) -> httpx.HTTPTransport:
    place = _place(plane)
    if place not in _plain:
        limits = httpx.Limits(**_LIMITS)
        _plain[place] = httpx.HTTPTransport(verify=_trust(plane), trust_env=False, limits=limits)
    return _plain[place]


def _waiting_transport(plane: str) -> httpx.AsyncHTTPTransport:
    loop = _running_loop()
    place, transport = _waiting.get(loop, (None, None))
    if place != _place(plane):
        limits = httpx.Limits(**_LIMITS)
        transport = httpx.AsyncHTTPTransport(verify=_trust(plane), trust_env=False, limits=limits)
        _waiting[loop] = (_place(plane), transport)
    return transport


def _place(plane: str) -> tuple[int, bool]:
    return os.getpid(), plane.startswith("https:")


def _trust(plane: str):
    import ssl

    # The client's own verify= speaks of the database. The gateway's certificate is the organisation's: the
    # system's authorities, or SSL_CERT_FILE. Without TLS (this machine only) reading them would be a waste.
    return ssl.create_default_context() if plane.startswith("https:") else False


def _running_loop() -> object:
    import asyncio
    import sys

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        trio = sys.modules.get("trio")
        if trio is None:
            raise
        return trio.lowlevel.current_trio_token()
