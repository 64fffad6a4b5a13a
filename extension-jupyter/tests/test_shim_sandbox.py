"""A program that is led to a sandbox stays there: no other broker goes before it, and its end opens nothing."""

from conftest import run_python, sign_in, token_file_environment

from vectorgate_jupyter.broker.broker import Broker
from vectorgate_jupyter.oauth.discovery import Discovery
from vectorgate_jupyter.oauth.person import Person

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
    other = other_broker(tmp_path)
    place = sandbox_of(other)
    other.close()
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
