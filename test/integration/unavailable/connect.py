"""Connects with the real Chroma client and reads; prints what a person would see.

Usage: connect.py GATE_PORT UPSTREAM TOKEN
"""

import json
import sys

import chromadb

port, upstream, token = sys.argv[1:]
try:
    client = chromadb.HttpClient(
        host="127.0.0.1",
        port=int(port),
        headers={"vectorgate-token": token, "vectorgate-upstream": upstream},
    )
    print(json.dumps({"collections": client.count_collections()}))
except Exception as error:
    print(json.dumps({"error": type(error).__name__, "text": str(error)}))
