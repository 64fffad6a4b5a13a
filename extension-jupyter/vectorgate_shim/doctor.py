"""What VectorGate is in this Python: `python -m vectorgate_shim.doctor`.

Says which libraries lead through the gate and at which versions, which names are governed, who gives the
token, and what to do about whatever is amiss. Prints no token. Exit status 1: something is to be done.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

if not __package__:  # by its path, as `vectorgate doctor` starts it: this folder's own files are no modules
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

THROUGH = "through the gate"
REFUSED = "refused for governed names: it carries no identity yet"
LIBRARIES = (
    ("httpx", "httpx", THROUGH),
    ("httpx2", "httpx2", THROUGH),
    ("urllib3", "urllib3.connectionpool", THROUGH),
    ("requests", "requests", f"{THROUGH}, by urllib3"),
    ("aiohttp", "aiohttp.client", THROUGH),
    ("grpcio", "grpc._channel", THROUGH),
    ("psycopg", "psycopg", REFUSED),
    ("psycopg2", "psycopg2", REFUSED),
    ("psycopg2-binary", "psycopg2", REFUSED),
    ("asyncpg", "asyncpg", REFUSED),
)
"""Distribution, the module whose import shows whether the hook fits, and what becomes of its requests."""
RUN = "start it by `vectorgate run -- COMMAND`, or in JupyterLab with the VectorGate extension."


def main() -> int:
    """Print the findings; 1 when something is to be done."""
    todo: list[str] = []
    rows = [("interpreter", f"{sys.version.split()[0]}  {sys.executable}"), ("shim", _shim(todo))]
    rows += _standing(todo)
    libraries = _libraries(todo)
    print("VectorGate in this Python\n")
    for name, value in rows:
        print(f"  {name:<13}{value}")
    print("\n  library           version      a request to a governed name goes")
    for name, version, way in libraries:
        print(f"  {name:<17} {version:<12} {way}")
    print("\nNothing is amiss." if not todo else "\nWhat to do:")
    for one in todo:
        print(f"  - {one}")
    return 1 if todo else 0


def _is_active() -> bool:
    activate = sys.modules.get("vectorgate_shim.activate")
    return bool(activate is not None and getattr(activate, "_active", False))


def _shim(todo: list[str]) -> str:
    if _is_active():
        import vectorgate_shim

        return f"active  {os.path.dirname(os.path.abspath(vectorgate_shim.__file__))}"
    startup = os.path.join(os.path.dirname(os.path.abspath(__file__)), "startup")
    path = [os.path.abspath(entry) for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
    if sys.flags.isolated or sys.flags.ignore_environment:
        todo.append("This Python ignores its environment (-I or -E): start it without that.")
    elif startup in path:
        todo.append(
            "Another sitecustomize keeps the shim from starting: put its folder behind the shim's "
            "in PYTHONPATH."
        )
    elif os.environ.get("VECTORGATE_BROKER"):
        todo.append(
            "Something here sets PYTHONPATH anew (an .env file, a shell's start-up file): add to it instead, "
            "PYTHONPATH=${PYTHONPATH}:yours."
        )
    else:
        todo.append(f"Nothing governs this program: {RUN}")
    return "not active"


def _standing(todo: list[str]) -> list[tuple[str, str]]:
    if not _is_active():
        return []
    from vectorgate_shim.errors import VectorGateError
    from vectorgate_shim.gate import the_gate
    from vectorgate_shim.sources import Unavailable

    gate = the_gate()
    gate.hello()
    rows = [("token from", _source(gate))]
    found = gate.discovery
    if found is None:
        rows.append(("gateway", "does not answer"))
        told = str(gate.trouble).removeprefix("VectorGate: ").replace("\n", " ") if gate.trouble else ""
        todo.append(
            told or "The gateway or its broker does not answer: try again; if it lasts, tell who runs it."
        )
        return rows
    rows.append(("gateway", str(found.get("control") or found["dataPlane"])))
    try:
        token = gate.token()
    except (Unavailable, VectorGateError) as problem:
        token = None
        todo.append(str(problem).removeprefix("VectorGate: ").replace("\n", " "))
    else:
        if token is None:
            todo.append(
                "Nobody is signed in: `vectorgate login` in a terminal, or the status bar of your editor."
            )
    rows.append(("signed in", "yes" if token else "no"))
    governed = found.get("governed", [])
    for number, entry in enumerate(governed):
        told = f"{entry.get('name')}  connection {entry.get('connection')}, {entry.get('store')}"
        rows.append(("governed" if number == 0 else "", told))
    if not governed:
        rows.append(("governed", "nothing yet: whoever runs the gateway adds connections"))
    return rows


def _source(gate: object) -> str:
    kind = type(gate.source).__name__
    if kind == "BrokerSource" and os.environ.get("VECTORGATE_SANDBOX"):
        return "a sandbox: calls are answered from a recording, and no store is asked"
    if kind == "BrokerSource":
        return f"the broker at {os.environ.get('VECTORGATE_BROKER')}"
    if kind == "TokenFileSource":
        return f"the file {os.environ.get('VECTORGATE_TOKEN_FILE')}"
    if kind == "TokenCommandSource":
        return "the program that VECTORGATE_TOKEN_COMMAND names"
    return "nowhere"


def _libraries(todo: list[str]) -> list[tuple[str, str, str]]:
    from importlib.metadata import PackageNotFoundError, version

    rows = []
    for name, module, way in LIBRARIES:
        try:
            installed = version(name)
        except PackageNotFoundError:
            continue
        rows.append((name, installed, _way(name, installed, module, way, todo)))
    return rows or [("none", "", "no library that reaches a database is installed")]


def _way(name: str, installed: str, module: str, way: str, todo: list[str]) -> str:
    if not _is_active():
        return "as without VectorGate"
    from vectorgate_shim.gate import the_gate

    try:
        import_module(module)
    except Exception as problem:  # a broken library must not keep the others from being told
        return f"cannot be imported ({type(problem).__name__})"
    unfit = [one for one in the_gate().unfit if one.partition(".")[0] == module.partition(".")[0]]
    if not unfit:
        return way
    todo.append(f"{name} {installed} is unknown to this shim: update VectorGate, or use an older {name}.")
    return "refused for governed names: the shim does not know this version"


if __name__ == "__main__":
    sys.exit(main())
