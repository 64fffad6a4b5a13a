"""Whether this process was started as a Jupyter kernel, and which."""

from __future__ import annotations

import os
import re
import sys

_CONNECTION_FILE = re.compile(r"(?:^|[/=])(kernel-)?([0-9A-Za-z_-]{1,64})\.json$")


def _arguments() -> list[str]:
    # sys.argv does not exist yet while sitecustomize runs; orig_argv does from Python 3.10.
    found = getattr(sys, "orig_argv", None)
    if found:
        return list(found)
    try:
        with open("/proc/self/cmdline", "rb") as file:
            return os.fsdecode(file.read()).split("\0")
    except OSError:
        return []


def kernel_id() -> str | None:
    """The kernel's id as Jupyter knows it, read from its connection file's name; None in any other process.

    A process forked by a kernel has the kernel's arguments, yet it is a child: it imports nothing anew and
    keeps the session it was forked with.
    """
    arguments = _arguments()
    by_ipykernel = any("ipykernel" in argument for argument in arguments)
    for before, argument in zip(["", *arguments], arguments):
        match = _CONNECTION_FILE.search(argument)
        if match is None or not (before == "-f" or argument.startswith(("-f", "--f"))):
            continue
        # Jupyter's servers name the file after the kernel; jupyter_client alone gives it any name.
        if match.group(1) or by_ipykernel:
            return match.group(2)
    return None
