"""The exec helper: a program that prints a workload's token, run when one is needed."""

from __future__ import annotations

import os

from vectorgate_shim.errors import token_command_failed

COMMAND_SECONDS = 10.0
_MOST_BYTES = 1 << 20
_FROM_NOW = 1_000_000_000
"""An `expires` below this was meant as seconds from now; taken for a time it would be in 2001."""


def run_token_command(command: str) -> tuple[str, float]:
    """Run the program and return its token and the token's end, in seconds since the epoch.

    Raises VectorGateError. What the program printed is quoted nowhere: it may hold the token.
    """
    import subprocess

    # The helper may itself be Python with a governed library: it must not ask for a token by itself again.
    environment = {name: value for name, value in os.environ.items() if name != "VECTORGATE_TOKEN_COMMAND"}
    try:
        done = subprocess.run(
            _arguments(command),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=COMMAND_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise token_command_failed(f"did not end within {COMMAND_SECONDS:.0f} seconds") from None
    except OSError as problem:
        raise token_command_failed(
            f"cannot be started ({problem.strerror or type(problem).__name__})"
        ) from None
    if done.returncode != 0:
        raise token_command_failed(f"ended with exit code {done.returncode}")
    return _read(done.stdout)


def _arguments(command: str) -> list[str]:
    """A JSON array of texts, or words as a shell would part them; no shell runs them."""
    import json
    import shlex

    if command.lstrip().startswith("["):
        try:
            found = json.loads(command)
        except ValueError:
            raise token_command_failed(
                "is named by something that begins like a JSON array and is none"
            ) from None
    else:
        try:
            found = shlex.split(command, posix=os.name != "nt")
        except ValueError:
            raise token_command_failed("is named by a text with an open quotation mark") from None
    if not found or not all(isinstance(word, str) and word and "\0" not in word for word in found):
        raise token_command_failed("is not named by a list of words")
    return found


def _read(printed: bytes) -> tuple[str, float]:
    import json
    import time

    try:
        found = json.loads(printed) if len(printed) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise token_command_failed("did not print one JSON object")
    token, expires = found.get("token"), found.get("expires")
    if (
        not isinstance(token, str)
        or not token
        or not token.isascii()
        or not token.isprintable()
        or " " in token
    ):
        raise token_command_failed('printed no "token" that is one word of ASCII')
    if isinstance(expires, bool) or not isinstance(expires, (int, float)) or not expires < float("inf"):
        raise token_command_failed('printed no "expires" that is a number')
    if expires < _FROM_NOW:
        raise token_command_failed('printed an "expires" that is not in seconds since 1970')
    if expires <= time.time():
        raise token_command_failed("printed a token whose time is over by this machine's clock")
    return token, float(expires)
