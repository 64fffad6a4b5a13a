"""httpx: requests to governed names go to the gateway's data plane, with the person's token.

All other requests are left alone.
"""

from __future__ import annotations

import functools
from types import ModuleType

from vectorgate_shim.errors import unknown_territory
from vectorgate_shim.gate import Standing, the_gate
from vectorgate_shim.hooks.httpx_forward import forward, forward_async
from vectorgate_shim.names import DEFAULT_PORTS, authority, is_loopback
from vectorgate_shim.shape import has_parameters, mark_unfit

_STORE_CLIENTS = ("chroma python client",)
"""How the clients of supported stores begin their User-Agent, in lower case."""


def apply(httpx: ModuleType) -> None:
    """Wrap the two transports every httpx client ends in, whatever its proxies or mounts."""
    plain = getattr(httpx, "HTTPTransport", None)
    waiting = getattr(httpx, "AsyncHTTPTransport", None)
    if (
        not has_parameters(plain, "handle_request", "self", "request")
        or not has_parameters(waiting, "handle_async_request", "self", "request")
        or not all(
            hasattr(httpx, name) for name in ("Request", "Response", "Limits", "ConnectError", "ByteStream")
        )
    ):
        mark_unfit("httpx")
        return
    handle = plain.handle_request
    handle_async = waiting.handle_async_request

    @functools.wraps(handle)
    def handle_request(self, request):
        upstream = _governed(request)
        return handle(self, request) if upstream is None else forward(handle, request, upstream)

    @functools.wraps(handle_async)
    async def handle_async_request(self, request):
        upstream = _governed(request)
        if upstream is None:
            return await handle_async(self, request)
        return await forward_async(handle_async, request, upstream)

    plain.handle_request = handle_request
    waiting.handle_async_request = handle_async_request


def _governed(request) -> str | None:
    """The authority that was asked for, when it is governed."""
    host = request.url.raw_host
    port = request.url.port or DEFAULT_PORTS.get(request.url.scheme, 0)
    standing = the_gate().standing(host, port)
    if standing is Standing.GOVERNED:
        return authority(host, port)
    if standing is Standing.UNKNOWN and not is_loopback(host.decode("ascii", "replace")):
        agent = request.headers.get("user-agent", "").lower()
        if agent.startswith(_STORE_CLIENTS):
            raise unknown_territory(authority(host, port))
    return None
