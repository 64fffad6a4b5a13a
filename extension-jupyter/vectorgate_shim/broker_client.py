"""One question to the broker over its Unix socket: a JSON line there, one back (docs/broker-protocol.md)."""

from __future__ import annotations

import os

PROTOCOL = 1
_MOST_BYTES = 1 << 20


class BrokerGone(Exception):
    """Nobody we trust answers on the broker's socket."""


def ask(op: str, timeout: float, **fields: object) -> dict:
    """Send one operation and return the answer. Raises BrokerGone when the broker is absent or not ours."""
    import json
    import socket

    path = os.environ.get("VECTORGATE_BROKER", "")
    request = {"v": PROTOCOL, "key": os.environ.get("VECTORGATE_BROKER_KEY", ""), "op": op, **fields}
    try:
        _check_place(path)
        # One connection for one question: nothing stays open that a forked child could share.
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(timeout)
            _connect(line, path, timeout)
            _check_peer(line)
            line.sendall(json.dumps(request).encode() + b"\n")
            answer = _read_line(line)
        decoded = json.loads(answer)
    except (OSError, ValueError, RecursionError) as problem:
        raise BrokerGone(str(problem)) from problem
    if not isinstance(decoded, dict) or decoded.get("v") != PROTOCOL:
        raise BrokerGone("the broker speaks another version of the protocol")
    return decoded


def _connect(line, path: str, timeout: float) -> None:
    import time

    end = time.monotonic() + timeout
    while True:
        try:
            return line.connect(path)
        except BlockingIOError:
            # Many knock at once and the queue before the door is full: that is no broker that is gone.
            if time.monotonic() > end:
                raise
            time.sleep(0.01)


def _check_place(path: str) -> None:
    """The socket is a socket of this user in a folder closed to others; else the key is not spoken to it."""
    import stat

    folder = os.lstat(os.path.dirname(path) or ".")
    place = os.lstat(path)
    user = os.getuid()
    if not stat.S_ISDIR(folder.st_mode) or folder.st_uid != user or folder.st_mode & 0o077:
        raise OSError("the broker's folder is not this user's own")
    if not stat.S_ISSOCK(place.st_mode) or place.st_uid != user:
        raise OSError("the broker's socket is not this user's own")


def _check_peer(line) -> None:
    import socket
    import struct

    if not hasattr(socket, "SO_PEERCRED"):
        return  # the folder's mode and owner were checked; not every system tells more
    raw = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    if struct.unpack("3i", raw)[1] != os.getuid():
        raise OSError("another user's process answers on the broker's socket")


def _read_line(line) -> bytes:
    chunks = []
    size = 0
    while not chunks or not chunks[-1].endswith(b"\n"):
        chunk = line.recv(65536)
        size += len(chunk)
        if not chunk or size > _MOST_BYTES:
            raise OSError("the broker's answer ends too early or never")
        chunks.append(chunk)
    return b"".join(chunks)
