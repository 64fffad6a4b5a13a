"""http.client (and urllib.request on it): refused for governed names, through a proxy too."""

from __future__ import annotations

import functools
from types import ModuleType

from vectorgate_shim.errors import not_hooked
from vectorgate_shim.gate import the_gate
from vectorgate_shim.names import authority, authority_of_url
from vectorgate_shim.shape import has_parameters, mark_unfit

_ROUTE = "http.client"


def apply(client: ModuleType) -> None:
    connection = client.HTTPConnection
    if not has_parameters(connection, "connect", "self") or not has_parameters(
        connection, "putrequest", "self", "method", "url"
    ):
        mark_unfit("http.client")
        return
    connect = connection.connect
    put = connection.putrequest

    @functools.wraps(connect)
    def checked_connect(self):
        _refuse(self.host, self.port)
        _refuse(getattr(self, "_tunnel_host", None), getattr(self, "_tunnel_port", None))
        return connect(self)

    @functools.wraps(put)
    def checked_put(self, method, url, *rest, **named):
        # An absolute URL is a request to a proxy: its authority is where it really goes.
        target = authority_of_url(url) if isinstance(url, str) and "://" in url else None
        if target is not None:
            _refuse(*target.rsplit(":", 1))
        return put(self, method, url, *rest, **named)

    connection.connect = checked_connect
    connection.putrequest = checked_put


def _refuse(host: str | None, port: int | str | None) -> None:
    if host and port and the_gate().guarded(host, port):
        raise not_hooked(_ROUTE, authority(host, port))
