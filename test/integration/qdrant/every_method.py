"""Calls every method of the real Qdrant client twice over one transport, straight and through the gate.

Usage: every_method.py rest|grpc STORE_PORT GATE_PORT TOKEN UPSTREAM
Prints one JSON object: {"calls": n, "differences": [{"call": ..., "direct": ..., "gate": ...}]}.
The answers are compared. Both sides work on twins: collections of different names with the same content.
Times are taken out.
"""

import asyncio
import json
import re
import sys
import warnings

import grpc._channel as grpc_channel
import httpx
from qdrant_client import AsyncQdrantClient, QdrantClient, models

warnings.filterwarnings("ignore")
bodies: list[tuple[str, int, str]] = []


def plain(text: str, side: str) -> str:
    text = text.replace(f"-{side}", "").replace(f"-{side}".encode().hex(), "")
    # What a failed call tells of itself beside the server's answer: when, and which address it asked.
    text = re.sub(r'debug_error_string = ".*"', "", text)
    text = re.sub(r'"time":[0-9.e-]+', '"time":0', text)
    return re.sub(
        r'"(uuid|commit|pid|peer_id|index_size|ram|disk|creation_time)[^"]*":[^,}]+', r'"\1":0', text
    )


def ordered(text: str) -> str:
    """Maps in one order: the server writes them in another each time. Numbers as their text."""
    try:
        value = json.loads(text, parse_float=lambda t: f"float {t}", parse_int=lambda t: f"int {t}")
    except json.JSONDecodeError:
        return text
    return json.dumps(value, sort_keys=True)


def written(value: object) -> str:
    return json.dumps(
        value, sort_keys=True, default=lambda o: o.model_dump() if hasattr(o, "model_dump") else str(o)
    )


def watch(cls, method):
    original = getattr(cls, method)

    def send(self, request, **kwargs):
        response = original(self, request, **kwargs)
        response.read()
        bodies.append((request.method, response.status_code, response.content.decode("utf-8", "replace")))
        return response

    async def send_async(self, request, **kwargs):
        response = await original(self, request, **kwargs)
        await response.aread()
        bodies.append((request.method, response.status_code, response.content.decode("utf-8", "replace")))
        return response

    setattr(cls, method, send_async if asyncio.iscoroutinefunction(original) else send)


watch(httpx.Client, "send")
watch(httpx.AsyncClient, "send")


def watch_grpc():
    """Messages are compared in one form, with what no description names; times are taken out."""
    original = grpc_channel.Channel.unary_unary

    def unary_unary(self, method, request_serializer=None, response_deserializer=None, *rest, **named):
        def read(data):
            message = response_deserializer(data)
            told = response_deserializer(data)
            for field in ("time", "usage"):
                if field in told.DESCRIPTOR.fields_by_name:
                    told.ClearField(field)
            bodies.append((method, 0, told.SerializeToString(deterministic=True).hex()))
            return message

        return original(self, method, request_serializer, read, *rest, **named)

    grpc_channel.Channel.unary_unary = unary_unary


watch_grpc()

KEY = "the-key-that-only-the-gateway-has"
VECTORS = {
    "dense": models.VectorParams(size=3, distance=models.Distance.COSINE),
    "other": models.VectorParams(size=3, distance=models.Distance.DOT),
}
BIG = 18446744073709551615
UUID = "5c56c793-69f3-4fbf-87e6-c4bf54c28c26"


def points():
    return [
        models.PointStruct(
            id=i,
            vector={
                "dense": [i / 10, 0.5, 0.25],
                "other": [0.5, i / 10, 0.1],
                "words": models.SparseVector(indices=[i % 4, 7], values=[0.5, i / 16]),
            },
            payload={
                "tenant": "acme" if i % 2 else "globex",
                "email": f"p{i}@example.com",
                "n": i,
                "share": i / 4,
                "tags": ["a", f"t{i % 3}"],
                "address": {"city": "Bern" if i % 2 else "Basel", "lines": [{"street": f"s{i}"}]},
                "at": f"2026-01-{1 + i:02}T00:00:00Z",
                "place": {"lon": 7.0 + i / 10, "lat": 47.0},
            },
        )
        for i in range(1, 12)
    ]


