"""psycopg2: refused for governed names, before libpq connects in C and after (for service files)."""

from __future__ import annotations

import functools
from types import ModuleType

from vectorgate_shim.hooks.postgres_hosts import DEFAULT_PORT, refuse, refuse_parameters
from vectorgate_shim.shape import mark_unfit

_DRIVER = "psycopg2"


def apply(module: ModuleType) -> None:
    original = getattr(module, "_connect", None)
    if original is None or not hasattr(module, "connect"):
        mark_unfit(_DRIVER)
        return

    @functools.wraps(original)
    def checked(dsn, *rest, **named):
        from psycopg2.extensions import parse_dsn

        refuse_parameters(_DRIVER, parse_dsn(dsn) if dsn else {})
        made = original(dsn, *rest, **named)
        try:
            found = made.get_dsn_parameters()
            for name in ("host", "hostaddr"):
                refuse(_DRIVER, found.get(name), found.get("port") or DEFAULT_PORT)
        except BaseException:
            made.close()
            raise
        return made

    module._connect = checked
