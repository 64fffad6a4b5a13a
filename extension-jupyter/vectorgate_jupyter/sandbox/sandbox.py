"""One sandbox: a child of this server, which ends when this server does, as its input ends then."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from typing import Any

from vectorgate_jupyter.broker.broker import shim_folder
from vectorgate_jupyter.errors import GateError
from vectorgate_jupyter.sandbox.command import clean_environment
from vectorgate_jupyter.sandbox.folder import OwnFolder, own_folder
from vectorgate_jupyter.sandbox.lead import LEAD_FILE, lead_code, lead_file

_log = logging.getLogger(__name__)
MOST_LINE_BYTES = 1 << 20
END_SECONDS = 10.0

Standing = dict[str, Any]
Prepare = Callable[[str], Awaitable[list[str]]]
"""Puts the archive into a folder where it has to be fetched; gives the words of the command to start."""


class Sandbox:
    """`standing` is what the page shows (replay-ui's SandboxStanding); `command` the same in a terminal.

    `led` is told of the kernels that came to it: their ids by their processes.
    """

    def __init__(
        self, session: str, archive: str | None, command: str | None, led: dict[int, str] | None = None
    ) -> None:
        self.session = session
        self.archive = archive
        self.standing: Standing = {"state": "starting"}
        self._command = command
        self._led = {} if led is None else led
        self._folder: OwnFolder | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._work: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether it starts or runs."""
        return self.standing["state"] in ("starting", "ready")

    def start(self, prepare: Prepare) -> None:
        """Begin; how it goes is told by `standing`."""
        self._work = asyncio.get_running_loop().create_task(self._run(prepare))

    def code(self) -> str:
        """What leads a kernel of this machine to it. Raises GateError where it is not ready."""
        if self.standing["state"] != "ready" or self._folder is None:
            raise GateError(
                "sandbox_not_ready",
                "the sandbox is not ready, so no kernel was led to it.",
                "Start it, and try again when it says that it is ready.",
            )
        return lead_code(self._folder.path, shim_folder())

    async def stop(self) -> None:
        """End it, or leave off starting it."""
        process = self._process
        if process is None:
            if self._work is not None:
                self._work.cancel()
                await asyncio.wait([self._work], timeout=END_SECONDS)
            return
        await self._end(process)
        if self._work is not None:
            await asyncio.wait([self._work], timeout=END_SECONDS)

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        """Its input ends, and it with that; one that does not heed it is killed."""
        self._let_go()
        try:
            await asyncio.wait_for(process.wait(), END_SECONDS)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def close(self) -> None:
        """At the end of the server, when no loop runs any more: the child ends as its pipe goes."""
        with contextlib.suppress(RuntimeError):
            self._let_go()
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(OSError):
                os.kill(self._process.pid, signal.SIGTERM)
        self._clear()

    def _let_go(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()

    async def _run(self, prepare: Prepare) -> None:
        try:
            self._folder = own_folder()
            words = await prepare(self._folder.path)
            self._process = await asyncio.create_subprocess_exec(
                *words,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=clean_environment(),
                limit=MOST_LINE_BYTES,
            )
            await self._hear(self._process)
            # It tells nothing any more.
            await self._end(self._process)
            if self.is_open:
                self._fail(
                    f"the sandbox ended by itself (exit code {self._process.returncode}).",
                    "Start it again; if it ends again, the log of the Jupyter server says more.",
                )
        except GateError as problem:
            self._fail(problem.what, problem.next)
        except Exception as problem:
            if not isinstance(problem, (OSError, ValueError)):
                _log.exception("VectorGate: a sandbox ended by an error of this extension")
            self._fail(
                f"the sandbox could not be started, or not be kept ({type(problem).__name__}).",
                "Start it again; if it fails again, tell whoever runs this Jupyter server.",
            )
        finally:
            if self._process is not None:
                await self._end(self._process)
            self._clear()

    async def _hear(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            told = json.loads(line)
            if "environment" in told:
                self._place_lead(told["environment"])
            standing = told.get("standing")
            if isinstance(standing, dict):
                # What was read stands in its memory: nobody finds it here meanwhile.
                self._drop_archive()
                for one in told.get("programs", []):
                    if one.get("kernel"):
                        self._led[one["pid"]] = one["kernel"]
                if standing.get("state") == "failed":
                    self._fail(str(standing.get("message")), str(standing.get("remedy")))
                else:
                    self.standing = standing

    def _place_lead(self, environment: dict[str, str]) -> None:
        place = os.path.join(self._place(), LEAD_FILE)
        draft = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(draft, "w", encoding="utf-8") as file:
            file.write(lead_file(environment))

    def _drop_archive(self) -> None:
        with contextlib.suppress(OSError):
            os.unlink(os.path.join(self._place(), ARCHIVE_FILE))

    def _fail(self, message: str, remedy: str) -> None:
        self.standing = {
            "state": "failed",
            "message": message[:1].upper() + message[1:],
            "remedy": remedy,
            **({"command": self._command} if self._command else {}),
        }

    def _place(self) -> str:
        assert self._folder is not None
        return self._folder.path

    def _clear(self) -> None:
        if self._folder is not None:
            self._folder.remove()


ARCHIVE_FILE = "recording.vgsession"
"""In its folder, while a session of the gateway is being read."""
