"""psycopg 3, plain and asynchronous: refused for governed names.

libpq resolves and connects in C, below the floor of sockets. A service file may name the host: so what libpq
made of it is looked at once more before anybody can use the connection.
"""

from __future__ import annotations

import functools
from types import FunctionType, ModuleType

from vectorgate_shim.hooks.postgres_hosts import DEFAULT_PORT, refuse, refuse_parameters
from vectorgate_shim.shape import mark_unfit

_DRIVER = "psycopg"


def apply(module: ModuleType) -> None:
    for name in ("Connection", "AsyncConnection"):
        kind = module.__dict__.get(name)
        if kind is None:
            continue
        method = kind.__dict__.get("connect")
        if not isinstance(method, classmethod) or not isinstance(method.__func__, FunctionType):
            mark_unfit(_DRIVER)
            return
        kind.connect = classmethod((_waiting if name.startswith("Async") else _plain)(method.__func__))
    # Bound when psycopg was imported, where that was before us.
    import sys

    package = sys.modules.get("psycopg")
    if hasattr(package, "connect") and hasattr(package, "Connection"):
        package.connect = package.Connection.connect


def _plain(connect):
    @functools.wraps(connect)
    def checked(cls, conninfo="", **named):
        _refuse(conninfo, named)
        made = connect(cls, conninfo, **named)
        try:
            _refuse_made(made)
        except BaseException:
            made.close()
            raise
        return made

    return checked


def _waiting(connect):
    @functools.wraps(connect)
    async def checked(cls, conninfo="", **named):
        _refuse(conninfo, named)
        made = await connect(cls, conninfo, **named)
        try:
            _refuse_made(made)
        except BaseException:
            await made.close()
            raise
        return made

    return checked


def _refuse(conninfo: str, named: dict) -> None:
    from psycopg.conninfo import conninfo_to_dict

    found = dict(conninfo_to_dict(conninfo))
    found.update({name: named[name] for name in ("host", "hostaddr", "port") if named.get(name)})
    refuse_parameters(_DRIVER, found)


def _refuse_made(connection) -> None:
    port = connection.pgconn.port.decode() or DEFAULT_PORT
    for host in (connection.pgconn.host, connection.pgconn.hostaddr):
        refuse(_DRIVER, host.decode("utf-8", "replace"), port)
