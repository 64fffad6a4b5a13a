"""Whether what a gateway says has the shape that we rely on. What has not is no gateway's word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from vectorgate_jupyter.errors import GateError
from vectorgate_jupyter.loopback import origin_of

MOST_NAMES = 10_000
_TEXT = 1_000
_NAME = re.compile(r"(?:[^\s/:@*?#%\\\[\]]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):[0-9]{1,5}")
"""As the gateway's configuration takes them, without what would be a pattern or another part of a URL."""
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{1,16384}")
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "revocation_endpoint")


def is_discovery(found: object) -> bool:
    """`/.well-known/vectorgate`: addresses that are addresses, and names that are each one host and port."""
    if not isinstance(found, dict) or found.get("product") != "vectorgate":
        return False
    governed = found.get("governed")
    return (
        all(_is_address(found.get(key)) for key in ("issuer", "dataPlane"))
        and (found.get("signInReturn") is None or _same_origin(found["signInReturn"], found["issuer"]))
        and isinstance(governed, list)
        and len(governed) <= MOST_NAMES
        and all(_is_governed(entry) for entry in governed)
    )


def is_provider(found: object, issuer: str) -> bool:
    """The OAuth face's metadata: of this issuer, with all its endpoints on the issuer's own origin."""
    return (
        isinstance(found, dict)
        and found.get("issuer") == issuer
        and all(_same_origin(found.get(name), issuer) for name in _ENDPOINTS)
    )


def is_me(found: object) -> bool:
    """`GET /api/v1/me`."""
    if not isinstance(found, dict) or not isinstance(found.get("identity"), dict):
        return False
    identity, session = found["identity"], found.get("session")
    groups = identity.get("groups")
    return (
        all(_is_text(identity.get(key)) for key in ("issuer", "subject"))
        and ("name" not in identity or _is_text(identity["name"]))
        and isinstance(groups, list)
        and all(_is_text(group) for group in groups)
        and (session is None or (isinstance(session, dict) and _is_text(session.get("expires"))))
        and (
            "reviews" not in found
            or (isinstance(found["reviews"], list) and all(_is_text(one) for one in found["reviews"]))
        )
    )


def are_connections(found: object) -> bool:
    """`GET /api/v1/connections`."""
    return (
        isinstance(found, dict)
        and isinstance(found.get("connections"), list)
        and all(
            isinstance(one, dict)
            and all(_is_text(one.get(key)) for key in ("name", "store"))
            and isinstance(one.get("knownAs"), list)
            and all(_is_text(name) for name in one["knownAs"])
            and one.get("mode") in ("enforce", "monitor")
            for one in found["connections"]
        )
    )


def are_records(found: object) -> bool:
    """`GET /api/v1/records`, as far as the panel reads it."""
    return (
        isinstance(found, dict)
        and isinstance(found.get("records"), list)
        and all(
            isinstance(one, dict)
            and all(_is_text(one.get(key)) for key in ("id", "time"))
            and isinstance(one.get("decision"), dict)
            and _are_operations(one.get("operations"))
            and (one.get("reason") is None or isinstance(one["reason"], dict))
            for one in found["records"]
        )
    )


def told_problem(found: object) -> dict[str, str] | None:
    """The `error` of an answer of the gateway, when it has the shape of one."""
    error = found.get("error") if isinstance(found, dict) else None
    if not isinstance(error, dict):
        return None
    told = {key: error.get(key) for key in ("code", "message", "next")}
    return {key: str(value) for key, value in told.items()} if all(map(_is_text, told.values())) else None


def is_token(value: object) -> bool:
    """A text that can stand in a header (RFC 6750's b64token)."""
    return isinstance(value, str) and _TOKEN.fullmatch(value) is not None


def seconds_of(found: Mapping[str, Any]) -> float:
    """`expires_in`, 300 when it is left out or no positive number. At most a day."""
    value = found.get("expires_in", 300)
    return min(float(value), 86_400.0) if type(value) in (int, float) and value > 0 else 300.0


def _is_governed(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("name"), str)
        and _NAME.fullmatch(entry["name"]) is not None
        and all(key not in entry or _is_text(entry[key]) for key in ("connection", "store"))
    )


def _are_operations(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and isinstance(one.get("classes"), list)
        and isinstance(one.get("targets"), list)
        and all(
            isinstance(target, dict) and isinstance(target.get("collection"), dict)
            for target in one["targets"]
        )
        for one in value
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _TEXT


def _is_address(value: object) -> bool:
    return _same_origin(value, value)


def _same_origin(value: object, other: object) -> bool:
    if not _is_text(value) or not _is_text(other):
        return False
    try:
        return origin_of(str(value)) == origin_of(str(other))
    except GateError:
        return False
