"""Which records may be asked for as a file: each address built anew from what the page names."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from vectorgate_jupyter.server.recorded import ULID

_ID = re.compile(ULID)
_BODIES = ("none", "request", "all")
_MOST_QUERY = 4_000
_MOST_TEXTS = 100_000
"""Of policies by which it is masked: the gateway takes no more."""


def export_of(body: object) -> tuple[str, dict[str, Any] | None] | None:
    """The path at the gateway and what is posted there, or None when this asks for no export."""
    if not isinstance(body, dict) or not {"of", "bodies"} <= set(body) <= {"of", "bodies", "maskBy"}:
        return None
    if body["bodies"] not in _BODIES:
        return None
    mask_by = body.get("maskBy")
    if mask_by is not None and not _are_texts(mask_by):
        return None
    asked = {"format": "vgsession", "bodies": str(body["bodies"])}
    path = _path_of(body["of"], asked)
    return None if path is None else (path, None if mask_by is None else {"maskBy": mask_by})


def _path_of(of: object, asked: dict[str, str]) -> str | None:
    if not isinstance(of, dict):
        return None
    if set(of) == {"session"}:
        session = of["session"]
        if not isinstance(session, str) or not _ID.fullmatch(session):
            return None
        return f"/api/v1/sessions/{session}/export?{urlencode(asked)}"
    if set(of) != {"query", "everybody"} or not isinstance(of["everybody"], bool):
        return None
    query = of["query"]
    if not isinstance(query, str) or len(query) > _MOST_QUERY:
        return None
    more = {"query": query, **({"all": "1"} if of["everybody"] else {})}
    return f"/api/v1/records/export?{urlencode({**asked, **more})}"


def _are_texts(found: object) -> bool:
    return (
        isinstance(found, list)
        and 0 < len(found) <= 100
        and all(
            isinstance(one, dict)
            and set(one) == {"path", "text"}
            and all(isinstance(value, str) for value in one.values())
            for one in found
        )
        and sum(len(one["text"]) for one in found) <= _MOST_TEXTS
    )
