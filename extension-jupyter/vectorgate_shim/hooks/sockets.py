"""The floor under all hooks: a governed name is not resolved or connected to without an identity.

It catches clients we have no hook for, and libraries whose shape changed. It is no boundary (a program may
resolve the name elsewhere and connect by number); it turns silent by-passes into readable errors.
"""

from __future__ import annotations

import functools
import sys
from types import ModuleType

from vectorgate_shim.errors import not_hooked
from vectorgate_shim.gate import the_gate
from vectorgate_shim.names import authority


def _refuse_if_guarded(host: object, port: object) -> None:
    if not isinstance(host, (str, bytes)) or not isinstance(port, (int, str)):
        return
    gate = the_gate()
    if gate.guarded(host, port):
        unfit = [
            f"{name} {version}"
            for name, version in gate.unfit.items()
            if name.partition(".")[0] in sys.modules
        ]
        route = f"this version of a library ({', '.join(unfit)})" if unfit else "this way of connecting"
        raise not_hooked(route, authority(host, port))


def apply(socket: ModuleType) -> None:
    """Wrap name resolution and the two connecting methods of Python's socket class."""
    resolve = socket.getaddrinfo

    @functools.wraps(resolve)
    def getaddrinfo(host, port, *rest, **named):
        _refuse_if_guarded(host, port)
        return resolve(host, port, *rest, **named)

    socket.getaddrinfo = getaddrinfo
    if sys.platform == "win32" and hasattr(socket, "socketpair"):
        # There both ends meet over a port of this process, without which asyncio has no loop.
        pair = socket.socketpair
        socket.socketpair = functools.wraps(pair)(
            lambda *given, **named: the_gate().ungoverned(lambda: pair(*given, **named))
        )
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, _checked(getattr(socket.socket, name)))


def _checked(method):
    @functools.wraps(method)
    def connect(self, address):
        if isinstance(address, tuple) and len(address) >= 2:
            _refuse_if_guarded(address[0], address[1])
        return method(self, address)

    return connect
