"""Tokens: asked for when needed, kept until shortly before their end, renewed once when refused."""

import pytest
from conftest import run_python, sign_in, token_file_environment

GET = """
    import httpx
    def get(client=httpx, **more):
        return client.request("POST", "http://chroma.internal:8000/api/v2/echo", **more).status_code
"""


def tokens(gateway):
    return [request["headers"].get("vectorgate-token") for request in gateway.requests]


def test_a_token_is_kept_and_renewed_shortly_before_its_end(gateway, broker, run):
    gateway.token_seconds = 300
    sign_in(broker.person)
    run(GET + "\n    assert [get(), get(), get()] == [200, 200, 200]\n")
    assert tokens(gateway) == ["access-1"] * 3
    gateway.token_seconds = 1
    sign_in(broker.person)
    run(GET + "\n    import time\n    assert [get(), time.sleep(1), get()] == [200, None, 200]\n")
    first, second = tokens(gateway)[3:]
    assert first != second


def test_a_refused_token_is_renewed_and_the_request_repeated_once(gateway, broker, run):
    sign_in(broker.person)
    gateway.revoke_all()  # the gateway forgot the access token; the refresh token still counts
    run(GET + "\n    assert get(content=b'body') == 200\n")
    assert tokens(gateway) == ["access-1", "access-2"]
    assert [request["body"] for request in gateway.requests] == [b"body", b"body"]


def test_a_request_whose_body_is_gone_is_not_repeated(gateway, broker, run):
    sign_in(broker.person)
    gateway.revoke_all()
    run(GET + "\n    assert get(content=iter([b'bo', b'dy'])) == 401\n")
    assert tokens(gateway) == ["access-1"]


def test_signing_out_during_a_run_ends_access_and_signing_in_gives_it_back(gateway, broker, tmp_path, run):
    sign_in(broker.person)
    control = f"""
    import json, socket
    print(get(), flush=True)
    open({str(tmp_path / "one")!r}, "w").close()
    import os, time
    while not os.path.exists({str(tmp_path / "two")!r}): time.sleep(0.02)
    print(get(), flush=True)
    open({str(tmp_path / "three")!r}, "w").close()
    while not os.path.exists({str(tmp_path / "four")!r}): time.sleep(0.02)
    print(get(), flush=True)
    """
    import threading
    import time

    def drive():
        for waits, then, does in (
            ("one", "two", broker.person.sign_out),
            ("three", "four", lambda: sign_in(broker.person)),
        ):
            while not (tmp_path / waits).exists():
                time.sleep(0.02)
            does()
            (tmp_path / then).touch()

    driver = threading.Thread(target=drive)
    driver.start()
    done = run(GET + control)
    driver.join()
    assert done.stdout.split() == ["200", "401", "200"]
    assert gateway.revoked_tokens == ["refresh-1"]
    # After sign-out: the refused token once; nobody signed in: nothing to repeat with.
    assert tokens(gateway) == ["access-1", "access-1", "access-2"]


def test_a_workload_reads_its_token_file_each_time(gateway, tmp_path):
    gateway.issue()
    gateway.issue()
    file = tmp_path / "token"
    file.write_text("access-1\n")
    environment = token_file_environment(gateway, file)
    run_python(
        GET
        + f"\n    assert get() == 200\n    open({str(file)!r}, 'w').write('access-2')\n    assert get() == 200\n",
        environment,
        tmp_path,
    )
    assert tokens(gateway) == ["access-1", "access-2"]
    file.unlink()
    failed = run_python(GET + "\n    get()\n", environment, tmp_path, check=False)
    assert (
        f"the token file {file} named by VECTORGATE_TOKEN_FILE cannot be read or is empty." in failed.stderr
    )


def test_no_token_goes_in_clear_to_another_machine(gateway, broker, run):
    gateway.stated_data_url = "http://gate.example:8443"
    sign_in(broker.person)
    failed = run(GET + "\n    get()\n", check=False)
    assert "gate.example:8443 is neither encrypted nor on this machine" in failed.stderr
    gateway.stated_data_url = "http://127.example:8443"  # looks like loopback at a glance only
    broker.person.discovery._ask_after = 0
    failed = run(GET + "\n    get()\n", check=False)
    assert "neither encrypted nor on this machine" in failed.stderr


def test_time_limits_of_the_caller_hold_and_its_own_headers_of_our_names_do_not(gateway, broker, run):
    sign_in(broker.person)
    run(
        GET
        + """
    answer = httpx.get("http://chroma.internal:8000/api/v2/echo", headers={"vectorgate-token": "mine", "x-own": "1"})
    assert answer.json()["headers"]["vectorgate-token"] == "access-1"
    assert answer.json()["headers"]["x-own"] == "1"
    seen = {}
    def trace(name, info):
        if name == "connection.connect_tcp.started": seen.update(info)
    import httpx as again
    with again.Client(timeout=again.Timeout(7, connect=3)) as client:
        client.get("http://chroma.internal:8000/%2e%2e/a%2Fb?x=%20", extensions={"trace": trace})
    """
    )
    assert gateway.requests[-1]["path"] == "/%2e%2e/a%2Fb?x=%20"


def test_broker_gone_and_nothing_known_closes_store_clients_alone(gateway, broker, run):
    broker._server.shutdown()
    broker._server.server_close()
    failed = run(
        """
    import chromadb
    chromadb.HttpClient(host="chroma.internal", port=8000)
    """,
        check=False,
    )
    assert (
        "neither the broker nor the gateway answers, so it is not known whether chroma.internal:8000"
        in failed.stderr
    )


def test_broker_gone_with_the_gateway_known_is_answered_by_the_gateway(gateway, broker, run):
    done = run(
        GET
        + """
    import os
    assert get() == 401  # signed out; the governed names are known from now on
    os.environ["VECTORGATE_BROKER"] = "/nowhere/broker.sock"
    assert get() == 401
    """
    )
    assert done.returncode == 0
    assert tokens(gateway) == [None, None]


@pytest.mark.parametrize(
    "address", ["http://192.0.2.7:9443", "http://gate.example.com", "ftp://127.0.0.1", "gate"]
)
def test_a_workload_asks_no_gateway_in_clear(address, tmp_path):
    """Whoever answers there would name a data plane of their own and get the token."""
    from vectorgate_shim.sources import TokenFileSource, Unavailable

    (tmp_path / "token").write_text("t")
    with pytest.raises(Unavailable, match="not encrypted"):
        TokenFileSource(str(tmp_path / "token"), address).discover()
