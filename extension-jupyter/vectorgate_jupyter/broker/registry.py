"""The processes that said hello: what "this kernel is governed" is known from."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass

MOST = 4096


@dataclass(frozen=True)
class Registration:
    """One process: its id (the system's word before its own), kernel, session, and when it came."""

    pid: int
    kernel: str | None
    session: str | None
    time: float


class Registry:
    """Thread-safe. Processes that are gone are forgotten when the list is read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_pid: dict[int, Registration] = {}

    def add(self, registration: Registration) -> None:
        """Remember a process; the newest word of it counts."""
        with self._lock:
            self._by_pid.pop(registration.pid, None)
            self._by_pid[registration.pid] = registration
            while len(self._by_pid) > MOST:
                del self._by_pid[next(iter(self._by_pid))]

    def kernels(self) -> dict[str, Registration]:
        """By kernel id, the living processes that are kernels."""
        with self._lock:
            self._by_pid = {pid: one for pid, one in self._by_pid.items() if is_alive(pid)}
            return {one.kernel: one for one in self._by_pid.values() if one.kernel}


def registration(pid: int, kernel: object, session: object) -> Registration:
    """A registration of what a caller said, with anything that is not short text left out."""
    return Registration(pid, _short(kernel), _short(session), time.time())


def _short(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= 128 and value.isprintable() else None


def is_alive(pid: int) -> bool:
    """Whether there is a process of this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OverflowError:
        return False  # no process has such a number
    except OSError:
        return True
    return True
