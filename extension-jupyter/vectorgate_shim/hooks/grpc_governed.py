"""gRPC channels, plain and asyncio: a channel to a governed name leads to the gateway.

Both kinds end in a class named Channel, whatever function made them and whenever that function was imported.
The core resolves and connects in C, below the floor of sockets; so where the class has another shape than
expected, its channels are refused whole as soon as anything is governed.
"""

from __future__ import annotations

import functools
from types import ModuleType

from vectorgate_shim.errors import not_hooked
from vectorgate_shim.gate import the_gate
from vectorgate_shim.hooks.grpc_targets import governed_target
from vectorgate_shim.shape import has_parameters, mark_unfit

KINDS = ("unary_unary", "unary_stream", "stream_unary", "stream_stream")
_PARAMETERS = ("target", "options", "credentials", "compression")
_METHOD = ("self", "method", "request_serializer", "response_deserializer")
_MARK = "_vectorgate_carriage"
"""Of a channel: what its calls carry, None where it is left alone; missing where the channel is older."""
THEN = "Let the client speak REST to it (qdrant-client: prefer_grpc=False), or update VectorGate."


def apply(module: ModuleType) -> None:
    """Hook `grpc._channel`, or `grpc.aio._channel` of the same shape."""
    channel = module.Channel
    waiting = ".aio." in module.__name__
    known = _is_known(channel, waiting)
    if not known:
        mark_unfit("grpc")
    _lead(channel, waiting, known)
    for kind in KINDS if known else ():
        _carry(channel, kind)
    if known and not getattr(module.__spec__, "_initializing", False):
        from vectorgate_shim.hooks.grpc_earlier import close_earlier_stubs

        close_earlier_stubs(module)


def _is_known(channel: type, waiting: bool) -> bool:
    parameters = (*_PARAMETERS, "interceptors") if waiting else _PARAMETERS
    return has_parameters(channel, "__init__", "self", *parameters) and all(
        has_parameters(channel, kind, *_METHOD) for kind in KINDS
    )


def _lead(channel: type, waiting: bool, known: bool) -> None:
    original = channel.__init__
    names = (*_PARAMETERS, "interceptors")

    @functools.wraps(original)
    def led(self, *positional, **named):
        target = named.get("target", positional[0] if positional else None)
        if not known:
            _refuse_unknown()
        upstream = governed_target(target) if known else None
        if upstream is None:
            setattr(self, _MARK, None)
            return original(self, *positional, **named)
        from vectorgate_shim.hooks.grpc_gateway import lead_to_gateway

        named.update(zip(names, positional))
        carriage = lead_to_gateway(upstream, named, waiting)
        original(self, **named)
        carriage.watch(getattr(self, "_channel", None))
        setattr(self, _MARK, None if waiting else carriage)
        return None

    channel.__init__ = led


def _carry(channel: type, kind: str) -> None:
    original = getattr(channel, kind)

    @functools.wraps(original)
    def callable_of(self, *positional, **named):
        carriage = getattr(self, _MARK, self)
        made = original(self, *positional, **named)
        if carriage is None:
            return made
        if carriage is self:
            from vectorgate_shim.hooks.grpc_earlier import refuse_earlier

            refuse_earlier(getattr(self, "_channel", None))
            return made
        return carriage.callable(kind, made)

    setattr(channel, kind, callable_of)


def _refuse_unknown() -> None:
    gate = the_gate()
    if gate.closes_anything:
        raise not_hooked("this version of grpc", "a database behind it", THEN)
