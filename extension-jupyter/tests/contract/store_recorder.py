"""A server that keeps every byte that a client sends, and answers as a client's store does."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class StoreRecorder:
    """On a port of this machine. `taken` gives the requests so far, byte for byte, and forgets them."""

    def __init__(self, store: Callable[[str, dict], object], headers: Mapping[str, str]) -> None:
        self.store = store
        self.headers = headers
        self._requests: list[bytes] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.recorder = self
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def keep(self, request: bytes) -> None:
        self._requests.append(request)

    def taken(self) -> list[bytes]:
        requests, self._requests = self._requests, []
        return requests

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Tee:
    """What is read of a connection, kept."""

    def __init__(self, stream) -> None:
        self._stream = stream
        self.kept = b""

    def readline(self, *size: int) -> bytes:
        line = self._stream.readline(*size)
        self.kept += line
        return line

    def read(self, *size: int) -> bytes:
        read = self._stream.read(*size)
        self.kept += read
        return read

    def __getattr__(self, name: str):
        return getattr(self._stream, name)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.rfile = _Tee(self.rfile)

    def _any(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        recorder: StoreRecorder = self.server.recorder
        recorder.keep(self.rfile.kept)
        self.rfile.kept = b""
        answer = json.dumps(recorder.store(urlsplit(self.path).path, dict(self.headers.items()))).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        for name, text in recorder.headers.items():
            self.send_header(name, text)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _any

    def log_message(self, *_: object) -> None:
        pass
