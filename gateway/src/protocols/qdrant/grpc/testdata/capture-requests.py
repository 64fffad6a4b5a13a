"""Writes client-requests.json: what Qdrant's own client sends for the same call over REST and over gRPC.

No server of Qdrant's is needed: python capture-requests.py
"""

import base64
import datetime
import json
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import grpc
import httpx
from qdrant_client import QdrantClient, models
from qdrant_client import grpc as q
from qdrant_client.conversions.conversion import RestToGrpc

warnings.filterwarnings("ignore")


class Sent(Exception):
    """Instead of an answer: what was sent is what counts."""


over_rest: list[dict] = []
over_grpc: list[dict] = []


def record_rest(_self, request, **_options):
    url = urlsplit(str(request.url))
    path = url.path[1:].split("/")
    over_rest.append(
        {
            "method": request.method,
            "path": [unquote(part) for part in path if part],
            "query": parse_qsl(url.query),
            "body": request.content.decode(),
        }
    )
    raise Sent


class Recorder(grpc.GenericRpcHandler):
    def service(self, call):
        def record(message, context):
            _, service, method = call.method.split("/")
            over_grpc.append(
                {"service": service, "method": method, "message": base64.b64encode(message).decode()}
            )
            context.abort(grpc.StatusCode.UNIMPLEMENTED, "recorded")

        return grpc.unary_unary_rpc_method_handler(record)


httpx.Client.send = record_rest
server = grpc.server(ThreadPoolExecutor(1), handlers=[Recorder()])
port = server.add_insecure_port("127.0.0.1:0")
server.start()
options = {"check_compatibility": False, "cloud_inference": True, "host": "127.0.0.1", "grpc_port": port}
rest_client = QdrantClient(**options)
grpc_client = QdrantClient(prefer_grpc=True, **options)
pairs: list[dict] = []


def asked(name, over_rest_call, over_grpc_call=None):
    """Both calls; one function where the client has one for both ways."""
    over_rest.clear()
    over_grpc.clear()
    try:
        over_rest_call(rest_client)
    except Sent:
        pass
    except Exception as error:
        if not over_rest:
            raise RuntimeError(f"{name} over REST") from error
    try:
        (over_grpc_call or over_rest_call)(grpc_client)
    except grpc.RpcError:
        pass
    except Exception as error:
        raise RuntimeError(f"{name} over gRPC") from error
    if len(over_rest) != 1 or len(over_grpc) != 1:
        raise RuntimeError(f"{name}: {len(over_rest)} requests over REST, {len(over_grpc)} over gRPC")
    pairs.append({"call": name, "rest": over_rest[0], "grpc": over_grpc[0]})


c = "cases"
uuid = "0f1e2d3c-4b5a-4978-8675-645342312010"
vector = [0.5, -1.5, 2.25]
long_vector = [i / 16 for i in range(24)]
sparse = models.SparseVector(indices=[1, 7, 4_000_000_000], values=[0.5, 0.25, 1.0])
several = [[0.5, 1.0], [0.25, 2.0]]
document = models.Document(text="a text", model="some/model", options={"k": 1, "x": 0.5})
image = models.Image(image="https://images.example/1.png", model="some/model")
anything = models.InferenceObject(object={"a": [1, "x"]}, model="some/model")
moment = datetime.datetime(2024, 2, 29, 12, 30, 15, tzinfo=datetime.UTC)
moment_parts = datetime.datetime(1969, 12, 31, 23, 59, 59, 123456, tzinfo=datetime.UTC)


def field(key, **test):
    return models.FieldCondition(key=key, **test)


def has(key, value):
    return field(key, match=models.MatchValue(value=value))


