"""Puts policies in force at the gateway, signed where there is a key, as the person who is signed in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from vectorgate_jupyter.errors import GateError, GatewayUnreachable
from vectorgate_jupyter.oauth.passed_on import passed_on
from vectorgate_jupyter.oauth.person import Person
from vectorgate_jupyter.policies.envelope import envelope_of
from vectorgate_jupyter.policies.signing_key import SigningKey, make_key, read_key, usual_key_file


class Publishing:
    """One per server. All of it blocks: it is called away from the server's loop."""

    def __init__(self, person: Person, named: str = "") -> None:
        self._person = person
        self._named = named

    @property
    def file(self) -> Path:
        """Where the key lies: as the server's configuration names it, else where the command line has it."""
        return Path(self._named).expanduser() if self._named else usual_key_file()

    def about(self) -> dict[str, Any]:
        """Where the key lies, and its public half; None while there is none. Raises GateError."""
        key = self._key()
        return {"file": str(self.file), "publicKey": key and key.public_key}

    def make(self) -> dict[str, Any]:
        """Make a key where there is none. Raises GateError."""
        return {"file": str(self.file), "publicKey": make_key(self.file).public_key}

    def publish(self, bundle: object, person: object) -> tuple[int, dict[str, Any]]:
        """Sign a bundle and hand it to the gateway; its own words where it is refused. Raises GateError.

        `person`: whom the page shows as signed in, as `issuer:subject`. Nobody else publishes in their place.
        """
        identity = self._person.who()["identity"]
        if person != f"{identity['issuer']}:{identity['subject']}":
            raise GateError(
                "other_person",
                "you are not signed in any more as whom you began, so nothing was published.",
                "Publish again.",
            )
        issuer = str(self._person.discovery.get()["issuer"])
        envelope = envelope_of(bundle, issuer, self._key())
        try:
            answer = self._person.post("/api/v1/policy/revisions", envelope, long=True)
        except GatewayUnreachable as problem:
            raise _unknown(problem.what) from problem
        return passed_on(answer, lambda told: _unknown(f"the gateway answered with {told}."))

    def _key(self) -> SigningKey | None:
        key = read_key(self.file)
        if key is None and self._named:
            raise GateError(
                "key_unreadable",
                f"the signing key {self.file} is not there.",
                "Put it there, or change c.VectorGate.policy_key in the Jupyter server's configuration.",
            )
        return key


def _unknown(why: str) -> GateError:
    return GateError(
        "outcome_unknown",
        f"{why} It is not known whether the policies are in force.",
        "Look at the line above the file, or at vectorgate policy status, before you publish again.",
    )
