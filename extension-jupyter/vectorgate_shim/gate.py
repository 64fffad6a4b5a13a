"""What this process knows: the governed names, the gateway's data plane, and the token in memory."""

from __future__ import annotations

import os
import time
from _thread import RLock, _local

from vectorgate_shim.errors import VectorGateError, in_sandbox, sandbox_closed
from vectorgate_shim.names import authority, authority_of_url
from vectorgate_shim.sources import Unavailable, source_from_environment

KNOWN_SECONDS = 60.0
"""How long the list of governed names is taken as fresh."""
ASK_AGAIN_SECONDS = 5.0
"""How long a source that did not answer is left in peace."""
SPARE_SECONDS = 30.0
SPARE_SHARE = 0.2
"""A token this close to its end, or with less than this share of its life left, is asked for anew."""


class Standing:
    """What is known of an address. No Enum, and no `threading`: they cost every Python some milliseconds."""

    FREE = "free"
    GOVERNED = "governed"
    UNKNOWN = "unknown"
    """Nothing was ever heard of the gateway: not which names are governed."""
    CLOSED = "closed"
    """The same in a program of a sandbox: each address could be a store's, and all are closed to it."""


class Gate:
    """One per process; a forked child goes on with what its parent knew, under new locks."""

    def __init__(self) -> None:
        self._source = source_from_environment()
        self._renew_lock()
        self._discovery: dict | None = None
        self._governed: frozenset[str] = frozenset()
        self._own: frozenset[str] = frozenset()
        self.data_plane = ""
        """Base address of the gateway's data plane. Only after `standing` said governed."""
        self.trouble: VectorGateError | None = None
        """Why the source did not answer last, where that has a remedy of its own."""
        self._ask_after = 0.0
        self._token: str | None = None
        self._token_good_until = 0.0
        self.unfit: dict[str, str] = {}
        """Libraries whose shape our hook does not know, with their version: refused for governed names."""
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._renew_lock)

    def _renew_lock(self) -> None:
        # Another thread of the parent may have held it while forking; nobody would ever let it go here.
        # Re-entrant: with a library that runs many tasks in one thread, a second one may come here meanwhile.
        self._lock = RLock()
        self._asking = RLock()
        self._within = _local()

    def standing(self, host: str | bytes, port: int | str) -> str:
        """Whether a host and port are governed. Asks the source at most once a minute."""
        if getattr(self._within, "busy", False):
            return Standing.FREE  # the source's own way to the gateway
        self._know()
        if self._discovery is None:
            # Nobody listens on port 0: it is what programs bind to or ask about themselves with.
            return Standing.CLOSED if in_sandbox() and str(port) != "0" else Standing.UNKNOWN
        return Standing.GOVERNED if authority(host, port) in self._governed else Standing.FREE

    def guarded(self, host: str | bytes, port: int | str) -> bool:
        """Whether a route without identity must be refused: governed, and not the gateway's own address.

        Raises VectorGateError in a program whose sandbox does not answer.
        """
        standing = self.standing(host, port)
        if standing is Standing.CLOSED:
            raise sandbox_closed(authority(host, port))
        return standing is Standing.GOVERNED and authority(host, port) not in self._own

    def ungoverned(self, work):
        """What `work` gives, with its connections left alone: a library's own way inside this process."""
        before = getattr(self._within, "busy", False)
        self._within.busy = True
        try:
            return work()
        finally:
            self._within.busy = before

    @property
    def source(self) -> object:
        """Where the token and the governed names come from; None where nothing is named."""
        return self._source

    @property
    def discovery(self) -> dict | None:
        """The source's last answer, or None where there never was one."""
        return self._discovery

    @property
    def closes_anything(self) -> bool:
        """True when at least one name is known to be governed, or all are closed."""
        self._know()
        return bool(self._governed) or (self._discovery is None and in_sandbox())

    def begin_anew(self) -> None:
        """Forget what another source told: the environment names one that goes before it."""
        with self._lock, self._asking:
            self._source = source_from_environment()
            self._discovery = None
            self._governed = self._own = frozenset()
            self._token, self._token_good_until, self._ask_after = None, 0.0, 0.0

    def hello(self) -> None:
        """Register with the source now. What fails is tried again when a name is asked for."""
        self._know(at_once=True)

    def _know(self, at_once: bool = False) -> None:
        now = time.monotonic()
        if self._source is None or (now < self._ask_after and not at_once):
            return
        with self._lock:
            if now < self._ask_after and not at_once:
                return
            self._within.busy = True
            try:
                found = self._source.discover()
            except Unavailable as problem:
                cause = problem.__cause__
                self.trouble = cause if isinstance(cause, VectorGateError) else None
                self._ask_after = time.monotonic() + ASK_AGAIN_SECONDS
                return
            finally:
                self._within.busy = False
            names = (entry.get("name", "") for entry in found.get("governed", []))
            # In the same spelling as what is asked for: a dot at the end or brackets make no other name.
            self._governed = frozenset(
                authority(host, port) for host, _, port in (name.rpartition(":") for name in names)
            )
            own = (authority_of_url(str(found.get(key, ""))) for key in ("dataPlane", "control"))
            self._own = frozenset(address for address in own if address)
            self.data_plane = str(found["dataPlane"]).rstrip("/")
            self._discovery = found
            self.trouble = None
            self._ask_after = time.monotonic() + KNOWN_SECONDS

    def token(self) -> str | None:
        """The person's or workload's token, from memory or the source. None: nobody is signed in."""
        if self._token is not None and time.time() < self._token_good_until:
            return self._token
        with self._asking:
            # Whoever waited here finds what the first one was given: one question, not one for each thread.
            if self._token is not None and time.time() < self._token_good_until:
                return self._token
            return self._ask_token(None)

    def token_instead_of(self, refused: str) -> str | None:
        """After the gateway refused a token: another one, or None when there is no other."""
        with self._asking:
            fresh = self._token if self._token != refused else None
            if fresh is None or time.time() >= self._token_good_until:
                fresh = self._ask_token(refused)
        return fresh if fresh != refused else None

    def _ask_token(self, refused: str | None) -> str | None:
        if self._source is None:
            return None
        self._within.busy = True
        try:
            self._token, end = self._source.token(refused)
            now = time.time()
            self._token_good_until = end - min(SPARE_SECONDS, SPARE_SHARE * max(0.0, end - now))
        finally:
            self._within.busy = False
        return self._token


_gate: Gate | None = None


def the_gate() -> Gate:
    """The process's gate, made when first asked for."""
    global _gate
    if _gate is None:
        _gate = Gate()
    return _gate
