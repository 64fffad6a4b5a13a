"""Starts the VectorGate shim where a broker or a token file is named, then the user's own sitecustomize.

Python imports exactly one ``sitecustomize``; ours stands in front, so ours has to load the one it hides.
"""

import os
import sys


def _start():
    """Load the shim by its place and switch it on.

    Whatever fails here must not keep a Python from starting.
    """
    # importlib.util would cost every Python of this user some milliseconds; this is what lies under it.
    from _frozen_importlib import module_from_spec
    from _frozen_importlib_external import spec_from_file_location

    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    spec = spec_from_file_location(
        "vectorgate_shim", os.path.join(root, "__init__.py"), submodule_search_locations=[root]
    )
    package = module_from_spec(spec)
    sys.modules["vectorgate_shim"] = package
    spec.loader.exec_module(package)
    from vectorgate_shim.activate import activate

    activate()


def _start_hidden():
    """Load the next ``sitecustomize`` on the path in place of this module."""
    from _frozen_importlib import module_from_spec
    from _frozen_importlib_external import PathFinder

    here = os.path.dirname(os.path.realpath(__file__))
    elsewhere = [entry for entry in sys.path if os.path.realpath(entry or os.getcwd()) != here]
    spec = PathFinder.find_spec("sitecustomize", elsewhere)
    if spec is None or spec.loader is None:
        return
    module = module_from_spec(spec)
    sys.modules["sitecustomize"] = module
    spec.loader.exec_module(module)


if os.environ.get("VECTORGATE_BROKER") or os.environ.get("VECTORGATE_TOKEN_FILE"):
    try:
        _start()
    except Exception as problem:
        sys.stderr.write(
            f"VectorGate: the shim could not start in this Python ({type(problem).__name__}: {problem}), "
            "so governed databases may be closed.\nAsk whoever installed the VectorGate extension.\n"
        )
_start_hidden()
