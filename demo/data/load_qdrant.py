"""Loads the demo's collections into a running Qdrant, embedded by wordllama.

Usage: load_qdrant.py HOST PORT COLLECTIONS_JSON

The model's weights lie inside its wheel; nothing is downloaded. Qdrant's ids are numbers or UUIDs: a record's
own id stands in its payload as `ref`, its text as `document`.
"""

import json
import sys
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import wordllama
from qdrant_client import QdrantClient, models
from wordllama import WordLlama

BATCH = 500
DIMENSIONS = 256


def load(host: str, port: int, collections: list[dict]) -> None:
    model = WordLlama.load(dim=DIMENSIONS, cache_dir=Path(wordllama.__file__).parent, disable_download=True)
    client = QdrantClient(host=host, port=port, timeout=60, check_compatibility=False)
    made: list[str] = []
    try:
        for wanted in collections:
            name = wanted["name"]
            client.create_collection(
                name, models.VectorParams(size=DIMENSIONS, distance=models.Distance.COSINE)
            )
            made.append(name)
            fill(client, model, name, wanted["records"])
    except BaseException:
        # One that was there already is somebody else's.
        for name in made:
            client.delete_collection(name)
        raise


def fill(client: QdrantClient, model: WordLlama, name: str, records: list[dict]) -> None:
    vectors = model.embed([r["document"] for r in records], norm=True)
    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        client.upsert(
            name,
            [
                models.PointStruct(
                    id=str(uuid5(NAMESPACE_URL, r["id"])),
                    vector=vector.tolist(),
                    payload={"ref": r["id"], "document": r["document"], **r["metadata"]},
                )
                for r, vector in zip(batch, vectors[start : start + BATCH], strict=True)
            ],
            wait=True,
        )
    for field in ("tenant", "email"):
        client.create_payload_index(name, field, models.PayloadSchemaType.KEYWORD, wait=True)
    print(f"{name}: {client.count(name).count}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    load(
        sys.argv[1],
        int(sys.argv[2]),
        json.loads(Path(sys.argv[3]).read_text(encoding="utf-8")),
    )
