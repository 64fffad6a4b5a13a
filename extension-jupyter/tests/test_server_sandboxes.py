"""Sandboxes of a Jupyter server: who may start them, what keeps one from starting, and how one ends."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from running_server import PACKAGE, SESSION, sign_in

from vectorgate_jupyter.broker.registry import is_alive
from vectorgate_jupyter.errors import GateError
from vectorgate_jupyter.sandbox.command import clean_environment, sandbox_command
from vectorgate_jupyter.sandbox.folder import own_folder
from vectorgate_jupyter.sandbox.sandbox import Sandbox
from vectorgate_jupyter.sandbox.sandboxes import Sandboxes

VECTORGATE = Path(__file__).parents[2] / "client" / "bin" / "vectorgate.mjs"
OURS = "vectorgate/sandboxes"
OTHER_SITE = {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "cross-site"}


def standing_of(server, wanted):
    end = time.monotonic() + 30
    while True:
        (one,) = server.get(OURS)["sandboxes"]
        if one["standing"]["state"] == wanted:
            return one["standing"]
        assert time.monotonic() < end, one
        time.sleep(0.05)


def test_only_the_page_starts_one_and_only_over_what_can_be_exported(server, double):
    sign_in(server)
    double.asked.clear()
    of = {"session": SESSION}
    for path, body in (
        (OURS, {"session": SESSION}),
        (OURS, {"session": "../x", "of": of}),
        (OURS, {"session": SESSION, "of": {"session": "../x"}}),
        (OURS, {"session": SESSION, "of": of, "command": "id"}),
        (OURS, {"session": SESSION, "archive": ""}),
        (OURS, {"session": SESSION, "archive": ["x"]}),
        (f"{OURS}/stop", {"session": SESSION, "of": of}),
        (f"{OURS}/dismiss", {}),
        (f"{OURS}/code", {"session": 1}),
    ):
        assert server.ask(path, body)[0] == 400, body
    for path in (OURS, f"{OURS}/stop", f"{OURS}/dismiss", f"{OURS}/code"):
        asked = {"session": SESSION, **({"of": of} if path == OURS else {})}
        assert server.ask(path, asked, headers=OTHER_SITE)[0] == 403
        assert server.ask(path, asked, token=False)[0] == 403
    assert server.ask(OURS, headers=OTHER_SITE)[0] == 403
    assert (server.get(OURS), double.asked) == ({"sandboxes": []}, [])
    status, text, _ = server.ask(f"{OURS}/code", {"session": SESSION})
    assert (status, json.loads(text)["error"]["code"]) == (502, "no_sandbox")
    status, text, _ = server.ask(OURS, {"session": SESSION, "archive": "../../etc/passwd"})
    assert (status, json.loads(text)["error"]["code"]) == (502, "no_file")
    status, text, _ = server.ask(OURS, {"session": SESSION, "archive": "/"})
    assert (status, json.loads(text)["error"]["code"]) == (502, "no_file")


def test_without_the_command_line_it_says_so_and_has_the_command_for_a_terminal(server, double):
    sign_in(server)
    double.asked.clear()
    assert server.ask(OURS, {"session": SESSION, "of": {"session": SESSION}})[0] == 200
    standing = standing_of(server, "failed")
    assert standing["message"].startswith("The command line vectorgate is not there at the Jupyter server")
    assert "c.VectorGate.command_line" in standing["remedy"]
    assert standing["command"] == f"vectorgate sessions sandbox {SESSION} --gateway {double.control_url} -- "
    assert double.asked == [], "nothing is looked at for a sandbox that cannot start"
    assert json.loads(server.ask(f"{OURS}/dismiss", {"session": SESSION})[1]) == {"sandboxes": []}


def test_a_command_line_is_found_by_its_place_and_nothing_is_taken_for_an_option():
    words = sandbox_command(sys.executable, "/tmp/a.vgsession", SESSION, "https://gate.example")
    assert words[1:] == [
        *("sessions", "sandbox", "/tmp/a.vgsession", "--session", SESSION),
        *("--gateway", "https://gate.example", "--serve"),
    ]
    with pytest.raises(GateError, match="not there"):
        sandbox_command("/nowhere/vectorgate", "/tmp/a", SESSION, "")


def test_it_gets_no_way_to_a_token(monkeypatch):
    for name in ("VECTORGATE_BROKER", "VECTORGATE_BROKER_KEY", "VECTORGATE_TOKEN_FILE"):
        monkeypatch.setenv(name, "/somewhere")
    assert not [name for name in clean_environment() if name.startswith("VECTORGATE_")]


def test_what_the_command_line_refuses_is_told_and_nothing_is_left():
    """The real one, with a file that is no archive."""
    seen = {}

    async def prepare(folder: str) -> list[str]:
        seen["folder"] = Path(folder)
        seen["mode"] = stat.S_IMODE(os.stat(folder).st_mode)
        (Path(folder) / "recording.vgsession").write_text("no archive")
        return sandbox_command(str(VECTORGATE), f"{folder}/recording.vgsession", SESSION, "")

    async def run() -> Sandbox:
        one = Sandbox(SESSION, None, "the command")
        one.start(prepare)
        while one.is_open:
            await asyncio.sleep(0.05)
        await one.stop()
        return one

    one = asyncio.run(run())
    message = one.standing.pop("message")
    assert message.startswith("This file is no archive of recorded sessions.")
    assert one.standing == {"state": "failed", "remedy": "Nothing was run.", "command": "the command"}
    assert seen["mode"] == 0o700
    assert not seen["folder"].exists()
    with pytest.raises(GateError, match="not ready"):
        one.code()


def test_one_that_is_stopped_while_it_starts_leaves_nothing():
    folders = []

    async def run() -> None:
        async def prepare(folder: str) -> list[str]:
            folders.append(Path(folder))
            await asyncio.sleep(60)
            raise AssertionError("it was left off")

        one = Sandbox(SESSION, None, None)
        one.start(prepare)
        while not folders:
            await asyncio.sleep(0.01)
        await one.stop()
        await asyncio.sleep(0.05)

    asyncio.run(run())
    assert not folders[0].exists()


def test_a_server_that_ends_at_once_leaves_no_child(tmp_path):
    """Killed, it closes nothing by itself."""
    program = tmp_path / "server.py"
    program.write_text(
        f"""
