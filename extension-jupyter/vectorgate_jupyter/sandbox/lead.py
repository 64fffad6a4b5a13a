"""The silent execute with which the front end leads a running Python kernel to a sandbox.

As with `heal`, the code names a file and no key; unlike there, its failure is told: nobody is to believe that
a notebook asks no store while it does.
"""

from __future__ import annotations

LEAD_FILE = "lead.py"


def lead_code(folder: str) -> str:
    """Python text that leaves no name behind. It raises where the kernel cannot be led."""
    return f"__import__('runpy').run_path({folder + '/' + LEAD_FILE!r}, run_name='vectorgate_lead')\n"


def lead_file(environment: dict[str, str], startup: str) -> str:
    """The file's text. `environment`: what the sandbox told, of which its own two names count."""
    own = {name: environment[name] for name in ("VECTORGATE_SANDBOX", "VECTORGATE_SANDBOX_KEY")}
    return f'''"""Leads this kernel to a sandbox of VectorGate, until its end. It goes with that."""
import importlib.util
import os
import sys

_path = os.environ.get("PYTHONPATH", "")
if {startup!r} not in _path.split(os.pathsep):
    os.environ["PYTHONPATH"] = {startup!r} + (os.pathsep + _path if _path else "")
if "vectorgate_shim" not in sys.modules:
    _root = os.path.dirname({startup!r})
    _spec = importlib.util.spec_from_file_location(
        "vectorgate_shim", os.path.join(_root, "__init__.py"), submodule_search_locations=[_root]
    )
    sys.modules["vectorgate_shim"] = _module = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(_module)
from vectorgate_shim.activate import lead_to_sandbox

lead_to_sandbox({own!r})
'''