acme = models.Filter(must=[has("tenant", "acme")])
conditions = {
    "text": has("a", "x"),
    "whole number": has("a.b", -9_223_372_036_854_775_808),
    "yes": has('"a b".c', True),
    "no": has("a[].b", False),
    "words": field("a", match=models.MatchText(text="some words")),
    "any word": field("a", match=models.MatchTextAny(text_any="some words")),
    "phrase": field("a", match=models.MatchPhrase(phrase="some words")),
    "any text": field("a", match=models.MatchAny(any=["x", "y"])),
    "any number": field("a", match=models.MatchAny(any=[1, -2, 2**53 + 1])),
    "one number of a list": field("a", match=models.MatchAny(any=[7])),
    "no text": field("a", match=models.MatchExcept(**{"except": ["x"]})),
    "no number": field("a", match=models.MatchExcept(**{"except": [1, 2]})),
    "range": field("a", range=models.Range(gt=1, gte=1.5, lt=1e20, lte=-3)),
    "range of nothing": field("a", range=models.Range()),
    "time": field("a", range=models.DatetimeRange(gte=moment, lt=moment_parts)),
    "box": field(
        "a",
        geo_bounding_box=models.GeoBoundingBox(
            top_left=models.GeoPoint(lon=1, lat=2.5), bottom_right=models.GeoPoint(lon=3, lat=4)
        ),
    ),
    "circle": field("a", geo_radius=models.GeoRadius(center=models.GeoPoint(lon=1, lat=2), radius=10.5)),
    "polygon": field(
        "a",
        geo_polygon=models.GeoPolygon(
            exterior=models.GeoLineString(points=[models.GeoPoint(lon=i, lat=i) for i in range(4)]),
            interiors=[models.GeoLineString(points=[models.GeoPoint(lon=i, lat=1) for i in range(4)])],
        ),
    ),
    "count": field("a", values_count=models.ValuesCount(gt=1, lte=5)),
    "empty": models.IsEmptyCondition(is_empty=models.PayloadField(key="a")),
    "null": models.IsNullCondition(is_null=models.PayloadField(key="a.b")),
    "ids": models.HasIdCondition(has_id=[1, uuid, 2**64 - 1]),
    "numbers as ids": models.HasIdCondition(has_id=[1, 2]),
    "vector": models.HasVectorCondition(has_vector="dense"),
    "unnamed vector": models.HasVectorCondition(has_vector=""),
    "nested": models.NestedCondition(nested=models.Nested(key="a[]", filter=acme)),
    "filter": models.Filter(
        should=[acme, has("b", 1)],
        must_not=[models.Filter(must=[has("c", "z")])],
        min_should=models.MinShould(conditions=[has("d", 1), has("e", 2)], min_count=1),
    ),
}
everything = models.Filter(
    must=list(conditions.values()), should=[conditions["time"]], must_not=[conditions["ids"]]
)


def query(name, asks, **more):
    asked(f"query by {name}", lambda one: one.query_points(c, query=asks, **more))


nearest = models.NearestQuery
inputs = {
    "a number as an id": 7,
    "the largest id": 2**64 - 1,
    "a UUID": uuid,
    "numbers": vector,
    "many numbers": long_vector,
    "a sparse vector": sparse,
    "several vectors": several,
    "a document": document,
    "an image": image,
    "an object": anything,
}
for name, value in inputs.items():
    query(name, nearest(nearest=value), using="dense")
    query(
        f"{name} as an example",
        models.RecommendQuery(recommend=models.RecommendInput(positive=[value, vector], negative=[value])),
    )
    query(
        f"{name} in context",
        models.ContextQuery(context=[models.ContextPair(positive=value, negative=vector)]),
    )
    query(
        f"{name} as a target",
        models.DiscoverQuery(
            discover=models.DiscoverInput(
                target=value, context=[models.ContextPair(positive=3, negative=value)]
            )
        ),
    )
query("numbers alone", vector)
query("an id alone", 7)
query("ids as examples", models.RecommendQuery(recommend=models.RecommendInput(positive=[1, 2, 3])))
for strategy in models.RecommendStrategy:
    query(
        f"examples, {strategy.value}",
        models.RecommendQuery(
            recommend=models.RecommendInput(positive=[1], negative=[uuid], strategy=strategy)
        ),
    )
