"""What the endpoints do, away from HTTP: one person's status, and the kernels of this server."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from jupyter_server.serverapp import ServerApp

from vectorgate_jupyter.broker.broker import Broker
from vectorgate_jupyter.errors import GateError
from vectorgate_jupyter.oauth.download import Download
from vectorgate_jupyter.oauth.passed_on import passed_on, problem_of_export
from vectorgate_jupyter.oauth.person import Person
from vectorgate_jupyter.oauth.shapes import are_connections, are_records
from vectorgate_jupyter.policies.publishing import Publishing
from vectorgate_jupyter.sandbox.sandboxes import Sandboxes
from vectorgate_jupyter.server.heal import heal_code
from vectorgate_jupyter.server.searches import SavedSearches


class Desk:
    """One per server. Blocking work (the gateway) is done away from the server's loop."""

    def __init__(
        self,
        app: ServerApp,
        person: Person,
        broker: Broker | None,
        policy_key: str = "",
        command_line: str = "vectorgate",
    ) -> None:
        self._app = app
        self.person = person
        self.broker = broker
        self.searches = SavedSearches()
        self.publishing = Publishing(person, policy_key)
        self.sandboxes = Sandboxes(person, command_line)
        self._shown_to: tuple[object, object] | None = None

    async def status(self) -> dict[str, Any]:
        """Everything the panel shows but the latest refusals. No token, no key."""
        about, kernels = await asyncio.gather(asyncio.to_thread(self._about), self._kernels())
        return {**about, "kernels": kernels}

    def _about(self) -> dict[str, Any]:
        discovery = self.person.discovery
        configured = bool(discovery.gateway)
        about: dict[str, Any] = {
            "configured": configured,
            "gateway": discovery.gateway,
            "problem": None,
            "since": None,
            "signedIn": False,
            "ended": None,
            "who": None,
            "connections": [],
        }
        if not configured:
            return about
        try:
            about["connections"] = _connections(discovery.get()["governed"])
            if self.person.signed_in:
                about["who"] = self.person.who()
                status, found = self.person.ask("/api/v1/connections")
                if status == 200 and are_connections(found):
                    about["connections"] = found["connections"]
        except GateError as problem:
            if problem.code == "gateway_unreachable":
                discovery.doubt()  # asked now, so that it is known since when
                with contextlib.suppress(GateError):
                    discovery.get()
            if problem.code != "signed_out":
                about["problem"] = problem.as_json()
        if discovery.problem is not None:
            about["problem"] = discovery.problem.as_json()
            about["since"] = discovery.down_since
        about["signedIn"] = self.person.signed_in
        about["ended"] = self.person.left
        return about

    async def _kernels(self) -> list[dict[str, Any]]:
        governed = self.broker.registry.kernels() if self.broker else {}
        sandboxed = self.sandboxes.kernels()
        sessions = await self._app.session_manager.list_sessions()
        named = {session["kernel"]["id"]: session for session in sessions if session.get("kernel")}
        found = []
        for kernel in self._app.kernel_manager.list_kernels():
            session = named.get(kernel["id"], {})
            spec = self._spec(kernel["name"])
            found.append(
                {
                    "id": kernel["id"],
                    "path": session.get("path") or "",
                    "kind": session.get("type") or "kernel",
                    "kernel": getattr(spec, "display_name", kernel["name"]),
                    "language": str(getattr(spec, "language", "")).lower(),
                    "governed": kernel["id"] in governed,
                    "sandbox": kernel["id"] in sandboxed,
                }
            )
        return found

    def _spec(self, name: str) -> object:
        try:
            return self._app.kernel_spec_manager.get_kernel_spec(name)
        except Exception:  # an uninstalled or unreadable kernelspec: then its name alone is shown
            return None

    async def latest(self) -> dict[str, Any]:
        """The person's last refusals by stores, as the gateway gives them: looks at records are none."""
        path = "/api/v1/records?effect=deny&limit=10&query=-class:review"
        status, found = await asyncio.to_thread(self.person.ask, path)
        if status != 200 or not are_records(found):
            raise GateError(
                "no_records", "the gateway did not tell the latest refusals.", "Look again in a moment."
            )
        return {"records": found["records"]}

    async def recorded(self, path: str) -> tuple[int, dict[str, Any]]:
        """Recorded sessions, records and counts as the gateway's API gives them to this person.

        `path` is one of `recorded.path_of`. A status that is not 200 comes with the gateway's own words.
        """
        return passed_on(
            await asyncio.to_thread(self.person.read_recorded, path),
            lambda status: GateError(
                "no_records",
                f"the gateway did not tell what was recorded ({status}).",
                "Try again in a moment; if it lasts, tell whoever runs your VectorGate gateway.",
            ),
        )

    async def note(self, session: str, note: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Write a note beside a session, as the person; the gateway's own words where it is refused."""
        path = f"/api/v1/sessions/{session}/notes"
        return passed_on(
            await asyncio.to_thread(self.person.post, path, note),
            lambda status: GateError(
                "no_note",
                f"the gateway did not say whether the note is written ({status}).",
                "Look at the notes again before you write it once more.",
            ),
        )

    async def export(self, path: str, posted: dict[str, Any] | None) -> Download:
        """A file of records, still to be read; raises GateError with the gateway's own words."""
        found = await asyncio.to_thread(self.person.export, path, posted)
        if found.status == 200:
            return found
        problem = await asyncio.to_thread(problem_of_export, found)
        found.close()
        raise problem

    async def begin(self, return_url: str) -> str:
        """Start a sign-in whose answer comes to `return_url` by way of the gateway's fixed page."""

        def start() -> str:
            # A window that opens on nothing says less than the panel does.
            self.person.discovery.doubt()
            found = self.person.discovery.fresh()
            redirect = found.get("signInReturn") or f"{self.person.discovery.gateway}/sign-in/return"
            return self.person.begin(str(redirect), return_url)

        return await asyncio.to_thread(start)

    async def complete(self, answer: dict[str, str]) -> dict[str, Any]:
        """Finish a sign-in."""
        who = await asyncio.to_thread(self.person.complete, answer)
        identity = who.get("identity") or {}
        person = (identity.get("issuer"), identity.get("subject"))
        if self._shown_to not in (None, person):
            await self.sandboxes.leave_gateway()
        self._shown_to = person
        return who

    async def sign_out(self) -> None:
        """Forget and revoke."""
        await self.sandboxes.leave_gateway()
        await asyncio.to_thread(self.person.sign_out)

    def heal(self) -> str | None:
        """The code that makes a running Python kernel of this user governed; None without a broker."""
        return heal_code(str(self.broker.folder)) if self.broker else None


def _connections(governed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The connections as discovery tells them to everybody: their mode is not among it."""
    found: dict[str, dict[str, Any]] = {}
    for entry in governed:
        name = str(entry.get("connection", ""))
        one = found.setdefault(
            name, {"name": name, "store": entry.get("store", ""), "knownAs": [], "mode": None}
        )
        one["knownAs"].append(entry["name"])
    return list(found.values())
