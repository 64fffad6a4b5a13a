"""httpx, and httpx2 of the same shape: requests to governed names go to the gateway, with the person's token.

All other requests are left alone.
"""

from __future__ import annotations

import functools
from types import ModuleType

from vectorgate_shim.carry import governed_authority
from vectorgate_shim.hooks.httpx_family import Forwarder
from vectorgate_shim.names import DEFAULT_PORTS
from vectorgate_shim.shape import has_parameters, mark_unfit

_USED = (
    "Request",
    "Response",
    "Limits",
    "URL",
    "ConnectError",
    "ConnectTimeout",
    "TransportError",
    "ByteStream",
)


def apply(module: ModuleType) -> None:
    """Wrap the two transports every client of the module ends in, whatever its proxies or mounts."""
    plain = getattr(module, "HTTPTransport", None)
    waiting = getattr(module, "AsyncHTTPTransport", None)
    if (
        not has_parameters(plain, "handle_request", "self", "request")
        or not has_parameters(waiting, "handle_async_request", "self", "request")
        or not all(hasattr(module, name) for name in _USED)
    ):
        mark_unfit(module.__name__)
        return
    forwarder = Forwarder(module, plain.handle_request, waiting.handle_async_request)
    handle = plain.handle_request
    handle_async = waiting.handle_async_request

    @functools.wraps(handle)
    def handle_request(self, request):
        upstream = _governed(request)
        return handle(self, request) if upstream is None else forwarder.forward(request, upstream)

    @functools.wraps(handle_async)
    async def handle_async_request(self, request):
        upstream = _governed(request)
        if upstream is None:
            return await handle_async(self, request)
        return await forwarder.forward_async(request, upstream)

    plain.handle_request = handle_request
    waiting.handle_async_request = handle_async_request


def _governed(request) -> str | None:
    url = request.url
    port = url.port or DEFAULT_PORTS.get(url.scheme, 0)
    return governed_authority(url.raw_host, port, request.headers.get("user-agent", ""))