query(
    "feedback",
    models.RelevanceFeedbackQuery(
        relevance_feedback=models.RelevanceFeedbackInput(
            target=vector,
            feedback=[
                models.FeedbackItem(example=7, score=0.5),
                models.FeedbackItem(example=vector, score=1),
            ],
            strategy=models.NaiveFeedbackStrategy(naive=models.NaiveFeedbackStrategyParams(a=1, b=0.5, c=0)),
        )
    ),
)
query("diversity", nearest(nearest=vector, mmr=models.Mmr(diversity=0.5, candidates_limit=100)))
query("order", models.OrderByQuery(order_by="when"))
query(
    "order from a number",
    models.OrderByQuery(order_by=models.OrderBy(key="n", direction=models.Direction.DESC, start_from=3)),
)
query(
    "order from a moment",
    models.OrderByQuery(
        order_by=models.OrderBy(key="when", direction=models.Direction.ASC, start_from=moment)
    ),
)
query("chance", models.SampleQuery(sample=models.Sample.RANDOM))
query("nothing", None)
below = models.Prefetch(
    query=vector,
    using="dense",
    filter=acme,
    limit=50,
    score_threshold=0.5,
    params=models.SearchParams(hnsw_ef=10),
    prefetch=models.Prefetch(query=nearest(nearest=7), filter=everything, limit=100),
)
looked = models.Prefetch(query=7, lookup_from=models.LookupLocation(collection="others", vector="v"))
for fusion in models.Fusion:
    query(f"{fusion.value} of others", models.FusionQuery(fusion=fusion), prefetch=[below, looked])
query("rrf", models.RrfQuery(rrf=models.Rrf(k=3, weights=[1.0, 0.5])), prefetch=[below, looked])
query("nothing of others", None, prefetch=below)
decay = {
    "x": "a.b",
    "target": models.DatetimeExpression(datetime="2024-01-01T00:00:00Z"),
    "scale": 3,
    "midpoint": 0.5,
}
expressions = {
    "a number": 3.5,
    "a field": "a.b",
    "the score": "$score",
    "the score of one": "$score[1]",
    "a condition": has("a", "x"),
    "a filter": acme,
    "a place": models.GeoDistance(
        geo_distance=models.GeoDistanceParams(origin=models.GeoPoint(lon=1, lat=2), to="a.place")
    ),
    "a moment": models.DatetimeExpression(datetime="2024-01-01T00:00:00Z"),
    "a moment of a field": models.DatetimeKeyExpression(datetime_key="when"),
    "a product": models.MultExpression(mult=["a", 2, "$score"]),
    "a product of numbers": models.MultExpression(mult=[1.5, 2.0]),
    "a sum": models.SumExpression(sum=["$score", models.NegExpression(neg="b")]),
    "a ratio": models.DivExpression(div=models.DivParams(left="a", right="b", by_zero_default=1)),
    "a magnitude": models.AbsExpression(abs="a"),
    "a root": models.SqrtExpression(sqrt="a"),
    "a power": models.PowExpression(pow=models.PowParams(base="a", exponent=2)),
    "an exponential": models.ExpExpression(exp="a"),
    "a logarithm": models.Log10Expression(log10="a"),
    "a natural logarithm": models.LnExpression(ln="a"),
    "a decay": models.ExpDecayExpression(exp_decay=models.DecayParamsExpression(**decay)),
    "another decay": models.GaussDecayExpression(gauss_decay=models.DecayParamsExpression(**decay)),
    "a third decay": models.LinDecayExpression(lin_decay=models.DecayParamsExpression(x="$score")),
}
for name, value in expressions.items():
    query(
        f"formula of {name}",
        models.FormulaQuery(
            formula=models.SumExpression(sum=["$score", value]), defaults={"a": 1, "b.c": 0.5, "d": "x"}
        ),
        prefetch=below,
    )
