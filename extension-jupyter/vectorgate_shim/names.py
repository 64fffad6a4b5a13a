"""Host and port as one comparable word."""

from __future__ import annotations

DEFAULT_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}


def authority(host: str | bytes, port: int | str) -> str:
    """``host:port`` in lower case, without the root's dot; IPv6 in brackets, as a URL has it."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    name = host.strip("[]").rstrip(".").lower()
    return f"[{name}]:{port}" if ":" in name else f"{name}:{port}"


def authority_of_url(url: str) -> str | None:
    """The authority of an absolute http(s) URL; None when it has none."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    return authority(parts.hostname, port) if parts.hostname and port else None


def is_loopback(host: str) -> bool:
    """True for this machine's own addresses, by text alone.

    A name that merely resolves there does not count.
    """
    name = host.strip("[]").rstrip(".").lower()
    if name in ("localhost", "::1"):
        return True
    octets = name.split(".")
    return len(octets) == 4 and octets[0] == "127" and all(o.isdigit() and int(o) < 256 for o in octets)


def is_private(url: str) -> bool:
    """True when what is sent to a URL cannot be read on the way: TLS, or this very machine.

    A user part before the host, or a backslash, is refused: two readers could take two hosts from it.
    """
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if "@" in parts.netloc or "\\" in url or not url.isprintable() or not parts.hostname:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
