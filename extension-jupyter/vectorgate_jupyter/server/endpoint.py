"""What our endpoints share: readable refusals, and who may ask."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado import web

from vectorgate_jupyter.errors import GateError
from vectorgate_jupyter.server.desk import Desk

RESOURCE = "vectorgate"


class Endpoint(APIHandler):
    """Speaks JSON; what it refuses has a code, words and a next step."""

    auth_resource = RESOURCE

    @property
    def desk(self) -> Desk:
        return self.settings["vectorgate"]

    def refuse(self, problem: GateError) -> None:
        """A readable failure, in the shape that the gateway's API has."""
        self.set_status(
            {"signed_out": 401, "not_from_jupyterlab": 403, "other_person": 409}.get(problem.code, 502)
        )
        self.finish({"error": problem.as_json()})

    async def answer(self, work: Awaitable[Any]) -> None:
        """What the work brings, or its failure."""
        try:
            self.finish(await work)
        except GateError as problem:
            self.refuse(problem)

    async def pass_on(self, work: Awaitable[tuple[int, dict[str, Any]]]) -> None:
        """What the gateway says, with its status. It is somebody's data: no cache keeps it."""
        try:
            status, found = await work
        except GateError as problem:
            self.refuse(problem)
            return
        self.set_status(status)
        self.set_header("Cache-Control", "no-store")
        self.finish(found)

    def is_jupyterlab(self) -> bool:
        """Whether code of JupyterLab's page asks, and not an image, a link or another site.

        Jupyter lets every GET through that names no other origin, as images and links do; but a look at a
        record has an effect: it is recorded in the person's name, and a refused one counts against them.
        """
        headers = self.request.headers
        if headers.get("Sec-Fetch-Dest", "empty") != "empty":
            return False
        if headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            return False
        if self.token_authenticated or self.settings.get("disable_check_xsrf", False):
            return True
        # Browsers send the above to HTTPS and to this machine only. This no tag can send, and no other site.
        if "X-XSRFToken" not in headers:
            return False
        self.check_xsrf_cookie()
        return True

    def assert_jupyterlab(self) -> None:
        """Raise HTTP 403 for whatever is not JupyterLab's own page."""
        if not self.is_jupyterlab():
            raise web.HTTPError(403, "this is done by JupyterLab's own page alone")
