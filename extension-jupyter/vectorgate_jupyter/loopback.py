"""Which addresses may carry a secret."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

from vectorgate_jupyter.errors import GateError


def is_loopback(host: str) -> bool:
    """True for this machine's own addresses, by text alone.

    A name that merely resolves there does not count.
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def private_url(url: str) -> str:
    """The URL itself when what is sent there cannot be read on the way (invariant 5); else a GateError."""
    parts = address_of(url)
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        return url
    raise GateError(
        "clear_text_refused",
        f"the address {parts.scheme}://{parts.netloc} is not encrypted and not on this machine.",
        "Give the gateway's control listener TLS, or correct its address in the configuration.",
    )


def address_of(url: str) -> SplitResult:
    """The parts of an http(s) URL that every reader splits alike. Raises GateError for any other text.

    A name or password before the host, a backslash or a blank is read in one way here and in another there.
    """
    try:
        parts = urlsplit(url)
        plain = url.isascii() and url.isprintable() and not set(url) & set(' \\"<>')
        if plain and parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc:
            _ = parts.port  # raises for what is no port
            return parts
    except ValueError:
        pass
    raise GateError(
        "no_address",
        "an address of the gateway is not of the form https://host or https://host:port.",
        "Correct VECTORGATE_GATEWAY or c.VectorGate.gateway, or tell whoever runs your VectorGate gateway.",
    )


def origin_of(url: str) -> tuple[str, str, int]:
    """Scheme, host and port, comparable. Raises GateError."""
    parts = address_of(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
