"""Each client at its oldest supported and its latest version, unchanged, through the shim.

The usual run takes three clients as they are in the tests' own environment; with `VECTORGATE_TEST_DEEP` all
of them, each version in an environment of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from importlib.metadata import version as installed

import pytest
from conftest import run_python, sign_in
from contract.clients import CLIENTS, Client
from contract.environments import python_with
from contract.store_recorder import StoreRecorder
from gateway_double import GOVERNED, SIGN_IN
from grpc_gateway_double import GrpcGatewayDouble

_DEEP = bool(os.environ.get("VECTORGATE_TEST_DEEP"))


def _cases():
    for client in CLIENTS:
        if _DEEP:
            yield pytest.param(client, client.oldest, id=f"{client.label}-{client.oldest}")
            yield pytest.param(client, client.latest, id=f"{client.label}-{client.latest}")
        elif client.present:
            yield pytest.param(client, None, id=client.label)


each = pytest.mark.parametrize(("client", "version"), list(_cases()))
GOVERNED_HOST, GOVERNED_PORT = GOVERNED.split(":")


def interpreter_of(client: Client, version: str | None) -> str:
    """Of an environment of its own, but for what the tests' own environment holds anyway."""
    if version is None or (client.present and version == installed(client.name)):
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


@pytest.fixture
def seen(gateway, client: Client):
    """The headers, or the metadata, of each request that reached the gateway so far."""
    if client.over_grpc is None:
        gateway.store, gateway.store_headers = client.store, client.store_headers
        gateway.refusal = client.refusal
        yield lambda: [_lower(request["headers"].items()) for request in gateway.requests]
        return
    double = GrpcGatewayDouble(gateway)
    double.answer, double.refusal = client.over_grpc, SIGN_IN
    gateway.stated_data_url = double.url
    yield lambda: [_lower(request["metadata"]) for request in double.calls]
    double.close()


def _lower(pairs) -> dict[str, str]:
    return {name.lower(): value for name, value in pairs}


class GrpcRecorder(GrpcGatewayDouble):
    """A store by itself: keeps what a client sends, message by message with all metadata."""

    def taken(self) -> list[str]:
        return [str({**call, "peer": None}) for call in super().taken()]


def recorder_of(client: Client) -> StoreRecorder | GrpcRecorder:
    if client.over_grpc is None:
        return StoreRecorder(client.store, client.store_headers)
    made = GrpcRecorder(None)
    made.answer = client.over_grpc
    return made


@each
def test_signed_in_each_request_carries_who_asks_for_what(broker, call, seen):
    sign_in(broker.person)
    call(GOVERNED_HOST, GOVERNED_PORT)
    assert seen()
    for headers in seen():
        assert headers["vectorgate-token"] == "access-1"
        assert headers["vectorgate-upstream"] == GOVERNED
        assert len(headers["vectorgate-session"]) == 26


@each
def test_signed_out_the_client_shows_what_to_do(call, seen):
    failed = call(GOVERNED_HOST, GOVERNED_PORT, check=False)
    assert failed.returncode != 0
    shown = failed.stderr.replace("\\\\", "\\").replace('\\"', '"')
    for line in SIGN_IN.splitlines():
        assert line in shown, failed.stderr
    assert seen()
    assert all("vectorgate-token" not in headers for headers in seen())


@each
def test_other_hosts_get_the_same_bytes_with_and_without_the_shim(broker, client, call):
    sign_in(broker.person)
    recorder = recorder_of(client)
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