payloads = {
    "all": True,
    "nothing": False,
    "some": ["a", "b.c"],
    "included": models.PayloadSelectorInclude(include=["a"]),
    "excluded": models.PayloadSelectorExclude(exclude=["a", "b[].c"]),
}
for name, value in payloads.items():
    query(f"payload {name}", vector, with_payload=value)
for name, value in {"all": True, "none": False, "some": ["dense", "words"]}.items():
    query(f"vectors {name}", vector, with_vectors=value)
query(
    "numbers with everything",
    vector,
    using="dense",
    query_filter=everything,
    search_params=models.SearchParams(
        hnsw_ef=128,
        exact=True,
        indexed_only=True,
        quantization=models.QuantizationSearchParams(ignore=True, rescore=False, oversampling=2.5),
        acorn=models.AcornSearchParams(enable=True, max_selectivity=0.5),
    ),
    limit=7,
    offset=3,
    with_payload=True,
    with_vectors=["dense"],
    score_threshold=0.3,
    lookup_from=models.LookupLocation(collection="others", vector="v", shard_key="k"),
    consistency=models.ReadConsistencyType.MAJORITY,
    shard_key_selector=["a", 2],
    timeout=9,
)
query("id of another collection", 7, lookup_from=models.LookupLocation(collection="others"))
query("one shard", vector, shard_key_selector="a", consistency=2)
query(
    "a shard with another in its stead",
    vector,
    shard_key_selector=models.ShardKeyWithFallback(target="a", fallback=3),
)
for name, condition in conditions.items():
    asked(
        f"scroll by {name}",
        lambda one, condition=condition: one.scroll(c, scroll_filter=models.Filter(must=[condition])),
    )
asked(
    "query in a batch",
    lambda one: one.query_batch_points(
        c,
        [
            models.QueryRequest(query=vector, filter=acme, limit=3, with_payload=True),
            models.QueryRequest(prefetch=[below], query=models.FusionQuery(fusion="rrf"), offset=2),
            models.QueryRequest(query=7, using="words", with_vector=["words"], score_threshold=1),
        ],
        timeout=3,
    ),
)
asked(
    "query by groups",
    lambda one: one.query_points_groups(
        c,
        group_by="tenant",
        query=vector,
        prefetch=below,
        query_filter=everything,
        limit=4,
        group_size=2,
        with_payload=["a"],
        with_lookup=models.WithLookup(collection="others", with_payload=["b"], with_vectors=False),
        lookup_from=models.LookupLocation(collection="more"),
        timeout=3,
    ),
)
asked("query by groups, plainly", lambda one: one.query_points_groups(c, "a.b", query=7, limit=2))
asked(
    "query by groups with a name",
    lambda one: one.query_points_groups(c, "a", query=vector, with_lookup="others"),
)

asked("scroll", lambda one: one.scroll(c))
asked(
    "scroll a page",
    lambda one: one.scroll(
        c,
        scroll_filter=everything,
        limit=20,
        offset=uuid,
        with_payload=["a"],
        with_vectors=True,
        consistency=models.ReadConsistencyType.QUORUM,
        shard_key_selector="k",
        timeout=3,
    ),
)
asked("scroll from a number", lambda one: one.scroll(c, offset=7))
asked(
    "scroll in order",
    lambda one: one.scroll(c, order_by=models.OrderBy(key="n", direction="desc", start_from=0.5)),
)
asked("scroll by a name", lambda one: one.scroll(c, order_by="when"))
asked("count", lambda one: one.count(c))
asked("count some", lambda one: one.count(c, count_filter=everything, exact=False, timeout=3))
asked("facet", lambda one: one.facet(c, key="tenant"))
asked("facet some", lambda one: one.facet(c, key="a.b", facet_filter=acme, limit=5, exact=True, timeout=3))
for kind in ("pairs", "offsets"):
    asked(
        f"matrix of {kind}",
        lambda one, kind=kind: getattr(one, f"search_matrix_{kind}")(
            c, query_filter=acme, limit=4, sample=50, using="dense"
        ),
    )
