"""The sandboxes of one server: one for each session, over what the gateway or an archive has of it."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from typing import Any

from vectorgate_jupyter.broker.registry import is_alive
from vectorgate_jupyter.errors import GateError
from vectorgate_jupyter.oauth.download import Download
from vectorgate_jupyter.oauth.passed_on import problem_of_export
from vectorgate_jupyter.oauth.person import Person
from vectorgate_jupyter.sandbox.command import sandbox_command
from vectorgate_jupyter.sandbox.sandbox import ARCHIVE_FILE, Sandbox

MOST = 8
"""At once: each holds a recording in the memory of a process of its own."""


class Sandboxes:
    """Starts and ends them. What they answer is read as the person who is signed in, once, at the start."""

    def __init__(self, person: Person, command_line: str) -> None:
        self._person = person
        self._command_line = command_line
        self._all: dict[tuple[str, str | None], Sandbox] = {}
        self._led: dict[int, str] = {}

    def kernels(self) -> set[str]:
        """Ids of the kernels that were led to one, also to one that ended: they stay until a restart."""
        for pid in [pid for pid in self._led if not is_alive(pid)]:
            del self._led[pid]
        return set(self._led.values())

    def standings(self) -> list[dict[str, Any]]:
        """How those that there are stand."""
        return [
            {"session": one.session, "archive": one.archive, "standing": one.standing}
            for one in self._all.values()
        ]

    def start_session(self, session: str, path: str) -> None:
        """Over a session; `path` is the export at the gateway that has it, with those of the same program."""

        async def prepare(folder: str) -> list[str]:
            archive = os.path.join(folder, ARCHIVE_FILE)
            words = self._words(archive, session)
            await self._fetched(path, archive)
            return words

        self._start(session, None, prepare)

    def start_archive(self, session: str, archive: str, place: str) -> None:
        """Over a session in an archive; `place` is where that lies on disk."""

        async def prepare(_: str) -> list[str]:
            return self._words(place, session)

        self._start(session, archive, prepare)

    def one(self, session: str, archive: str | None) -> Sandbox:
        """The one over a session. Raises GateError where there is none."""
        found = self._all.get((session, archive))
        if found is None:
            raise GateError(
                "no_sandbox", "there is no sandbox over this session any more.", "Start it again."
            )
        return found

    async def stop(self, session: str, archive: str | None) -> None:
        """End it; one that was not ready yet is forgotten."""
        found = self._all.get((session, archive))
        if found is None:
            return
        starting = found.standing["state"] == "starting"
        if starting:
            self._all.pop((session, archive), None)
        await found.stop()

    def dismiss(self, session: str, archive: str | None) -> None:
        """Forget one that ended or failed."""
        found = self._all.get((session, archive))
        if found is not None and not found.is_open:
            del self._all[session, archive]

    async def leave_gateway(self) -> None:
        """End those that answer from what somebody was shown at the gateway, who is gone."""
        of_gateway = [(key, one) for key, one in self._all.items() if key[1] is None]
        for key, _ in of_gateway:
            self._all.pop(key, None)
        await asyncio.gather(*(one.stop() for _, one in of_gateway))

    def close(self) -> None:
        """At the end of the server."""
        for one in self._all.values():
            one.close()

    def _start(self, session: str, archive: str | None, prepare: Any) -> None:
        before = self._all.get((session, archive))
        if before is not None and before.is_open:
            return
        if sum(one.is_open for one in self._all.values()) >= MOST:
            raise GateError(
                "too_many_sandboxes",
                f"{MOST} sandboxes run at this Jupyter server.",
                "Stop one of them first.",
            )
        made = Sandbox(session, archive, self._command(session, archive), self._led)
        self._all[session, archive] = made
        made.start(prepare)

    def _words(self, archive: str, session: str) -> list[str]:
        return sandbox_command(self._command_line, archive, session, self._person.discovery.gateway)

    def _command(self, session: str, archive: str | None) -> str | None:
        """The same in a terminal, where the program's name goes behind it; an archive's place is not told."""
        gateway = self._person.discovery.gateway
        if archive is not None or not gateway:
            return None
        return f"vectorgate sessions sandbox {session} --gateway {gateway} -- "

    async def _fetched(self, path: str, archive: str) -> None:
        left_off = threading.Event()
        work = asyncio.ensure_future(asyncio.to_thread(self._fetch, path, archive, left_off))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            # No thread can be ended from outside. It leaves off by itself, and nothing of what it read stays.
            left_off.set()
            work.add_done_callback(lambda done: done.cancelled() or done.exception())
            raise

    def _fetch(self, path: str, archive: str, left_off: threading.Event) -> None:
        download: Download = self._person.export(path, None)
        try:
            if download.status != 200:
                raise problem_of_export(download)
            if left_off.is_set():
                return
            draft = os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(draft, "wb") as file:
                while not left_off.is_set() and (piece := download.piece()):
                    file.write(piece)
        finally:
            download.close()
            if left_off.is_set():
                shutil.rmtree(os.path.dirname(archive), ignore_errors=True)
