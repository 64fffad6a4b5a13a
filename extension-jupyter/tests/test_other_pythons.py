"""The shim in the other Pythons of this machine: kernels may run in any from 3.9 on, whatever the server has.

They have no packages here, so what is shown is what the standard library can: that the shim starts, knows
what is governed, gets a token, and refuses what carries no identity.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import sign_in

VERSIONS = [f"3.{minor}" for minor in range(9, 16) if minor != sys.version_info.minor]

PROGRAM = """
import http.client, socket, sys
from vectorgate_shim.gate import the_gate
from vectorgate_shim.kernel_process import kernel_id
def refused(work):
    try:
        work()
    except Exception as problem:
        return type(problem).__name__
print(
    "%d.%d" % sys.version_info[:2],
    kernel_id(),
    the_gate().standing("chroma.internal", 8000),
    the_gate().standing("chroma.internal", 8001),
    the_gate().token(),
    refused(lambda: http.client.HTTPConnection("chroma.internal", 8000).request("GET", "/")),
    refused(lambda: socket.create_connection(("chroma.internal", 8000))),
)
"""


def interpreter(version: str) -> str | None:
    """That Python on the path, or among those that pyenv keeps."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    places = [*sorted(kept.glob(f"{version}.*/bin/python")), shutil.which(f"python{version}")]
    for place in filter(None, places):
        asked = subprocess.run(
            [place, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True
        )
        if asked.stdout.decode().strip() == version:
            return str(place)
    return None


OTHERS = {version: python for version in VERSIONS if (python := interpreter(version))}


@pytest.mark.parametrize(("version", "python"), OTHERS.items())
def test_the_shim_works_there(broker, tmp_path, version, python):
    sign_in(broker.person)
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("VECTORGATE_", "PYTHON"))}
    done = subprocess.run(
        [python, "-c", PROGRAM, "-f", "kernel-abc.json"],
        env={**clean, **broker.environment(), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
    )
    said = done.stdout.split()
    assert said == [version, "abc", "governed", "free", "access-1", "VectorGateError", "VectorGateError"], (
        done
    )
