"""aiohttp: refused for governed names, at every hop of a redirect and for web sockets too."""

from __future__ import annotations

import functools
from types import ModuleType

from vectorgate_shim.errors import not_hooked
from vectorgate_shim.gate import the_gate
from vectorgate_shim.names import authority
from vectorgate_shim.shape import has_parameters, mark_unfit


def apply(module: ModuleType) -> None:
    connector = module.BaseConnector
    if not has_parameters(connector, "connect", "self", "req"):
        mark_unfit("aiohttp")
        return
    original = connector.connect

    @functools.wraps(original)
    async def connect(self, req, *rest, **named):
        host, port = req.url.raw_host, req.url.port
        if host and port and the_gate().guarded(host, port):
            raise not_hooked("aiohttp", authority(host, port))
        return await original(self, req, *rest, **named)

    connector.connect = connect
