"""What replays and reports on policies read of the gateway: a closed list, each address built anew."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

ULID = r"[0-7][0-9A-HJKMNP-TV-Z]{25}"
NOTES = rf"recorded/sessions/({ULID})/notes"
"""Where notes beside a session are read and written, below `/vectorgate/`."""

RECORDED = (
    rf"recorded/(sessions|records/facets|records/summary|records/asked|records|sessions/{ULID}|records/{ULID}(?:/today)?"
    r"|policy|policy/files|policy/revisions|policy/revisions/[1-9][0-9]{0,14}|catalogue|catalogue/details|catalogue/people)"
)
"""The routes, below `/vectorgate/`."""

_ID = re.compile(ULID)
_MOST_LENGTH = 4_000
_PARAMETERS: Mapping[str, frozenset[str]] = {
    "sessions": frozenset({"limit", "cursor", "all"}),
    "records": frozenset({"limit", "cursor", "all", "query", "effect"}),
    "records/asked": frozenset({"limit", "cursor", "all", "query"}),
    "records/facets": frozenset({"all", "query"}),
    "records/summary": frozenset({"all", "query"}),
    "policy/revisions": frozenset({"limit"}),
    "catalogue": frozenset({"limit", "cursor"}),
    "catalogue/details": frozenset({"connection", "collections", "limit"}),
}


def note_of(body: object) -> dict[str, str] | None:
    """A note as the gateway takes it, or None when this is none: text, and what record it is about."""
    if not isinstance(body, dict) or not set(body) <= {"text", "record"}:
        return None
    text, record = body.get("text"), body.get("record")
    if not isinstance(text, str) or not 0 < len(text) <= _MOST_LENGTH:
        return None
    if record is None:
        return {"text": text}
    return {"text": text, "record": record} if isinstance(record, str) and _ID.fullmatch(record) else None


def search_of(body: object) -> dict[str, list[str]] | None:
    """What a search asks for, as `path_of` takes it, or None when this is none: a query, all values texts."""
    if not isinstance(body, dict) or "query" not in body:
        return None
    if not all(isinstance(value, str) for value in body.values()):
        return None
    return {name: [value] for name, value in body.items()}


def path_of(asked: str, parameters: Mapping[str, Sequence[str]]) -> str | None:
    """The path at the gateway, or None when a parameter is unknown there, given twice or too long."""
    known = _PARAMETERS.get(asked, frozenset())
    given: list[tuple[str, str]] = []
    for name, values in parameters.items():
        if name not in known or len(values) != 1 or len(values[0]) > _MOST_LENGTH:
            return None
        given.append((name, values[0]))
    return f"/api/v1/{asked}" + (f"?{urlencode(given)}" if given else "")
