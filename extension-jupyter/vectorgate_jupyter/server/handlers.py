"""`/vectorgate/*`: authenticated and XSRF-checked by Jupyter Server. No answer carries a token or key."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from vectorgate_jupyter.errors import GateError, NotFromJupyterLab
from vectorgate_jupyter.server.callback_page import callback_page, content_security_policy
from vectorgate_jupyter.server.desk import Desk
from vectorgate_jupyter.server.endpoint import RESOURCE, Endpoint
from vectorgate_jupyter.server.export import export_of
from vectorgate_jupyter.server.policy_handlers import POLICY_HANDLERS
from vectorgate_jupyter.server.recorded import NOTES, RECORDED, note_of, path_of, search_of
from vectorgate_jupyter.server.sandbox_handlers import SANDBOX_HANDLERS


class StatusHandler(Endpoint):
    @web.authenticated
    @authorized
    async def get(self) -> None:
        self.finish(await self.desk.status())


class LatestHandler(Endpoint):
    @web.authenticated
    @authorized
    async def get(self) -> None:
        await self.answer(self.desk.latest())


class RecordedHandler(Endpoint):
    """What the replay shows. The browser names what it wants, and gets it as the person who is signed in."""

    @web.authenticated
    @authorized
    async def get(self, asked: str) -> None:
        await self.tell(asked)

    # It writes nothing: whoever may only read here may search.
    @web.authenticated
    @authorized("read")
    async def post(self, asked: str) -> None:
        """A search. What is searched for comes in the body: Jupyter's log has the address of what fails."""
        if not self.is_jupyterlab():
            self.refuse(NotFromJupyterLab())
            return
        search = search_of(self.get_json_body())
        if search is None:
            raise web.HTTPError(400, "this is no search: query, and what else it takes, each a text")
        await self._pass_on_path(asked, search)

    async def tell(self, asked: str) -> None:
        """The gateway's answer to one of the known paths."""
        if not self.is_jupyterlab():
            self.refuse(NotFromJupyterLab())
            return
        if "query" in self.request.query_arguments:
            raise web.HTTPError(400, "a search is posted, with its query in the body")
        arguments = {
            name: self.get_query_arguments(name, strip=False)
            for name in self.request.query_arguments
            # JupyterLab adds the time as a name to what it does not want from a cache.
            if not (name.isascii() and name.isdigit())
        }
        await self._pass_on_path(asked, arguments)

    async def _pass_on_path(self, asked: str, arguments: Mapping[str, Sequence[str]]) -> None:
        path = path_of(asked, arguments)
        if path is None:
            raise web.HTTPError(400, "this parameter is unknown, given twice or too long")
        await self.pass_on(self.desk.recorded(path))


class NotesHandler(RecordedHandler):
    """Notes beside a session: read like all that was recorded, and written by whoever rules let review."""

    @web.authenticated
    @authorized
    async def get(self, session: str) -> None:
        await self.tell(f"sessions/{session}/notes")

    @web.authenticated
    @authorized
    async def post(self, session: str) -> None:
        if not self.is_jupyterlab():
            self.refuse(NotFromJupyterLab())
            return
        note = note_of(self.get_json_body())
        if note is None:
            raise web.HTTPError(400, "this is no note: text of 1 to 4,000 characters, and perhaps a record")
        await self.pass_on(self.desk.note(session, note))