F = models.Filter
C = models.FieldCondition
ACME = F(must=[C(key="tenant", match=models.MatchValue(value="acme"))])
FILTERS = [
    ACME,
    F(must=C(key="tenant", match=models.MatchAny(any=["acme", "x"]))),
    F(must_not=[C(key="n", match=models.MatchExcept(**{"except": [1, 2]}))]),
    F(should=[C(key="n", range=models.Range(gte=3, lt=5)), C(key="share", range=models.Range(gt=2.0))]),
    F(
        min_should=models.MinShould(
            conditions=[ACME, C(key="n", match=models.MatchValue(value=3))], min_count=1
        )
    ),
    F(must=[models.HasIdCondition(has_id=[1, 2, BIG, UUID])]),
    F(must=[models.IsEmptyCondition(is_empty=models.PayloadField(key="missing"))]),
    F(must=[models.IsNullCondition(is_null=models.PayloadField(key="missing"))]),
    F(must=[models.HasVectorCondition(has_vector="dense")]),
    F(
        must=[
            models.NestedCondition(
                nested=models.Nested(
                    key="address.lines", filter=F(must=[C(key="street", match=models.MatchValue(value="s3"))])
                )
            )
        ]
    ),
    F(must=[C(key="address.lines[].street", match=models.MatchValue(value="s3"))]),
    F(must=[C(key="at", range=models.DatetimeRange(gte="2026-01-04T00:00:00Z"))]),
    F(
        must=[
            C(
                key="place",
                geo_radius=models.GeoRadius(center=models.GeoPoint(lon=7.3, lat=47.0), radius=20000.0),
            )
        ]
    ),
    F(must=[C(key="tags", values_count=models.ValuesCount(gte=2))]),
]
Q = models
VECTOR = [0.2, 0.4, 0.9]


