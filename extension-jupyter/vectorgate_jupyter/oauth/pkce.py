"""Proof key for code exchange (RFC 7636, S256) and the state that brings an editor's answer home."""

from __future__ import annotations

import base64
import hashlib
import secrets


def new_verifier() -> str:
    """43 characters of chance."""
    return secrets.token_urlsafe(32)


def challenge(verifier: str) -> str:
    """What the authorization request shows of the verifier."""
    return _plain64(hashlib.sha256(verifier.encode()).digest())


def new_state(return_url: str | None) -> str:
    """A nonce, and behind a dot the URL to which the gateway's return page sends the browser on."""
    nonce = secrets.token_urlsafe(24)
    return nonce if return_url is None else f"{nonce}.{_plain64(return_url.encode())}"


def _plain64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
