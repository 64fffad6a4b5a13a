"""Sending a governed request of httpx or httpx2 to the gateway, through transports of our own."""

from __future__ import annotations

import functools
import os
import weakref
from types import ModuleType

from vectorgate_shim.carry import OWN_HEADERS, another_token, own_headers, private_plane, trust
from vectorgate_shim.errors import VectorGateError, unreachable_lines
from vectorgate_shim.gate import the_gate
from vectorgate_shim.notices import show_notice
from vectorgate_shim.sources import Unavailable

_REPLACED = frozenset((b"host", *(name.encode() for name in OWN_HEADERS)))
_KEPT_EXTENSIONS = ("timeout", "trace")
_LIMITS = {"max_connections": None, "max_keepalive_connections": 20, "keepalive_expiry": 40.0}


class Forwarder:
    """One for each of the two libraries; `send` and `send_async` are the library's own, unhooked methods."""

    def __init__(self, module: ModuleType, send, send_async) -> None:
        self._module = module
        self._send = send
        self._send_async = send_async
        self._plain: dict[tuple[int, bool], object] = {}
        """One per process (a forked child must not share its parent's connections), with and without TLS."""
        self._waiting: weakref.WeakKeyDictionary = weakref.WeakKeyDictionary()
        """One per event loop, as connections belong to the loop that opened them."""
        self._unreachable = _unreachable_of(module)
        self._not_connected = (module.ConnectError, module.ConnectTimeout)
        self._at_gateway = functools.lru_cache(maxsize=256)(self._address)

    def forward(self, request, upstream: str):
        """Send through the gate, and once more with another token where the first was refused."""
        plane = private_plane()
        token = self._token(upstream, plane)
        response = self._send_once(request, upstream, plane, token)
        other = self._second_try(request, response, token)
        if other is not None:
            response.close()
            response = self._send_once(request, upstream, plane, other)
        show_notice(response.headers.get("vectorgate-notice"))
        return response

    async def forward_async(self, request, upstream: str):
        """The same for an asynchronous client.

        Asking the broker blocks the loop for one short local round trip in a token's life; a thread would
        cost more.
        """
        plane = private_plane()
        token = self._token(upstream, plane)
        response = await self._send_once_async(request, upstream, plane, token)
        other = self._second_try(request, response, token)
        if other is not None:
            await response.aclose()
            response = await self._send_once_async(request, upstream, plane, other)
        show_notice(response.headers.get("vectorgate-notice"))
        return response

    def _token(self, upstream: str, plane: str) -> str | None:
        try:
            return the_gate().token()
        except Unavailable as problem:
            raise self._unreachable(upstream, plane) from problem

    def _second_try(self, request, response, token: str | None) -> str | None:
        """Another token to repeat the request with, or None.

        Only after a 401, which says that nothing was done, only with a body that can be sent twice, and only
        when the source has another token than the refused one (renewed, or somebody else signed in).
        """
        if response.status_code != 401 or token is None:
            return None
        if not isinstance(request.stream, self._module.ByteStream):
            return None
        return another_token(token)

    def _send_once(self, request, upstream, plane, token):
        try:
            return self._send(self._plain_transport(plane), self._rebuilt(request, upstream, plane, token))
        except self._not_connected as problem:
            raise self._unreachable(upstream, plane) from problem

    async def _send_once_async(self, request, upstream, plane, token):
        transport = self._waiting_transport(plane)
        try:
            return await self._send_async(transport, self._rebuilt(request, upstream, plane, token))
        except self._not_connected as problem:
            raise self._unreachable(upstream, plane) from problem

    def _rebuilt(self, request, upstream: str, plane: str, token: str | None):
        """The same request for another address: path, query and body as they are, with our three headers."""
        url = self._at_gateway(plane, request.url.raw_path)
        headers = [(b"Host", url.netloc)]
        headers += [pair for pair in request.headers.raw if pair[0].lower() not in _REPLACED]
        headers += [(name.encode(), value.encode("ascii")) for name, value in own_headers(upstream, token)]
        # sni_hostname and target would undo what was just set; time limits and tracing are the caller's.
        kept = {name: request.extensions[name] for name in _KEPT_EXTENSIONS if name in request.extensions}
        return self._module.Request(
            request.method, url, headers=headers, stream=request.stream, extensions=kept
        )

    def _address(self, plane: str, target: bytes):
        """Path and query at the gateway. Kept: building a URL costs more than all else that is done here."""
        return self._module.URL(plane).copy_with(raw_path=target)

    def _plain_transport(self, plane: str):
        place = _place(plane)
        if place not in self._plain:
            self._plain[place] = self._module.HTTPTransport(**self._options(plane))
        return self._plain[place]

    def _waiting_transport(self, plane: str):
        loop = _running_loop()
        place, transport = self._waiting.get(loop, (None, None))
        if place != _place(plane):
            transport = self._module.AsyncHTTPTransport(**self._options(plane))
            self._waiting[loop] = (_place(plane), transport)
        return transport

    def _options(self, plane: str) -> dict:
        # Without TLS (this machine only) reading the authorities would be a waste.
        limits = self._module.Limits(**_LIMITS)
        return {"verify": trust(plane) or False, "trust_env": False, "limits": limits}


def _unreachable_of(module: ModuleType) -> type:
    class GatewayUnreachable(VectorGateError, module.TransportError):
        """The gateway does not answer.

        A transport error for whoever catches the library's own, yet no ConnectError: chromadb hides the text
        of those.
        """

        def __init__(self, authority: str, gateway: str) -> None:
            VectorGateError.__init__(self, "gateway_unreachable", *unreachable_lines(authority, gateway))
            self._request = None

    return GatewayUnreachable


def _place(plane: str) -> tuple[int, bool]:
    return os.getpid(), plane.startswith("https:")


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
