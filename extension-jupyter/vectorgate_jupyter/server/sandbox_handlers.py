"""`/vectorgate/sandboxes`: recorded sessions run again, by children of this server."""

from __future__ import annotations

import os
import re
from typing import Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.utils import ensure_async
from tornado import web

from vectorgate_jupyter.errors import GateError
from vectorgate_jupyter.policies.places import place_of
from vectorgate_jupyter.server.endpoint import Endpoint
from vectorgate_jupyter.server.export import export_of
from vectorgate_jupyter.server.recorded import ULID

_ID = re.compile(ULID)
_MOST_PATH = 4_000


class _SandboxEndpoint(Endpoint):
    def named(self, more: frozenset[str] = frozenset()) -> tuple[str, str | None, dict[str, Any]]:
        """Which sandbox is meant: its session, and the archive where it is in one; and all else."""
        self.assert_jupyterlab()
        body = self.get_json_body()
        if not isinstance(body, dict) or not set(body) <= {"session", "archive"} | more:
            raise web.HTTPError(400, "this names no sandbox: its session, and its archive where it is in one")
        session, archive = body.get("session"), body.get("archive")
        if not isinstance(session, str) or not _ID.fullmatch(session):
            raise web.HTTPError(400, "a session is named by its id")
        if archive is not None and not (isinstance(archive, str) and 0 < len(archive) <= _MOST_PATH):
            raise web.HTTPError(400, "an archive is named by its path")
        return session, archive, body

    async def standings(self) -> dict[str, Any]:
        """How all of them stand."""
        return {"sandboxes": self.desk.sandboxes.standings()}


class SandboxesHandler(_SandboxEndpoint):
    @web.authenticated
    @authorized
    async def get(self) -> None:
        self.assert_jupyterlab()
        self.set_header("Cache-Control", "no-store")
        await self.answer(self.standings())

    @web.authenticated
    @authorized("execute")
    async def post(self) -> None:
        """Start one. `of`: the export that has the session with those of the same program."""
        session, archive, body = self.named(frozenset({"of"}))
        if archive is not None:
            await self._may_read_files()
            await self.answer(self._start_archive(session, archive))
            return
        asked = export_of({"of": body.get("of"), "bodies": "all"})
        if asked is None:
            raise web.HTTPError(400, "this names no records: of a session, or of what a query finds")
        await self.answer(self._start_session(session, asked[0]))

    async def _start_session(self, session: str, path: str) -> dict[str, Any]:
        self.desk.sandboxes.start_session(session, path)
        return await self.standings()

    async def _start_archive(self, session: str, archive: str) -> dict[str, Any]:
        place = await place_of(self.contents_manager, archive)
        if not os.path.isfile(place):
            raise GateError("no_file", f"{archive} is no file.", "Open an archive, and start it from there.")
        self.desk.sandboxes.start_archive(session, archive, place)
        return await self.standings()

    async def _may_read_files(self) -> None:
        """An archive is one of Jupyter's files, which not everybody here may read."""
        may = self.authorizer.is_authorized(self, self.current_user, "read", "contents")
        if not await ensure_async(may):
            raise web.HTTPError(403, "files of this server are not for you to read")


class StopHandler(_SandboxEndpoint):
    @web.authenticated
    @authorized("execute")
    async def post(self) -> None:
        session, archive, _ = self.named()
        await self.answer(self._stopped(session, archive))

    async def _stopped(self, session: str, archive: str | None) -> dict[str, Any]:
        await self.desk.sandboxes.stop(session, archive)
        return await self.standings()


class DismissHandler(_SandboxEndpoint):
    @web.authenticated
    @authorized("execute")
    async def post(self) -> None:
        session, archive, _ = self.named()
        self.desk.sandboxes.dismiss(session, archive)
        await self.answer(self.standings())


class CodeHandler(_SandboxEndpoint):
    """What leads a kernel to a sandbox: code that names a file and no key."""

    @web.authenticated
    @authorized("execute")
    async def post(self) -> None:
        session, archive, _ = self.named()
        await self.answer(self._code(session, archive))

    async def _code(self, session: str, archive: str | None) -> dict[str, Any]:
        return {"code": self.desk.sandboxes.one(session, archive).code()}


SANDBOX_HANDLERS = [
    ("sandboxes", SandboxesHandler),
    ("sandboxes/stop", StopHandler),
    ("sandboxes/dismiss", DismissHandler),
    ("sandboxes/code", CodeHandler),
]
