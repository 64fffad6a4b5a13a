"""The broker's operations: from a request's line to its answer's. Knows no sockets."""

from __future__ import annotations

import hmac
import json
from typing import Any

from vectorgate_jupyter.broker.registry import Registry, registration
from vectorgate_jupyter.errors import GateError
from vectorgate_jupyter.oauth.person import Person

PROTOCOL = 1


class Answers:
    """Answers requests of processes that know the key."""

    def __init__(self, person: Person, registry: Registry, key: str) -> None:
        self._person = person
        self._registry = registry
        self._key = key.encode()

    def answer(self, line: bytes, peer: int | None) -> dict[str, Any]:
        """The answer to one line. Never raises for what a caller sent."""
        try:
            request = json.loads(line.decode())
        except (ValueError, RecursionError):
            request = None
        if not isinstance(request, dict):
            return _refused("unreadable", "the request is not one JSON object in one line.")
        key = request.get("key")
        if not isinstance(key, str) or not hmac.compare_digest(key.encode("utf-8", "replace"), self._key):
            return _refused("wrong_key", "the key is not this broker's.")
        if request.get("v") != PROTOCOL:
            return _refused("unsupported_version", f"this broker speaks version {PROTOCOL} of the protocol.")
        try:
            if request.get("op") == "hello":
                return self._hello(request, peer)
            if request.get("op") == "token":
                return self._token(request)
        except GateError as problem:
            return {"v": PROTOCOL, "ok": False, "error": problem.as_json()}
        return _refused("unknown_operation", "this broker knows the operations hello and token.")

    def _hello(self, request: dict[str, Any], peer: int | None) -> dict[str, Any]:
        claimed = request.get("pid")
        pid = peer or (claimed if isinstance(claimed, int) else None)
        if pid is not None:
            self._registry.add(registration(pid, request.get("kernel"), request.get("session")))
        found = self._person.discovery.get()
        return {
            "v": PROTOCOL,
            "ok": True,
            "control": self._person.discovery.gateway,
            "dataPlane": found["dataPlane"],
            "governed": found["governed"],
            "signedIn": self._person.signed_in,
        }

    def _token(self, request: dict[str, Any]) -> dict[str, Any]:
        refused = request.get("refused")
        token, expires = self._person.access_token(refused if isinstance(refused, str) else None)
        return {"v": PROTOCOL, "ok": True, "token": token, "expires": expires}


def _refused(code: str, message: str) -> dict[str, Any]:
    return {
        "v": PROTOCOL,
        "ok": False,
        "error": {"code": code, "message": message, "next": "See docs/broker-protocol.md."},
    }
