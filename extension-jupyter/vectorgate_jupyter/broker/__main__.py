"""The broker by itself, for one person: `python -m vectorgate_jupyter.broker`, driven by JSON lines."""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import sys
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from vectorgate_jupyter.broker.broker import Broker
from vectorgate_jupyter.errors import GateError
from vectorgate_jupyter.oauth.discovery import Discovery
from vectorgate_jupyter.oauth.person import Person


def main(arguments: list[str] | None = None) -> int:
    """Serve until standard input ends. Exit status 2: the broker could not start."""
    parser = argparse.ArgumentParser(
        prog="python -m vectorgate_jupyter.broker",
        description="Run a credential broker for one person without a Jupyter server.",
        epilog="Example: python -m vectorgate_jupyter.broker --gateway https://gate.example",
    )
    parser.add_argument(
        "--gateway", default=os.environ.get("VECTORGATE_GATEWAY", ""), help="the control plane's URL"
    )
    parser.add_argument(
        "--client", default="vectorgate-jupyter", help="OAuth client id (default %(default)s)"
    )
    parser.add_argument("--runtime", help="folder under which the socket's folder is made")
    options = parser.parse_args(arguments)
    try:
        person = Person(Discovery(options.gateway), options.client)
        broker = Broker(person, options.runtime)
    except GateError as problem:
        print(problem, file=sys.stderr)
        return 2
    # A plain exit runs the `finally` below: no socket is left behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        _say({"ready": True, "environment": broker.environment(os.environ.get("PYTHONPATH"))})
        # One redirect for the whole run. Nothing listens there: the driver's browser stops at it.
        redirect = f"http://127.0.0.1:{_free_port()}/callback"
        for line in sys.stdin:
            if line.strip():
                _say(_done(person, broker, redirect, line))
    except KeyboardInterrupt:
        return 0
    finally:
        person.sign_out()
        broker.close()
    return 0


def _done(person: Person, broker: Broker, redirect: str, line: str) -> dict[str, Any]:
    try:
        request = json.loads(line)
        op = request.get("op") if isinstance(request, dict) else None
        if op == "sign-in":
            return {"authorize": person.begin(redirect)}
        if op == "callback":
            answer = dict(parse_qsl(urlsplit(str(request.get("url"))).query))
            return {"ok": True, "who": person.complete(answer)}
        if op == "sign-out":
            person.sign_out()
            return {"ok": True}
        if op == "status":
            who = person.who() if person.signed_in else None
            kernels = sorted(broker.registry.kernels())
            return {"ok": True, "signedIn": person.signed_in, "who": who, "kernels": kernels}
    except ValueError:
        op = None
    except GateError as problem:
        return {"ok": False, "error": problem.as_json()}
    return {
        "ok": False,
        "error": {
            "code": "unknown_operation",
            "message": "a line is one JSON object with an op.",
            "next": "Use sign-in, callback, sign-out or status; end of input stops the broker.",
        },
    }


def _say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
