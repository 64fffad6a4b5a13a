"""What the gateway says of itself in public: issuer, data plane, governed names. Kept for when it is down."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import stat
import threading
import time
from pathlib import Path
from typing import Any

from vectorgate_jupyter.errors import GateError, GatewayUnreachable, NotConfigured
from vectorgate_jupyter.loopback import origin_of
from vectorgate_jupyter.oauth.http_json import request_json
from vectorgate_jupyter.oauth.shapes import is_discovery, is_provider

FRESH_SECONDS = 30.0
ASK_AGAIN_SECONDS = 3.0
SECONDS = 3.0


class Discovery:
    """Reads `/.well-known/vectorgate`, at most every half minute, and remembers the last good one on disk.

    What is on disk is public (no token, no person): it lets a signed-out kernel know what is governed while
    the gateway is down.
    """

    def __init__(self, gateway: str, cache_folder: Path | None = None) -> None:
        self.gateway = gateway.rstrip("/")
        folder = (
            cache_folder or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vectorgate"
        )
        self._file = folder / f"discovery-{hashlib.sha256(self.gateway.encode()).hexdigest()[:16]}.json"
        self._lock = threading.Lock()
        self._found: dict[str, Any] | None = None
        self._ask_after = 0.0
        self._problem: GateError | None = None
        self._provider: dict[str, Any] | None = None
        self._provider_issuer: str | None = None
        self._down_since: float | None = None

    @property
    def problem(self) -> GateError | None:
        """Why the gateway could not be asked last time; None when it answered."""
        return self._problem

    @property
    def down_since(self) -> float | None:
        """Seconds since the epoch of the first failure in a row."""
        return self._down_since

    def get(self) -> dict[str, Any]:
        """The gateway's description, the last known one when it is down.

        Raises GateError when there is none.
        """
        with self._lock:
            if time.monotonic() >= self._ask_after:
                self._ask()
            if self._found is None:
                self._found = self._remembered()
            if self._found is None:
                raise self._problem or NotConfigured()
            return self._found

    def doubt(self) -> None:
        """Ask anew next time: the gateway was found silent, or somebody is about to rely on it."""
        self._ask_after = 0.0

    def fresh(self) -> dict[str, Any]:
        """As `get`, but raises when the gateway does not answer now."""
        found = self.get()
        if self._problem is not None:
            raise self._problem
        return found

    def provider(self) -> dict[str, Any]:
        """The OAuth face's own metadata (RFC 8414), read once for each issuer."""
        issuer = str(self.fresh()["issuer"])
        if self._provider is None or self._provider_issuer != issuer:
            status, found = request_json(issuer.rstrip("/") + "/.well-known/openid-configuration")
            if status != 200 or not is_provider(found, issuer):
                raise GatewayUnreachable(
                    self.gateway, "its sign-in service does not describe itself as expected"
                )
            self._provider, self._provider_issuer = found, issuer
        return self._provider

    def _ask(self) -> None:
        try:
            if not self.gateway:
                raise NotConfigured
            status, found = request_json(self.gateway + "/.well-known/vectorgate", seconds=SECONDS)
            if status != 200 or not is_discovery(found):
                raise GatewayUnreachable(self.gateway, "what answers there is not a VectorGate gateway")
            issuer = origin_of(found["issuer"])
            if issuer[0] != "https" and issuer != origin_of(self.gateway):
                # Another port of this machine may be anybody's.
                raise GatewayUnreachable(self.gateway, "it names a place to sign in that is not encrypted")
        except GateError as problem:
            self._problem = problem
            self._down_since = self._down_since or time.time()
            self._ask_after = time.monotonic() + ASK_AGAIN_SECONDS
            return
        self._problem = self._down_since = None
        self._ask_after = time.monotonic() + FRESH_SECONDS
        if found != self._found:
            self._found = found
            self._remember(found)

    def _remember(self, found: dict[str, Any]) -> None:
        draft = self._file.with_suffix(f".{secrets.token_hex(8)}.part")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not _closed(os.lstat(self._file.parent)):
                return
            # Never through a link or into a file that somebody put there.
            number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(number, "w", encoding="utf-8") as file:
                json.dump(found, file)
            draft.replace(self._file)
        except OSError:
            return  # a read-only home: then there is no memory, and nothing else changes

    def _remembered(self) -> dict[str, Any] | None:
        """What was remembered, if nobody else can have written it: it says where tokens are sent."""
        try:
            if not _closed(os.lstat(self._file.parent)):
                return None
            number = os.open(self._file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(number, encoding="utf-8") as file:
                found = json.load(file) if _closed(os.fstat(number)) else None
        except (OSError, ValueError, RecursionError):
            return None
        return found if is_discovery(found) else None


def _closed(place: os.stat_result) -> bool:
    kind = stat.S_ISDIR(place.st_mode) or stat.S_ISREG(place.st_mode)
    return kind and place.st_uid == os.getuid() and not place.st_mode & 0o022
