"""The clients of the contract: which versions, what they call, and how their stores answer and refuse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gateway_double import chroma


@dataclass(frozen=True)
class Client:
    """One client library. `call` is Python text that reaches `HOST` and `PORT` and prints what came."""

    name: str
    oldest: str
    """The oldest version that we support."""
    latest: str
    call: str
    with_oldest: tuple[str, ...] = ()
    """What the oldest version needs beside it, where its own requirements say too little."""
    with_latest: tuple[str, ...] = ()
    store: Callable[[str, dict], object] = lambda _path, _headers: {}
    refusal: Callable[[str], object] = lambda text: {"error": text}
    store_headers: Mapping[str, str] = field(default_factory=dict)
    """What its store says of itself, where the client insists on it."""
    over_grpc: Callable[[str, list[bytes]], list[bytes]] | None = None
    """What its store answers to a gRPC method's messages, where it speaks gRPC."""
    present: bool = False
    """Whether the environment of all tests has it, in its latest version or in another one."""

    @property
    def label(self) -> str:
        """What the tests call it."""
        return f"{self.name}, gRPC" if self.over_grpc else self.name

    def requirements(self, version: str) -> tuple[str, ...]:
        """For pip."""
        return (
            f"{self.name}=={version}",
            *(self.with_oldest if version == self.oldest else self.with_latest),
        )


def _qdrant(path: str, _headers: dict) -> object:
    if path == "/":
        return {"title": "qdrant - vector search engine", "version": "1.18.3", "commit": "0"}
    return {"result": {"collections": [{"name": "cases"}]}, "status": "ok", "time": 0.1}


def _weaviate(path: str, _headers: dict) -> object:
    if path.endswith("/meta"):
        return {"version": "1.30.0", "hostname": "http://[::]:8080", "modules": {}}
    return {"classes": []}


def _elasticsearch(path: str, _headers: dict) -> object:
    if path == "/":
        return {
            "name": "n",
            "cluster_name": "c",
            "version": {"number": "9.0.0"},
            "tagline": "You Know, for Search",
        }
    return {"took": 1, "hits": {"hits": []}}


def _qdrant_over_grpc(method: str, _messages: list[bytes]) -> list[bytes]:
    """Of `qdrant.ListCollectionsResponse` one collection, of `qdrant.QueryResponse` no hit, by hand."""
    return [b"\x0a\x07\x0a\x05cases" if method == "/qdrant.Collections/List" else b""]


_EMBEDDING = {"object": "embedding", "index": 0, "embedding": [0.5, 0.25]}

