"""The broker's socket, in a folder of its own, served by daemon threads beside the Jupyter server's loop."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import shutil
import socket
import socketserver
import threading
import time

import vectorgate_shim
from vectorgate_jupyter.broker.answers import Answers
from vectorgate_jupyter.broker.peer import peer_of
from vectorgate_jupyter.broker.places import Places
from vectorgate_jupyter.broker.registry import Registry
from vectorgate_jupyter.broker.runtime_folder import new_runtime_folder
from vectorgate_jupyter.oauth.person import Person

MOST_LINE_BYTES = 64 << 10
LINE_SECONDS = 10.0
"""For a whole line, and for taking an answer: who sends a byte now and then gains no time by it."""


class _Closing(Exception):
    """Ends the loop of the server, from within."""


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512
    answers: Answers

    def __init__(self, path: str) -> None:
        super().__init__(path, _Handler)
        self.places = Places()
        self.closing = False

    def serve(self) -> None:
        with contextlib.suppress(_Closing):
            self.serve_forever()

    def service_actions(self) -> None:
        if self.closing:
            raise _Closing

    def get_request(self) -> tuple[socket.socket, object]:
        try:
            return super().get_request()
        except OSError as problem:
            if problem.errno in (errno.EMFILE, errno.ENFILE):
                time.sleep(0.05)  # the one who waits would be offered again at once, for ever
            raise

    def verify_request(self, request: socket.socket, client_address: object) -> bool:
        if self.closing:
            return False
        pid, uid = peer_of(request)
        # Not even an answer: another user has no business here.
        return uid == os.getuid() and self.places.enter(request, pid)

    def shutdown_request(self, request: socket.socket) -> None:
        self.places.leave(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that went away is no event, and a log line could quote what it sent."""


class _Handler(socketserver.BaseRequestHandler):
    server: _Server
    request: socket.socket

    def handle(self) -> None:
        pid, _ = peer_of(self.request)
        self._read = b""
        while (line := self._line()) is not None:
            self.server.places.answering(self.request)
            answer = self.server.answers.answer(line, pid)
            self.request.settimeout(LINE_SECONDS)
            self.request.sendall(json.dumps(answer).encode() + b"\n")
            self.server.places.waiting(self.request)
            if answer.get("error", {}).get("code") == "wrong_key":
                return

    def _line(self) -> bytes | None:
        """The next line; None when it ends, is too long, or does not come in time."""
        end = time.monotonic() + LINE_SECONDS
        while b"\n" not in self._read:
            left = end - time.monotonic()
            if left <= 0 or len(self._read) >= MOST_LINE_BYTES:
                return None
            self.request.settimeout(left)
            chunk = self.request.recv(MOST_LINE_BYTES)
            if not chunk:
                return None
            self._read += chunk
        line, _, self._read = self._read.partition(b"\n")
        return line if len(line) < MOST_LINE_BYTES else None


class Broker:
    """Serves one person's credential to this user's processes until closed."""

    def __init__(self, person: Person, runtime: str | None = None) -> None:
        self.person = person
        self.registry = Registry()
        self.key = secrets.token_urlsafe(32)
        self.folder = new_runtime_folder(runtime)
        self.path = str(self.folder / "broker.sock")
        # The folder is 0700 from its birth, so nobody can reach the socket between bind and chmod.
        self._server = _Server(self.path)
        os.chmod(self.path, 0o600)
        self._server.answers = Answers(person, self.registry, self.key)
        self._thread = threading.Thread(target=self._server.serve, name="vectorgate-broker", daemon=True)
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
        """Stop serving and remove the socket and its folder. Starts no thread, as Python may be ending."""
        self._server.closing = True
        # The loop looks up every half second, or when somebody knocks.
        with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError):
            line.setblocking(False)
            line.connect(self.path)
        self._thread.join()
        self._server.server_close()
        shutil.rmtree(self.folder, ignore_errors=True)


def shim_folder() -> str:
    """The folder that goes in front of PYTHONPATH; it holds nothing but the shim's sitecustomize."""
    return os.path.join(os.path.dirname(os.path.abspath(vectorgate_shim.__file__)), "startup")
