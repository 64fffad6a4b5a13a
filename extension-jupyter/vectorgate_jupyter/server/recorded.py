"""What replays and reports on policies read of the gateway: a closed list, each address built anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

ULID = r"[0-7][0-9A-HJKMNP-TV-Z]{25}"
RECORDED = (
    rf"recorded/(sessions|records/facets|records/asked|records|sessions/{ULID}|records/{ULID}|policy/files)"
)
"""The routes, below `/vectorgate/`."""

_MOST_LENGTH = 4_000
_PARAMETERS: Mapping[str, frozenset[str]] = {
    "sessions": frozenset({"limit", "cursor", "all"}),
    "records": frozenset({"limit", "cursor", "all", "query", "effect"}),
    "records/asked": frozenset({"limit", "cursor", "all", "query"}),
    "records/facets": frozenset({"all", "query"}),
}


def path_of(asked: str, parameters: Mapping[str, Sequence[str]]) -> str | None:
    """The path at the gateway, or None when a parameter is unknown there, given twice or too long."""
    known = _PARAMETERS.get(asked, frozenset())
    given: list[tuple[str, str]] = []
    for name, values in parameters.items():
        if name not in known or len(values) != 1 or len(values[0]) > _MOST_LENGTH:
            return None
        given.append((name, values[0]))
    return f"/api/v1/{asked}" + (f"?{urlencode(given)}" if given else "")
