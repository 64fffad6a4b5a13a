# The calls of the smoke table for Qdrant, as a notebook would make them: plain qdrant-client, and nothing
# of VectorGate. The driver runs each "# %%" cell in a real kernel for each person, and sets `me`,
# `known_email`, `known_word` and `prefer_grpc` before.

# %% setup
import logging
import warnings
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import wordllama
from qdrant_client import QdrantClient, models
from wordllama import WordLlama

warnings.filterwarnings("ignore")
logging.getLogger().setLevel(logging.WARNING)
model = WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)
client = QdrantClient(host="qdrant.internal", port=6333, grpc_port=6334, prefer_grpc=prefer_grpc, timeout=60)


def embed(text):
    return model.embed(text, norm=True)[0].tolist()


def told(points):
    """As the table reads hits: what a payload holds besides the record's own id and text is its metadata."""
    payloads = [dict(point.payload) for point in points]
    return {
        "ids": [payload.pop("ref") for payload in payloads],
        "documents": [payload.pop("document", None) for payload in payloads],
        "metadatas": payloads,
        "embeddings": [point.vector for point in points],
    }


def where(key, match):
    return models.Filter(must=[models.FieldCondition(key=key, match=match)])


# %% connect
client.info()
result = "connected"

# %% list
result = sorted(collection.name for collection in client.get_collections().collections)

# %% query-10
result = told(
    client.query_points(
        "customer-cases",
        query=embed("refund for a broken blender"),
        limit=10,
        with_payload=True,
        with_vectors=True,
    ).points
)

# %% query-1000
result = told(
    client.query_points("customer-cases", query=embed("refund for a broken blender"), limit=1000).points
)

# %% query-docs
result = told(
    client.query_points(
        "product-docs", query=embed("the jug of my blender leaks"), limit=10, with_vectors=True
    ).points
)

# %% where-email
result = told(client.scroll("customer-cases", where("email", models.MatchValue(value=known_email)))[0])

# %% where-document
result = told(client.scroll("customer-cases", where("document", models.MatchText(text=known_word)))[0])

# %% count
result = client.count("customer-cases").count

# %% peek
result = told(client.scroll("customer-cases", limit=10, with_vectors=True)[0])

# %% get-all
result = told(client.scroll("customer-cases", limit=10_000)[0])

# %% facet
result = len(client.facet("customer-cases", key="email").hits)

# %% groups
result = sorted(
    group.id
    for group in client.query_points_groups(
        "customer-cases",
        group_by="tenant",
        query=embed("refund for a broken blender"),
        limit=5,
        group_size=2,
    ).groups
)

# %% snapshot
result = client.list_snapshots("customer-cases")

# %% upsert
text = "The kettle whistles a tune that nobody knows."
client.upsert(
    "customer-cases",
    [
        models.PointStruct(
            id=str(uuid5(NAMESPACE_URL, f"SMOKE-{me}")),
            vector=embed(text),
            payload={
                "ref": f"SMOKE-{me}",
                "document": text,
                "tenant": "acme",
                "product": "kettle",
                "name": "Nobody",
                "email": "nobody@letters.example",
            },
        )
    ],
    wait=True,
)
result = "done"

# %% delete-id
client.delete("customer-cases", [str(uuid5(NAMESPACE_URL, "SMOKE-omar"))], wait=True)
result = "done"

# %% delete-filter
client.delete(
    "customer-cases",
    models.Filter(must_not=[models.FieldCondition(key="tenant", match=models.MatchValue(value="nobody"))]),
    wait=True,
)
result = "done"
