"""One file per library: how its way to a governed name is led through the gate, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType

from vectorgate_shim.import_hooks import Hook
from vectorgate_shim.shape import mark_unfit


def _later(name: str, function: str = "apply") -> Hook:
    """The hook's file is read only once its library is imported: most processes import few of them."""

    def hook(module: ModuleType) -> None:
        try:
            getattr(import_module(f"vectorgate_shim.hooks.{name}"), function)(module)
        except Exception:  # the user's import must succeed; the floor refuses what is not hooked
            mark_unfit(module.__name__)

    return hook


HOOKS: Mapping[str, Hook] = {
    "socket": _later("sockets"),
    "http.client": _later("http_client"),
    "httpx": _later("httpx_governed"),
    "httpx2": _later("httpx_governed"),
    "urllib3.connectionpool": _later("urllib3_governed"),
    "aiohttp.connector": _later("aiohttp_governed"),
    "aiohttp.client": _later("aiohttp_governed", "apply_to_client"),
    "grpc._channel": _later("grpc_governed"),
    "grpc.aio._channel": _later("grpc_governed"),
    "psycopg.connection": _later("psycopg_refused"),
    "psycopg.connection_async": _later("psycopg_refused"),
    "psycopg2": _later("psycopg2_refused"),
    "asyncpg.connect_utils": _later("asyncpg_refused"),
}
