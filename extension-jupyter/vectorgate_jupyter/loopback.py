"""Which addresses may carry a secret."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

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
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        return url
    raise GateError(
        "clear_text_refused",
        f"the address {parts.scheme}://{parts.netloc} is not encrypted and not on this machine.",
        "Give the gateway's control listener TLS, or correct its address in the configuration.",
    )