class ExportHandler(Endpoint):
    """A file of records, passed on piece by piece: what breaks off ends the answer before its end."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        if not self.is_jupyterlab():
            self.refuse(NotFromJupyterLab())
            return
        asked = export_of(self.get_json_body())
        if asked is None:
            raise web.HTTPError(400, "this asks for no export: of what, which bodies, masked by which texts")
        try:
            download = await self.desk.export(*asked)
        except GateError as problem:
            self.refuse(problem)
            return
        try:
            piece = await asyncio.to_thread(download.piece)
            self.set_header("Content-Type", "application/octet-stream")
            self.set_header("Cache-Control", "no-store")
            if download.length is not None:
                self.set_header("Content-Length", str(download.length))
            while piece:
                self.write(piece)
                await self.flush()
                piece = await asyncio.to_thread(download.piece)
        except GateError as problem:
            self._break_off(problem)
        finally:
            download.close()

    def _break_off(self, problem: GateError) -> None:
        if not self._headers_written:
            self.refuse(problem)
            return
        self.log.warning("VectorGate: %s", problem)
        # An end in good order would make a part look whole, where no length is told.
        self.request.connection.stream.close()


class SearchesHandler(Endpoint):
    """Searches that the person keeps, with the command line on this machine."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        self.set_header("Cache-Control", "no-store")
        await self.answer(self._kept())

    async def _kept(self) -> dict[str, Any]:
        return {"searches": await asyncio.to_thread(self.desk.searches.read)}

    @web.authenticated
    @authorized
    async def post(self) -> None:
        body = self.get_json_body()
        asked = set(body) if isinstance(body, dict) else set()
        searches = self.desk.searches
        if asked == {"keep", "query"}:
            await self.answer(_done(searches.keep, body["keep"], body["query"]))
        elif asked == {"drop"}:
            await self.answer(_done(searches.drop, body["drop"]))
        else:
            raise web.HTTPError(400, "this keeps no search and drops none: keep and query, or drop")


async def _done(work: Callable[..., None], *given: object) -> dict[str, Any]:
    await asyncio.to_thread(work, *given)
    return {"ok": True}


class HealHandler(Endpoint):
    @web.authenticated
    @authorized
    async def get(self) -> None:
        self.finish({"code": self.desk.heal()})


class SignInHandler(Endpoint):
    @web.authenticated
    @authorized
    async def post(self) -> None:
        await self.answer(self._begun(self._own_callback()))

    async def _begun(self, return_url: str) -> dict[str, Any]:
        return {"authorize": await self.desk.begin(return_url)}

    def _own_callback(self) -> str:
        """This server's own callback page, as the asking browser reaches it. No other is returned to."""
        body = self.get_json_body()
        asked = str(body.get("return", "")) if isinstance(body, dict) else ""
        try:
            parts = urlsplit(asked)
        except ValueError:
            parts = urlsplit("")
        origin = self.request.headers.get("Origin") or f"{self.request.protocol}://{self.request.host}"
        if f"{parts.scheme}://{parts.netloc}" != origin or parts.path != url_path_join(
            self.base_url, "vectorgate/callback"
        ):
            raise web.HTTPError(400, "the return address is not this server's callback page")
        return f"{origin}{parts.path}"


class SignOutHandler(Endpoint):
    @web.authenticated
    @authorized
    async def post(self) -> None:
        await self.desk.sign_out()
        self.finish(json.dumps({"ok": True}))


class CallbackHandler(JupyterHandler):
    """Where the browser comes back to. The page tells the opener and closes."""

    auth_resource = RESOURCE

    @web.authenticated
    @authorized
    async def get(self) -> None:
        answer = {name: self.get_query_argument(name) for name in self.request.query_arguments}
        desk: Desk = self.settings["vectorgate"]
        try:
            who = await desk.complete(answer)
            title, text = f"Signed in as {who['identity'].get('name') or who['identity']['subject']}", None
        except GateError as problem:
            self.set_status(400)
            title, text = "Not signed in", str(problem)
        page, nonce = callback_page(title, text)
        self.set_header("Content-Security-Policy", content_security_policy(nonce))
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")
        self.finish(page)


HANDLERS = [
    ("status", StatusHandler),
    ("latest", LatestHandler),
    (NOTES, NotesHandler),
    (RECORDED, RecordedHandler),
    ("export", ExportHandler),
    ("searches", SearchesHandler),
    ("heal", HealHandler),
    ("sign-in", SignInHandler),
    ("sign-out", SignOutHandler),
    ("callback", CallbackHandler),
    *SANDBOX_HANDLERS,
    *POLICY_HANDLERS,
]
