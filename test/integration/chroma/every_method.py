"""Calls every method of the real Chroma client twice, straight and through the gate, and compares answers.

Usage: every_method.py STORE_PORT GATE_PORT TOKEN UPSTREAM
Prints one JSON object: {"calls": n, "differences": [{"call": ..., "direct": ..., "gate": ...}]}.
Both sides work on twins: tenants of different names with the same content. What the server makes up
(collection ids, trace ids, times) is replaced by a placeholder before comparing, and keys are sorted, because
the server itself writes maps in another order each time. Numbers are compared as their text.
"""

import asyncio
import json
import re
import sys
from collections.abc import Callable

import chromadb
import httpx
from chromadb.config import Settings

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
bodies: list[tuple[str, int, str, str]] = []
placeholders: dict[str, str] = {}


def record(response: httpx.Response) -> None:
    response.read()
    bodies.append(
        (
            response.request.method,
            response.status_code,
            response.headers.get("content-type", ""),
            response.content.decode("utf-8", "backslashreplace"),
        )
    )


_send = httpx.Client.send


def send(self, request, **kwargs):
    response = _send(self, request, **kwargs)
    record(response)
    return response


httpx.Client.send = send


def plain(text: str, side: str) -> str:
    for name in ("tenant", "database"):
        text = text.replace(f"{name}-{side}", name)
    text = re.sub(r'"(nanosecond heartbeat|updated_at|created_at)":\s*\d+', r'"\1":0', text)
    return UUID.sub(
        lambda m: placeholders.setdefault(
            side + m[0], f"uuid{sum(k.startswith(side) for k in placeholders)}"
        ),
        text,
    )


def ordered(text: str) -> str:
    try:
        value = json.loads(text, parse_float=lambda t: f"float {t}", parse_int=lambda t: f"int {t}")
        if isinstance(value, list) and value and all(isinstance(v, dict) and "name" in v for v in value):
            # The server lists collections in the order of their random ids.
            value.sort(key=lambda v: v["name"])
        return re.sub(r'"id": "uuid\d+"', '"id": "uuid"', json.dumps(value, sort_keys=True))
    except json.JSONDecodeError:
        return text


def seen(value: object) -> str:
    if hasattr(value, "__await__"):
        value = asyncio.run(value)
    if isinstance(value, dict):
        return json.dumps({k: seen(v) for k, v in value.items()}, sort_keys=True)
    if isinstance(value, (list, tuple)):
        return json.dumps([seen(v) for v in value], default=str)
    if hasattr(value, "name") and hasattr(value, "metadata"):
        return f"Collection({value.name}, {seen(value.metadata)})"
    return str(value)


def run(call: Callable[[], object]) -> str:
    try:
        return seen(call())
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def heartbeat_is_a_time(client) -> bool:
    return client.heartbeat() > 0


VECTORS = [[0.1, 0.2, 0.3], [0.3, 0.1, -0.5], [1, 0, 0], [0.5, 0.5, 0.123456789]]


