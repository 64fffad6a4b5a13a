"""Plays sessions of the real Chroma client through a gateway, for the replay to show.

python make_sessions.py GATEWAY_ADDRESS UPSTREAM TOKENS_AS_JSON
"""

import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

import chromadb
import wordllama
from wordllama import WordLlama

address = urlsplit(sys.argv[1])
tokens = json.loads(sys.argv[3])
model = WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)


def embed(text):
    return model.embed(text, norm=True)[0].tolist()


def connect(who):
    headers = {
        "vectorgate-token": tokens[who],
        "vectorgate-upstream": sys.argv[2],
        "vectorgate-session": f"kernel-of-{who}",
    }
    return chromadb.HttpClient(host=address.hostname, port=address.port, headers=headers)


def refused(call):
    try:
        call()
    except Exception as error:  # a refusal is what is wanted
        if "VectorGate" not in str(error):
            raise
        return
    raise AssertionError("not refused")


# An analyst: asks, gets masked answers, is refused, asks for less.
ana = connect("ana")
cases = ana.get_collection("customer-cases", embedding_function=None)
cases.query(query_embeddings=[embed("refund for a broken blender")], n_results=10)
refused(
    lambda: cases.query(
        query_embeddings=[embed("refund for a broken blender")],
        n_results=1000,
        where={"product": "blender"},
    )
)
cases.query(
    query_embeddings=[embed("refund for a broken blender"), embed("parcel never came")],
    n_results=5,
    where={"$and": [{"product": {"$in": ["blender", "kettle"]}}, {"tenant": {"$ne": "globex"}}]},
    include=["documents", "metadatas", "distances"],
)
cases.get(limit=3, include=["metadatas"])
cases.count()
refused(lambda: cases.delete(where={"product": "blender"}))
docs = ana.get_collection("product-docs", embedding_function=None)
docs.query(
    query_embeddings=[embed("how to clean the blender")],
    n_results=4,
    include=["documents", "distances", "embeddings"],
)
spots = ana.get_collection("product-map", embedding_function=None)
spots.query(
    query_embeddings=[[0.2, 0.1, 0.9]],
    n_results=12,
    include=["documents", "metadatas", "distances", "embeddings"],
)
odd = ana.get_collection("product-notes", embedding_function=None)
odd.get(ids=["html", "ansi", "bidi", "controls", "long"])

# The pipeline writes.
ingest = connect("ingest")
ingest.get_collection("customer-cases", embedding_function=None).upsert(
    ids=["CASE-NEW-1"],
    documents=["The new kettle leaks."],
    metadatas=[{"tenant": "acme", "product": "kettle", "email": "new.person@acme.example"}],
    embeddings=[embed("The new kettle leaks.")],
)

# Nobody in particular: no permit at all.
refused(lambda: connect("ola").get_collection("customer-cases"))
print(json.dumps("played"))