asked("retrieve", lambda one: one.retrieve(c, [1, uuid]))
asked(
    "retrieve more",
    lambda one: one.retrieve(
        c,
        [1, 2],
        with_payload=models.PayloadSelectorExclude(exclude=["a"]),
        with_vectors=["dense"],
        consistency=models.ReadConsistencyType.ALL,
        shard_key_selector="k",
        timeout=3,
    ),
)
asked("retrieve nothing", lambda one: one.retrieve(c, []))

payload = {
    "text": 'a "text" with \\ and ü and \u2028',
    "whole": 1,
    "big": 2**62,
    "small": -(2**63),
    "double": 1.0,
    "fraction": 0.1,
    "huge": 1e300,
    "zero": -0.0,
    "yes": True,
    "nothing": None,
    "list": [1, "x", 0.5, None, [2], {"a": 1}],
    "numbers": [1, 2, 3],
    "empty": [],
    "object": {"a": {"b": "c"}, "d": {}},
}


def points(*vectors):
    return [
        models.PointStruct(id=i if i % 2 else uuid, vector=one, payload=payload)
        for i, one in enumerate(vectors)
    ]


stored = {
    "numbers": vector,
    "many numbers": long_vector,
    "several vectors": several,
    "vectors by name": {"dense": long_vector, "words": sparse, "parts": several, "embedded": document},
    "a document": document,
    "an image": image,
    "an object": anything,
    "no vector": {},
}
for name, value in stored.items():
    asked(f"upsert {name}", lambda one, value=value: one.upsert(c, points(value, value)))
asked(
    "upsert with everything",
    lambda one: one.upsert(
        c,
        points(vector),
        wait=False,
        ordering=models.WriteOrdering.STRONG,
        shard_key_selector="k",
        update_filter=acme,
        update_mode=models.UpdateMode.INSERT_ONLY,
        timeout=3,
    ),
)
asked("upsert without payload", lambda one: one.upsert(c, [models.PointStruct(id=2**64 - 1, vector=vector)]))
asked(
    "upsert a batch",
    lambda one: one.upsert(c, models.Batch(ids=[1, 2], vectors=[vector, vector], payloads=[payload, {}])),
)
asked(
    "update vectors",
    lambda one: one.update_vectors(
        c,
        [
            models.PointVectors(id=1, vector=vector),
            models.PointVectors(id=uuid, vector={"dense": long_vector}),
        ],
        update_filter=acme,
        ordering=models.WriteOrdering.MEDIUM,
    ),
)
selectors = {
    "ids": [1, uuid],
    "numbers": [1, 2],
    "a filter": everything,
    "a list of ids": models.PointIdsList(points=[3], shard_key="k"),
    "a selector": models.FilterSelector(filter=acme, shard_key=["k", 2]),
}
for name, selected in selectors.items():
    asked(
        f"delete by {name}",
        lambda one, s=selected: one.delete(c, s, wait=True, ordering=models.WriteOrdering.WEAK),
    )
    asked(f"delete vectors by {name}", lambda one, s=selected: one.delete_vectors(c, ["dense", ""], s))
    asked(f"set payload by {name}", lambda one, s=selected: one.set_payload(c, payload, s))
    asked(
        f"set payload below a key by {name}",
        lambda one, s=selected: one.set_payload(c, {"x": 1}, s, key="a.b"),
    )
    asked(f"overwrite payload by {name}", lambda one, s=selected: one.overwrite_payload(c, payload, s))
    asked(f"delete payload by {name}", lambda one, s=selected: one.delete_payload(c, ["a", "b.c"], s))
    asked(f"clear payload by {name}", lambda one, s=selected: one.clear_payload(c, s))
