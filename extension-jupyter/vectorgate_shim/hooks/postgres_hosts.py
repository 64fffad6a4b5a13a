"""PostgreSQL's drivers: where a connection would go, and the refusal for governed names."""

from __future__ import annotations

import os
from collections.abc import Mapping

from vectorgate_shim.errors import not_hooked
from vectorgate_shim.gate import the_gate
from vectorgate_shim.names import authority

DEFAULT_PORT = "5432"
_THEN = "Use a store that speaks over HTTP for now; PostgreSQL follows in a later version of the gateway."


def refuse_parameters(driver: str, parameters: Mapping[str, object]) -> None:
    """Refuse libpq parameters (`host`, `hostaddr`, `port`, each a list parted by commas) of a governed name.

    What is left out comes from PGHOST, PGHOSTADDR and PGPORT, as libpq has it. Raises VectorGateError.
    """
    ports = _list(parameters.get("port") or os.environ.get("PGPORT"))
    for name, variable in (("host", "PGHOST"), ("hostaddr", "PGHOSTADDR")):
        for number, host in enumerate(_list(parameters.get(name) or os.environ.get(variable))):
            port = ports[number] if number < len(ports) else (ports[0] if len(ports) == 1 else "")
            refuse(driver, host, port or DEFAULT_PORT)


def refuse(driver: str, host: object, port: object) -> None:
    """Refuse one address of a governed name; a path is a local socket's folder. Raises VectorGateError."""
    if (
        isinstance(host, str)
        and host
        and not host.startswith(("/", "@"))
        and the_gate().guarded(host, str(port))
    ):
        raise not_hooked(f"PostgreSQL's driver {driver}", authority(host, str(port)), _THEN)


def _list(value: object) -> list[str]:
    return [part.strip() for part in str(value).split(",")] if value else []
