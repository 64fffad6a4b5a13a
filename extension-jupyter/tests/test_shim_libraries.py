"""httpx2, urllib3, requests and aiohttp, unchanged: led to the gateway for governed names."""

import pytest
from conftest import sign_in
from gateway_double import GOVERNED, SIGN_IN

PRELUDE = """
    import asyncio
    def show(status, text): print(status, text, flush=True)
"""
CALLS = {
    "httpx2": """
    import httpx2
    def call(path="/x", body=b"body"):
        answer = httpx2.post("http://chroma.internal:8000" + path, content=body)
        show(answer.status_code, answer.text)
    """,
    "httpx2, asynchronous": """
    import httpx2
    async def go(path, body):
        async with httpx2.AsyncClient() as client:
            answer = await client.post("http://chroma.internal:8000" + path, content=body)
            show(answer.status_code, answer.text)
    def call(path="/x", body=b"body"): asyncio.run(go(path, body))
    """,
    "urllib3": """
    import urllib3
    def call(path="/x", body=b"body"):
        answer = urllib3.request("POST", "http://chroma.internal:8000" + path, body=body)
        show(answer.status, answer.data.decode())
    """,
    "a pool of urllib3": """
    import urllib3
    pool = urllib3.HTTPConnectionPool("chroma.internal", 8000, retries=False)
    def call(path="/x", body=b"body"):
        answer = pool.urlopen("POST", path, body)
        show(answer.status, answer.data.decode())
    """,
    "requests": """
    import requests
    def call(path="/x", body=b"body"):
        answer = requests.post("http://chroma.internal:8000" + path, data=body)
        show(answer.status_code, answer.text)
    """,
    "aiohttp": """
    import aiohttp
    async def go(path, body):
        async with aiohttp.ClientSession(base_url="http://chroma.internal:8000") as session:
            async with session.post(path, data=body) as answer:
                show(answer.status, await answer.text())
    def call(path="/x", body=b"body"): asyncio.run(go(path, body))
    """,
}
every_library = pytest.mark.parametrize("name", CALLS)
THROUGH_A_PROXY = {
    name: f"http://127.0.0.1:9/{name}" for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy")
}


def names(request):
    return {name.lower(): value for name, value in request["headers"].items()}


@every_library
def test_signed_in_it_carries_token_upstream_and_session(gateway, broker, run, name):
    sign_in(broker.person)
    run(PRELUDE + CALLS[name] + "\n    call('/a%20b/%2F?x=%20&y')\n", **THROUGH_A_PROXY)
    (request,) = gateway.requests
    headers = names(request)
    assert headers["vectorgate-token"] == "access-1"
    assert headers["vectorgate-upstream"] == GOVERNED
    assert len(headers["vectorgate-session"]) == 26
    assert headers["host"] == gateway.data_url.removeprefix("http://")
    assert (request["method"], request["path"], request["body"]) == ("POST", "/a%20b/%2F?x=%20&y", b"body")


@every_library
def test_signed_out_the_gateways_refusal_arrives(gateway, broker, run, name):
    said = run(PRELUDE + CALLS[name] + "\n    call()\n").stdout
    assert said.startswith("401 ")
    assert SIGN_IN.splitlines()[0] in said
    assert "vectorgate-token" not in names(gateway.requests[0])


@every_library
def test_a_refused_token_is_renewed_and_the_request_repeated_once(gateway, broker, run, name):
    sign_in(broker.person)
    gateway.revoke_all()
    said = run(PRELUDE + CALLS[name] + "\n    call()\n").stdout
    assert said.startswith("200 ")
    assert [names(request)["vectorgate-token"] for request in gateway.requests] == ["access-1", "access-2"]
    assert [request["body"] for request in gateway.requests] == [b"body", b"body"]


@every_library
def test_an_unreachable_gateway_raises_its_own_two_lines(gateway, broker, run, name):
    sign_in(broker.person)
    broker.person.discovery.get()
    gateway.close_data()
    failed = run(PRELUDE + CALLS[name] + "\n    call()\n", check=False)
    assert failed.returncode == 1
    assert (
        f"VectorGate: the gateway at {gateway.data_url} does not answer, so {GOVERNED} is closed.\n"
        "Run the cell again in a moment"
    ) in failed.stderr


@every_library
def test_a_notice_is_shown_once(gateway, broker, run, name):
    sign_in(broker.person)
    gateway.notice = "VectorGate: email partly hidden."
    done = run(PRELUDE + CALLS[name] + "\n    call(); call()\n")
    assert done.stderr.count("VectorGate: email partly hidden.") == 1


@every_library
def test_a_token_never_goes_in_clear_to_another_machine(gateway, broker, run, name):
    gateway.stated_data_url = "http://gate.example:8443"
    sign_in(broker.person)
    failed = run(PRELUDE + CALLS[name] + "\n    call()\n", check=False)
    assert "gate.example:8443 is neither encrypted nor on this machine" in failed.stderr


REDIRECTING = """
    import http.server, threading
    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(302); self.send_header("location", "http://chroma.internal:8000/there")
            self.send_header("content-length", "0"); self.end_headers()
        def log_message(self, *rest): pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    import asyncio
"""


@pytest.mark.parametrize(
    "code",
    [
        "import httpx2; assert httpx2.get(url, follow_redirects=True).status_code == 200",
        "import urllib3; assert urllib3.request('GET', url).status == 200",
        "import requests; assert requests.get(url).status_code == 200",
        """
    import aiohttp
    async def go():
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            assert answer.status == 200
    asyncio.run(go())
    """,
    ],
    ids=["httpx2", "urllib3", "requests", "aiohttp"],
)
def test_a_redirect_to_a_governed_name_is_governed(gateway, broker, run, code):
    sign_in(broker.person)
    run(REDIRECTING + "\n    " + code.strip() + "\n")
    (request,) = gateway.requests
    assert request["path"] == "/there"
    assert names(request)["vectorgate-token"] == "access-1"


def test_retries_of_urllib3_are_not_doubled(gateway, broker, run):
    gateway.closing = 100
    sign_in(broker.person)
    failed = run(
        """
    import urllib3
    urllib3.request("GET", "http://chroma.internal:8000/x", retries=urllib3.Retry(2, backoff_factor=0))
    """,
        check=False,
    )
    assert failed.returncode == 1
    assert len(gateway.requests) == 3