asked("set an empty payload", lambda one: one.set_payload(c, {}, [1]))
asked(
    "changes in a batch",
    lambda one: one.batch_update_points(
        c,
        [
            models.UpsertOperation(
                upsert=models.PointsList(points=points(vector), update_filter=acme, shard_key="k")
            ),
            models.DeleteOperation(delete=models.PointIdsList(points=[1, 2])),
            models.DeleteOperation(delete=models.FilterSelector(filter=acme)),
            models.SetPayloadOperation(set_payload=models.SetPayload(payload=payload, points=[1], key="a")),
            models.SetPayloadOperation(set_payload=models.SetPayload(payload={"a": 1}, filter=acme)),
            models.OverwritePayloadOperation(
                overwrite_payload=models.SetPayload(payload=payload, points=[uuid])
            ),
            models.DeletePayloadOperation(delete_payload=models.DeletePayload(keys=["a"], filter=everything)),
            models.ClearPayloadOperation(clear_payload=models.PointIdsList(points=[1])),
            models.UpdateVectorsOperation(
                update_vectors=models.UpdateVectors(
                    points=[models.PointVectors(id=1, vector={"dense": vector})], update_filter=acme
                )
            ),
            models.DeleteVectorsOperation(delete_vectors=models.DeleteVectors(vector=["dense"], points=[1])),
        ],
        wait=True,
        ordering=models.WriteOrdering.STRONG,
        timeout=5,
    ),
)
for schema in models.PayloadSchemaType:
    asked(
        f"index of type {schema.value}",
        lambda one, schema=schema: one.create_payload_index(c, "a.b", schema, timeout=3),
    )
for params in (
    models.KeywordIndexParams(type="keyword", is_tenant=True, on_disk=True),
    models.IntegerIndexParams(type="integer", lookup=True, range=False),
    models.TextIndexParams(
        type="text",
        tokenizer="word",
        lowercase=True,
        min_token_len=2,
        stopwords=models.StopwordsSet(languages=["english"], custom=["x"]),
        stemmer=models.SnowballParams(type="snowball", language="english"),
    ),
):
    asked(
        f"index with parameters of type {params.type.value}",
        lambda one, params=params: one.create_payload_index(c, "a", params),
    )
asked("drop an index", lambda one: one.delete_payload_index(c, "a.b"))
asked(
    "create a vector",
    lambda one: one.create_vector_name(
        c,
        "new",
        models.DenseVectorNameConfig(dense=models.DenseVectorConfig(size=4, distance="Cosine")),
    ),
)
asked("delete a vector", lambda one: one.delete_vector_name(c, "old"))

