"""Token sources beside the broker's socket: a broker's port, a program that prints a token, and none at all."""

from __future__ import annotations

import base64
import hmac
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import run_python, sign_in, token_file_environment

import vectorgate_shim.broker_client as client
from vectorgate_shim.errors import VectorGateError
from vectorgate_shim.token_command import run_token_command

GET = "import httpx; print(httpx.get('http://chroma.internal:8000/x').status_code)"
OLD = [
    found
    for version in ("2.7", "3.6", "3.7", "3.8")
    for found in sorted(
        Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions").glob(f"{version}.*/bin/python")
    )
]


class BrokerPort:
    """A double of a broker on Windows: a port that proves itself, then hands lines to the real broker's socket."""

    def __init__(self, broker, proof_key: str) -> None:
        self.heard: list[bytes] = []
        self._broker, self._key = broker, proof_key
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line, line.makefile("rb") as reader:
                for text in reader:
                    self.heard.append(text)
                    line.sendall(self._answer(text))

    def _answer(self, text: bytes) -> bytes:
        request = json.loads(text)
        if request["op"] == "prove":
            message = f"vectorgate-broker:{request['nonce']}".encode()
            proof = base64.urlsafe_b64encode(hmac.new(self._key.encode(), message, "sha256").digest())
            return json.dumps({"v": 1, "ok": True, "proof": proof.rstrip(b"=").decode()}).encode() + b"\n"
        with socket.socket(socket.AF_UNIX) as raw:
            raw.connect(self._broker.path)
            raw.sendall(text)
            return raw.makefile("rb").readline()

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def port_of(broker):
    opened = []

    def make(key: str) -> BrokerPort:
        opened.append(BrokerPort(broker, key))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def test_a_broker_that_proves_itself_on_a_port_is_asked(gateway, broker, port_of, tmp_path):
    sign_in(broker.person)
    port = port_of(broker.key)
    environment = {**broker.environment(), "VECTORGATE_BROKER": port.address}
    assert run_python(GET, environment, tmp_path).stdout.strip() == "200"
    assert json.loads(port.heard[0])["op"] == "prove"
    assert "key" not in json.loads(port.heard[0])


def test_a_squatted_port_never_hears_the_key(broker, port_of, monkeypatch):
    port = port_of("another key")
    for name, value in {**broker.environment(), "VECTORGATE_BROKER": port.address}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(client.BrokerGone, match="another program answers"):
        client.ask("token", 2.0)
    assert len(port.heard) == 1
    assert broker.key.encode() not in port.heard[0]


@pytest.mark.parametrize(
    "address",
    ["tcp://192.0.2.1:80", "tcp://localhost:80", "tcp://127.0.0.1", "tcp://127.0.0.1:x", "tcp://", "tcp:x"],
)
def test_only_this_machine_by_number_is_a_brokers_port(address, monkeypatch):
    monkeypatch.setenv("VECTORGATE_BROKER", address)
    monkeypatch.setenv("VECTORGATE_BROKER_KEY", "k")
    with pytest.raises(client.BrokerGone):
        client.ask("hello", 1.0)


def printing(code: str) -> str:
    return json.dumps([sys.executable, "-c", code])


def token_printer(folder: Path, token: str, seconds: float) -> str:
    count = folder / "runs"
    return printing(
        f"import json, time; open({str(count)!r}, 'a').write('x');"
        f" print(json.dumps(dict(token={token!r}, expires=time.time() + {seconds})))"
    )


def test_a_program_gives_the_token_and_is_run_once_in_its_life(gateway, tmp_path):
    gateway.issue()
    environment = token_file_environment(gateway, tmp_path / "none")
    del environment["VECTORGATE_TOKEN_FILE"]
    environment["VECTORGATE_TOKEN_COMMAND"] = token_printer(tmp_path, "access-1", 300)
    assert run_python(f"{GET}; {GET}", environment, tmp_path).stdout.split() == ["200", "200"]
    assert (tmp_path / "runs").read_text() == "x"


def test_a_program_whose_token_ends_soon_is_run_again(tmp_path):
    command = token_printer(tmp_path, "t", 5)
    first, end = run_token_command(command)
    assert first == "t"
    assert end == pytest.approx(time.time() + 5, abs=5)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("/nowhere/program", "cannot be started"),
        ('["', "begins like a JSON array and is none"),
        ("[]", "not named by a list of words"),
        ("[1]", "not named by a list of words"),
        ("a 'b", "open quotation mark"),
        (printing("raise SystemExit(3)"), "ended with exit code 3"),
        (printing("print('no json')"), "did not print one JSON object"),
        (printing("print('{}{}')"), "did not print one JSON object"),
        (printing("print('[]')"), "did not print one JSON object"),
        (printing("print('{\"expires\": 9e9}')"), 'no "token" that is one word'),
        (printing('print(\'{"token": "a b", "expires": 9e9}\')'), 'no "token" that is one word'),
        (printing('print(\'{"token": "SECRET"}\')'), 'no "expires" that is a number'),
        (printing('print(\'{"token": "SECRET", "expires": true}\')'), 'no "expires" that is a number'),
        (printing('print(\'{"token": "SECRET", "expires": 300}\')'), "not in seconds since 1970"),
        (printing('print(\'{"token": "SECRET", "expires": 1500000000}\')'), "time is over"),
    ],
)
def test_a_program_that_gives_no_token_is_named_with_its_reason(command, why):
    with pytest.raises(VectorGateError) as raised:
        run_token_command(command)
    assert why in str(raised.value)
    assert "VECTORGATE_TOKEN_COMMAND" in str(raised.value)
    assert "SECRET" not in str(raised.value)


def test_no_shell_reads_the_command(tmp_path):
    with pytest.raises(VectorGateError):
        run_token_command(f"true; touch {tmp_path / 'made'}")
    assert not (tmp_path / "made").exists()


def test_a_gateway_without_a_token_source_is_told(gateway, tmp_path):
    environment = token_file_environment(gateway, tmp_path / "none")
    del environment["VECTORGATE_TOKEN_FILE"]
    failed = run_python(GET, environment, tmp_path, check=False)
    assert "yet nothing here gives this program a token." in failed.stderr
    assert gateway.requests == []


def test_a_token_file_without_a_gateway_is_told_to_store_clients(gateway, tmp_path):
    environment = token_file_environment(gateway, tmp_path / "token")
    del environment["VECTORGATE_GATEWAY"]
    code = "import chromadb; chromadb.HttpClient(host='chroma.internal', port=8000)"
    failed = run_python(code, environment, tmp_path, check=False)
    assert "VECTORGATE_GATEWAY does not say where the gateway is" in failed.stderr


@pytest.mark.parametrize("python", OLD, ids=[python.parts[-3] for python in OLD])
def test_a_python_that_is_too_old_says_so_once_when_it_matters(broker, tmp_path, python):
    (tmp_path / "requests.py").write_text("")
    (tmp_path / "urllib3.py").write_text("")
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.mine = True\n")
    environment = {**broker.environment(str(tmp_path)), "PATH": os.environ["PATH"]}
    quiet = subprocess.run([python, "-c", "import json"], env=environment, capture_output=True, text=True)
    assert (quiet.returncode, quiet.stderr) == (0, "")
    code = "import requests, urllib3, sys; print(sys.mine)"
    told = subprocess.run([python, "-c", code], env=environment, capture_output=True, text=True)
    assert told.stdout.strip() == "True"
    assert told.stderr.count("VectorGate: this is Python") == 1
    assert "from 3.9 on" in told.stderr
