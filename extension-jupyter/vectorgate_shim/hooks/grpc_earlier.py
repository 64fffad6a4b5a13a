"""Channels and stubs that were made before this hook, where the shim comes to a program that runs already.

Their options are no longer known, so they are not led to the gateway but refused for governed names; a client
made anew is carried.
"""

from __future__ import annotations

import gc
from types import ModuleType

from vectorgate_shim.errors import not_hooked
from vectorgate_shim.gate import Standing, the_gate
from vectorgate_shim.hooks.grpc_targets import endpoints
from vectorgate_shim.names import authority

_ROUTE = "a gRPC channel that was opened before VectorGate was here"
_THEN = "Make the client anew, or restart the kernel."


def refuse_earlier(core) -> None:
    """Raise VectorGateError for an earlier channel of a governed name; `core` is its channel in the core."""
    upstream = _governed(core)
    if upstream is not None:
        raise not_hooked(_ROUTE, upstream, _THEN)


def close_earlier_stubs(module: ModuleType) -> None:
    """Let the stubs of earlier channels to governed names say that they are closed."""
    for one in gc.get_objects():
        if type(one).__module__ == module.__name__ and type(one).__name__.endswith("MultiCallable"):
            upstream = _governed(one._channel)
            if upstream is not None:
                one._channel = _Closed(upstream)
                if hasattr(one, "_managed_call"):
                    one._managed_call = one._channel


def _governed(core) -> str | None:
    """The governed address that a channel of the core leads to; an old one does not say, and may be any."""
    gate = the_gate()
    target = getattr(core, "target", None)
    target = target() if callable(target) else target
    if target is None:
        return "a database behind it" if gate.closes_anything else None
    for host, port in endpoints(target.decode("utf-8", "replace")):
        if gate.standing(host, port) in (Standing.GOVERNED, Standing.CLOSED):
            return authority(host, port)
    return None


class _Closed:
    """In the place of the core's channel: whatever is asked of it, it says why not."""

    def __init__(self, upstream: str) -> None:
        self._upstream = upstream

    def __getattr__(self, name: str):
        raise not_hooked(_ROUTE, self._upstream, _THEN)

    def __call__(self, *_: object):
        raise not_hooked(_ROUTE, self._upstream, _THEN)
