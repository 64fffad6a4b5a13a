"""Where a process gets its credential and learns what is governed: the broker, or a workload's token file."""

from __future__ import annotations

import os

from vectorgate_shim.broker_client import BrokerGone, ask
from vectorgate_shim.errors import no_token_file
from vectorgate_shim.kernel_process import kernel_id
from vectorgate_shim.names import is_loopback

HELLO_SECONDS = 4.0
TOKEN_SECONDS = 30.0
DISCOVERY_SECONDS = 4.0


class Unavailable(Exception):
    """The source cannot answer now."""


class BrokerSource:
    """People: the broker of the Jupyter server (or of the program that started this one)."""

    def discover(self) -> dict:
        """Say hello: register this process and learn the gateway's address and the governed names."""
        try:
            answer = ask(
                "hello",
                HELLO_SECONDS,
                pid=os.getpid(),
                kernel=kernel_id(),
                session=os.environ.get("VECTORGATE_SESSION"),
            )
        except BrokerGone as problem:
            raise Unavailable(str(problem)) from problem
        if not answer.get("ok") or not answer.get("dataPlane"):
            raise Unavailable("the broker does not know the gateway yet")
        return answer

    def token(self, refused: str | None) -> tuple[str | None, float]:
        """An access token and its end (seconds since the epoch); None when nobody is signed in.

        `refused` is a token that the gateway did not take: the broker then gives another or none.
        """
        fields = {} if refused is None else {"refused": refused}
        try:
            answer = ask("token", TOKEN_SECONDS, **fields)
        except BrokerGone:
            return None, 0.0  # the gateway then says what to do, in the store's own shape
        if answer.get("ok"):
            return str(answer["token"]), float(answer["expires"])
        error = answer.get("error") or {}
        if error.get("code") == "gateway_unreachable":
            raise Unavailable(str(error.get("message")))
        return None, 0.0


class TokenFileSource:
    """Workloads: a token that the platform keeps fresh in a file, and the gateway's control address."""

    def __init__(self, path: str, gateway: str) -> None:
        self._path = path
        self._gateway = gateway.rstrip("/")

    def discover(self) -> dict:
        """Read the gateway's public discovery document."""
        import json
        import urllib.request
        from http.client import HTTPException
        from urllib.parse import urlsplit

        # Whoever can answer in the gateway's name would name a data plane of their own and get the token:
        # so no clear text on the way, no proxy from the environment, and no redirect.
        parts = urlsplit(self._gateway)
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
            raise Unavailable(f"{self._gateway} is not encrypted and not on this machine")

        class NoRedirect(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_: object) -> None:
                return None

        opener = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))
        try:
            with opener.open(self._gateway + "/.well-known/vectorgate", timeout=DISCOVERY_SECONDS) as answer:
                found = json.loads(answer.read(1 << 20))
        except (OSError, ValueError, HTTPException, RecursionError) as problem:
            raise Unavailable(f"no discovery at {self._gateway}") from problem
        if not _is_discovery(found):
            raise Unavailable(f"what answers at {self._gateway} is not a VectorGate gateway")
        return found

    def token(self, refused: str | None) -> tuple[str | None, float]:
        """The file's present text. Read each time: whoever writes it decides when it changes."""
        try:
            with open(self._path, encoding="ascii") as file:
                text = file.read().strip()
        except (OSError, ValueError):
            text = ""
        if not text:
            raise no_token_file(self._path)
        return text, 0.0


def _is_discovery(found: object) -> bool:
    """Whether this is a gateway's description, in the parts that are used here."""
    return (
        isinstance(found, dict)
        and found.get("product") == "vectorgate"
        and isinstance(found.get("dataPlane"), str)
        and bool(found["dataPlane"])
        and isinstance(found.get("governed"), list)
        and all(isinstance(entry, dict) and isinstance(entry.get("name"), str) for entry in found["governed"])
    )


def source_from_environment() -> BrokerSource | TokenFileSource | None:
    """The broker where there is one, else the token file, else nothing."""
    if os.environ.get("VECTORGATE_BROKER"):
        return BrokerSource()
    path = os.environ.get("VECTORGATE_TOKEN_FILE")
    gateway = os.environ.get("VECTORGATE_GATEWAY")
    return TokenFileSource(path, gateway) if path and gateway else None
