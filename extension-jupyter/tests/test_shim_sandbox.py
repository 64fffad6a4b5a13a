"""A program that is led to a sandbox stays there: no other broker goes before it, and its end opens nothing."""

import socket
import textwrap
from pathlib import Path

import pytest
from conftest import run_python, sign_in, token_file_environment

from vectorgate_jupyter.broker.broker import Broker, shim_folder
from vectorgate_jupyter.oauth.discovery import Discovery
from vectorgate_jupyter.oauth.person import Person
from vectorgate_jupyter.sandbox.lead import LEAD_FILE, lead_code, lead_file

GET = """
    import httpx
    def get(name="chroma.internal"):
        return httpx.post(f"http://{name}:8000/api/v2/echo", headers={"user-agent": "Chroma Python Client v1"})
"""


def sandbox_of(broker):
    return {
        "VECTORGATE_SANDBOX": broker.path,
        "VECTORGATE_SANDBOX_KEY": broker.key,
        "PYTHONPATH": broker.environment()["PYTHONPATH"],
    }


def ended_sandbox(tmp_path):
    """The environment of a program in a sandbox that is gone."""
    other = other_broker(tmp_path)
    place = sandbox_of(other)
    other.close()
    return place


def other_broker(folder):
    """One whose gateway never answers."""
    return Broker(Person(Discovery("http://127.0.0.1:9", folder / "other"), "vectorgate-jupyter"))


def test_a_sandbox_goes_before_a_broker_and_a_token_file(gateway, broker, tmp_path):
    sign_in(broker.person)
    (tmp_path / "token").write_text("a-workload")
    other = other_broker(tmp_path)
    try:
        environment = {
            **token_file_environment(gateway, tmp_path / "token"),
            **other.environment(),
            **sandbox_of(broker),
        }
        run_python(GET + "\n    assert get().status_code == 200\n", environment, tmp_path)
    finally:
        other.close()
    assert [one["headers"]["vectorgate-token"] for one in gateway.requests] == ["access-1"]


def test_a_running_program_is_led_there_with_nothing_of_what_it_knew(gateway, broker, tmp_path):
    sign_in(broker.person)
    other = other_broker(tmp_path)
    led = f"""
    import os
    try:
        get()
    except Exception as problem:
        assert "neither the broker nor the gateway answers" in str(problem), problem
    else:
        raise AssertionError("nobody could know that this is governed")
    from vectorgate_shim.activate import lead_to_sandbox
    lead_to_sandbox({sandbox_of(broker)!r})
    assert get().status_code == 200
    # What heals kernels puts the server's own broker back, and leads nobody out.
    os.environ.update({other.environment()!r})
    from vectorgate_shim.gate import the_gate
    the_gate().begin_anew()
    assert get().status_code == 200
    """
    try:
        run_python(GET + led, other.environment(), tmp_path)
    finally:
        other.close()
    assert len(gateway.requests) == 2


def test_a_sandbox_that_ended_is_told_and_nothing_of_this_machine_opens(gateway, broker, tmp_path):
    place = ended_sandbox(tmp_path)
    ended = """
    import sys
    for name in ("chroma.internal", "127.0.0.1"):
        try:
            get(name)
        except Exception as problem:
            print(problem)
        else:
            raise AssertionError(name)
    """
    sign_in(broker.person)
    done = run_python(GET + ended, {**broker.environment(), **place}, tmp_path)
    assert done.stdout.count("the sandbox that this program runs in has ended") == 2
    assert gateway.requests == []


