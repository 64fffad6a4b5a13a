"""Starts the VectorGate shim where a token source is named, then the user's own sitecustomize.

Python imports exactly one ``sitecustomize``; ours stands in front, so ours has to load the one it hides.
Every Python that inherits the environment reads this file, old ones too: it is kept to what Python 2.7 can
read, and says so where the shim itself needs a newer one.
"""

import os
import sys

OLDEST = (3, 9)
SOURCES = (
    "VECTORGATE_SANDBOX",
    "VECTORGATE_BROKER",
    "VECTORGATE_TOKEN_FILE",
    "VECTORGATE_TOKEN_COMMAND",
    "VECTORGATE_GATEWAY",
)
LIBRARIES = frozenset(("httpx", "urllib3", "requests", "aiohttp", "grpc", "psycopg", "psycopg2", "asyncpg"))


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


class _TooOld(object):  # noqa: UP004 (Python 2 reads this too)
    """Says once, when a library is imported that could reach a database, that this Python is too old."""

    def find_spec(self, name, path=None, target=None):
        """Find nothing; speak where one of the libraries is looked for."""
        if name in LIBRARIES:
            sys.meta_path.remove(self)
            sys.stderr.write(
                "VectorGate: this is Python %d.%d, and governed databases are reached from %d.%d on.\n"
                "They stay closed here; choose a newer Python as this notebook's or program's interpreter.\n"
                % (sys.version_info[:2] + OLDEST)
            )

    find_module = find_spec


def _start_hidden():
    """Load the next ``sitecustomize`` on the path in place of this module."""
    here = os.path.dirname(os.path.realpath(__file__))
    elsewhere = [entry for entry in sys.path if os.path.realpath(entry or os.getcwd()) != here]
    if sys.version_info[0] == 2:
        import imp

        try:
            found = imp.find_module("sitecustomize", elsewhere)
        except ImportError:
            return
        imp.load_module("sitecustomize", *found)
        return
    from _frozen_importlib import module_from_spec
    from _frozen_importlib_external import PathFinder

    spec = PathFinder.find_spec("sitecustomize", elsewhere)
    if spec is None or spec.loader is None:
        return
    module = module_from_spec(spec)
    sys.modules["sitecustomize"] = module
    spec.loader.exec_module(module)


if any(os.environ.get(name) for name in SOURCES):
    try:
        if sys.version_info < OLDEST:
            sys.meta_path.insert(0, _TooOld())
        else:
            _start()
    except Exception as problem:
        sys.stderr.write(
            "VectorGate: the shim could not start in this Python (%s: %s), so\n"
            "governed databases may be closed. Ask whoever installed the VectorGate extension.\n"
            % (type(problem).__name__, problem)
        )
_start_hidden()
