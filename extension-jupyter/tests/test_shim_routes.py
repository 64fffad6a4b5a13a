"""Every other way from Python to a governed name says why it does not work; other hosts are left alone."""

import pytest
from conftest import sign_in

PRELUDE = """
    import sys
    def attempt(call):
        try:
            call()
        except BaseException as problem:
            chain = []
            while problem is not None:
                chain.append(f"{type(problem).__name__}: {problem}")
                problem = problem.__cause__ or problem.__context__
            print("\\n".join(chain))
        else:
            print("PASSED BY")
"""

ROUTES = {
    "urllib": "import urllib.request as u; attempt(lambda: u.urlopen('http://chroma.internal:8000/x'))",
    "urllib through a proxy": (
        "import os, urllib.request as u; os.environ['http_proxy'] = 'http://127.0.0.1:9';"
        " attempt(lambda: u.urlopen('http://chroma.internal:8000/x'))"
    ),
    "http.client": (
        "import http.client; attempt(lambda: http.client.HTTPConnection('chroma.internal', 8000).request('GET', '/'))"
    ),
    "a tunnel of http.client": (
        "import http.client; c = http.client.HTTPConnection('127.0.0.1', 9); c.set_tunnel('chroma.internal', 8000);"
        " attempt(lambda: c.request('GET', '/'))"
    ),
    "psycopg": "import psycopg; attempt(lambda: psycopg.connect('host=chroma.internal port=8000 user=u'))",
    "psycopg, by URI and a list of hosts": (
        "import psycopg; attempt(lambda: psycopg.connect('postgresql://u:p@127.0.0.1:9,CHROMA.internal:8000/db'))"
    ),
    "psycopg, by keywords": (
        "import psycopg; attempt(lambda: psycopg.Connection.connect(host='chroma.internal', port=8000))"
    ),
    "psycopg, by the environment": (
        "import os, psycopg; os.environ.update(PGHOST='chroma.internal', PGPORT='8000');"
        " attempt(lambda: psycopg.connect(''))"
    ),
    "psycopg, asynchronous": """
    import asyncio, psycopg
    attempt(lambda: asyncio.run(psycopg.AsyncConnection.connect(host='chroma.internal', port=8000)))
    """,
    "psycopg2": "import psycopg2; attempt(lambda: psycopg2.connect(host='chroma.internal', port=8000))",
    "psycopg2, by URI": "import psycopg2; attempt(lambda: psycopg2.connect('postgresql://chroma.internal:8000/db'))",
    "asyncpg": """
    import asyncio, asyncpg
    attempt(lambda: asyncio.run(asyncpg.connect(host='chroma.internal', port=8000, user='u')))
    """,
    "asyncpg on uvloop": """
    import asyncpg, uvloop
    async def go(): await asyncpg.connect('postgresql://u@chroma.internal:8000/db')
    attempt(lambda: uvloop.run(go()))
    """,
    "httpcore": "import httpcore; attempt(lambda: httpcore.request('GET', 'http://chroma.internal:8000/x'))",
    "a socket": "import socket; attempt(lambda: socket.create_connection(('chroma.internal', 8000)))",
    "a socket by its method": "import socket; attempt(lambda: socket.socket().connect(('chroma.internal', 8000)))",
    "asyncio": """
    import asyncio
    attempt(lambda: asyncio.run(asyncio.wait_for(asyncio.open_connection('chroma.internal', 8000), 5)))
    """,
}


@pytest.mark.parametrize("name", ROUTES)
def test_a_route_without_identity_is_refused_in_two_lines(gateway, run, name):
    """Invariant 6: with the reason and what to do."""
    said = run(PRELUDE + "\n    " + ROUTES[name].strip() + "\n").stdout
    assert "VectorGateError: VectorGate: chroma.internal:8000 is governed, and " in said
    remedies = (
        "Use a client that speaks over httpx",
        "Use a store that speaks over HTTP",
    )
    assert any(remedy in said for remedy in remedies)
    assert gateway.requests == []


PLAIN_SERVER = """
    import http.server, threading
    class Here(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        def do_GET(self):
            found = [name for name in self.headers if name.lower().startswith("vectorgate")]
            text = repr((found, self.headers["host"])).encode()
            self.send_response(200); self.send_header("content-length", str(len(text))); self.end_headers()
            self.wfile.write(text)
        def log_message(self, *rest): pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Here)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    expected = repr(([], f"127.0.0.1:{server.server_port}"))
"""


def test_other_hosts_are_untouched_by_every_library(gateway, broker, run):
    done = run(
        PLAIN_SERVER
        + """
    import asyncio, aiohttp, httpx, httpx2, requests, urllib.request, grpc
    async def waiting():
        async with httpx.AsyncClient() as client:
            assert (await client.get(url)).text == expected
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            assert await answer.text() == expected
    assert httpx.get(url).text == httpx2.get(url).text == requests.get(url).text == expected
    assert urllib.request.urlopen(url).read().decode() == expected
    asyncio.run(waiting())
    grpc.insecure_channel("127.0.0.1:1").close()
    print("untouched")
    """
    )
    assert done.stdout.strip() == "untouched"
    assert gateway.requests == []


def test_another_port_of_a_governed_name_is_not_governed(run):
    said = run(
        PRELUDE
        + """
    import httpx
    attempt(lambda: httpx.get("http://chroma.internal:9/", timeout=5))
    """
    ).stdout
    assert said.startswith("ConnectError")
    assert "VectorGate" not in said


def test_a_gateway_on_the_databases_own_name_may_be_reached_in_every_way(gateway, broker, run):
    own = gateway.data_url.removeprefix("http://")
    gateway.governed = [own]
    sign_in(broker.person)
    run(f"""
    import httpx, requests, urllib.request, urllib.error
    assert httpx.get("http://{own}/api/v2/echo").status_code == 200
    assert requests.get("http://{own}/api/v2/echo").status_code == 200
    try:
        urllib.request.urlopen("http://{own}/api/v2/echo")
    except urllib.error.HTTPError as problem:
        assert problem.code == 401  # no identity: the gateway says what to do
    """)
    found = [request["headers"].get("vectorgate-upstream") for request in gateway.requests]
    assert found == [own, own, None]
