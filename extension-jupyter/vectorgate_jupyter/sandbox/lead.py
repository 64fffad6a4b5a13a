"""The silent execute with which the front end leads a running Python kernel to a sandbox.

As with `heal`, the code names a file and no key; unlike there, its failure is told: nobody is to believe that
a notebook asks no store while it does.
"""

from __future__ import annotations

import os

LEAD_FILE = "lead.py"
_LEAD_KERNEL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lead_kernel.py")


def lead_code(folder: str, startup: str) -> str:
    """Python text that leaves no name behind. It raises where the kernel cannot be led.

    Run again after the sandbox's end, it closes every address to the kernel and raises VectorGateError.
    """
    place = os.path.join(folder, LEAD_FILE)
    return (
        f"__import__('runpy').run_path({place!r} if __import__('os').path.exists({place!r}) "
        f"else {_LEAD_KERNEL!r}, {{'STARTUP': {startup!r}}}, 'vectorgate_lead')\n"
    )


def lead_file(environment: dict[str, str]) -> str:
    """The file's text. `environment`: what the sandbox told, of which its own two names count."""
    own = {name: environment[name] for name in ("VECTORGATE_SANDBOX", "VECTORGATE_SANDBOX_KEY")}
    return f'''"""Leads this kernel to a sandbox of VectorGate, until its end. It goes with that."""
import runpy

runpy.run_path({_LEAD_KERNEL!r}, {{"STARTUP": STARTUP, "OWN": {own!r}}}, "vectorgate_lead")
'''
