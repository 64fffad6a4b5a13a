"""The key that signs policies: the command line's own file, which never leaves the Jupyter server."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vectorgate_jupyter.errors import GateError

_MOST_BYTES = 64 << 10


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 key. `public_key`: its 32 bytes as base64; `key_id`: how envelopes name it."""

    public_key: str
    key_id: str
    sign: Callable[[bytes], bytes]


def usual_key_file() -> Path:
    """`policy-signing.pem` below `$XDG_CONFIG_HOME/vectorgate`, else below `~/.config/vectorgate`."""
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "vectorgate" / "policy-signing.pem"


def read_key(file: Path) -> SigningKey | None:
    """The key in a file; None where there is none. Raises GateError for one that is not private."""
    try:
        # Of a pipe that nobody writes to one would wait for ever.
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            _assert_private(file, os.fstat(handle))
            pem = os.read(handle, _MOST_BYTES)
        finally:
            os.close(handle)
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise _unreadable(file) from problem
    serialization, ed25519 = _cryptography()
    try:
        secret = serialization.load_pem_private_key(pem, password=None)
    except Exception as problem:  # whatever is wrong with it, it is no key; its words may quote it
        raise _unreadable(file) from problem
    if not isinstance(secret, ed25519.Ed25519PrivateKey):
        raise _unreadable(file)
    return _key_of(secret)


def make_key(file: Path) -> SigningKey:
    """Make a key in a file that only its owner reads. Raises GateError, also where a file is there."""
    serialization, ed25519 = _cryptography()
    secret = ed25519.Ed25519PrivateKey.generate()
    pem = secret.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as problem:
        raise GateError(
            "key_exists", f"{file} is there already.", "Publish with it, or move it aside first."
        ) from problem
    except OSError as problem:
        raise _unwritable(file, problem) from problem
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(pem)
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as problem:
        with contextlib.suppress(OSError):
            os.unlink(file)
        raise _unwritable(file, problem) from problem
    return _key_of(secret)


def _key_of(secret) -> SigningKey:
    raw = secret.public_key().public_bytes_raw()
    return SigningKey(base64.b64encode(raw).decode(), hashlib.sha256(raw).hexdigest(), secret.sign)


def _assert_private(file: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise _unreadable(file)
    if os.name == "nt":
        return
    if found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise GateError(
            "key_open",
            f"the signing key {file} is not for its owner alone, so nothing is signed with it.",
            f"Somebody else may have it: make another. Or, where you know better: chmod 600 {file}",
        )


def _cryptography():
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as problem:
        raise GateError(
            "no_cryptography",
            "policies are signed by the Python package cryptography, which is not beside the Jupyter server.",
            "Install it in the environment that runs the Jupyter server: pip install cryptography",
        ) from problem
    return serialization, ed25519


def _unreadable(file: Path) -> GateError:
    return GateError(
        "key_unreadable",
        f"the signing key {file} cannot be read, or is no Ed25519 key in PEM.",
        "Move it aside and make one: vectorgate policy keygen",
    )


def _unwritable(file: Path, problem: OSError) -> GateError:
    return GateError(
        "key_unwritable",
        f"a signing key cannot be written to {file} ({problem.strerror}).",
        "Make room, or give yourself the right to write there.",
    )
