"""Calls of the real Qdrant client through a gateway.

python qdrant_session.py PORT HEADERS_AS_JSON [FILE_WITH_CALLS]
"""

import json
import sys
from pathlib import Path

from qdrant_client import QdrantClient, models

client = QdrantClient(
    host="127.0.0.1",
    port=int(sys.argv[1]),
    https=False,
    check_compatibility=False,
    metadata=json.loads(sys.argv[2]),
)
if len(sys.argv) > 3:
    exec(Path(sys.argv[3]).read_text())  # what the replay shows, ready to be copied
else:
    toaster = models.FieldCondition(key="product", match=models.MatchValue(value="toaster"))
    blender = models.FieldCondition(key="product", match=models.MatchValue(value="blender"))
    client.query_points("cases", query=[0.5, 0.25], limit=3, with_payload=True)
    client.query_points(
        "cases",
        prefetch=[models.Prefetch(query=[1.0, 0.0], limit=5)],
        query=models.FusionQuery(fusion=models.Fusion.RRF),
        query_filter=models.Filter(must=[blender], must_not=[models.HasIdCondition(has_id=[3])]),
        search_params=models.SearchParams(exact=True),
        limit=2,
        with_vectors=True,
    )
    client.query_points(
        "cases",
        query=models.RecommendQuery(recommend=models.RecommendInput(positive=[18446744073709551615])),
        limit=2,
    )
    client.scroll("cases", scroll_filter=models.Filter(must=[blender]), limit=2)
    client.retrieve("cases", ids=[7, 18446744073709551615], with_payload=["product"])
    client.count("cases", count_filter=models.Filter(must=[blender]), exact=True)
    client.upsert(
        "cases",
        points=[models.PointStruct(id=9, vector=[0.5, 0.5], payload={"product": 'a "kettle"'})],
    )
    client.set_payload("cases", payload={"seen": True}, points=[9])
    client.delete_payload("cases", keys=["seen"], points=[9])
    client.delete("cases", points_selector=[9])
    client.delete("cases", points_selector=models.FilterSelector(filter=models.Filter(must=[toaster])))
print(json.dumps("done"))
