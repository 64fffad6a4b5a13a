"""What every hooked HTTP library does alike for a governed request: where it goes and with which headers."""

from __future__ import annotations

import os
import re
from functools import lru_cache

from vectorgate_shim.errors import clear_text, sandbox_closed, unknown_territory
from vectorgate_shim.gate import Standing, the_gate
from vectorgate_shim.names import authority, is_loopback, is_private
from vectorgate_shim.session import VARIABLE
from vectorgate_shim.sources import Unavailable

OWN_HEADERS = frozenset(("vectorgate-token", "vectorgate-upstream", "vectorgate-session"))
"""Names that only the shim sets; what the caller put there is left out."""

_STORE_CLIENTS = ("chroma python client", "python-client/")
"""How the clients of supported stores (Chroma, Qdrant) begin their User-Agent, in lower case."""

_HASHED = re.compile(r"[0-9a-f]{8}\.[0-9]+")

_is_private = lru_cache(maxsize=8)(is_private)


def governed_authority(host: str | bytes, port: int | str, agent: str) -> str | None:
    """The authority that was asked for when it is governed, else None.

    `agent` is the request's User-Agent. Raises VectorGateError for a store's client while nothing is known,
    and for everybody in a program whose sandbox does not answer.
    """
    standing = the_gate().standing(host, port)
    if standing is Standing.GOVERNED:
        return authority(host, port)
    if standing is Standing.CLOSED:
        raise sandbox_closed(authority(host, port))
    if standing is Standing.UNKNOWN and agent.lower().startswith(_STORE_CLIENTS):
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
        if not is_loopback(name):
            raise unknown_territory(authority(host, port), the_gate().trouble)
    return None


def private_plane() -> str:
    """The data plane's address, read once: what was looked at is what is spoken to.

    Raises VectorGateError where a token would travel in clear.
    """
    plane = the_gate().data_plane
    if not _is_private(plane):
        raise clear_text(plane)
    return plane


def own_headers(upstream: str, token: str | None) -> list[tuple[str, str]]:
    """The headers that tell the gateway who asks, for what, and in which session."""
    headers = [("vectorgate-upstream", upstream.encode("ascii", "replace").decode())]
    session = os.environ.get(VARIABLE)
    if session:
        headers.append(("vectorgate-session", session.encode("ascii", "replace").decode()))
    if token is not None:
        headers.append(("vectorgate-token", token))
    return headers


def another_token(refused: str) -> str | None:
    """A token to repeat a refused request with, or None: then the 401 that is there says more."""
    try:
        return the_gate().token_instead_of(refused)
    except Unavailable:
        return None


def trust(plane: str):
    """The TLS context for the gateway, or None where the plane is this very machine without TLS.

    The client's own settings speak of the database. The gateway's certificate is the organisation's: the
    system's authorities, or SSL_CERT_FILE.
    """
    import ssl

    return ssl.create_default_context() if plane.startswith("https:") else None


def authorities() -> bytes:
    """The authorities of `trust` as PEM, for a library that takes no context of Python's.

    Never None or empty: with those a library would trust what it brings along.
    """
    import ssl

    paths = ssl.get_default_verify_paths()
    found = [_read(paths.cafile)] if paths.cafile else []
    if paths.capath:
        # As OpenSSL does: only files whose name is a digest of the subject.
        names = sorted(os.listdir(paths.capath))
        found += [_read(os.path.join(paths.capath, name)) for name in names if _HASHED.fullmatch(name)]
    if os.name == "nt":
        held = ssl.create_default_context().get_ca_certs(binary_form=True)
        found += [ssl.DER_cert_to_PEM_cert(one).encode() for one in held]
    return b"\n".join(found) or b"\n"


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""
