"""What the gateway says of itself to anybody: its data plane and the governed names."""

from __future__ import annotations

from vectorgate_shim.names import is_loopback

DISCOVERY_SECONDS = 4.0


class Unavailable(Exception):
    """A source, or the gateway behind it, cannot answer now."""


def discover_at(gateway: str) -> dict:
    """Read the public discovery document at the gateway's control address. Raises Unavailable."""
    import json
    import urllib.request
    from http.client import HTTPException
    from urllib.parse import urlsplit

    # Whoever can answer in the gateway's name would name a data plane of their own and get the token:
    # so no clear text on the way, no proxy from the environment, and no redirect.
    parts = urlsplit(gateway)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise Unavailable(f"{gateway} is not encrypted and not on this machine")

    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    opener = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))
    try:
        with opener.open(gateway + "/.well-known/vectorgate", timeout=DISCOVERY_SECONDS) as answer:
            found = json.loads(answer.read(1 << 20))
    except (OSError, ValueError, HTTPException, RecursionError) as problem:
        raise Unavailable(f"no discovery at {gateway}") from problem
    if not _is_discovery(found):
        raise Unavailable(f"what answers at {gateway} is not a VectorGate gateway")
    return found


def _is_discovery(found: object) -> bool:
    """Whether this is a gateway's description, in the parts that are used here."""
    return (
        isinstance(found, dict)
        and found.get("product") == "vectorgate"
        and isinstance(found.get("dataPlane"), str)
        and bool(found["dataPlane"])
        and isinstance(found.get("governed"), list)
        and all(isinstance(entry, dict) and isinstance(entry.get("name"), str) for entry in found["governed"])
    )
