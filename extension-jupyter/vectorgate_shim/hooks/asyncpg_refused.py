"""asyncpg: refused for governed names; its loop may resolve in C (uvloop), below the floor of sockets."""

from __future__ import annotations

import functools
from types import ModuleType

from vectorgate_shim.hooks.postgres_hosts import refuse
from vectorgate_shim.shape import mark_unfit

_DRIVER = "asyncpg"


def apply(module: ModuleType) -> None:
    original = getattr(module, "_connect_addr", None)
    code = getattr(original, "__code__", None)
    if code is None or "addr" not in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]:
        mark_unfit(_DRIVER)
        return

    @functools.wraps(original)
    async def checked(*, addr, **named):
        if isinstance(addr, tuple):
            refuse(_DRIVER, addr[0], addr[1])
        return await original(addr=addr, **named)

    module._connect_addr = checked
