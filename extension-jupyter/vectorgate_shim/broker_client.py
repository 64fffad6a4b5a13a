"""One question to the broker: a JSON line there, one back (docs/broker-protocol.md).

Over its Unix socket, or on Windows over a port of this machine (`tcp://127.0.0.1:PORT`). A port has no owner
that could be looked at: there the broker proves that it knows the key before the key is spoken.
"""

from __future__ import annotations

import os

PROTOCOL = 1
SANDBOX = "VECTORGATE_SANDBOX"
"""Names the broker of a sandbox. It goes before any other: editors put their own broker's over a program's
environment, and no program leaves its sandbox by that."""
_MOST_BYTES = 1 << 20


class BrokerGone(Exception):
    """Nobody we trust answers at the broker's place."""


def ask(op: str, timeout: float, **fields: object) -> dict:
    """Send one operation and return the answer. Raises BrokerGone when the broker is absent or not ours."""
    import json

    named = SANDBOX if os.environ.get(SANDBOX) else "VECTORGATE_BROKER"
    place = os.environ.get(named, "")
    key = os.environ.get(f"{named}_KEY", "")
    request = {"v": PROTOCOL, "key": key, "op": op, **fields}
    try:
        # One connection for one question: nothing stays open that a forked child could share.
        with _by_port(place, key, timeout) if place.startswith("tcp:") else _by_path(place, timeout) as line:
            line.sendall(json.dumps(request).encode() + b"\n")
            answer = _read_line(line)
        decoded = json.loads(answer)
    except (OSError, ValueError, RecursionError) as problem:
        raise BrokerGone(str(problem)) from problem
    if not isinstance(decoded, dict) or decoded.get("v") != PROTOCOL:
        raise BrokerGone("the broker speaks another version of the protocol")
    return decoded


def _by_path(path: str, timeout: float):
    import socket

    _check_place(path)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(timeout)
        _connect(line, path, timeout)
        _check_peer(line)
    except BaseException:
        line.close()
        raise
    return line


def _by_port(address: str, key: str, timeout: float):
    """A line to a broker's port, after it proved that it knows the key."""
    import json
    import socket
    from urllib.parse import urlsplit

    from vectorgate_shim.names import is_loopback

    parts = urlsplit(address)
    if not key or not parts.port or not is_loopback(parts.hostname or "") or parts.hostname == "localhost":
        raise OSError("the broker's address is not tcp://127.0.0.1:PORT, or its key is missing")
    line = socket.socket(socket.AF_INET6 if ":" in parts.hostname else socket.AF_INET, socket.SOCK_STREAM)
    try:
        line.settimeout(timeout)
        line.connect((parts.hostname, parts.port))
        nonce = _base64url(os.urandom(32))
        line.sendall(json.dumps({"v": PROTOCOL, "op": "prove", "nonce": nonce}).encode() + b"\n")
        _check_proof(json.loads(_read_line(line)), key, nonce)
    except BaseException:
        line.close()
        raise
    return line


def _check_proof(answer: object, key: str, nonce: str) -> None:
    """Whoever took over the port of a broker that is gone neither knows nor learns its key."""
    import hmac

    made = hmac.new(key.encode(), b"vectorgate-broker:" + nonce.encode(), "sha256").digest()
    given = answer.get("proof") if isinstance(answer, dict) else None
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), _base64url(made).encode()):
        raise OSError("another program answers on the broker's port")


def _base64url(raw: bytes) -> str:
    import base64

    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


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