def calls(side: str, port: int, headers: dict[str, str]) -> list[tuple[str, Callable[[], object]]]:
    common = {
        "host": "127.0.0.1",
        "port": port,
        "headers": headers,
        "settings": Settings(anonymized_telemetry=False),
    }
    tenant, database = f"tenant-{side}", f"database-{side}"
    admin_settings = Settings(
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host="127.0.0.1",
        chroma_server_http_port=port,
        chroma_server_headers=headers,
        anonymized_telemetry=False,
    )
    admin = chromadb.AdminClient(admin_settings)
    state: dict[str, object] = {}

    def connect() -> object:
        state["client"] = chromadb.HttpClient(tenant=tenant, database=database, **common)
        return "connected"

    def client():
        return state["client"]

    def col(name: str = "cases"):
        return client().get_collection(name)

    def dimension_error() -> object:
        return col().add(ids=["wrong"], embeddings=[[1.0, 2.0]])

    out: list[tuple[str, Callable[[], object]]] = [
        ("admin.create_tenant", lambda: admin.create_tenant(tenant)),
        ("admin.get_tenant", lambda: admin.get_tenant(tenant)),
        ("admin.create_tenant again", lambda: admin.create_tenant(tenant)),
        ("admin.create_database", lambda: admin.create_database(database, tenant)),
        ("admin.create_database second", lambda: admin.create_database("spare", tenant)),
        ("admin.get_database", lambda: admin.get_database(database, tenant)),
        ("admin.get_database missing", lambda: admin.get_database("missing", tenant)),
        ("admin.list_databases", lambda: admin.list_databases(tenant=tenant)),
        ("admin.list_databases limit", lambda: admin.list_databases(1, 1, tenant)),
        ("admin.delete_database", lambda: admin.delete_database("spare", tenant)),
        ("connect", connect),
        ("connect to a missing tenant", lambda: chromadb.HttpClient(tenant="missing", **common)),
        ("heartbeat", lambda: heartbeat_is_a_time(client())),
        ("get_version", lambda: client().get_version()),
        ("get_max_batch_size", lambda: client().get_max_batch_size()),
        ("get_user_identity", lambda: client().get_user_identity()),
        ("list_collections empty", lambda: client().list_collections()),
        (
            "create_collection",
            lambda: client().create_collection(
                "cases", metadata={"made": "up", "n": 3}, embedding_function=None
            ),
        ),
        ("create_collection again", lambda: client().create_collection("cases", embedding_function=None)),
        ("create_collection bad name", lambda: client().create_collection("x", embedding_function=None)),
        (
            "get_or_create_collection existing",
            lambda: client().get_or_create_collection("cases", embedding_function=None),
        ),
        (
            "get_or_create_collection new",
            lambda: client().get_or_create_collection(
                "cosine", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
            ),
        ),
        ("get_collection", lambda: col()),
        ("get_collection missing", lambda: col("missing")),
        ("list_collections", lambda: sorted(c.name for c in client().list_collections())),
        ("list_collections page", lambda: client().list_collections(limit=10, offset=2)),
        ("count_collections", lambda: client().count_collections()),
        (
            "add",
            lambda: col().add(
                ids=["a", "b", "c"],
                embeddings=VECTORS[:3],
                documents=["first text", "zweiter Täxt", 'third "quoted" 🙂'],
                metadatas=[
                    {"n": 1, "f": 1.0, "b": True, "s": "x"},
                    {"n": 2, "f": -0.0},
                    {"n": 9007199254740991, "s": "ü"},
                ],
                uris=["file:///a", "file:///b", "file:///c"],
            ),
        ),
        ("add without documents", lambda: col().add(ids=["d"], embeddings=VECTORS[3:])),
        ("add an id that exists", lambda: col().add(ids=["a"], embeddings=VECTORS[:1])),
        ("add wrong dimension", dimension_error),
        (
            "upsert",
            lambda: col().upsert(
                ids=["a", "e"],
                embeddings=[VECTORS[0], [0.9, 0.8, 0.7]],
                documents=["first again", "fifth"],
                metadatas=[{"n": 1, "s": "y"}, {"n": 5}],
            ),
        ),
        ("update", lambda: col().update(ids=["b"], metadatas=[{"n": 22}], documents=["second again"])),
        ("update missing", lambda: col().update(ids=["zz"], metadatas=[{"n": 1}])),
        ("count", lambda: col().count()),
        ("get all", lambda: col().get()),
        ("get all fields", lambda: col().get(include=["documents", "metadatas", "embeddings", "uris"])),
        ("get nothing", lambda: col().get(include=[])),
        ("get ids", lambda: col().get(ids=["a", "c", "missing"])),
        ("get limit offset", lambda: col().get(limit=2, offset=1)),
        ("get where", lambda: col().get(where={"n": {"$gte": 2}})),
        (
            "get where and",
            lambda: col().get(
                where={"$and": [{"n": {"$gte": 1}}, {"$or": [{"s": "y"}, {"s": {"$ne": "q"}}]}]}
            ),
        ),
        ("get where in", lambda: col().get(where={"n": {"$in": [1, 5]}})),
        ("get where nin", lambda: col().get(where={"n": {"$nin": [1, 5]}})),
        ("get where bool", lambda: col().get(where={"b": True})),
        ("get where float", lambda: col().get(where={"f": {"$lt": 0.5}})),
        ("get where_document", lambda: col().get(where_document={"$contains": "again"})),
        ("get where_document not", lambda: col().get(where_document={"$not_contains": "again"})),
        ("get where_document regex", lambda: col().get(where_document={"$regex": "^f.*th$"})),
        (
            "get where_document and",
            lambda: col().get(where_document={"$and": [{"$contains": "i"}, {"$contains": "t"}]}),
        ),
        ("get bad where", lambda: col().get(where={"n": {"$what": 2}})),
        ("peek", lambda: col().peek(2)),
        ("query", lambda: col().query(query_embeddings=[[0.1, 0.2, 0.3]], n_results=3)),
        (
            "query two",
            lambda: col().query(
                query_embeddings=VECTORS[:2],
                n_results=2,
                include=["documents", "metadatas", "distances", "embeddings", "uris"],
            ),
        ),
        ("query default", lambda: col().query(query_embeddings=VECTORS[:1])),
        ("query where", lambda: col().query(query_embeddings=VECTORS[:1], where={"n": 1})),
        (
            "query where_document",
            lambda: col().query(query_embeddings=VECTORS[:1], where_document={"$contains": "again"}),
        ),
        ("query ids", lambda: col().query(query_embeddings=VECTORS[:1], ids=["a", "b"])),
        ("query wrong dimension", lambda: col().query(query_embeddings=[[1.0]])),
        ("query more than there are", lambda: col().query(query_embeddings=VECTORS[:1], n_results=100)),
        ("get_indexing_status", lambda: col().get_indexing_status()),
        ("search", lambda: col().search(chromadb.Search().limit(2))),
        ("fork", lambda: col().fork("forked")),
        ("delete ids", lambda: col().delete(ids=["d"])),
        ("delete where", lambda: col().delete(where={"n": 5})),
        ("delete where_document", lambda: col().delete(where_document={"$contains": "nothing like it"})),
        ("delete nothing named", lambda: col().delete()),
        ("count after delete", lambda: col().count()),
        ("modify metadata", lambda: col().modify(metadata={"made": "over"})),
        ("modify name", lambda: col("cosine").modify(name="cosine-2")),
        ("get renamed", lambda: col("cosine-2")),
        ("get old name", lambda: col("cosine")),
        ("delete_collection", lambda: client().delete_collection("cosine-2")),
        ("delete_collection missing", lambda: client().delete_collection("cosine-2")),
        (
            "recreate under the same name",
            lambda: (
                client().delete_collection("cases"),
                client().create_collection("cases", embedding_function=None),
            )[1],
        ),
        ("count recreated", lambda: col().count()),
        ("set_tenant", lambda: client().set_tenant(tenant, database)),
        ("set_database", lambda: client().set_database(database)),
        ("reset", lambda: client().reset()),
    ]
    return out


def main() -> None:
    store, gate, token, upstream = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
    direct = calls("direct", store, {})
    through = calls("gate", gate, {"vectorgate-token": token, "vectorgate-upstream": upstream})
    differences = []
    for (name, left), (_, right) in zip(direct, through, strict=True):
        results = []
        for side, call in (("direct", left), ("gate", right)):
            bodies.clear()
            result = plain(run(call), side)
            results.append(
                {"result": result, "bodies": [[m, s, t, ordered(plain(b, side))] for m, s, t, b in bodies]}
            )
        for result in results:
            result["result"] = re.sub(r"\(trace ID: [^)]*\)", "", result["result"])
        if results[0] != results[1]:
            differences.append({"call": name, "direct": results[0], "gate": results[1]})
    print(json.dumps({"calls": len(direct), "differences": differences}))


main()
