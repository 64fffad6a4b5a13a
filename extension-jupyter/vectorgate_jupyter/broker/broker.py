"""The broker's socket, in a folder of its own, served by daemon threads beside the Jupyter server's loop."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import socketserver
import threading

import vectorgate_shim
from vectorgate_jupyter.broker.answers import Answers
from vectorgate_jupyter.broker.peer import peer_of
from vectorgate_jupyter.broker.registry import Registry
from vectorgate_jupyter.broker.runtime_folder import new_runtime_folder
from vectorgate_jupyter.oauth.person import Person

MOST_LINE_BYTES = 64 << 10
LINE_SECONDS = 10.0


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    answers: Answers

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that went away is no event, and a log line could quote what it sent."""


class _Handler(socketserver.StreamRequestHandler):
    server: _Server
    connection: socket.socket
    timeout = LINE_SECONDS

    def handle(self) -> None:
        pid, uid = peer_of(self.connection)
        if uid != os.getuid():
            return  # not even an answer: another user has no business here
        while True:
            line = self.rfile.readline(MOST_LINE_BYTES + 1)
            if not line.endswith(b"\n") or len(line) > MOST_LINE_BYTES:
                return
            answer = self.server.answers.answer(line, pid)
            self.wfile.write(json.dumps(answer).encode() + b"\n")
            if answer.get("error", {}).get("code") == "wrong_key":
                return


class Broker:
    """Serves one person's credential to this user's processes until closed."""

    def __init__(self, person: Person, runtime: str | None = None) -> None:
        self.person = person
        self.registry = Registry()
        self.key = secrets.token_urlsafe(32)
        self.folder = new_runtime_folder(runtime)
        self.path = str(self.folder / "broker.sock")
        # The folder is 0700 from its birth, so nobody can reach the socket between bind and chmod.
        self._server = _Server(self.path, _Handler)
        os.chmod(self.path, 0o600)
        self._server.answers = Answers(person, self.registry, self.key)
        self._thread = threading.Thread(
            target=self._server.serve_forever, name="vectorgate-broker", daemon=True
        )
        self._thread.start()

    def place_file(self, name: str, text: str) -> None:
        """Put a file that only this user can read beside the socket; it goes when the broker goes."""
        draft = os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(draft, "w", encoding="utf-8") as file:
            file.write(text)

    def environment(self, inherited: str | None = None) -> dict[str, str]:
        """What a governed process needs. `inherited`: the PYTHONPATH it would have had."""
        before = [entry for entry in (inherited or "").split(os.pathsep) if entry and entry != shim_folder()]
        return {
            "VECTORGATE_BROKER": self.path,
            "VECTORGATE_BROKER_KEY": self.key,
            "PYTHONPATH": os.pathsep.join([shim_folder(), *before]),
        }

    def close(self) -> None:
        """Stop serving and remove the socket and its folder."""
        self._server.shutdown()
        self._server.server_close()
        shutil.rmtree(self.folder, ignore_errors=True)


def shim_folder() -> str:
    """The folder that goes in front of PYTHONPATH; it holds nothing but the shim's sitecustomize."""
    return os.path.join(os.path.dirname(os.path.abspath(vectorgate_shim.__file__)), "startup")
