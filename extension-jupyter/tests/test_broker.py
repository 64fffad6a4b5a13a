"""The broker: who may speak to it, what it answers, and what it keeps."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import REDIRECT, answer_of, sign_in
from follow import follow

import vectorgate_shim.broker_client as client
from vectorgate_jupyter.broker.runtime_folder import new_runtime_folder
from vectorgate_jupyter.errors import GateError, GatewayUnreachable, SignedOut, SignInFailed
from vectorgate_jupyter.oauth.discovery import Discovery
from vectorgate_jupyter.oauth.person import Person

needs_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")


def ask_raw(path: str, line: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as raw:
        raw.settimeout(5)
        raw.connect(path)
        try:
            raw.sendall(line)
            return raw.makefile("rb").readline()
        except (ConnectionResetError, BrokenPipeError):
            return b""  # closed before all was read


def ask(broker, **request) -> dict:
    return json.loads(
        ask_raw(broker.path, json.dumps({"v": 1, "key": broker.key, **request}).encode() + b"\n")
    )


@pytest.fixture
def as_kernel(broker, monkeypatch):
    """This process as a governed one."""
    for name, value in broker.environment().items():
        monkeypatch.setenv(name, value)


def test_folder_and_socket_are_closed_to_others(broker):
    assert stat.S_IMODE(os.stat(broker.folder).st_mode) == 0o700
    assert stat.S_IMODE(os.stat(broker.path).st_mode) == 0o600
    broker.close()
    assert not broker.folder.exists()


def test_a_wrong_key_gets_nothing(gateway, broker):
    sign_in(broker.person)
    for key in ("", "x", broker.key[:-1], broker.key + "x", None, 7, "ü" * 43):
        answer = ask(broker, op="token", key=key)
        assert answer["ok"] is False
        assert answer["error"]["code"] == "wrong_key"
        assert "access" not in json.dumps(answer)


def test_what_is_not_understood_is_refused_by_name(broker):
    assert json.loads(ask_raw(broker.path, b"not json\n"))["error"]["code"] == "unreadable"
    assert json.loads(ask_raw(broker.path, b"[1]\n"))["error"]["code"] == "unreadable"
    assert ask(broker, op="hello", v=2)["error"]["code"] == "unsupported_version"
    assert ask(broker, op="export")["error"]["code"] == "unknown_operation"
    assert ask_raw(broker.path, b"x" * 70_000 + b"\n") == b""


def test_hello_tells_what_is_governed_and_registers_the_speaker(gateway, broker):
    answer = ask(broker, op="hello", pid=1, kernel="k-1", session="s")
    assert answer["dataPlane"] == gateway.data_url
    assert answer["control"] == gateway.control_url
    assert [entry["name"] for entry in answer["governed"]] == ["chroma.internal:8000"]
    assert answer["signedIn"] is False
    # The process id is the system's word, not the speaker's.
    assert broker.registry.kernels()["k-1"].pid == os.getpid()


def test_a_kernel_that_is_gone_is_not_governed(broker):
    code = f"""
import json, socket
with socket.socket(socket.AF_UNIX) as raw:
    raw.connect({broker.path!r})
    raw.sendall(json.dumps(dict(v=1, key={broker.key!r}, op="hello", kernel="k-2")).encode() + b"\\n")
    raw.makefile().readline()
input()
"""
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
    until(lambda: "k-2" in broker.registry.kernels())
    child.communicate(b"\n")
    assert broker.registry.kernels() == {}


def until(condition):
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "it never came to pass"
        time.sleep(0.02)


def test_token_signed_out_signed_in_signed_out(gateway, broker):
    assert ask(broker, op="token")["error"]["code"] == "signed_out"
    sign_in(broker.person)
    answer = ask(broker, op="token")
    assert answer["token"] == "access-1"
    assert answer["expires"] > time.time()
    broker.person.sign_out()
    answer = ask(broker, op="token")
    assert answer["error"]["code"] == "signed_out"
    assert answer["error"]["next"] == 'Click "VectorGate: sign in" in the status bar and run the cell again.'
    assert gateway.revoked_tokens == ["refresh-1"]


@needs_root
def test_another_user_is_not_answered_even_with_the_key(gateway, broker):
    sign_in(broker.person)
    # Open the way as a careless administrator might: the peer's user id is looked at all the same.
    os.chmod(broker.folder, 0o755)
    os.chmod(broker.path, 0o666)
    request = json.dumps({"v": 1, "key": broker.key, "op": "token"})
    code = f"""