def calls(name):
    yield (
        "create",
        lambda c: c.create_collection(
            name, vectors_config=VECTORS, sparse_vectors_config={"words": models.SparseVectorParams()}
        ),
    )
    yield "exists", lambda c: c.collection_exists(name)
    yield "info", lambda c: c.get_collection(name)
    yield (
        "collections",
        lambda c: sorted(x.name for x in c.get_collections().collections if x.name.startswith(name)),
    )
    yield "upsert", lambda c: c.upsert(name, points(), wait=True)
    yield (
        "upsert of odd ids",
        lambda c: c.upsert(
            name,
            [
                models.PointStruct(
                    id=BIG, vector={"dense": [0.1, 0.2, 0.3]}, payload={"n": BIG, "tenant": "acme"}
                ),
                models.PointStruct(id=UUID, vector={}, payload=None),
            ],
            wait=True,
        ),
    )
    yield (
        "upsert as a batch",
        lambda c: c.upsert(
            name,
            models.Batch(
                ids=[50, 51], vectors={"dense": [VECTOR, [0.2, 0.5, 0.9]]}, payloads=[{"n": 50}, {"n": 51}]
            ),
            wait=True,
        ),
    )
    yield "upload points", lambda c: c.upload_points(name, points()[:3], wait=True)
    for field, schema in [("tenant", "keyword"), ("n", "integer"), ("at", "datetime"), ("share", "float")]:
        yield f"index {field}", lambda c, f=field, s=schema: c.create_payload_index(name, f, s, wait=True)
    for i, condition in enumerate(FILTERS):
        yield f"scroll with filter {i}", lambda c, f=condition: c.scroll(name, f, limit=5)
        yield f"count with filter {i}", lambda c, f=condition: c.count(name, f)
    yield "count", lambda c: c.count(name, exact=False)
    yield (
        "scroll pages",
        lambda c: c.scroll(name, limit=4, offset=3, with_payload=["n"], with_vectors=["dense"]),
    )
    yield "scroll without payload", lambda c: c.scroll(name, with_payload=False, with_vectors=True)
    yield (
        "scroll by order",
        lambda c: c.scroll(name, order_by=models.OrderBy(key="n", direction="desc", start_from=7), limit=3),
    )
    yield "retrieve", lambda c: c.retrieve(name, [1, BIG, UUID, 4711], with_vectors=True)
    yield (
        "retrieve some fields",
        lambda c: c.retrieve(name, [1], with_payload=models.PayloadSelectorExclude(exclude=["email"])),
    )
    kinds = {
        "nearest": dict(query=VECTOR, using="dense"),
        "by id": dict(query=1, using="dense"),
        "sparse": dict(query=models.SparseVector(indices=[1, 7], values=[0.5, 0.5]), using="words"),
        "mmr": dict(query=Q.NearestQuery(nearest=VECTOR, mmr=Q.Mmr(diversity=0.5)), using="dense"),
        "recommend": dict(
            query=Q.RecommendQuery(recommend=Q.RecommendInput(positive=[1, 2], negative=[VECTOR])),
            using="dense",
        ),
        "discover": dict(
            query=Q.DiscoverQuery(
                discover=Q.DiscoverInput(target=1, context=[Q.ContextPair(positive=2, negative=3)])
            ),
            using="dense",
        ),
        "context": dict(
            query=Q.ContextQuery(context=[Q.ContextPair(positive=2, negative=VECTOR)]), using="dense"
        ),
        "order": dict(query=Q.OrderByQuery(order_by="n")),
        "sample": dict(query=Q.SampleQuery(sample=Q.Sample.RANDOM), limit=100, with_payload=False),
        "none": dict(),
        "fusion": dict(
            prefetch=[
                Q.Prefetch(query=VECTOR, using="dense", limit=4, filter=ACME),
                Q.Prefetch(query=VECTOR, using="other", limit=4),
            ],
            query=Q.FusionQuery(fusion=Q.Fusion.RRF),
        ),
        "formula": dict(
            prefetch=Q.Prefetch(query=VECTOR, using="dense", limit=5),
            query=Q.FormulaQuery(
                formula=Q.SumExpression(
                    sum=[
                        "$score",
                        Q.MultExpression(mult=[0.5, "n"]),
                        C(key="tenant", match=Q.MatchValue(value="acme")),
                    ]
                ),
                defaults={"n": 1},
            ),
        ),
        "deep": dict(
            prefetch=Q.Prefetch(
                prefetch=Q.Prefetch(query=VECTOR, using="other", limit=8),
                query=VECTOR,
                using="dense",
                limit=6,
            ),
            query=1,
            using="other",
        ),
        "lookup": dict(query=1, using="dense", lookup_from=Q.LookupLocation(collection=name, vector="other")),
    }
    for kind, arguments in kinds.items():
        more = {"with_payload": True, "with_vectors": ["dense"], "limit": 3, "offset": 1, **arguments}
        if kind in ("sample", "context", "fusion"):  # random, or of one score
            yield f"query {kind}", lambda c, a=more: len(c.query_points(name, **a).points)
        else:
            yield f"query {kind}", lambda c, a=more: c.query_points(name, **a)
        yield (
            f"query {kind} with filter",
            lambda c, a=more: len(c.query_points(name, **{**a, "query_filter": ACME}).points),
        )
    yield (
        "query with params",
        lambda c: c.query_points(
            name,
            query=VECTOR,
            using="dense",
            search_params=Q.SearchParams(exact=True, hnsw_ef=64),
            score_threshold=0.1,
        ),
    )
    yield (
        "query batch",
        lambda c: c.query_batch_points(
            name,
            [
                Q.QueryRequest(query=VECTOR, using="dense", limit=2, with_payload=True),
                Q.QueryRequest(query=1, using="dense", limit=1),
            ],
        ),
    )
    yield (
        "groups",
        lambda c: c.query_points_groups(
            name, group_by="tenant", query=VECTOR, using="dense", limit=2, group_size=2, with_payload=True
        ),
    )
    yield (
        "groups with lookup",
        lambda c: c.query_points_groups(
            name, group_by="n", query=VECTOR, using="dense", limit=2, with_lookup=name
        ),
    )
    yield "facet", lambda c: c.facet(name, "tenant")
    yield (
        "matrix pairs",
        lambda c: c.search_matrix_pairs(
            name, sample=3, limit=2, using="dense", query_filter=F(must=[Q.HasIdCondition(has_id=[1, 2, 3])])
        ),
    )
    yield (
        "matrix offsets",
        lambda c: c.search_matrix_offsets(
            name, sample=3, limit=2, using="dense", query_filter=F(must=[Q.HasIdCondition(has_id=[1, 2, 3])])
        ),
    )
    yield "set payload", lambda c: c.set_payload(name, {"seen": True}, points=[1, 2], wait=True)
    yield "set payload by filter", lambda c: c.set_payload(name, {"x": 1}, points=ACME, key="deep", wait=True)
    yield "overwrite payload", lambda c: c.overwrite_payload(name, {"only": 1}, points=[3], wait=True)
    yield "delete payload", lambda c: c.delete_payload(name, ["seen", "address.city"], points=[1], wait=True)
    yield "clear payload", lambda c: c.clear_payload(name, [4], wait=True)
    yield (
        "update vectors",
        lambda c: c.update_vectors(
            name, [models.PointVectors(id=1, vector={"dense": [0.9, 0.1, 0.1]})], wait=True
        ),
    )
    yield "delete vectors", lambda c: c.delete_vectors(name, ["other"], points=[2], wait=True)
    yield (
        "batch update",
        lambda c: c.batch_update_points(
            name,
            [
                Q.UpsertOperation(upsert=Q.PointsList(points=points()[:1])),
                Q.SetPayloadOperation(set_payload=Q.SetPayload(payload={"b": 1}, points=[1])),
                Q.DeletePayloadOperation(delete_payload=Q.DeletePayload(keys=["b"], points=[1])),
                Q.DeleteOperation(delete=Q.PointIdsList(points=[11])),
            ],
            wait=True,
        ),
    )
    yield "scroll afterwards", lambda c: c.scroll(name, limit=50, with_vectors=True)
    yield "delete points", lambda c: c.delete(name, [1], wait=True)
    yield "delete by filter", lambda c: c.delete(name, Q.FilterSelector(filter=ACME), wait=True)
    yield (
        "alias",
        lambda c: c.update_collection_aliases(
            [
                Q.CreateAliasOperation(
                    create_alias=Q.CreateAlias(collection_name=name, alias_name=f"alias-of-{name}")
                )
            ]
        ),
    )
    yield "through the alias", lambda c: c.scroll(f"alias-of-{name}", limit=2)
    yield "aliases of it", lambda c: c.get_collection_aliases(name)
    yield (
        "all aliases",
        lambda c: [
            (a.alias_name, a.collection_name) for a in c.get_aliases().aliases if a.collection_name == name
        ],
    )
    yield (
        "no alias",
        lambda c: c.update_collection_aliases(
            [Q.DeleteAliasOperation(delete_alias=Q.DeleteAlias(alias_name=f"alias-of-{name}"))]
        ),
    )
    yield (
        "update collection",
        lambda c: c.update_collection(
            name, optimizers_config=Q.OptimizersConfigDiff(indexing_threshold=10000)
        ),
    )
    yield "drop index", lambda c: c.delete_payload_index(name, "n", wait=True)
    yield "snapshots", lambda c: c.list_snapshots(name)
    yield "not found", lambda c: c.retrieve(f"nowhere-{name}", [1])
    yield "bad vector", lambda c: c.query_points(name, query=[0.1], using="dense")
    yield "delete collection", lambda c: c.delete_collection(name)
    yield "gone", lambda c: c.collection_exists(name)


