"""What somebody does with the real Chroma client; prints what they see.

With an argument, another number of results.
"""

import sys

import chromadb

client = chromadb.HttpClient(host="chroma.internal", port=8000)
cases = client.get_or_create_collection("cases", embedding_function=None)
vectors = {"one": [0.1 * n for n in range(12)], "two": [1.0 - 0.05 * n for n in range(12)]}
print("before", cases.count())
cases.upsert(
    ids=list(vectors),
    embeddings=list(vectors.values()),
    documents=["first", "sécond"],
    metadatas=[{"tenant": "acme", "price": 1.0}, {"tenant": "acme", "price": 2.5}],
)
print("after", cases.count())
most = int(sys.argv[1]) if len(sys.argv) > 1 else 2
print(cases.query(query_embeddings=[vectors["one"]], n_results=most, where={"tenant": "acme"}))
print(cases.get(ids=["two"]))
print(client.get_collection("people", embedding_function=None).get(limit=1))
cases.delete(ids=["two"])
print("at last", cases.count(), cases.get()["ids"])
for closed in ("nothing", "secret"):
    try:
        client.get_collection(closed)
    except Exception as error:
        print(type(error).__name__, error)
