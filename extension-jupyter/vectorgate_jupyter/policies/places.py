"""Where files that JupyterLab shows lie on this machine, and what Jupyter kept of them."""

from __future__ import annotations

import asyncio
import inspect
import os
from typing import Any

from jupyter_server.services.contents.fileio import FileManagerMixin
from tornado import web

from vectorgate_jupyter.errors import GateError


async def place_of(manager: Any, path: str) -> str:
    """The place on disk of a path of JupyterLab. Raises GateError where a person may see none."""
    if not isinstance(manager, FileManagerMixin):
        raise GateError(
            "not_on_disk",
            "the files of this JupyterLab do not lie on a disk of the Jupyter server.",
            "Do this in a JupyterLab whose server has its files on a disk.",
        )
    try:
        place = manager._get_os_path(path.strip("/"))
    except web.HTTPError as problem:
        raise _gone(path) from problem
    hidden = not manager.allow_hidden and await _told(manager.is_hidden(path.strip("/")))
    if hidden or not os.path.exists(place):
        raise _gone(path)
    return place


async def checkpoint_of(manager: Any, path: str) -> dict[str, Any]:
    """The text of a file when it was saved by hand last, which is when Jupyter kept it, and that time."""
    await place_of(manager, path)
    path = path.strip("/")
    kept = await _told(manager.list_checkpoints(path))
    place = getattr(manager.checkpoints, "checkpoint_path", None)
    if not kept or place is None:
        raise GateError(
            "no_checkpoint",
            f"Jupyter kept no checkpoint of {path}.",
            "It keeps one when the file is saved by hand: Ctrl+S.",
        )
    last = max(kept, key=lambda one: one["last_modified"])
    try:
        text = await asyncio.to_thread(_read, place(last["id"], path))
    except (OSError, UnicodeDecodeError) as problem:
        raise GateError(
            "no_checkpoint", f"the checkpoint of {path} cannot be read.", "Save the file by hand: Ctrl+S."
        ) from problem
    return {"text": text, "time": last["last_modified"].isoformat()}


def _read(place: str) -> str:
    with open(place, encoding="utf-8", newline="") as opened:
        return opened.read()


async def _told(answer: Any) -> Any:
    return await answer if inspect.isawaitable(answer) else answer


def _gone(path: str) -> GateError:
    return GateError(
        "no_file", f"{path or 'the top folder'} is not there.", "Save it there, or look where it went."
    )
