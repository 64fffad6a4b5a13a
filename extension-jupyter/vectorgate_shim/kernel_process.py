"""Whether this process was started as a Jupyter kernel, and which."""

from __future__ import annotations

import os
import sys

_WORD = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-")


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
        if before != "-f" and not argument.startswith(("-f", "--f")):
            continue
        # By hand: an expression would cost every Python of this user some milliseconds.
        name = argument.replace("=", "/").rpartition("/")[2]
        if not name.endswith(".json"):
            continue
        # Jupyter's servers name the file after the kernel; jupyter_client alone gives it any name.
        of_server = name.startswith("kernel-") and name != "kernel-.json"
        found = name[len("kernel-") if of_server else 0 : -len(".json")]
        if (of_server or by_ipykernel) and 0 < len(found) <= 64 and _WORD.issuperset(found):
            return found
    return None