asked(
    "create a collection",
    lambda one: one.create_collection(
        c,
        vectors_config={
            "dense": models.VectorParams(
                size=4,
                distance=models.Distance.COSINE,
                hnsw_config=models.HnswConfigDiff(m=8, on_disk=True),
                quantization_config=models.ScalarQuantization(
                    scalar=models.ScalarQuantizationConfig(type="int8", quantile=0.5)
                ),
                multivector_config=models.MultiVectorConfig(comparator="max_sim"),
                datatype="float16",
            )
        },
        sparse_vectors_config={
            "words": models.SparseVectorParams(modifier="idf", index=models.SparseIndexParams(on_disk=True))
        },
        shard_number=2,
        sharding_method=models.ShardingMethod.CUSTOM,
        replication_factor=1,
        write_consistency_factor=1,
        on_disk_payload=True,
        hnsw_config=models.HnswConfigDiff(ef_construct=10),
        optimizers_config=models.OptimizersConfigDiff(deleted_threshold=0.5, max_optimization_threads="auto"),
        wal_config=models.WalConfigDiff(wal_capacity_mb=1),
        quantization_config=models.BinaryQuantization(
            binary=models.BinaryQuantizationConfig(always_ram=True)
        ),
        strict_mode_config=models.StrictModeConfig(enabled=True, max_query_limit=5),
        metadata={"owner": "support", "n": 1},
        timeout=5,
    ),
)
asked(
    "create a plain collection",
    lambda one: one.create_collection(c, models.VectorParams(size=4, distance="Dot")),
)
asked(
    "update a collection",
    lambda one: one.update_collection(
        c,
        optimizers_config=models.OptimizersConfigDiff(max_optimization_threads=3),
        collection_params=models.CollectionParamsDiff(replication_factor=2),
        vectors_config={"dense": models.VectorParamsDiff(on_disk=True)},
        quantization_config=models.Disabled.DISABLED,
        timeout=5,
    ),
)
asked("delete a collection", lambda one: one.delete_collection(c, timeout=3))
asked("describe a collection", lambda one: one.get_collection(c))
asked("whether a collection is there", lambda one: one.collection_exists(c))
asked("list collections", lambda one: one.get_collections())
asked("list aliases", lambda one: one.get_aliases())
asked("list aliases of a collection", lambda one: one.get_collection_aliases(c))
asked(
    "turn aliases",
    lambda one: one.update_collection_aliases(
        [
            models.CreateAliasOperation(create_alias=models.CreateAlias(collection_name=c, alias_name="a")),
            models.RenameAliasOperation(
                rename_alias=models.RenameAlias(old_alias_name="b", new_alias_name="d")
            ),
            models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name="e")),
        ],
        timeout=3,
    ),
)
asked("create a shard key", lambda one: one.create_shard_key(c, "k", shards_number=2, placement=[1, 2]))
asked("delete a shard key", lambda one: one.delete_shard_key(c, 7))
asked("list shard keys", lambda one: one.list_shard_keys(c))
asked("cluster of a collection", lambda one: one.collection_cluster_info(c))
asked(
    "move a shard",
    lambda one: one.cluster_collection_update(
        c,
        models.MoveShardOperation(
            move_shard=models.MoveShard(shard_id=0, to_peer_id=1, from_peer_id=2, method="snapshot")
        ),
    ),
)
asked("list snapshots", lambda one: one.list_snapshots(c))
asked("create a snapshot", lambda one: one.create_snapshot(c))
asked("delete a snapshot", lambda one: one.delete_snapshot(c, "one.snapshot"))
asked("list full snapshots", lambda one: one.list_full_snapshots())
asked("create a full snapshot", lambda one: one.create_full_snapshot())
asked("delete a full snapshot", lambda one: one.delete_full_snapshot("one.snapshot"))
asked("version", lambda one: one.info())

# The older ways of searching, which the client offers no functions for any more.
some = RestToGrpc.convert_filter(acme)
yes = q.WithPayloadSelector(enable=True)
named = q.WithVectorsSelector(include=q.VectorsSelector(names=["dense"]))


def older(name, kind, batch, message, rest, grouped=None):
    """One of a kind, a batch of it, and groups of it where there are any."""
    request = {"search": models.SearchRequest, "recommend": models.RecommendRequest}.get(
        kind, models.DiscoverRequest
    )
    whole = kind.capitalize()
    asked(
        f"older {kind} by {name}",
        lambda one: getattr(one.http.search_api, f"{kind}_points")(
            c, timeout=3, **{f"{kind}_request": request(**rest)}
        ),
        lambda one: getattr(one.grpc_points, whole)(message(collection_name=c, timeout=3)),
    )
    asked(
        f"older batch to {kind} by {name}",
        lambda one: getattr(one.http.search_api, f"{kind}_batch_points")(
            c,
            **{
                f"{kind}_request_batch": getattr(models, f"{whole}RequestBatch")(
                    searches=[request(**rest)] * 2
                )
            },
        ),
        lambda one: getattr(one.grpc_points, f"{whole}Batch")(
            batch(
                collection_name=c,
                **{f"{kind}_points": [message(collection_name=c), message(collection_name="")]},
            )
        ),
    )
    if grouped is not None:
        more = {"group_by": "tenant", "group_size": 2, "with_lookup": models.WithLookup(collection="others")}
        asked(
            f"older groups to {kind} by {name}",
            lambda one: getattr(one.http.search_api, f"{kind}_point_groups")(
                c,
                **{f"{kind}_groups_request": getattr(models, f"{whole}GroupsRequest")(**{**rest, **more})},
            ),
            lambda one: getattr(one.grpc_points, f"{whole}Groups")(
                grouped(
                    collection_name=c,
                    group_by="tenant",
                    group_size=2,
                    with_lookup=q.WithLookup(collection="others"),
                )
            ),
        )


