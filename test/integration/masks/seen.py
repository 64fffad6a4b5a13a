"""Reads one collection with the real Chroma client as several callers; prints what each sees.

Usage: seen.py GATE_PORT UPSTREAM CALLERS
CALLERS is a JSON object of names to tokens. Prints one JSON object: for each caller what each call gave back,
with the notices that came along.
"""

import json
import sys
from urllib.parse import unquote

import chromadb
import httpx
import numpy

port, upstream, callers = sys.argv[1:]
notices = []
send = httpx.Client.send


def noticing(self, request, **options):
    response = send(self, request, **options)
    if "vectorgate-notice" in response.headers:
        notices.append(unquote(response.headers["vectorgate-notice"]))
    return response


httpx.Client.send = noticing


def plain(value):
    return value.tolist() if isinstance(value, numpy.ndarray | numpy.generic) else str(value)


def seen(function):
    notices.clear()
    try:
        return {"value": function(), "notices": list(notices)}
    except Exception as error:
        return {"error": type(error).__name__, "text": str(error)}


def played(token):
    client = chromadb.HttpClient(
        host="127.0.0.1",
        port=int(port),
        headers={"vectorgate-token": token, "vectorgate-upstream": upstream},
    )
    cases = client.get_collection("cases", embedding_function=None)
    included = ["documents", "metadatas", "embeddings", "uris"]
    return {
        "get": seen(lambda: cases.get(ids=["1", "2"], include=included)),
        "query": seen(
            lambda: cases.query(query_embeddings=[[1, 0]], n_results=2, include=[*included, "distances"])
        ),
        "peek": seen(lambda: cases.peek(limit=2)),
        "count": seen(cases.count),
        "pattern": seen(
            lambda: cases.get(limit=1, where_document={"$regex": "(pattern of quimby@secret.example"})
        ),
    }


print(json.dumps({name: played(token) for name, token in json.loads(callers).items()}, default=plain))
