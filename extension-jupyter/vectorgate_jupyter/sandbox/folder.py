"""The folder of one sandbox, where a recording lies while it is read; what a killed server left is swept."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile

_PREFIX = "vectorgate-sandbox-server-"
_LOCK = "lock"


class OwnFolder:
    """Closed to others, and locked as long as this process lives.

    A lock goes with its holder, however that ends.
    """

    def __init__(self, path: str, lock: int | None) -> None:
        self.path = path
        self._lock = lock

    def remove(self) -> None:
        """Take it away, with what lies in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            with contextlib.suppress(OSError):
                os.close(self._lock)
            self._lock = None


def own_folder() -> OwnFolder:
    """Make one, and sweep those that nobody holds any more."""
    _sweep()
    path = tempfile.mkdtemp(prefix=_PREFIX)  # 0700
    return OwnFolder(path, _hold(os.path.join(path, _LOCK), os.O_CREAT | os.O_EXCL))


def _hold(place: str, more: int = 0) -> int | None:
    """The lock, or None where another process holds it, or where there is none of the kind (Windows)."""
    try:
        import fcntl
    except ImportError:
        return None
    held = os.open(place, os.O_RDWR | os.O_NOFOLLOW | more, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        return None
    return held


def _sweep() -> None:
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as found:
        for one in found:
            with contextlib.suppress(OSError):
                if not one.name.startswith(_PREFIX) or not one.is_dir(follow_symlinks=False):
                    continue
                if one.stat(follow_symlinks=False).st_uid != os.getuid():
                    continue
                lock = _hold(os.path.join(one.path, _LOCK))
                if lock is not None:
                    OwnFolder(one.path, lock).remove()
