"""The broker's open connections: how many there may be, and who goes when all places are taken."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass

MOST = 256
MOST_OF_ONE_PROCESS = 64
"""A program that runs wild takes its own places and not those of others."""


@dataclass
class _Guest:
    pid: int | None
    waiting_since: float | None
    """When it began to owe us a line; None while it is being answered."""


class Places:
    """Thread-safe. Whoever comes is let in as long as somebody else only keeps us waiting."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._guests: dict[socket.socket, _Guest] = {}

    def enter(self, line: socket.socket, pid: int | None) -> bool:
        """Take a place, if need be that of the connection that has kept us waiting for longest."""
        with self._lock:
            own = [one for one, guest in self._guests.items() if pid is not None and guest.pid == pid]
            if len(own) >= MOST_OF_ONE_PROCESS:
                free = self._send_away(own)
            else:
                free = len(self._guests) < MOST or self._send_away(list(self._guests))
            if free:
                self._guests[line] = _Guest(pid, time.monotonic())
            return free

    def answering(self, line: socket.socket) -> None:
        """It has asked, and is safe until it has its answer."""
        self._mark(line, None)

    def waiting(self, line: socket.socket) -> None:
        """It has its answer, and may ask again."""
        self._mark(line, time.monotonic())

    def leave(self, line: socket.socket) -> None:
        """Give the place back."""
        with self._lock:
            self._guests.pop(line, None)

    def _mark(self, line: socket.socket, since: float | None) -> None:
        with self._lock:
            guest = self._guests.get(line)
            if guest is not None:
                guest.waiting_since = since

    def _send_away(self, among: list[socket.socket]) -> bool:
        idle = [
            (guest.waiting_since, number)
            for number, guest in enumerate(self._guests[one] for one in among)
            if guest.waiting_since is not None
        ]
        if not idle:
            return False
        line = among[min(idle)[1]]
        del self._guests[line]
        try:
            line.shutdown(socket.SHUT_RDWR)  # wakes the thread that reads it
        except OSError:
            return True  # it is gone by itself
        return True
