"""Uploads points by the real client, straight and through the gate by turns, and queries them.

Usage: qdrant_upload.py STORE_PORT KEY GATE_PORT TOKEN UPSTREAM POINTS DIMENSIONS ROUNDS
Prints one JSON object: seconds of each round by what was done, straight and through the gate.
"""

import json
import sys
import time
import warnings

import numpy
from qdrant_client import QdrantClient, models

warnings.filterwarnings("ignore")
store_port, key, gate_port, token, upstream, *numbers = sys.argv[1:]
points, dimensions, rounds = map(int, numbers)
QUERIES = 300

clients = {
    "straight": QdrantClient(
        host="127.0.0.1",
        port=int(store_port),
        api_key=key,
        https=False,
        timeout=120,
        check_compatibility=False,
    ),
    "gate": QdrantClient(
        host="127.0.0.1",
        port=int(gate_port),
        timeout=120,
        check_compatibility=False,
        metadata={"vectorgate-token": token, "vectorgate-upstream": upstream},
    ),
}
vectors = numpy.random.default_rng(1).random((points, dimensions), dtype=numpy.float32)
payloads = [
    {"tenant": "acme" if i % 2 else "globex", "email": f"person{i}@mail.example", "n": i}
    for i in range(points)
]


def upload(client: QdrantClient, name: str) -> float:
    client.create_collection(name, models.VectorParams(size=dimensions, distance=models.Distance.COSINE))
    started = time.perf_counter()
    client.upload_collection(name, vectors, payloads, batch_size=256, wait=True)
    return time.perf_counter() - started


def query(client: QdrantClient, name: str) -> float:
    started = time.perf_counter()
    for i in range(QUERIES):
        client.query_points(name, query=vectors[i].tolist(), limit=10, with_payload=True)
    return (time.perf_counter() - started) / QUERIES


seconds: dict[str, dict[str, list[float]]] = {"upload": {}, "query": {}}
for number in range(rounds):
    for side, client in clients.items():
        name = f"bench-{side}-{number}"
        seconds["upload"].setdefault(side, []).append(upload(client, name))
        seconds["query"].setdefault(side, []).append(query(client, name))
        clients["straight"].delete_collection(name)
print(json.dumps(seconds))