ROUTES = """
    import asyncio, http.client, socket, urllib.request
    import aiohttp, httpx, requests
    async def by_aiohttp():
        async with aiohttp.ClientSession() as session:
            await session.delete(STORE)
    async def by_streams():
        await asyncio.open_connection("127.0.0.1", PORT)
    def by_grpc(name):
        import grpc
        grpc.insecure_channel(name).unary_unary("/a/b")(b"")
    def by_postgres():
        import psycopg
        psycopg.connect(f"host=127.0.0.1 port={PORT} user=u dbname=d connect_timeout=2")
    ROUTES = {
        "httpx": lambda: httpx.delete(STORE),
        "requests": lambda: requests.delete(STORE),
        "requests by proxy": lambda: requests.get("http://any.internal/", proxies={"http": STORE}),
        "urllib": lambda: urllib.request.urlopen(STORE, data=b"x"),
        "http.client": lambda: http.client.HTTPConnection("localhost", PORT).request("POST", "/"),
        "socket": lambda: socket.create_connection(("127.0.0.1", PORT)),
        "name": lambda: socket.getaddrinfo("chroma.internal", 8000),
        "aiohttp": lambda: asyncio.run(by_aiohttp()),
        "streams": lambda: asyncio.run(by_streams()),
        "grpc": lambda: by_grpc(f"127.0.0.1:{PORT}"),
        "psycopg": by_postgres,
    }
    def refused_everywhere(told):
        for name, route in ROUTES.items():
            try:
                route()
            except Exception as problem:
                assert told in str(problem), (name, problem)
            else:
                raise AssertionError(name)
"""


def test_nothing_at_all_opens_to_a_program_of_a_sandbox_that_ended(tmp_path):
    place = ended_sandbox(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as store:
        port = store.getsockname()[1]
        head = f"PORT = {port}\nSTORE = 'http://127.0.0.1:{port}/'\n"
        tail = 'refused_everywhere("the sandbox that this program runs in has ended")\n'
        run_python(head + textwrap.dedent(ROUTES) + tail, place, tmp_path)
        store.setblocking(False)
        with pytest.raises(BlockingIOError):
            store.accept()


def test_its_own_loop_ports_and_socket_files_go_on_working(tmp_path):
    place = ended_sandbox(tmp_path)
    own = """
    import asyncio, socket, zmq
    asyncio.run(asyncio.sleep(0))
    bound = socket.create_server(("127.0.0.1", 0))
    first, second = zmq.Context().socket(zmq.PAIR), zmq.Context().socket(zmq.PAIR)
    first.connect(f"tcp://127.0.0.1:{second.bind_to_random_port('tcp://127.0.0.1')}")
    first.send(b"a cell")
    assert second.recv() == b"a cell"
    first.close(), second.close()
    """
    run_python(own, place, tmp_path)


def test_leading_to_a_sandbox_that_is_gone_is_told_and_closes_all(tmp_path):
    place = ended_sandbox(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as store:
        port = store.getsockname()[1]
        head = f"PORT = {port}\nSTORE = 'http://127.0.0.1:{port}/'\n"
        led = f"""
try:
    import sys
    sys.path.insert(0, {str(Path(shim_folder()).parents[1])!r})
    from vectorgate_shim.activate import lead_to_sandbox
    lead_to_sandbox({place!r})
except RuntimeError as problem:
    assert "was not led to it" in str(problem), problem
else:
    raise AssertionError("nobody answers there")
refused_everywhere("the sandbox that this program runs in has ended")
"""
        run_python(head + textwrap.dedent(ROUTES) + led, {}, tmp_path)
        store.setblocking(False)
        with pytest.raises(BlockingIOError):
            store.accept()


def test_the_code_that_led_a_kernel_closes_all_to_it_after_the_end(gateway, broker, tmp_path):
    sign_in(broker.person)
    folder = tmp_path / "led"
    folder.mkdir()
    (folder / LEAD_FILE).write_text(lead_file(sandbox_of(broker)))
    head = f"CODE = {lead_code(str(folder), shim_folder())!r}\n"
    with socket.create_server(("127.0.0.1", 0)) as store:
        port = store.getsockname()[1]
        head += f"PORT = {port}\nSTORE = 'http://127.0.0.1:{port}/'\n"
        run_python(
            head + "exec(CODE)" + textwrap.dedent(GET) + "assert get().status_code == 200", {}, tmp_path
        )
        (folder / LEAD_FILE).unlink()
        ended = """
        try:
            exec(CODE)
        except RuntimeError as problem:
            assert type(problem).__name__ == "VectorGateError", problem
        else:
            raise AssertionError("nobody answers there")
        refused_everywhere("the sandbox that this program runs in has ended")
        """
        run_python(head + textwrap.dedent(ROUTES) + textwrap.dedent(ended), {}, tmp_path)
        store.setblocking(False)
        with pytest.raises(BlockingIOError):
            store.accept()
    assert len(gateway.requests) == 1