#: Answers that differ from run to run by themselves: the client's own value is compared alone.
OWN_VALUE = {"collections", "all aliases", "info"} | {
    f"query {kind}{more}" for kind in ("sample", "context", "fusion") for more in ("", " with filter")
}


def outcome(call, label, client, side):
    bodies.clear()
    try:
        result = call(client)
    except Exception as problem:
        result = plain(f"{type(problem).__name__}: {problem}", side)
    shown = plain(written(result), side)
    # The question for the server's version comes from a thread beside.
    own = [(m, s, ordered(plain(t, side))) for m, s, t in bodies if '"title":"qdrant' not in t]
    return {"result": shown, "bodies": [] if label in OWN_VALUE else own}


def place(transport, port):
    """Where a client finds a server, and that over gRPC it asks nothing over REST."""
    if transport == "rest":
        return {"host": "127.0.0.1", "port": int(port), "timeout": 30, "https": False}
    return {
        "host": "127.0.0.1",
        "grpc_port": int(port),
        "prefer_grpc": True,
        "check_compatibility": False,
        "timeout": 30,
        "https": False,
    }


def carry(client, headers):
    """What the kernel shim adds to a call: over gRPC the client has no setting for it."""
    client._client._grpc_headers.extend(headers.items())


def main(transport, store_port, gate_port, token, upstream):
    headers = {"vectorgate-token": token, "vectorgate-upstream": upstream}
    direct = QdrantClient(**place(transport, store_port), api_key=KEY)
    gate = QdrantClient(**place(transport, gate_port), metadata=headers)
    carry(gate, headers)
    differences, count = [], 0
    pairs = zip(calls("twin-direct"), calls("twin-govern"), strict=True)
    for (label, straight), (_, through) in pairs:
        count += 1
        a = outcome(straight, label, direct, "direct")
        # Names of one length: messages tell the lengths of what is in them.
        b = outcome(through, label, gate, "govern")
        if a != b:
            differences.append({"call": label, "direct": a, "gate": b})

    async def asynchronous():
        own = AsyncQdrantClient(**place(transport, gate_port), metadata=headers)
        carry(own, headers)
        await own.create_collection("async-gate", vectors_config=models.VectorParams(size=2, distance="Dot"))
        await own.upsert("async-gate", [models.PointStruct(id=1, vector=[1, 0], payload={"a": 1})], wait=True)
        found = await own.query_points("async-gate", query=[1, 0])
        await own.delete_collection("async-gate")
        return [point.payload for point in found.points]

    found = asyncio.run(asynchronous())
    print(json.dumps({"calls": count, "differences": differences, "asynchronous": found}))


main(*sys.argv[1:])
