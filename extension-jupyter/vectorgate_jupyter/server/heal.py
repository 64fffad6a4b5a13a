"""The silent execute with which the front end makes a running Python kernel governed.

The code names a folder and no secret: broker address and key are read by the kernel itself from a file that
only this user can read. In a kernel on another machine the folder is not there, and nothing happens.
"""

from __future__ import annotations

HEAL_FILE = "heal.py"


def heal_code(folder: str) -> str:
    """Python text, safe to run any number of times and in any order; leaves no name behind."""
    return (
        "try:\n"
        f"    __import__('runpy').run_path({folder + '/' + HEAL_FILE!r}, run_name='vectorgate_heal')\n"
        "except OSError:\n"
        "    pass\n"
    )


def heal_file(environment: dict[str, str], startup: str) -> str:
    """The file's text: set the environment where it is missing, and start the shim."""
    own = {name: value for name, value in environment.items() if name != "PYTHONPATH"}
    return f'''"""Makes this running kernel governed. Written by VectorGate's broker; ends with it."""
import os
import sys

os.environ.update({own!r})
_path = os.environ.get("PYTHONPATH", "")
if {startup!r} not in _path.split(os.pathsep):
    os.environ["PYTHONPATH"] = {startup!r} + (os.pathsep + _path if _path else "")
if "vectorgate_shim" in sys.modules:
    from vectorgate_shim.activate import activate

    activate()
else:
    import importlib.util

    _root = os.path.dirname({startup!r})
    _spec = importlib.util.spec_from_file_location(
        "vectorgate_shim", os.path.join(_root, "__init__.py"), submodule_search_locations=[_root]
    )
    sys.modules["vectorgate_shim"] = _module = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(_module)
    from vectorgate_shim.activate import activate

    activate()
'''
