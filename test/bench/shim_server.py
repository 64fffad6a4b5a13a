"""The other end of the shim's benchmark: answers every request alike, over kept connections.

Prints its port, and serves until standard input ends. One thread, and no more HTTP than the clients need.
"""

from __future__ import annotations

import json
import re
import selectors
import socket
import sys

COLLECTION = {
    "id": "11111111-2222-4333-8444-555555555555",
    "name": "bench",
    "tenant": "default_tenant",
    "database": "default_database",
    "metadata": None,
    "dimension": 256,
    "configuration_json": {},
    "log_position": 0,
    "version": 0,
}
HITS = {
    "ids": [[f"CASE-{n:04}" for n in range(10)]],
    "documents": [["A question about the blender's lid, and how it was answered. " * 12] * 10],
    "metadatas": [[{"tenant": "acme", "product": "blender", "email": "x@example.org"}] * 10],
    "distances": [[0.1 + n / 100 for n in range(10)]],
    "embeddings": None,
    "uris": None,
    "include": ["metadatas", "documents", "distances"],
}
ANSWERS = {
    "/auth/identity": {"user_id": "", "tenant": "default_tenant", "databases": ["default_database"]},
    "/query": HITS,
    "/pre-flight-checks": {"max_batch_size": 5000, "supports_base64_encoding": True},
    "/version": "1.0.0",
    "/heartbeat": {"nanosecond heartbeat": 1},
}


def answer_to(path: str) -> bytes:
    found = next((value for end, value in ANSWERS.items() if path.endswith(end)), COLLECTION)
    body = json.dumps(found).encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    selector.register(sys.stdin, selectors.EVENT_READ)
    print(listener.getsockname()[1], flush=True)
    read: dict[socket.socket, bytes] = {}
    answers: dict[str, bytes] = {}
    while True:
        for key, _ in selector.select():
            if key.fileobj is sys.stdin:
                return
            if key.fileobj is listener:
                line, _ = listener.accept()
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                selector.register(line, selectors.EVENT_READ)
                read[line] = b""
                continue
            line = key.fileobj
            chunk = line.recv(1 << 16)
            if not chunk:
                selector.unregister(line)
                del read[line]
                line.close()
                continue
            read[line] += chunk
            head, end, body = read[line].partition(b"\r\n\r\n")
            length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            if not end or len(body) < (int(length[1]) if length else 0):
                continue
            read[line] = b""
            path = head.split(b" ", 2)[1].decode().partition("?")[0]
            line.sendall(answers.setdefault(path, answer_to(path)) if path not in answers else answers[path])


if __name__ == "__main__":
    main()
