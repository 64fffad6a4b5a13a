"""What the tests share: a gateway double, a broker before it, and Python processes with the shim."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from gateway_double import GatewayDouble

from vectorgate_jupyter.broker.broker import Broker, shim_folder
from vectorgate_jupyter.oauth.discovery import Discovery
from vectorgate_jupyter.oauth.person import Person

REDIRECT = "http://127.0.0.1:1/callback"


@pytest.fixture
def gateway():
    double = GatewayDouble()
    yield double
    double.close()


@pytest.fixture
def broker(gateway, tmp_path):
    person = Person(Discovery(gateway.control_url, tmp_path / "cache"), "vectorgate-jupyter")
    made = Broker(person)
    yield made
    made.close()


class _Stop(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def follow(url: str) -> str:
    """Where one GET redirects to."""
    try:
        urllib.request.build_opener(_Stop).open(url, timeout=5)
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.headers["location"]
    raise AssertionError("no redirect")


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
