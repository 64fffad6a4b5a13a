"""Loads the demo's collections into a running Chroma, embedded by wordllama.

Usage: load.py HOST PORT COLLECTIONS_JSON

The model's weights lie inside its wheel; nothing is downloaded.
"""

import json
import sys
from pathlib import Path

import chromadb
import wordllama
from chromadb.config import Settings
from wordllama import WordLlama

BATCH = 500
DIMENSIONS = 256


def load(host: str, port: int, collections: list[dict]) -> None:
    model = WordLlama.load(dim=DIMENSIONS, cache_dir=Path(wordllama.__file__).parent, disable_download=True)
    settings = Settings(anonymized_telemetry=False)
    admin = chromadb.AdminClient(
        Settings(
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=host,
            chroma_server_http_port=port,
            anonymized_telemetry=False,
        )
    )
    for tenant in sorted({c["tenant"] for c in collections} - {"default_tenant"}):
        admin.create_tenant(tenant)
        admin.create_database("default_database", tenant=tenant)
    for wanted in collections:
        client = chromadb.HttpClient(
            host=host,
            port=port,
            settings=settings,
            tenant=wanted["tenant"],
            database=wanted["database"],
        )
        collection = client.create_collection(
            wanted["name"],
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine"}},
        )
        records = wanted["records"]
        vectors = model.embed([r["document"] for r in records], norm=True)
        for start in range(0, len(records), BATCH):
            batch = records[start : start + BATCH]
            collection.add(
                ids=[r["id"] for r in batch],
                documents=[r["document"] for r in batch],
                metadatas=[r["metadata"] for r in batch],
                embeddings=vectors[start : start + BATCH],
            )
        print(f"{wanted['tenant']}/{wanted['name']}: {collection.count()}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    load(
        sys.argv[1],
        int(sys.argv[2]),
        json.loads(Path(sys.argv[3]).read_text(encoding="utf-8")),
    )
