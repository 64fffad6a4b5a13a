"""gRPC channels, plain and asyncio: refused for governed names.

The core resolves and connects in C, below the floor of sockets; so a channel of another shape than expected
is refused whole as soon as anything is governed.
"""

from __future__ import annotations

import functools
from types import ModuleType

from vectorgate_shim.errors import not_hooked
from vectorgate_shim.gate import Standing, the_gate
from vectorgate_shim.names import authority
from vectorgate_shim.shape import has_parameters, mark_unfit

_DEFAULT_PORT = 443
THEN = "Let the client speak REST to it (qdrant-client: prefer_grpc=False)."


def apply(module: ModuleType) -> None:
    channel = module.Channel
    original = channel.__init__
    known = has_parameters(channel, "__init__", "self", "target")
    if not known:
        mark_unfit("grpc")

    @functools.wraps(original)
    def checked(self, *positional, **named):
        target = named.get("target", positional[0] if positional else None)
        _refuse(target if known else None)
        return original(self, *positional, **named)

    channel.__init__ = checked


def _refuse(target: object) -> None:
    gate = the_gate()
    if isinstance(target, bytes):
        target = target.decode("utf-8", "replace")
    if not isinstance(target, str):
        if gate.standing("", 0) is not Standing.UNKNOWN and gate.governs_anything:
            raise not_hooked("this version of grpc", "a database behind it", THEN)
        return
    for host, port in endpoints(target):
        if gate.guarded(host, port):
            raise not_hooked("a gRPC channel", authority(host, port), THEN)


def endpoints(target: str) -> list[tuple[str, str]]:
    """The hosts and ports that a gRPC target names.

    ``[dns:[//resolver/]]host[:port]`` or ``ipv4:a:1,b:2``.
    """
    scheme, colon, rest = target.partition(":")
    if colon and scheme in ("dns", "ipv4", "ipv6"):
        target = rest
    elif colon and scheme in ("unix", "unix-abstract", "vsock"):
        return []
    if target.startswith("//"):
        target = target[2:].partition("/")[2]
    found = []
    for one in target.strip("/").split(","):
        host, colon, port = one.rpartition(":")
        whole = not colon or one.endswith("]")
        found.append((one if whole else host, str(_DEFAULT_PORT) if whole else port))
    return found
