"""What a person sees in a notebook: refusals in the real client's words, and ids of 64 bits.

Usage: told.py rest|grpc GATE_PORT TOKEN UPSTREAM
Prints one JSON object: the text of each exception, by what was tried, and what was read.
"""

import json
import sys
import warnings

from qdrant_client import QdrantClient, models

warnings.filterwarnings("ignore")
transport, gate_port, token, upstream = sys.argv[1:]


def client(signed_in=True):
    headers = {"vectorgate-upstream": upstream, **({"vectorgate-token": token} if signed_in else {})}
    place = (
        {"port": int(gate_port)}
        if transport == "rest"
        else {"grpc_port": int(gate_port), "prefer_grpc": True, "check_compatibility": False}
    )
    made = QdrantClient(host="127.0.0.1", **place, metadata=headers, timeout=30)
    # What the kernel shim adds to a call: over gRPC the client has no setting for it.
    made._client._grpc_headers.extend(headers.items())
    return made


def told(call):
    try:
        call()
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"
    return "no exception"


mine = client()
email = models.FieldCondition(key="email", match=models.MatchValue(value="x"))
records, _ = mine.scroll("cases", limit=10)
print(
    json.dumps(
        {
            "signed out": told(lambda: client(False).get_collections()),
            "no permit": told(lambda: mine.query_points("secret", query=[1.0, 0.0])),
            "masked": told(lambda: mine.scroll("cases", models.Filter(must=[email]))),
            "limit": told(lambda: mine.query_points("cases", query=[1.0, 0.0], limit=500)),
            "delete": told(lambda: mine.delete_collection("cases")),
            "ids": [str(record.id) for record in records],
            "payloads": [record.payload for record in records],
            "collections": [one.name for one in mine.get_collections().collections],
        }
    )
)
