"""Run in a kernel: leads it to the sandbox in `OWN`; without one, to a sandbox that has ended.

The latter closes every address to it. `STARTUP`: the shim's folder of that name.
"""

import importlib.util
import os
import sys

_startup = globals()["STARTUP"]
_own = globals().get("OWN") or {
    "VECTORGATE_SANDBOX": os.path.join(_startup, "ended"),
    "VECTORGATE_SANDBOX_KEY": "",
}
_path = os.environ.get("PYTHONPATH", "")
if _startup not in _path.split(os.pathsep):
    os.environ["PYTHONPATH"] = _startup + (os.pathsep + _path if _path else "")
if "vectorgate_shim" not in sys.modules:
    _root = os.path.dirname(_startup)
    _spec = importlib.util.spec_from_file_location(
        "vectorgate_shim", os.path.join(_root, "__init__.py"), submodule_search_locations=[_root]
    )
    sys.modules["vectorgate_shim"] = _module = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(_module)
from vectorgate_shim.activate import lead_to_sandbox  # noqa: E402

lead_to_sandbox(_own)
