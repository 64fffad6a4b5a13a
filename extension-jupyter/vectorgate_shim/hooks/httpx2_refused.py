"""httpx2: refused for governed names."""

from __future__ import annotations

import functools
from types import ModuleType

from vectorgate_shim.errors import not_hooked
from vectorgate_shim.gate import the_gate
from vectorgate_shim.names import DEFAULT_PORTS, authority
from vectorgate_shim.shape import has_parameters, mark_unfit


def apply(httpx2: ModuleType) -> None:
    plain = getattr(httpx2, "HTTPTransport", None)
    waiting = getattr(httpx2, "AsyncHTTPTransport", None)
    if not has_parameters(plain, "handle_request", "self", "request") or not has_parameters(
        waiting, "handle_async_request", "self", "request"
    ):
        mark_unfit("httpx2")
        return
    handle = plain.handle_request
    handle_async = waiting.handle_async_request

    @functools.wraps(handle)
    def handle_request(self, request):
        _refuse(request.url)
        return handle(self, request)

    @functools.wraps(handle_async)
    async def handle_async_request(self, request):
        _refuse(request.url)
        return await handle_async(self, request)

    plain.handle_request = handle_request
    waiting.handle_async_request = handle_async_request


def _refuse(url) -> None:
    port = url.port or DEFAULT_PORTS.get(url.scheme, 0)
    if the_gate().guarded(url.raw_host, port):
        raise not_hooked("httpx2", authority(url.raw_host, port))
