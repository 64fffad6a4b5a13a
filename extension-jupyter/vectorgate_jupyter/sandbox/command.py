"""Where the command line is that makes sandboxes, and how it is started."""

from __future__ import annotations

import os
import shutil

from vectorgate_jupyter.errors import GateError


def sandbox_command(command_line: str, archive: str, session: str, gateway: str) -> list[str]:
    """The words to start. Raises GateError where there is no command line here."""
    found = shutil.which(command_line)
    if found is None:
        raise GateError(
            "no_command_line",
            f"the command line {command_line} is not there at the Jupyter server, and a sandbox needs it.",
            "Install it there, or name its place in c.VectorGate.command_line; "
            "or run the command in a terminal that has it.",
        )
    # Nothing of these can be taken for an option: the archive's path is absolute, the id was looked at.
    named = ["--gateway", gateway] if gateway else []
    return [found, "sessions", "sandbox", archive, "--session", session, *named, "--serve"]


def clean_environment() -> dict[str, str]:
    """This server's environment without what leads to a broker or a token: a sandbox needs none."""
    return {name: value for name, value in os.environ.items() if not name.startswith("VECTORGATE_")}
