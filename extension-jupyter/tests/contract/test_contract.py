"""Each client at its oldest supported and its latest version, unchanged, through the shim.

The usual run takes two clients as they are in the tests' own environment; with `VECTORGATE_TEST_DEEP` all of
them, each version in an environment of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest
from conftest import run_python, sign_in
from contract.clients import CLIENTS, Client
from contract.environments import python_with
from contract.store_recorder import StoreRecorder
from gateway_double import GOVERNED, SIGN_IN

_DEEP = bool(os.environ.get("VECTORGATE_TEST_DEEP"))


def _cases():
    for client in CLIENTS:
        if _DEEP:
            yield pytest.param(client, client.oldest, id=f"{client.name}-{client.oldest}")
            yield pytest.param(client, client.latest, id=f"{client.name}-{client.latest}")
        elif client.present:
            yield pytest.param(client, None, id=client.name)


each = pytest.mark.parametrize(("client", "version"), list(_cases()))
GOVERNED_HOST, GOVERNED_PORT = GOVERNED.split(":")


def interpreter_of(client: Client, version: str | None) -> str:
    """Of an environment of its own, but for what the tests' own environment holds anyway."""
    if version is None or (client.present and version == client.latest):
        return sys.executable
    return python_with(client.requirements(version))


@pytest.fixture
def call(client: Client, version: str | None, tmp_path, broker):
    """Run the client's program against a host and port, with the shim or without."""
    interpreter = interpreter_of(client, version)

    def run(host: str, port: int | str, shim: bool = True, check: bool = True):
        code = f"HOST, PORT = {host!r}, {int(port)}\n" + textwrap.dedent(client.call)
        environment = broker.environment() if shim else {}
        return run_python(code, environment, tmp_path, check=check, interpreter=interpreter)

    return run


@each
def test_signed_in_each_request_carries_who_asks_for_what(gateway, broker, client, call):
    gateway.store, gateway.store_headers = client.store, client.store_headers
    sign_in(broker.person)
    call(GOVERNED_HOST, GOVERNED_PORT)
    assert gateway.requests
    for request in gateway.requests:
        headers = {name.lower(): value for name, value in request["headers"].items()}
        assert headers["vectorgate-token"] == "access-1"
        assert headers["vectorgate-upstream"] == GOVERNED
        assert len(headers["vectorgate-session"]) == 26


@each
def test_signed_out_the_client_shows_what_to_do(gateway, broker, client, call):
    gateway.store, gateway.store_headers, gateway.refusal = client.store, client.store_headers, client.refusal
    failed = call(GOVERNED_HOST, GOVERNED_PORT, check=False)
    assert failed.returncode != 0
    shown = failed.stderr.replace("\\\\", "\\").replace('\\"', '"')
    for line in SIGN_IN.splitlines():
        assert line in shown, failed.stderr
    assert all("vectorgate-token" not in map(str.lower, request["headers"]) for request in gateway.requests)


@each
def test_other_hosts_get_the_same_bytes_with_and_without_the_shim(broker, client, call):
    sign_in(broker.person)
    recorder = StoreRecorder(client.store, client.store_headers)
    try:
        # In the order of their bytes: some clients ask for the server's version from a thread beside.
        call("127.0.0.1", recorder.port, shim=False)
        without = sorted(recorder.taken())
        call("127.0.0.1", recorder.port)
        assert without
        assert sorted(recorder.taken()) == without
    finally:
        recorder.close()


if _DEEP:

    def test_the_environments_hold_what_their_names_say():
        for client in CLIENTS:
            for version in (client.oldest, client.latest):
                code = f"from importlib.metadata import version; print(version({client.name!r}))"
                said = subprocess.run(
                    [interpreter_of(client, version), "-c", code], capture_output=True, text=True, check=True
                )
                assert said.stdout.strip() == version
