"""`/vectorgate/policy/*`: what JupyterLab needs to compare policies and to put them in force."""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from vectorgate_jupyter.policies.git_revisions import files_at, revisions_around, written_by
from vectorgate_jupyter.policies.places import checkpoint_of, place_of
from vectorgate_jupyter.server.endpoint import Endpoint


class _ContentsEndpoint(Endpoint):
    """Tells JupyterLab's own page of files, where whoever asks may read them as Jupyter's own.

    Git is run in folders that may come from anywhere: no image or link in a notebook has it run.
    """

    auth_resource = "contents"

    @web.authenticated
    @authorized
    async def get(self) -> None:
        self.assert_jupyterlab()
        self.set_header("Cache-Control", "no-store")
        await self.answer(self.told())

    async def told(self) -> dict[str, Any]:
        """What is asked for. Raises GateError."""
        raise NotImplementedError

    def argument(self, name: str) -> str:
        return self.get_query_argument(name, strip=False)

    async def folder(self) -> str:
        """The place on disk of the folder that `path` names."""
        return await place_of(self.contents_manager, self.argument("path"))


class CheckpointHandler(_ContentsEndpoint):
    """A file as it was saved by hand last."""

    async def told(self) -> dict[str, Any]:
        return await checkpoint_of(self.contents_manager, self.argument("path"))


class RevisionsHandler(_ContentsEndpoint):
    """Names that a person may choose from. `path`: a folder."""

    async def told(self) -> dict[str, Any]:
        return await asyncio.to_thread(revisions_around, await self.folder())


class RevisionHandler(_ContentsEndpoint):
    """The policies below a folder as they stand in a revision."""

    async def told(self) -> dict[str, Any]:
        revision = self.argument("revision")
        return await asyncio.to_thread(files_at, revision, await self.folder())


class WrittenHandler(_ContentsEndpoint):
    """The commit that a folder stands at; nothing where there is none."""

    async def told(self) -> dict[str, Any]:
        return await asyncio.to_thread(written_by, await self.folder()) or {}


class KeyHandler(Endpoint):
    """The key that signs policies: where it lies, and its public half. Its private half is in no answer."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        await self._tell(self.desk.publishing.about)

    @web.authenticated
    @authorized
    async def post(self) -> None:
        self.assert_jupyterlab()
        await self._tell(self.desk.publishing.make)

    async def _tell(self, work: Any) -> None:
        self.set_header("Cache-Control", "no-store")
        await self.answer(asyncio.to_thread(work))


class PublishHandler(Endpoint):
    """Signs policies, and hands them to the gateway as the person who is signed in."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        self.assert_jupyterlab()
        body = self.get_json_body()
        if not isinstance(body, dict) or set(body) != {"bundle", "person"}:
            raise web.HTTPError(400, "this publishes nothing: bundle and person")
        work = self.desk.publishing.publish
        await self.pass_on(asyncio.to_thread(work, body["bundle"], body["person"]))


POLICY_HANDLERS = [
    ("policy/checkpoint", CheckpointHandler),
    ("policy/git/revisions", RevisionsHandler),
    ("policy/git/files", RevisionHandler),
    ("policy/git/written", WrittenHandler),
    ("policy/key", KeyHandler),
    ("policy/publish", PublishHandler),
]
