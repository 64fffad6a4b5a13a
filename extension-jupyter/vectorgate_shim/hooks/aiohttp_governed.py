"""aiohttp: each hop to a governed name is led to the gateway where a session asks its connector for a line.

There the request is whole (base address and redirects resolved, body prepared) and nothing has been sent.
The session's own `_request` is wrapped only to repeat a request whose token was refused.
"""

from __future__ import annotations

import functools
import os
from contextvars import ContextVar
from types import ModuleType

from vectorgate_shim.carry import (
    OWN_HEADERS,
    another_token,
    governed_authority,
    own_headers,
    private_plane,
    trust,
)
from vectorgate_shim.errors import VectorGateError, not_hooked, unreachable_lines
from vectorgate_shim.gate import the_gate
from vectorgate_shim.names import authority
from vectorgate_shim.notices import show_notice
from vectorgate_shim.shape import has_parameters, mark_unfit
from vectorgate_shim.sources import Unavailable

_REQUEST = ("url", "headers", "proxy", "proxy_auth", "proxy_headers", "_ssl", "server_hostname")
"""What of a request is read or set here; a request without them is refused."""

_last_token: ContextVar[list] = ContextVar("vectorgate_last_token")
"""Of the running `_request`: the token that its last governed hop carried, in a list of its own."""


def apply(module: ModuleType) -> None:
    """Wrap the one method by which a session gets a line for a request."""
    connector = module.BaseConnector
    if not has_parameters(connector, "connect", "self", "req"):
        mark_unfit("aiohttp")
        return
    original = connector.connect
    carrier = _Carrier(module)

    @functools.wraps(original)
    async def connect(self, req, *rest, **named):
        if isinstance(self, carrier.local):
            return await original(self, req, *rest, **named)
        host, port = req.url.raw_host, req.url.port
        agent = req.headers.get("User-Agent", "")
        upstream = governed_authority(host, port, agent) if host and port else None
        if upstream is None:
            return await original(self, req, *rest, **named)
        plane = carrier.lead(req, upstream)
        try:
            return await original(self, req, *rest, **named)
        except carrier.not_connected as problem:
            raise carrier.unreachable(upstream, plane) from problem

    connector.connect = connect


def apply_to_client(module: ModuleType) -> None:
    """Wrap the session's one way to send: after a 401 to a token, renew it and repeat once."""
    session = module.ClientSession
    if not has_parameters(session, "_request", "self", "method", "str_or_url"):
        mark_unfit("aiohttp")
        return
    original = session._request

    @functools.wraps(original)
    async def _request(self, method, str_or_url, **named):
        carried: list = []
        marker = _last_token.set(carried)
        try:
            try:
                response = await original(self, method, str_or_url, **named)
            except module.ClientResponseError as problem:
                if problem.status != 401 or not _can_repeat(named) or _another(carried) is None:
                    raise
                response = None
            if response is not None:
                refused = response.status == 401 and _can_repeat(named) and not response.history
                if not refused or _another(carried) is None:
                    return _show(response)
                response.release()
            return _show(await original(self, method, str_or_url, **named))
        finally:
            _last_token.reset(marker)

    session._request = _request


def _show(response):
    show_notice(response.headers.get("vectorgate-notice"))
    return response


def _can_repeat(named: dict) -> bool:
    data = named.get("data")
    return data is None or isinstance(data, (bytes, bytearray, str, dict))


def _another(carried: list) -> str | None:
    token = carried[-1] if carried else None
    return None if token is None else another_token(token)


class _Carrier:
    def __init__(self, connectors: ModuleType) -> None:
        import aiohttp.client_exceptions as errors

        self.not_connected = (errors.ClientConnectorError, errors.ServerTimeoutError)
        self.unreachable = _unreachable_of(errors)
        # Lines to a socket file or a named pipe: the name in their URLs leads nowhere.
        names = ("UnixConnector", "NamedPipeConnector")
        self.local = tuple(getattr(connectors, name) for name in names if hasattr(connectors, name))
        self._trust: dict[tuple[int, str], object] = {}

    def lead(self, req, upstream: str) -> str:
        """Turn a request to the gateway; `original_url`, by which answers and cookies are told, stays."""
        if not all(hasattr(req, name) for name in _REQUEST):
            raise not_hooked("this version of aiohttp", upstream)
        plane = private_plane()
        try:
            token = the_gate().token()
        except Unavailable as problem:
            raise self.unreachable(upstream, plane) from problem
        gateway = type(req.url)(plane)
        req.url = req.url.with_scheme(gateway.scheme).with_host(gateway.host).with_port(gateway.port)
        default = gateway.is_default_port()
        req.headers["Host"] = gateway.raw_host if default else authority(gateway.raw_host, gateway.port)
        for name in OWN_HEADERS:
            req.headers.popall(name, None)
        for name, value in own_headers(upstream, token):
            req.headers[name] = value
        req.proxy = req.proxy_auth = req.proxy_headers = None
        req.server_hostname = None
        req._ssl = self._context(plane)
        carried = _last_token.get(None)
        if carried is not None:
            carried.append(token)
        return plane

    def _context(self, plane: str):
        place = (os.getpid(), plane)
        if place not in self._trust:
            self._trust[place] = trust(plane) or True
        return self._trust[place]


def _unreachable_of(errors: ModuleType) -> type:
    class GatewayUnreachable(VectorGateError, errors.ClientConnectionError):
        """The gateway does not answer: aiohttp's connection error for whoever catches those."""

        def __init__(self, authority: str, gateway: str) -> None:
            VectorGateError.__init__(self, "gateway_unreachable", *unreachable_lines(authority, gateway))

    return GatewayUnreachable
