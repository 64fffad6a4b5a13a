"""The real chromadb client, unchanged, before the gateway double."""

from conftest import sign_in
from gateway_double import GOVERNED, SIGN_IN

CONNECT = """
    import chromadb
    client = chromadb.HttpClient(host="chroma.internal", port=8000)
    print(client.list_collections())
"""


def test_signed_in_calls_carry_token_upstream_and_session(gateway, broker, run):
    sign_in(broker.person)
    assert run(CONNECT).stdout.strip() == "[]"
    assert len(gateway.requests) >= 3
    for request in gateway.requests:
        headers = {name.lower(): value for name, value in request["headers"].items()}
        assert headers["vectorgate-token"] == "access-1"
        assert headers["vectorgate-upstream"] == GOVERNED
        assert len(headers["vectorgate-session"]) == 26
        assert headers["host"] == gateway.data_url.removeprefix("http://")
    assert len({r["headers"]["vectorgate-session"] for r in gateway.requests}) == 1


def test_signed_out_is_the_clients_own_error_with_the_gateways_two_lines(gateway, broker, run):
    failed = run(CONNECT, check=False)
    assert failed.returncode == 1
    assert f"ChromaAuthError: {SIGN_IN}" in failed.stderr
    assert "vectorgate-token" not in {name.lower() for name in gateway.requests[0]["headers"]}


def test_an_unreachable_gateway_raises_its_own_two_lines(gateway, broker, run):
    sign_in(broker.person)
    broker.person.discovery.get()
    gateway.close_data()
    failed = run(CONNECT, check=False)
    assert (
        f"VectorGate: the gateway at {gateway.data_url} does not answer, so {GOVERNED} is closed.\n"
        "Run the cell again in a moment; if it lasts, tell whoever runs your VectorGate gateway."
    ) in failed.stderr
    assert "Could not connect to tenant" not in failed.stderr


def test_the_asynchronous_client_too(gateway, broker, run):
    sign_in(broker.person)
    done = run("""
        import asyncio, chromadb
        async def main():
            client = await chromadb.AsyncHttpClient(host="chroma.internal", port=8000)
            print(await client.list_collections())
        asyncio.run(main())
        asyncio.run(main())  # a second loop: connections belong to the loop that opened them
    """)
    assert done.stdout.split() == ["[]", "[]"]
    assert all(r["headers"]["vectorgate-upstream"] == GOVERNED for r in gateway.requests)
