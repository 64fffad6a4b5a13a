"""Searches that the person keeps: in the file of the command line on this machine, so both have the same."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
import threading
from pathlib import Path

from vectorgate_jupyter.errors import GateError

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_MOST_LENGTH = 4_000
_MOST_BYTES = 1 << 20


def searches_file() -> Path:
    """`searches.json` below `$XDG_CONFIG_HOME/vectorgate`, else below `~/.config/vectorgate`."""
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "vectorgate" / "searches.json"


class SavedSearches:
    """Reads and writes them. What is written replaces the file as a whole, for its owner alone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def read(self) -> dict[str, str]:
        """All that are kept; none where there is no file. Raises GateError for one that is none."""
        file = searches_file()
        try:
            with file.open("rb") as opened:
                text = opened.read(_MOST_BYTES + 1)
        except FileNotFoundError:
            return {}
        except OSError as problem:
            raise _unreadable(file) from problem
        try:
            said = json.loads(text) if len(text) <= _MOST_BYTES else None
        except (ValueError, RecursionError) as problem:
            raise _unreadable(file) from problem
        searches = said.get("searches") if isinstance(said, dict) else None
        if not isinstance(searches, dict) or not all(isinstance(query, str) for query in searches.values()):
            raise _unreadable(file)
        return searches

    def keep(self, name: object, query: object) -> None:
        """Keep a query, in place of what was kept under that name."""
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise GateError(
                "name_unfit",
                "no search can be kept under that name.",
                "Use small letters, digits and minus, 40 at the most, as in refused-this-week.",
            )
        if not isinstance(query, str) or not 0 < len(query.strip()) <= _MOST_LENGTH:
            raise GateError(
                "query_unfit", "there is no query to keep.", "Write one, such as effect:deny since:7d."
            )
        with self._lock:
            self._write({**self.read(), name: query.strip()})

    def drop(self, name: object) -> None:
        """Keep nothing under that name any more."""
        with self._lock:
            kept = self.read()
            if not isinstance(name, str) or name not in kept:
                raise GateError(
                    "no_search", "no search is kept under that name any more.", "Look at what is kept."
                )
            del kept[name]
            self._write(kept)

    def _write(self, searches: dict[str, str]) -> None:
        file = searches_file()
        text = json.dumps({"searches": searches}, ensure_ascii=False, indent=2) + "\n"
        fresh = None
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, fresh = tempfile.mkstemp(prefix="searches.json.", dir=file.parent)  # 0600
            with os.fdopen(handle, "wb") as opened:
                opened.write(text.encode("utf-8", "surrogatepass"))
            os.replace(fresh, file)
        except OSError as problem:
            if fresh is not None:
                with contextlib.suppress(OSError):
                    os.unlink(fresh)
            raise GateError(
                "searches_unwritable",
                f"your saved searches in {file} cannot be written ({problem.strerror}).",
                "Make room, or give yourself the right to write there.",
            ) from problem


def _unreadable(file: Path) -> GateError:
    return GateError(
        "searches_unreadable",
        f"your saved searches in {file} cannot be read.",
        'It holds { "searches": { "NAME": "QUERY" } }. Mend it, or move it aside.',
    )
