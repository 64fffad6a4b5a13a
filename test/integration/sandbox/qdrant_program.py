"""What somebody does with the real Qdrant client over REST; prints what they see.

With an argument, another limit.
"""

import sys

from qdrant_client import QdrantClient
from qdrant_client.models import Distance, PointStruct, VectorParams

client = QdrantClient(url="http://qdrant.internal:6333")
client.create_collection("cases", vectors_config=VectorParams(size=12, distance=Distance.COSINE))
vectors = [[0.1 * n for n in range(12)], [1.0 - 0.05 * n for n in range(12)]]
payloads = [{"tenant": "acme", "long": list(range(10))}, {"tenant": "globex", "id": 2**60 + 1}]
points = [PointStruct(id=n, vector=vectors[n], payload=payloads[n]) for n in range(2)]
print(client.upsert("cases", points, wait=True).status)
limit = int(sys.argv[1]) if len(sys.argv) > 1 else 2
for point in client.query_points("cases", query=vectors[0], limit=limit).points:
    print(point.id, point.score, point.payload)
print(client.count("cases").count, client.collection_exists("nothing"))
print(client.scroll("cases", limit=1, with_payload=True)[0])
try:
    client.get_collection("secret")
except Exception as error:
    print(type(error).__name__, error)
