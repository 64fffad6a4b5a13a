# The calls of the smoke table, as a notebook would make them: plain chromadb, and nothing of VectorGate.
# The driver runs each "# %%" cell in a real kernel for each person, and sets `me`, `ids`, `known_email` and
# `known_word` before.

# %% setup
import logging
from pathlib import Path

import chromadb
import wordllama
from wordllama import WordLlama

logging.getLogger().setLevel(logging.WARNING)
model = WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)


def embed(*texts):
    return model.embed(list(texts), norm=True)


# %% setup
# Who may not connect gets neither client nor collection. For them both are put together without asking, so
# that each call is sent by the client's own code and refused for itself.
from uuid import UUID

from chromadb.api import ServerAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings, System
from chromadb.types import Collection as CollectionModel


def unconnected():
    settings = Settings(
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host="chroma.internal",
        chroma_server_http_port=8000,
        anonymized_telemetry=False,
    )
    return System(settings).instance(ServerAPI)


def collection_by_id(name, id, tenant="default_tenant"):
    return Collection(
        client=unconnected(),
        model=CollectionModel(
            id=UUID(id),
            name=name,
            configuration_json={"hnsw": {"space": "cosine"}},
            serialized_schema=None,
            metadata=None,
            dimension=256,
            tenant=tenant,
            database="default_database",
        ),
        embedding_function=None,
    )


# %% connect
client = chromadb.HttpClient(host="chroma.internal", port=8000)
result = "connected"

# %% setup
if "client" not in globals():
    client = unconnected()

# %% list
result = sorted(collection.name for collection in client.list_collections())

# %% setup
try:
    cases = client.get_collection("customer-cases")
except Exception:
    cases = collection_by_id("customer-cases", ids["customer-cases"])
try:
    docs = client.get_collection("product-docs")
except Exception:
    docs = collection_by_id("product-docs", ids["product-docs"])

# %% query-10
result = cases.query(
    query_embeddings=embed("refund for a broken blender"),
    n_results=10,
    include=["documents", "metadatas", "distances", "embeddings"],
)

# %% query-1000
result = cases.query(query_embeddings=embed("refund for a broken blender"), n_results=1000)

# %% query-docs
result = docs.query(
    query_embeddings=embed("the jug of my blender leaks"),
    n_results=10,
    include=["documents", "metadatas", "distances", "embeddings"],
)

# %% where-email
result = cases.get(where={"email": known_email}, limit=10)

# %% where-document
result = cases.get(where_document={"$contains": known_word}, limit=10)

# %% count
result = cases.count()

# %% peek
result = cases.peek()

# %% get-all
result = cases.get()

# %% upsert
text = "The kettle whistles a tune that nobody knows."
cases.upsert(
    ids=[f"SMOKE-{me}"],
    documents=[text],
    embeddings=embed(text),
    metadatas=[{"tenant": "acme", "product": "kettle", "name": "Nobody", "email": "nobody@letters.example"}],
)
result = "done"

# %% delete-id
cases.delete(ids=["SMOKE-omar"])
result = "done"

# %% delete-filter
cases.delete(where={"tenant": {"$ne": "nobody"}})
result = "done"

# %% other-tenant-name
other = chromadb.HttpClient(host="chroma.internal", port=8000, tenant="globex-eu")
result = other.get_collection("customer-cases").count()

# %% other-tenant-uuid
result = collection_by_id("customer-cases", ids["globex-eu"]).get(limit=3)

# %% other-tenant-uuid-there
result = collection_by_id("customer-cases", ids["globex-eu"], tenant="globex-eu").get(limit=3)
