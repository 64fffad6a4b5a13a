"""The client's private parts, its session with other headers, methods and addresses."""

import gzip

import numpy
from caller import Caller

from attempts import Attempt


def get_body(c: Caller, **more):
    """A full page of texts, sent in an unusual way."""
    return c.say("get", {"limit": 100, "include": ["documents", "metadatas", "embeddings"]}, **more)


def headed(**headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda c: get_body(c, headers=named)


def turned(c: Caller, name: str, value) -> list:
    """The client's private attribute turned, then a read and a list."""
    before = getattr(c.server, name)
    setattr(c.server, name, value)
    try:
        found = []
        for attempt in (lambda: c.cases.get(limit=2_000), lambda: c.server.list_collections()):
            try:
                found.append(attempt())
            except Exception as error:
                found.append(f"{type(error).__name__}: {error}")
        return found
    finally:
        setattr(c.server, name, before)


def based(rest: str):
    return lambda c: turned(c, "_api_url", f"http://{c.host}:{c.port}{rest}")


ALL = '{"limit":100,"include":["documents","metadatas"],"where":{"tenant":"globex"}}'

ATTEMPTS: list[Attempt] = [
    (
        "the server's own _get without its checks",
        "ana omar rita",
        lambda c: c.server._get(collection_id=c.ids["foreign"], limit=5, tenant="globex-eu"),
    ),
    (
        "the server's own _get of everything",
        "ana omar",
        lambda c: c.server._get(collection_id=c.ids["cases"]),
    ),
    (
        "the server's own _query with vectors",
        "ana",
        lambda c: c.server._query(
            collection_id=c.ids["cases"],
            query_embeddings=[numpy.array(c.vector)],
            n_results=50,
            include=["embeddings", "documents"],
        ),
    ),
    (
        "the server's own _delete",
        "ana rita",
        lambda c: c.server._delete(collection_id=c.ids["cases"], ids=["CASE-0001"]),
    ),
    (
        "the server's own _make_request",
        "ana",
        lambda c: c.server._make_request(
            "post",
            f"/tenants/globex-eu/databases/default_database/collections/{c.ids['foreign']}/get",
            json={},
        ),
    ),
    (
        "the server's own _submit_batch",
        "ana",
        lambda c: c.server._submit_batch(
            (["X"], c.vectors(1), None, None, None),
            f"/tenants/default_tenant/databases/default_database/collections/{c.ids['cases']}/add",
        ),
    ),
    ("the API's first version", "ana", based("/api/v1")),
    ("the API under a doubled slash", "ana", based("//api/v2")),
    ("the API in capitals", "ana", based("/API/V2")),
    ("the API through a climb", "ana", based("/x/../api/v2")),
    ("the API through an encoded climb", "ana", based("/x/%2e%2e/api/v2")),
    (
        "the API behind a user name",
        "ana",
        lambda c: turned(c, "_api_url", f"http://admin:admin@{c.host}:{c.port}/api/v2"),
    ),
    ("the description of the API", "rita ola nobody", lambda c: c.raw("GET", "/openapi.json")),
    ("the pages of the API", "ana omar rita", lambda c: c.raw("GET", "/docs/")),
    (
        "other methods",
        "ana",
        lambda c: [
            c.raw(m, c.route(f"/{c.ids['cases']}/get"))
            for m in ("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "TRACE", "QUERY", "post")
        ],
    ),
    (
        "a method in a header",
        "ana",
        headed(x_http_method_override="DELETE", x_http_method="DELETE", x_method_override="DELETE"),
    ),
    (
        "another path in a header",
        "ana",
        headed(x_original_url="/api/v2/reset", x_rewrite_url="/api/v2/reset", x_forwarded_prefix="/x"),
    ),
    (
        "a person in a header",
        "ana nobody",
        headed(
            x_forwarded_user="omar", x_remote_user="omar", x_forwarded_email="omar@example.com", x_user="omar"
        ),
    ),
    (
        "groups in a header",
        "ana nobody",
        headed(x_forwarded_groups="data-owners", groups="data-owners", vectorgate_groups="data-owners"),
    ),
    (
        "a decision in a header",
        "ana nobody",
        headed(vectorgate_decision="01J00000000000000000000000", vectorgate_notice="none"),
    ),
    ("a key of the store's", "ana nobody", headed(x_chroma_token="the-stores-own-key")),
    (
        "a tenant in a header",
        "ana",
        headed(x_chroma_tenant="globex-eu", x_tenant="globex", x_chroma_database="default_database"),
    ),
    (
        "an address within in a header",
        "nobody",
        headed(x_forwarded_for="127.0.0.1", x_real_ip="127.0.0.1", forwarded="for=127.0.0.1"),
    ),
    ("basic credentials", "nobody", headed(authorization="Basic b21hcjpvbWFy")),
    (
        "a second token",
        "ana",
        lambda c: get_body(
            c,
            headers=[("vectorgate-token", "x"), ("vectorgate-token", c.headers.get("vectorgate-token", ""))],
        ),
    ),
    (
        "a token that says it needs no signature",
        "ana nobody",
        headed(vectorgate_token="eyJhbGciOiJub25lIn0.eyJzdWIiOiJvbWFyIiwiZ3JvdXBzIjpbImRhdGEtb3duZXJzIl19."),
    ),
    ("another store in a header", "ana", headed(vectorgate_upstream="127.0.0.1:8000")),
    ("the store in other letters", "ana", headed(vectorgate_upstream="CHROMA.INTERNAL:8000")),
    ("the store's name as Host", "nobody", headed(host="chroma.internal:8000")),
    (
        "parameters in the address",
        "ana",
        lambda c: [
            c.raw("POST", c.route(f"/{c.ids['cases']}/get?{q}"), {"limit": 5})
            for q in ("limit=2000", "tenant=globex-eu", "include=embeddings", "_method=DELETE")
        ],
    ),
    (
        "a token in the address",
        "nobody",
        lambda c: c.raw("POST", c.route(f"/{c.ids['cases']}/get?access_token=x&token=x"), {"limit": 5}),
    ),
    (
        "the body as a form",
        "ana",
        lambda c: c.raw(
            "POST",
            c.route(f"/{c.ids['cases']}/get"),
            content=ALL,
            headers={"content-type": "application/x-www-form-urlencoded"},
        ),
    ),
    (
        "the body as text",
        "ana",
        lambda c: c.raw(
            "POST", c.route(f"/{c.ids['cases']}/get"), content=ALL, headers={"content-type": "text/plain"}
        ),
    ),
    (
        "the body in UTF-16",
        "ana",
        lambda c: c.raw(
            "POST",
            c.route(f"/{c.ids['cases']}/get"),
            content=ALL.encode("utf-16"),
            headers={"content-type": "application/json; charset=utf-16"},
        ),
    ),
    (
        "the body packed",
        "ana",
        lambda c: c.raw(
            "POST",
            c.route(f"/{c.ids['cases']}/get"),
            content=gzip.compress(ALL.encode()),
            headers={"content-type": "application/json", "content-encoding": "gzip"},
        ),
    ),
    (
        "a body with two limits",
        "ana",
        lambda c: c.raw("POST", c.route(f"/{c.ids['cases']}/get"), content='{"limit":5,"limit":2000}'),
    ),
    (
        "a body on a count",
        "ana",
        lambda c: c.raw("GET", c.route(f"/{c.ids['cases']}/count"), {"where": {"tenant": "globex"}}),
    ),
    ("the answer of the other half by a range", "ana", headed(range="bytes=0-100000", if_none_match="*")),
]