import os, socket
os.setgid(65534); os.setuid(65534)
raw = socket.socket(socket.AF_UNIX); raw.settimeout(5); raw.connect({broker.path!r})
try:
    raw.sendall({request!r}.encode() + b"\\n")
    print(len(raw.recv(100)))
except (ConnectionResetError, BrokenPipeError):
    print(0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert done.stdout.strip() == "0", done.stderr


@needs_root
def test_a_key_is_not_spoken_to_a_squatted_socket(broker, monkeypatch, tmp_path):
    folder = tmp_path / "squat"
    folder.mkdir(mode=0o700)
    path = folder / "broker.sock"
    heard = []
    with socket.socket(socket.AF_UNIX) as squatter:
        squatter.bind(str(path))
        squatter.listen()
        squatter.settimeout(0.3)
        os.chown(path, 65534, 65534)  # the socket is another user's
        monkeypatch.setenv("VECTORGATE_BROKER", str(path))
        with pytest.raises(client.BrokerGone, match="not this user's own"):
            client.ask("token", 2)
        os.chown(path, 0, 0)
        os.chown(folder, 65534, 65534)  # so is its folder
        with pytest.raises(client.BrokerGone, match="not this user's own"):
            client.ask("token", 2)
        with pytest.raises(TimeoutError):
            heard.append(squatter.accept())
    assert heard == []


def test_a_link_or_an_open_folder_in_the_sockets_place_is_not_spoken_to(
    broker, as_kernel, monkeypatch, tmp_path
):
    link = tmp_path / "link.sock"
    link.symlink_to(broker.path)
    tmp_path.chmod(0o700)
    monkeypatch.setenv("VECTORGATE_BROKER", str(link))
    with pytest.raises(client.BrokerGone, match="socket is not this user's own"):
        client.ask("hello", 2)
    linked_folder = tmp_path / "folder"
    linked_folder.symlink_to(broker.folder)
    monkeypatch.setenv("VECTORGATE_BROKER", str(linked_folder / "broker.sock"))
    with pytest.raises(client.BrokerGone, match="folder is not this user's own"):
        client.ask("hello", 2)
    monkeypatch.setenv("VECTORGATE_BROKER", broker.path)
    assert client.ask("hello", 2)["ok"] is True
    os.chmod(broker.folder, 0o755)
    with pytest.raises(client.BrokerGone, match="folder is not this user's own"):
        client.ask("hello", 2)


def test_no_socket_is_made_below_a_link_or_in_an_open_place(tmp_path_factory):
    place = tmp_path_factory.mktemp("p")  # A short name: sockets have little room for theirs.
    real = place / "real"
    real.mkdir(mode=0o700)
    (place / "link").symlink_to(real)
    with pytest.raises(GateError, match="no safe place"):
        new_runtime_folder(str(place / "link"))
    real.chmod(0o777)
    with pytest.raises(GateError, match="no safe place"):
        new_runtime_folder(str(real))
    real.chmod(0o1777)  # as /tmp is
    assert new_runtime_folder(str(real)).parent == real


def test_many_kernels_cause_one_refresh(gateway, broker):
    gateway.token_seconds = 0.5
    sign_in(broker.person)
    time.sleep(0.6)
    gateway.token_seconds = 300
    gateway.token_delay = 0.3
    answers = []
    askers = [threading.Thread(target=lambda: answers.append(ask(broker, op="token"))) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert {answer["token"] for answer in answers} == {"access-2"}
    assert [form["grant_type"] for form in gateway.token_requests] == ["authorization_code", "refresh_token"]


def test_a_refused_token_is_renewed_but_not_again_and_again(gateway, broker):
    sign_in(broker.person)
    assert ask(broker, op="token", refused="access-1")["token"] == "access-2"
    assert ask(broker, op="token", refused="access-1")["token"] == "access-2"  # another kernel, later
    assert ask(broker, op="token", refused="access-2")["token"] == "access-2"  # a store that says 401 itself
    assert len(gateway.token_requests) == 2


def test_a_session_ended_by_the_gateway_is_signed_out(gateway, broker):
    sign_in(broker.person)
    gateway.refresh = None
    answer = ask(broker, op="token", refused="access-1")
    assert answer["error"]["message"] == "your session has ended."
    assert broker.person.signed_in is False


def test_a_gateway_that_is_down_keeps_a_good_token_and_says_so_of_a_dead_one(gateway, broker):
    gateway.token_seconds = 1.0
    sign_in(broker.person)
    gateway.token_status = 503
    time.sleep(0.8)
    assert ask(broker, op="token")["token"] == "access-1"
    time.sleep(0.3)
    assert ask(broker, op="token")["error"]["code"] == "gateway_unreachable"
    assert broker.person.signed_in is True
    gateway.token_status = 200
    assert ask(broker, op="token")["token"] == "access-2"


def test_who_is_asked_anew_after_a_renewal_and_remembered_while_the_gateway_is_down(gateway, broker):
    who = sign_in(broker.person)
    gateway.close()
    assert broker.person.who() == who
    broker.person._tokens.expires = 0
    assert broker.person.who() == who
    broker.person._who = None
    with pytest.raises(GatewayUnreachable):
        broker.person.who()


def test_an_answer_to_no_question_signs_nobody_in(gateway, broker):
    person = broker.person
    answer = answer_of(follow(person.begin(REDIRECT)))
    for wrong in ({"state": "x"}, {"state": answer["state"][:-1]}, {"iss": "https://evil.example"}):
        with pytest.raises(SignInFailed):
            person.complete({**answer, **wrong})
    # The last of them used the state up.
    with pytest.raises(SignInFailed):
        person.complete(answer)
    with pytest.raises(SignedOut):
        person.access_token()


def test_a_code_is_worth_nothing_without_the_verifier(gateway, broker, tmp_path):
    stolen = answer_of(follow(broker.person.begin(REDIRECT)))
    thief = Person(Discovery(gateway.control_url, tmp_path), "vectorgate-jupyter")
    own = answer_of(thief.begin(REDIRECT))
    with pytest.raises(SignInFailed, match="invalid_grant"):
        thief.complete({**stolen, "state": own["state"]})


def test_discovery_is_remembered_for_when_the_gateway_is_down(gateway, tmp_path):
    Discovery(gateway.control_url, tmp_path).get()
    gateway.close()
    later = Discovery(gateway.control_url, tmp_path)
    assert later.get()["governed"][0]["name"] == "chroma.internal:8000"
    assert isinstance(later.problem, GatewayUnreachable)
    with pytest.raises(GatewayUnreachable):
        later.fresh()
    with pytest.raises(GatewayUnreachable):
        Discovery(gateway.control_url, tmp_path / "elsewhere").get()


def test_no_secret_goes_in_clear_to_another_machine():
    with pytest.raises(GateError, match="not encrypted and not on this machine"):
        Discovery("http://gate.example", Path("/nowhere")).get()


class Standalone:
    """`python -m vectorgate_jupyter.broker` and its JSON lines."""

    def __init__(self, gateway: str, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "vectorgate_jupyter.broker", "--gateway", gateway],
            env={**os.environ, "XDG_CACHE_HOME": str(folder), "PYTHONPATH": ":".join(filter(None, sys.path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.ready = json.loads(self.process.stdout.readline())

    def ask(self, **request) -> dict:
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def test_the_broker_alone_driven_by_lines(gateway, tmp_path):
    alone = Standalone(gateway.control_url, tmp_path)
    assert alone.ready["ready"] is True
    environment = alone.ready["environment"]
    assert set(environment) == {"VECTORGATE_BROKER", "VECTORGATE_BROKER_KEY", "PYTHONPATH"}
    assert alone.ask(op="status") == {"ok": True, "signedIn": False, "who": None, "kernels": []}
    authorize = alone.ask(op="sign-in")["authorize"]
    redirected = follow(authorize)
    assert redirected.startswith("http://127.0.0.1:")
    assert alone.ask(op="callback", url=redirected)["who"]["identity"]["name"] == "Ana Ruiz"
    assert alone.ask(op="status")["signedIn"] is True
    assert alone.ask(op="callback", url=redirected)["error"]["code"] == "sign_in_failed"
    assert alone.ask(op="nonsense")["error"]["code"] == "unknown_operation"
    assert alone.ask(op="sign-out") == {"ok": True}
    folder = Path(environment["VECTORGATE_BROKER"]).parent
    assert folder.exists()
    alone.process.stdin.close()
    assert alone.process.wait(10) == 0
    assert not folder.exists()


def test_the_broker_alone_leaves_nothing_when_terminated(gateway, tmp_path):
    alone = Standalone(gateway.control_url, tmp_path)
    folder = Path(alone.ready["environment"]["VECTORGATE_BROKER"]).parent
    alone.process.terminate()
    assert alone.process.wait(10) == 0
    assert not folder.exists()
