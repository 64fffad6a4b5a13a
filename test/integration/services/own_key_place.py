"""Connects with the real Chroma client, without our shim, putting a token where that client puts its key.

Usage: own_key_place.py GATE_PORT UPSTREAM TOKEN STRANGERS_TOKEN
Prints one JSON object: for each place what was seen.
"""

import json
import sys

import chromadb
from chromadb.config import Settings

port, upstream, token, stranger = sys.argv[1:]


def connect(key, transport_header):
    settings = (
        Settings(anonymized_telemetry=False)
        if key is None
        else Settings(
            anonymized_telemetry=False,
            chroma_client_auth_provider="chromadb.auth.token_authn.TokenAuthClientProvider",
            chroma_client_auth_credentials=key,
            chroma_auth_token_transport_header=transport_header,
        )
    )
    client = chromadb.HttpClient(
        host="127.0.0.1", port=int(port), headers={"vectorgate-upstream": upstream}, settings=settings
    )
    return client.get_collection("notes", embedding_function=None).get(limit=1, include=[])["ids"]


def seen(key, transport_header="Authorization"):
    try:
        return {"ids": connect(key, transport_header)}
    except Exception as error:
        return {"error": type(error).__name__, "text": str(error)}


print(
    json.dumps(
        {
            "authorization": seen(token),
            "token": seen(token, "X-Chroma-Token"),
            "nobody": seen(None),
            "stranger": seen(stranger),
        }
    )
)
