"""What the tests share: a gateway double, a broker before it, and Python processes with the shim."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from follow import follow
from gateway_double import GatewayDouble
from running_server import Server

from vectorgate_jupyter.broker.broker import Broker, shim_folder
from vectorgate_jupyter.oauth.discovery import Discovery
from vectorgate_jupyter.oauth.person import Person

REDIRECT = "http://127.0.0.1:1/callback"


@pytest.fixture
def gateway():
    double = GatewayDouble()
    yield double
    double.close()


@pytest.fixture(scope="session")
def double():
    """The gateway behind `server`."""
    made = GatewayDouble()
    yield made
    made.close()


@pytest.fixture(scope="session")
def server(double, tmp_path_factory):
    """One Jupyter server for all tests that only ask it: each signs in or out as it needs."""
    made = Server(double.control_url, tmp_path_factory.mktemp("server"))
    yield made
    made.close()


@pytest.fixture
def broker(gateway, tmp_path):
    person = Person(Discovery(gateway.control_url, tmp_path / "cache"), "vectorgate-jupyter")
    made = Broker(person)
    yield made
    made.close()


def answer_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def sign_in(person: Person) -> dict:
    return person.complete(answer_of(follow(person.begin(REDIRECT))))


@pytest.fixture
def run(broker, tmp_path):
    """Run Python text in a process of its own with the environment of a governed kernel."""
    return lambda code, **options: run_python(code, broker.environment(), tmp_path, **options)


def run_python(
    code: str,
    environment: dict[str, str],
    folder: Path,
    arguments=(),
    check=True,
    interpreter=sys.executable,
    **extra: str,
):
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith(("VECTORGATE_", "PYTHONPATH"))
    }
    file = folder / "program.py"
    file.write_text(textwrap.dedent(code), encoding="utf-8")
    done = subprocess.run(
        [interpreter, *arguments, str(file)],
        env={**clean, "ANONYMIZED_TELEMETRY": "False", **environment, **extra},
        capture_output=True,
        text=True,
        timeout=120,
        cwd=folder,
    )
    assert not check or done.returncode == 0, done.stderr
    return done


def token_file_environment(gateway: GatewayDouble, path: Path) -> dict[str, str]:
    return {
        "PYTHONPATH": shim_folder(),
        "VECTORGATE_TOKEN_FILE": str(path),
        "VECTORGATE_GATEWAY": gateway.control_url,
    }
