"""Writes client-requests.json: what chromadb's own client sends, call by call.

Run with an address of an empty Chroma server: python capture-requests.py http://127.0.0.1:8000
"""

import json
import sys
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import chromadb
import httpx
from chromadb.config import Settings

address = urlsplit(sys.argv[1])
requests: list[dict] = []
call = ""
send = httpx.Client.send


def recorded(self, request, **options):
    url = urlsplit(str(request.url))
    requests.append(
        {
            "call": call,
            "method": request.method,
            "path": [unquote(part) for part in url.path[1:].split("/")],
            "query": parse_qsl(url.query),
            "body": request.content.decode(),
        }
    )
    return send(self, request, **options)


httpx.Client.send = recorded


def asked(name, function):
    global call
    call = name
    try:
        return function()
    except Exception as error:  # some calls the server itself refuses; what was sent is what counts
        print(name, type(error).__name__, file=sys.stderr)


client = asked("connect", lambda: chromadb.HttpClient(host=address.hostname, port=address.port))
cases = asked(
    "create_collection",
    lambda: client.create_collection(
        "customer-cases",
        metadata={"owner": "support"},
        configuration={"hnsw": {"space": "cosine"}},
        embedding_function=None,
    ),
)
asked(
    "get_or_create_collection",
    lambda: client.get_or_create_collection("customer-cases", embedding_function=None),
)
asked("get_collection", lambda: client.get_collection("customer-cases", embedding_function=None))
asked("list_collections", lambda: client.list_collections(limit=5, offset=1))
asked("count_collections", lambda: client.count_collections())
asked(
    "add",
    lambda: cases.add(
        ids=["1", "2"],
        embeddings=[[1, 0], [0, 1.5]],
        documents=["a", "b"],
        metadatas=[
            {"tenant": "acme", "n": 1, "tags": ["x", "y"]},
            {"tenant": "globex", "big": 9007199254740993},
        ],
        uris=["u:1", "u:2"],
    ),
)
asked("upsert", lambda: cases.upsert(ids=["3"], embeddings=[[1, 1]], documents=["c"]))
asked("update", lambda: cases.update(ids=["3"], metadatas=[{"tenant": "acme", "gone": None}]))
asked("query", lambda: cases.query(query_embeddings=[[1, 0]]))
asked(
    "query with filters",
    lambda: cases.query(
        query_embeddings=[[1, 0], [0, 1]],
        n_results=3,
        ids=["1", "2"],
        where={
            "$and": [
                {"tenant": "acme"},
                {"$or": [{"n": {"$gte": 1}}, {"n": {"$in": [7, 8]}}, {"tags": {"$contains": "x"}}]},
            ]
        },
        where_document={"$or": [{"$contains": "a"}, {"$not_contains": "b"}, {"$regex": "^c"}]},
        include=["documents", "distances"],
    ),
)
asked("get", lambda: cases.get())
asked("get by ids", lambda: cases.get(ids=["1", "2"], include=["embeddings", "metadatas"]))
asked(
    "get a page", lambda: cases.get(where={"tenant": {"$ne": "acme"}}, limit=20, offset=40, include=["uris"])
)
asked("peek", lambda: cases.peek(3))
asked("count", lambda: cases.count())
asked("delete by ids", lambda: cases.delete(ids=["2"]))
asked("delete by filter", lambda: cases.delete(where={"tenant": "nobody"}, limit=4))
asked(
    "modify",
    lambda: cases.modify(
        name="customer-files", metadata={"owner": "sales"}, configuration={"hnsw": {"ef_search": 50}}
    ),
)
asked("fork", lambda: cases.fork("customer-copy"))
asked("search", lambda: cases.search(chromadb.Search().limit(5)))
asked("indexing status", lambda: cases.get_indexing_status())
asked("delete_collection", lambda: client.delete_collection("customer-files"))
asked("heartbeat", client.heartbeat)
asked("get_version", client.get_version)
asked("reset", client.reset)
admin = asked(
    "admin",
    lambda: chromadb.AdminClient(
        Settings(
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=address.hostname,
            chroma_server_http_port=address.port,
        )
    ),
)
asked("create_tenant", lambda: admin.create_tenant("tenant-two"))
asked("create_database", lambda: admin.create_database("database-two", "tenant-two"))
asked("list_databases", lambda: admin.list_databases(tenant="tenant-two"))
asked("get_database", lambda: admin.get_database("database-two", "tenant-two"))
asked("get_tenant", lambda: admin.get_tenant("tenant-two"))
asked("delete_database", lambda: admin.delete_database("database-two", "tenant-two"))

collection = str(cases.id)
known = "0f1e2d3c-4b5a-4978-8675-645342312010"
text = json.dumps(requests, indent=1, ensure_ascii=False).replace(collection, known)
Path(__file__).with_name("client-requests.json").write_text(text + "\n")