import asyncio, os, sys
from vectorgate_jupyter.sandbox.sandbox import Sandbox

async def prepare(folder):
    # It waits for the end of its input, as a sandbox does.
    code = "import os, sys; print(os.getpid(), file=sys.stderr, flush=True); sys.stdin.read()"
    return [sys.executable, "-c", code]

async def run():
    one = Sandbox({SESSION!r}, None, None)
    one.start(prepare)
    await asyncio.sleep(60)

asyncio.run(run())
"""
    )
    server = subprocess.Popen(
        [sys.executable, str(program)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": PACKAGE},
    )
    child = int(server.stderr.readline())
    server.kill()
    server.communicate(timeout=30)
    end = time.monotonic() + 30
    while is_alive(child):
        assert time.monotonic() < end, "the child outlives its server"
        time.sleep(0.05)


def temporary(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_what_a_killed_server_left_is_swept_and_what_another_holds_stays(monkeypatch, tmp_path):
    temporary(monkeypatch, tmp_path)
    program = """
import sys, tempfile, time
tempfile.tempdir = sys.argv[1]
from vectorgate_jupyter.sandbox.folder import own_folder
one = own_folder()
open(one.path + "/recording.vgsession", "w").write("answers")
print(one.path, flush=True)
time.sleep(60)
"""
    environment = {**os.environ, "PYTHONPATH": PACKAGE}
    words = [sys.executable, "-c", program, str(tmp_path)]
    servers = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(2)]
    killed, running = [Path(server.stdout.readline().strip()) for server in servers]
    strange = tmp_path / "vectorgate-sandbox-server-strange"
    strange.mkdir()
    try:
        servers[0].kill()
        servers[0].wait(30)
        assert (killed / "recording.vgsession").exists()
        own_folder().remove()
        assert not killed.exists()
        assert (running / "recording.vgsession").exists()
        assert strange.exists()
    finally:
        servers[1].kill()
        for server in servers:
            server.communicate(timeout=30)


class SlowExport:
    """A gateway's export that comes when it is let, and the person who may read it."""

    status = 200

    def __init__(self):
        self.asked, self.go, self.closed = threading.Event(), threading.Event(), threading.Event()
        self.discovery = type("Discovery", (), {"gateway": ""})

    def export(self, path, posted):
        return self

    def piece(self):
        self.asked.set()
        assert self.go.wait(30)
        return b"x" * 1000

    def close(self):
        self.closed.set()


def test_one_that_is_stopped_while_it_is_read_reads_no_further_and_leaves_nothing(monkeypatch, tmp_path):
    temporary(monkeypatch, tmp_path)
    export = SlowExport()
    sandboxes = Sandboxes(export, sys.executable)

    async def run() -> None:
        sandboxes.start_session(SESSION, "/export")
        assert await asyncio.to_thread(export.asked.wait, 30)
        await sandboxes.stop(SESSION, None)
        assert sandboxes.standings() == []
        export.go.set()
        assert await asyncio.to_thread(export.closed.wait, 30)

    asyncio.run(run())
    assert list(tmp_path.iterdir()) == []


def test_whatever_it_tells_it_never_stays_open_and_its_child_is_killed(monkeypatch):
    """A child that tells what no command line tells, and heeds no end of its input."""
    monkeypatch.setattr("vectorgate_jupyter.sandbox.sandbox.END_SECONDS", 0.2)
    for told in (
        "[]",
        "1",
        '{"environment":{}}',
        '{"standing":{},"programs":[1]}',
        "no JSON",
        "long",
    ):
        children = []

        async def run(told=told, children=children) -> Sandbox:
            async def prepare(_: str) -> list[str]:
                line = "'x' * (2 << 20)" if told == "long" else repr(told)
                code = f"import time; print({line}, flush=True); time.sleep(60)"
                return [sys.executable, "-c", code]

            one = Sandbox(SESSION, None, None)
            one.start(prepare)
            await asyncio.wait_for(asyncio.shield(one._work), 30)
            children.append(one._process)
            return one

        assert asyncio.run(run()).standing["state"] == "failed", told[:20]
        assert children[0].returncode is not None or not is_alive(children[0].pid), told[:20]