def made(kind, **fields):
    return lambda **more: kind(**fields, **more)


for name, over_rest_vector, fields in (
    ("numbers", vector, {"vector": vector}),
    (
        "a vector's name",
        models.NamedVector(name="dense", vector=long_vector),
        {"vector": long_vector, "vector_name": "dense"},
    ),
    (
        "a sparse vector",
        models.NamedSparseVector(name="words", vector=sparse),
        {
            "vector": sparse.values,
            "vector_name": "words",
            "sparse_indices": q.SparseIndices(data=sparse.indices),
        },
    ),
):
    fields = {**fields, "filter": some, "limit": 5, "with_payload": yes, "score_threshold": 0.5}
    older(
        name,
        "search",
        q.SearchBatchPoints,
        made(q.SearchPoints, **fields),
        {
            "vector": over_rest_vector,
            "filter": acme,
            "limit": 5,
            "with_payload": True,
            "score_threshold": 0.5,
        },
        made(q.SearchPointGroups, **fields),
    )
fields = {
    "positive": [q.PointId(num=1), q.PointId(uuid=uuid)],
    "negative": [q.PointId(num=2)],
    "positive_vectors": [q.Vector(dense=q.DenseVector(data=vector))],
    "negative_vectors": [q.Vector(data=vector)],
    "strategy": q.RecommendStrategy.BestScore,
    "filter": some,
    "limit": 5,
    "with_vectors": named,
    "using": "dense",
    "lookup_from": q.LookupLocation(collection_name="others", vector_name="v"),
}
older(
    "examples",
    "recommend",
    q.RecommendBatchPoints,
    made(q.RecommendPoints, offset=2, **fields),
    {
        "positive": [1, uuid, vector],
        "negative": [2, vector],
        "strategy": "best_score",
        "filter": acme,
        "limit": 5,
        "with_vector": ["dense"],
        "using": "dense",
        "lookup_from": models.LookupLocation(collection="others", vector="v"),
        "offset": 2,
    },
)
fields = {"positive": [q.PointId(num=1), q.PointId(num=2)], "limit": 5}
older(
    "ids",
    "recommend",
    q.RecommendBatchPoints,
    made(q.RecommendPoints, **fields),
    {"positive": [1, 2], "limit": 5},
    made(q.RecommendPointGroups, **fields),
)
older(
    "a target",
    "discover",
    q.DiscoverBatchPoints,
    made(
        q.DiscoverPoints,
        target=q.TargetVector(single=q.VectorExample(vector=q.Vector(data=vector))),
        context=[
            q.ContextExamplePair(
                positive=q.VectorExample(id=q.PointId(num=7)),
                negative=q.VectorExample(vector=q.Vector(dense=q.DenseVector(data=vector))),
            )
        ],
        filter=some,
        limit=5,
    ),
    {
        "target": vector,
        "context": [models.ContextExamplePair(positive=7, negative=vector)],
        "filter": acme,
        "limit": 5,
    },
)

text = json.dumps(pairs, indent=1, ensure_ascii=False)
Path(__file__).with_name("client-requests.json").write_text(text + "\n")
print(len(pairs), "pairs")
server.stop(None)