CLIENTS = [
    Client(
        name="chromadb",
        oldest="1.0.0",
        latest="1.5.9",
        present=True,
        with_oldest=("posthog<6",),
        call="""
    import chromadb
    print(chromadb.HttpClient(host=HOST, port=PORT).list_collections())
    """,
        store=chroma,
        refusal=lambda text: {"error": "AuthError", "message": text},
    ),
    Client(
        name="requests",
        oldest="2.28.0",
        latest="2.34.2",
        present=True,
        call="""
    import requests
    body, headers = {"vector": [1, 2]}, {"api-key": "their own"}
    answer = requests.post(f"http://{HOST}:{PORT}/search", json=body, headers=headers)
    print(answer.json())
    answer.ok or exit(answer.text)
    """,
    ),
    Client(
        name="httpx",
        oldest="0.23.0",
        latest="0.28.1",
        call="""
    import httpx
    answer = httpx.post(f"http://{HOST}:{PORT}/search", json={"vector": [1, 2]})
    print(answer.json())
    answer.is_success or exit(answer.text)
    """,
    ),
    Client(
        name="httpx2",
        oldest="2.0.0",
        latest="2.16.2",
        call="""
    import httpx2
    answer = httpx2.post(f"http://{HOST}:{PORT}/search", json={"vector": [1, 2]})
    print(answer.json())
    answer.is_success or exit(answer.text)
    """,
    ),
    Client(
        name="aiohttp",
        oldest="3.9.0",
        latest="3.14.5",
        call="""
    import asyncio, aiohttp
    async def search():
        async with aiohttp.ClientSession() as session:
            async with session.post(f"http://{HOST}:{PORT}/search", json={"vector": [1, 2]}) as answer:
                print(await answer.text())
                answer.ok or exit(await answer.text())
    asyncio.run(search())
    """,
    ),
    Client(
        name="qdrant-client",
        oldest="1.9.0",
        latest="1.20.0",
        call="""
    from qdrant_client import QdrantClient
    print(QdrantClient(host=HOST, port=PORT, prefer_grpc=False).get_collections())
    """,
        store=_qdrant,
        refusal=lambda text: {"status": {"error": text}, "time": 0},
    ),
    Client(
        name="qdrant-client",
        oldest="1.9.0",
        latest="1.20.0",
        present=True,
        call="""
    import asyncio
    from qdrant_client import AsyncQdrantClient, QdrantClient
    where = {"host": HOST, "port": 9, "grpc_port": PORT, "prefer_grpc": True, "https": False}
    where["api_key"] = "their own"
    print(QdrantClient(**where).get_collections())
    print(QdrantClient(**where).scroll("cases"))
    async def search():
        client = AsyncQdrantClient(**where)
        print(await client.get_collections())
        await client.close()
    asyncio.run(search())
    """,
        over_grpc=_qdrant_over_grpc,
    ),
    Client(
        name="weaviate-client",
        oldest="4.4.0",
        latest="4.24.1",
        call="""
    import weaviate
    from weaviate.connect import ConnectionParams
    with weaviate.WeaviateClient(
        ConnectionParams.from_params(HOST, PORT, False, "127.0.0.1", 9, False), skip_init_checks=True
    ) as client:
        print(client.collections.list_all())
    """,
        store=_weaviate,
        refusal=lambda text: {"error": [{"message": text}]},
    ),
    Client(
        name="pinecone",
        oldest="6.0.0",
        latest="10.2.0",
        call="""
    from pinecone import Pinecone
    index = Pinecone(api_key="their own").Index(host=f"http://{HOST}:{PORT}")
    print(index.query(vector=[0.5, 0.25], top_k=1))
    """,
        store=lambda _path, _headers: {"matches": [], "namespace": "", "usage": {"readUnits": 1}},
        refusal=lambda text: {"error": {"code": "UNAUTHENTICATED", "message": text}, "status": 401},
    ),
    Client(
        name="openai",
        oldest="1.0.0",
        latest="3.57.0",
        with_oldest=("httpx<0.28",),
        call="""
    from openai import OpenAI
    client = OpenAI(api_key="their own", base_url=f"http://{HOST}:{PORT}/v1", max_retries=0)
    print(client.embeddings.create(model="small", input="text", encoding_format="float"))
    """,
        store=lambda _path, _headers: {
            "object": "list",
            "data": [_EMBEDDING],
            "model": "small",
            "usage": {"prompt_tokens": 1, "total_tokens": 1},
        },
        refusal=lambda text: {
            "error": {"message": text, "type": "invalid_request_error", "code": "unauthenticated"}
        },
    ),
    Client(
        name="elasticsearch",
        oldest="8.0.0",
        latest="9.5.1",
        call="""
    from elasticsearch import Elasticsearch
    client = Elasticsearch(f"http://{HOST}:{PORT}")
    print(client.search(index="cases", query={"match_all": {}}))
    """,
        store=_elasticsearch,
        refusal=lambda text: {
            "error": {
                "type": "security_exception",
                "reason": text,
                "root_cause": [{"type": "security_exception", "reason": text}],
            },
            "status": 401,
        },
        store_headers={"x-elastic-product": "Elasticsearch"},
    ),
]
