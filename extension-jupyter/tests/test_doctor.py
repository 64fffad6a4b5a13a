"""The doctor: what it says of a Python, and what it says to do."""

import os
import subprocess
import sys
from pathlib import Path

from conftest import sign_in

import vectorgate_shim

PROGRAM = str(Path(vectorgate_shim.__file__).parent / "doctor.py")


def doctor(environment, *arguments, by=(PROGRAM,)):
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith(("VECTORGATE_", "PYTHONPATH"))
    }
    return subprocess.run(
        [sys.executable, *arguments, *by],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_signed_in_it_names_libraries_versions_and_governed_names(gateway, broker):
    sign_in(broker.person)
    done = doctor(broker.environment(), by=("-m", "vectorgate_shim.doctor"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Nothing is amiss." in done.stdout
    assert gateway.control_url in done.stdout
    assert "chroma.internal:8000" in done.stdout
    for line in ("httpx ", "urllib3 ", "requests ", "aiohttp ", "grpcio "):
        assert any(
            row.strip().startswith(line) and "through the gate" in row for row in done.stdout.splitlines()
        )
    assert any(row.strip().startswith("psycopg") and "refused" in row for row in done.stdout.splitlines())


def test_it_prints_no_token(broker):
    sign_in(broker.person)
    token, _ = broker.person.access_token()
    done = doctor(broker.environment())
    assert token not in done.stdout + done.stderr
    assert broker.key not in done.stdout + done.stderr


def test_nobody_signed_in_is_something_to_do(broker):
    done = doctor(broker.environment())
    assert done.returncode == 1
    assert "Nobody is signed in: `vectorgate login`" in done.stdout


def test_a_python_that_nothing_governs_is_told_how(broker):
    done = doctor({})
    assert done.returncode == 1
    assert "not active" in done.stdout
    assert "vectorgate run -- COMMAND" in done.stdout


def test_a_pythonpath_set_anew_and_an_isolated_python_have_words_of_their_own(broker, tmp_path):
    environment = broker.environment()
    done = doctor({**environment, "PYTHONPATH": str(tmp_path)})
    assert done.returncode == 1
    assert "sets PYTHONPATH anew" in done.stdout
    done = doctor(environment, "-E")
    assert "ignores its environment" in done.stdout


def test_a_broker_that_is_gone_is_told(broker):
    environment = broker.environment()
    broker.close()
    done = doctor(environment)
    assert done.returncode == 1
    assert "does not answer" in done.stdout


def test_a_workload_is_told_where_its_token_comes_from(gateway, broker, tmp_path):
    token = tmp_path / "token"
    token.write_text("workload-token")
    path = broker.environment()["PYTHONPATH"]
    environment = {
        "PYTHONPATH": path,
        "VECTORGATE_GATEWAY": gateway.control_url,
        "VECTORGATE_TOKEN_FILE": str(token),
    }
    done = doctor(environment)
    assert done.returncode == 0, done.stdout
    assert f"the file {token}" in done.stdout
    token.write_text("")
    assert "cannot be read or is empty" in doctor(environment).stdout
