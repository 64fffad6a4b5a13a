"""Who is at the other end of a Unix socket, as the kernel of the system tells it."""

from __future__ import annotations

import socket
import struct


def peer_of(line: socket.socket) -> tuple[int | None, int]:
    """Process id (None where the system does not tell) and user id of the peer. Raises OSError."""
    if hasattr(socket, "SO_PEERCRED"):
        pid, uid, _ = struct.unpack(
            "3i", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        )
        return pid, uid
    # macOS and the BSDs: struct xucred of LOCAL_PEERCRED (1) at level 0: version, uid, …
    _, uid = struct.unpack_from("II", line.getsockopt(0, 1, 76))
    return None, uid
