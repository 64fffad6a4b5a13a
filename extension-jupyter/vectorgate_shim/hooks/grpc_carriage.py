"""What every call of a governed gRPC channel carries, and what its answer says to this process."""

from __future__ import annotations

import grpc

from vectorgate_shim.carry import OWN_HEADERS, another_token, own_headers
from vectorgate_shim.errors import VectorGateError, unreachable_lines
from vectorgate_shim.gate import the_gate
from vectorgate_shim.notices import show_notice
from vectorgate_shim.sources import Unavailable

_NOT_CONNECTED = ("failed to connect", "dns resolution failed", "name resolution fail", "empty address list")
"""How the core begins the details of a call for which it got no line."""
_TRYING = (grpc.ChannelConnectivity.CONNECTING.value[0], grpc.ChannelConnectivity.TRANSIENT_FAILURE.value[0])


class Carriage:
    """One for each channel. Holds no token: each call asks for it."""

    unreachable_error: type

    def __init__(self, upstream: str, plane: str) -> None:
        self.upstream = upstream
        self.plane = plane
        self._core = None

    def watch(self, core) -> None:
        """Remember the core's channel, to see whether it ever got a line."""
        self._core = core

    def token(self) -> str | None:
        """The token for one call. Raises the client's own error where the gateway does not answer."""
        try:
            return the_gate().token()
        except Unavailable as problem:
            raise self.unreachable() from problem

    def metadata(self, given, token: str | None) -> list[tuple]:
        """The caller's metadata, without our names, and our own."""
        kept = [(name, value) for name, value in given or () if _plain(name) not in OWN_HEADERS]
        kept += own_headers(self.upstream, token)
        return kept

    def other_token(self, code, token: str | None) -> str | None:
        """A token to repeat a call with whose token was refused, or None."""
        refused = code is grpc.StatusCode.UNAUTHENTICATED and token is not None
        return another_token(token) if refused else None

    def unreachable(self, code=grpc.StatusCode.UNAVAILABLE):
        """The error for a gateway that does not answer."""
        return self.unreachable_error(code, *unreachable_lines(self.upstream, self.plane))

    def is_unreachable(self, code, details: str | None, *metadata) -> bool:
        """Whether a failed call got no line to the gateway; whatever came with metadata is its answer."""
        if any(metadata):
            return False
        if code is grpc.StatusCode.UNAVAILABLE:
            return (details or "").lower().startswith(_NOT_CONNECTED)
        return code is grpc.StatusCode.DEADLINE_EXCEEDED and self._is_trying()

    def _is_trying(self) -> bool:
        try:
            return self._core is not None and self._core.check_connectivity_state(False) in _TRYING
        except Exception:  # a closed channel has no state
            return False


def show_notices(*kinds) -> None:
    """Show what the gateway changed, wherever in an answer's metadata it says so."""
    for metadata in kinds:
        for name, value in metadata or ():
            if name == "vectorgate-notice":
                show_notice(value)


def _plain(name) -> str:
    return (name.decode("latin-1") if isinstance(name, bytes) else str(name)).lower()


class GatewayError(VectorGateError):
    """The part of the two clients' errors that is alike. `code` is gRPC's method of that name there."""

    def __init__(self, what: str, then: str) -> None:
        VectorGateError.__init__(self, "gateway_unreachable", what, then)
        del self.code

    def __reduce__(self):
        return (RuntimeError, (str(self),))
