"""What somebody does with the real Qdrant client over gRPC; prints what they see.

The first argument says how: `sync` or `async`. With a second one, another limit.
"""

import asyncio
import json
import sys

from qdrant_client import AsyncQdrantClient, QdrantClient
from qdrant_client.models import (
    Distance,
    FieldCondition,
    Filter,
    MatchValue,
    PayloadSchemaType,
    PointStruct,
    QueryRequest,
    Range,
    SparseVector,
    SparseVectorParams,
    UpdateStatus,
    VectorParams,
)

way = sys.argv[1]
limit = int(sys.argv[2]) if len(sys.argv) > 2 else 3
cases = f"{way}-cases"
vectors = [[0.1 * n for n in range(12)], [1.0 - 0.05 * n for n in range(12)], [0.5] * 12]
payloads = [
    {
        "tenant": "acme",
        "n": 1,
        "long": list(range(10)),
        "deep": {"a": [None, True, 0.5]},
    },
    {
        "tenant": "globex",
        "n": 2,
        "id": 2**60 + 1,
        "signs": 'ü "q"\n\u2028',
        "big": 1e300,
    },
    {"tenant": "acme", "n": 3, "price": -0.0, "nothing": None, "empty": {}, "none": []},
]
points = [PointStruct(id=n + 1, vector=vectors[n], payload=payloads[n]) for n in range(3)]
acme = Filter(must=[FieldCondition(key="tenant", match=MatchValue(value="acme"))])
uuid = "5b2e1c8e-6f0b-4a63-8d4f-0f0c33a0d6aa"


def show(*what) -> None:
    """Prints all of it; protobuf gives the entries of a map in another order in each process."""
    texts = (json.dumps(one, default=vars, ensure_ascii=False, sort_keys=True) for one in what)
    print(*texts, flush=True)


async def awaited(value):
    return await value if asyncio.iscoroutine(value) else value


async def main(client) -> None:
    async def call(name, *args, **named):
        return await awaited(getattr(client, name)(*args, **named))

    created = VectorParams(size=12, distance=Distance.COSINE)
    show(await call("create_collection", cases, vectors_config=created))
    assert (await call("upsert", cases, points, wait=True)).status == UpdateStatus.COMPLETED
    show(await call("create_payload_index", cases, "tenant", PayloadSchemaType.KEYWORD, wait=True))
    show(sorted(one.name for one in (await call("get_collections")).collections))
    info = await call("get_collection", cases)
    show(info.status, info.points_count, info.config, info.payload_schema)
    for named in ({"query": vectors[0]}, {"query": vectors[0], "query_filter": acme}, {"query": 1}):
        found = await call("query_points", cases, limit=limit, with_payload=True, **named)
        show(found)
    batch = [QueryRequest(query=vector, limit=1, with_payload=["n"]) for vector in vectors]
    show(*(await call("query_batch_points", cases, batch)))
    show(await call("query_points_groups", cases, "tenant", query=vectors[0], limit=2, group_size=1))
    show(await call("scroll", cases, limit=2))
    show(await call("retrieve", cases, [1, 3, 99]))
    show((await call("count", cases)).count, (await call("count", cases, count_filter=acme)).count)
    show((await call("facet", cases, "tenant")).hits)
    show(await call("collection_exists", cases), await call("collection_exists", "nothing"))
    show(await call("set_payload", cases, {"seen": True, "n": 7}, [1]))
    show((await call("retrieve", cases, [1]))[0].payload)
    show(await call("upsert", cases, [PointStruct(id=uuid, vector=vectors[2], payload={"n": 9})]))
    show((await call("retrieve", cases, [uuid]))[0].id)
    high = Filter(must=[FieldCondition(key="n", range=Range(gte=3, lt=8.5))])
    show((await call("count", cases, count_filter=high)).count)
    show(await call("delete", cases, [1]), (await call("count", cases)).count)
    show(await call("delete", cases, acme), (await call("count", cases)).count)
    show((await call("get_aliases")).aliases, (await call("get_collection_aliases", cases)).aliases)

    small = f"{way}-small"
    two = {
        "a": VectorParams(size=2, distance=Distance.DOT),
        "b": VectorParams(size=3, distance=Distance.EUCLID),
    }
    sparse = {"words": SparseVectorParams()}
    show(await call("create_collection", small, vectors_config=two, sparse_vectors_config=sparse))
    both = {
        "a": [1.5, -2.25],
        "b": [0.1, 0.2, 0.3],
        "words": SparseVector(indices=[3, 70000], values=[0.5, 1.0]),
    }
    show(await call("upsert", small, [PointStruct(id=1, vector=both)]))
    show(await call("retrieve", small, [1], with_vectors=True))
    show((await call("query_points", small, query=both["words"], using="words", with_vectors=["a"])).points)
    show((await call("get_collection", small)).config.params)

    # Fields of these are masked.
    show((await call("query_points", "people", query=[1.0, 0.0], with_vectors=True)).points)
    show(await call("scroll", "people"), await call("retrieve", "people", [1]))

    # The store refuses, then the gate does.
    for name in ("nothing", "secret"):
        try:
            show(await call("count", name))
        except Exception as error:
            show(name, type(error).__name__, str(error.code()), error.details())
            trailing = dict((one[0], one[1]) for one in error.trailing_metadata())
            show("decision" if "vectorgate-decision" in trailing else trailing)
    show(await call("delete_collection", small))
    await awaited(client.close())


made = QdrantClient if way == "sync" else AsyncQdrantClient
asyncio.run(main(made(url="http://qdrant.internal:6333", grpc_port=6334, prefer_grpc=True)))
