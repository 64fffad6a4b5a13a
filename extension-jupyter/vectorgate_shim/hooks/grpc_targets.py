"""Which hosts and ports a gRPC target names, and whether they are governed."""

from __future__ import annotations

import sys

from vectorgate_shim.errors import VectorGateError, sandbox_closed, unknown_territory
from vectorgate_shim.gate import Standing, the_gate
from vectorgate_shim.names import DEFAULT_PORTS, authority, is_loopback

_DEFAULT_PORT = 443
_STORE_CLIENTS = ("qdrant_client",)
"""Packages of supported stores that make channels."""


def governed_target(target: object) -> str | None:
    """The governed address that a channel's target names, or None.

    Raises VectorGateError for several addresses with a governed one among them, for a store's client while
    nothing is known, and for everybody in a program whose sandbox does not answer.
    """
    if isinstance(target, bytes):
        target = target.decode("utf-8", "replace")
    if not isinstance(target, str):
        return None  # grpc says what is wrong with it
    places = endpoints(target)
    standings = {place: the_gate().standing(*place) for place in places}
    governed = [authority(*place) for place in places if standings[place] is Standing.GOVERNED]
    if governed and len(standings) > 1:
        raise VectorGateError(
            "route_refused",
            f"{governed[0]} is governed, and a gRPC channel to several addresses cannot say which is meant.",
            "Open one channel for each address.",
        )
    for host, port in places:
        if standings[host, port] is Standing.CLOSED:
            raise sandbox_closed(authority(host, port))
        if standings[host, port] is Standing.UNKNOWN and not is_loopback(host) and _store_client_asks():
            raise unknown_territory(authority(host, port), the_gate().trouble)
    return governed[0] if governed else None


def endpoints(target: str) -> list[tuple[str, str]]:
    """The hosts and ports in a target: ``[dns:[//resolver/]]host[:port]``, ``ipv4:a:1,b:2``, ``ipv6:[a]:1``.

    Nothing for sockets of this machine. https://github.com/grpc/grpc/blob/master/doc/naming.md
    """
    scheme, colon, rest = target.partition(":")
    scheme = scheme.lower()
    if colon and scheme in ("dns", "ipv4", "ipv6"):
        from urllib.parse import unquote

        target = unquote(rest)
    elif colon and scheme in ("unix", "unix-abstract", "vsock"):
        return []
    if target.startswith("//"):
        target = target[2:].partition("/")[2]
    found = []
    for one in target.strip("/").split(","):
        host, colon, port = one.rpartition(":")
        # A port is missing also where the colons are those of a bare IPv6 address.
        whole = not colon or one.endswith("]") or (":" in host and not host.endswith("]"))
        port = str(_DEFAULT_PORT) if whole else str(DEFAULT_PORTS.get(port, port))
        found.append((one if whole else host, port))
    return found


def _store_client_asks() -> bool:
    """Whether a store's client makes the channel. Looked for only while nothing at all is known."""
    frame = sys._getframe(1)
    while frame is not None:
        if str(frame.f_globals.get("__name__")).partition(".")[0] in _STORE_CLIENTS:
            return True
        frame = frame.f_back
    return False
