"""Where a process gets its token and learns what is governed: a broker, a token file or a program."""

from __future__ import annotations

import os

from vectorgate_shim.broker_client import SANDBOX, BrokerGone, ask
from vectorgate_shim.discovery import Unavailable, discover_at
from vectorgate_shim.errors import VectorGateError, no_token_file, source_incomplete
from vectorgate_shim.kernel_process import kernel_id

HELLO_SECONDS = 4.0
TOKEN_SECONDS = 30.0


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


class _AtGateway:
    """Workloads: the gateway's control address is named, and the governed names are asked for there."""

    def __init__(self, gateway: str) -> None:
        self._gateway = gateway.rstrip("/")

    def discover(self) -> dict:
        """The gateway's public discovery document. Raises Unavailable."""
        return discover_at(self._gateway)


class TokenFileSource(_AtGateway):
    """A token that the platform keeps fresh in a file."""

    def __init__(self, path: str, gateway: str) -> None:
        super().__init__(gateway)
        self._path = path

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


class TokenCommandSource(_AtGateway):
    """A token that a program prints when it is asked."""

    def __init__(self, command: str, gateway: str) -> None:
        super().__init__(gateway)
        self._command = command

    def token(self, refused: str | None) -> tuple[str | None, float]:
        """Run the program. Raises VectorGateError where it gives no token."""
        from vectorgate_shim.token_command import run_token_command

        return run_token_command(self._command)


class NoSource:
    """Something is named, yet no way to a token: said to whoever asks, and nothing is governed silently."""

    def __init__(self, problem: VectorGateError, gateway: str | None) -> None:
        self._problem = problem
        self._gateway = gateway

    def discover(self) -> dict:
        """The governed names where the gateway is known. Raises Unavailable, caused by what is missing."""
        if self._gateway is None:
            raise Unavailable(str(self._problem)) from self._problem
        return discover_at(self._gateway.rstrip("/"))

    def token(self, refused: str | None) -> tuple[str | None, float]:
        """Raises VectorGateError: there is none."""
        raise self._problem


def source_from_environment() -> BrokerSource | TokenFileSource | TokenCommandSource | NoSource | None:
    """The first that is named of sandbox, broker, token file and token command; None where nothing is."""
    if os.environ.get(SANDBOX) or os.environ.get("VECTORGATE_BROKER"):
        return BrokerSource()
    gateway = os.environ.get("VECTORGATE_GATEWAY")
    path = os.environ.get("VECTORGATE_TOKEN_FILE")
    command = os.environ.get("VECTORGATE_TOKEN_COMMAND")
    named = "VECTORGATE_TOKEN_FILE" if path else "VECTORGATE_TOKEN_COMMAND"
    if (path or command) and not gateway:
        what = f"{named} is set, yet VECTORGATE_GATEWAY does not say where the gateway is."
        then = "Set VECTORGATE_GATEWAY to the gateway's address, as https://vectorgate.example.com."
        return NoSource(source_incomplete(what, then), None)
    if path:
        return TokenFileSource(path, gateway)
    if command:
        return TokenCommandSource(command, gateway)
    if gateway:
        what = f"VECTORGATE_GATEWAY names {gateway}, yet nothing here gives this program a token."
        then = "Start it by `vectorgate run -- COMMAND`, or set VECTORGATE_TOKEN_FILE or _TOKEN_COMMAND."
        return NoSource(source_incomplete(what, then), gateway)
    return None
