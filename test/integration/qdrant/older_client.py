"""What an older release of the real client does through the gate, over one transport.

Usage: older_client.py rest|grpc GATE_PORT WRITER_TOKEN READER_TOKEN UPSTREAM COLLECTION
Prints one JSON object: what was written and read by the writer, and what the reader saw.
"""

import json
import sys
import warnings

from qdrant_client import QdrantClient
from qdrant_client.http import models

warnings.filterwarnings("ignore")
transport, gate_port, writer_token, reader_token, upstream, collection = sys.argv[1:]


def client(token):
    headers = {"vectorgate-upstream": upstream, "vectorgate-token": token}
    if transport == "rest":
        return QdrantClient(host="127.0.0.1", port=int(gate_port), metadata=headers, timeout=30)
    made = QdrantClient(host="127.0.0.1", grpc_port=int(gate_port), prefer_grpc=True, timeout=30)
    # What the kernel shim adds to a call: over gRPC older clients have no setting for it.
    inner = getattr(made, "_client", made)
    inner._grpc_headers = [*getattr(inner, "_grpc_headers", []), *headers.items()]
    return made


def told(call):
    try:
        call()
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"
    return "no exception"


def hit(point):
    return [point.id, point.payload, point.vector]


writer, reader = client(writer_token), client(reader_token)
acme = models.Filter(must=[models.FieldCondition(key="tenant", match=models.MatchValue(value="acme"))])
writer.upsert(
    collection,
    points=[
        models.PointStruct(
            id=one, vector=[1.0, one], payload={"tenant": tenant, "email": f"ana@{tenant}.example", "n": one}
        )
        for one, tenant in ((1, "acme"), (2, "globex"), (3, "acme"))
    ],
)
found, _ = writer.scroll(collection, scroll_filter=acme, with_vectors=True, limit=10)
near = writer.search(collection, query_vector=[0.0, 1.0], limit=2, with_payload=True)
batch = writer.search_batch(
    collection, requests=[models.SearchRequest(vector=[0.0, 1.0], limit=1, with_payload=True)] * 2
)
by_id = writer.retrieve(collection, ids=[2])
writer.set_payload(collection, payload={"m": True}, points=[1])
likes = writer.recommend(collection, positive=[1], limit=1)
seen, _ = reader.scroll(collection, limit=10)
result = {
    "scrolled": [hit(one) for one in found],
    "near": [hit(one) for one in near],
    "batch": [[hit(one) for one in each] for each in batch],
    "by id": [hit(one) for one in by_id],
    "set": writer.retrieve(collection, ids=[1])[0].payload,
    "like": [one.id for one in likes],
    "counted": writer.count(collection, count_filter=acme).count,
    "collections": sorted(one.name for one in writer.get_collections().collections),
    "seen": sorted(hit(one)[:2] for one in seen),
    "refused": told(lambda: reader.delete(collection, points_selector=[1])),
}
writer.delete(collection, points_selector=[2])
result["left"] = sorted(one.id for one in writer.scroll(collection, limit=10)[0])
print(json.dumps(result))
