"""The session id: one per kernel process, inherited by its children."""

from __future__ import annotations

import os
import time

from vectorgate_shim.kernel_process import kernel_id

VARIABLE = "VECTORGATE_SESSION"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_session() -> str:
    """A ULID: 48 bits of milliseconds, 80 bits of chance, Crockford's base 32, 26 characters."""
    number = (int(time.time() * 1000) << 80) | int.from_bytes(os.urandom(10), "big")
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def ensure_session() -> str:
    """This process's session id.

    A kernel always begins a new one; everything else goes on with its parent's.
    """
    found = os.environ.get(VARIABLE)
    if found and kernel_id() is None:
        return found
    os.environ[VARIABLE] = made = new_session()
    return made
