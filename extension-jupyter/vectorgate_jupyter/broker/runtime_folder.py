"""The folder of the broker's socket: new, with an unguessable name, closed to all other users."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from vectorgate_jupyter.errors import GateError

MOST_PATH_BYTES = 100
"""sun_path holds 108 bytes on Linux and 104 elsewhere."""


def new_runtime_folder(base: str | None = None) -> Path:
    """Make a 0700 folder under `base`, XDG_RUNTIME_DIR or the system's place for temporary files.

    Its name is new each time (mkdtemp), so nobody can have put a socket or a link there beforehand. The base
    itself must not be a link and not be another user's, unless it is a shared place with the sticky bit.
    """
    candidates = [base] if base else [os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"]
    for candidate in candidates:
        if candidate and _trustworthy(candidate, strict=base is not None):
            folder = Path(tempfile.mkdtemp(prefix="vectorgate-", dir=candidate))
            if len(os.fsencode(folder / "broker.sock")) <= MOST_PATH_BYTES:
                return folder
            folder.rmdir()
    raise GateError(
        "no_runtime_folder",
        f"there is no safe place for the broker's socket (tried {', '.join(filter(None, candidates))}).",
        "Set XDG_RUNTIME_DIR to a folder of your own with mode 0700 and a short path.",
    )


def _trustworthy(place: str, *, strict: bool) -> bool:
    try:
        found = os.lstat(place)
    except OSError:
        return False
    if stat.S_ISLNK(found.st_mode) and not strict:
        # /tmp is a link on some systems; what it leads to is looked at instead.
        found = os.stat(place)
    if not stat.S_ISDIR(found.st_mode) or not os.access(place, os.W_OK):
        return False
    mine = found.st_uid == os.getuid() and not found.st_mode & 0o022
    shared = found.st_uid in (0, os.getuid()) and bool(found.st_mode & stat.S_ISVTX)
    return mine or shared
