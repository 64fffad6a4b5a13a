"""Uploads points by the real client, straight and through the gate by turns, and queries them.

Usage: qdrant_upload.py STORE_PORT STORE_GRPC_PORT KEY GATE_PORT TOKEN UPSTREAM GRPC_UPSTREAM
  POINTS DIMENSIONS ROUNDS
Prints one JSON object: seconds of each round by transport and by what was done, straight and through.
"""

import json
import sys
import time
import warnings

import numpy
from qdrant_client import QdrantClient, models

warnings.filterwarnings("ignore")
store_port, store_grpc_port, key, gate_port, token, upstream, grpc_upstream, *numbers = sys.argv[1:]
points, dimensions, rounds = map(int, numbers)
QUERIES = 300
COMMON = {"host": "127.0.0.1", "https": False, "timeout": 120, "check_compatibility": False}


def straight(grpc: bool) -> QdrantClient:
    return QdrantClient(
        port=int(store_port), grpc_port=int(store_grpc_port), api_key=key, prefer_grpc=grpc, **COMMON
    )


def through(grpc: bool) -> QdrantClient:
    headers = {"vectorgate-token": token, "vectorgate-upstream": upstream}
    client = QdrantClient(
        port=int(gate_port), grpc_port=int(gate_port), metadata=headers, prefer_grpc=grpc, **COMMON
    )
    if grpc:
        # What the kernel shim adds to a call: over gRPC the client has no setting for it.
        headers["vectorgate-upstream"] = grpc_upstream
        client._client._grpc_headers.extend(headers.items())
    return client


clients = {
    transport: {"straight": straight(transport == "gRPC"), "gate": through(transport == "gRPC")}
    for transport in ("REST", "gRPC")
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


seconds: dict[str, dict[str, dict[str, list[float]]]] = {}
for number in range(rounds):
    for transport, sides in clients.items():
        of = seconds.setdefault(transport, {"upload": {}, "query": {}})
        for side, client in sides.items():
            name = f"bench-{transport}-{side}-{number}"
            of["upload"].setdefault(side, []).append(upload(client, name))
            of["query"].setdefault(side, []).append(query(client, name))
            sides["straight"].delete_collection(name)
print(json.dumps(seconds))
