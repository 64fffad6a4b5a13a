"""Plays one session of the real Chroma client through a gateway; prints what the person sees as JSON lines.

python client_session.py GATEWAY_ADDRESS
"""

import json
import sys
from urllib.parse import urlsplit

import chromadb
import numpy

address = urlsplit(sys.argv[1])


def connect(who, **options):
    headers = {"vectorgate-token": who} if who else {}
    return chromadb.HttpClient(host=address.hostname, port=address.port, headers=headers, **options)


def plain(value):
    return value.tolist() if isinstance(value, numpy.ndarray) else str(value)


def show(name, function):
    try:
        seen = {"value": function()}
    except Exception as error:
        seen = {"error": type(error).__name__, "text": str(error)}
    print(json.dumps({"name": name, **seen}, default=plain, sort_keys=True))


def names(collections):
    return sorted(collection.name for collection in collections)


show("signed out", lambda: connect(None))
show("no permit", lambda: connect("ola"))
show("foreign tenant", lambda: connect("ana", tenant="globex-eu"))

omar = connect("omar")
ana = connect("ana")
show(
    "list",
    lambda: [
        names(ana.list_collections()),
        ana.count_collections(),
        len(ana.list_collections(limit=1, offset=1)),
        len(ana.list_collections(offset=2)),
    ],
)
show("list whole", lambda: [names(omar.list_collections()), omar.count_collections()])
show("describe refused", lambda: ana.get_collection("secret"))

cases = ana.get_collection("customer-cases", embedding_function=None)
whole = omar.get_collection("customer-cases", embedding_function=None)
everything = ["documents", "metadatas", "embeddings", "uris"]


def sorted_ids(result):
    return sorted(result["ids"][0] if result["ids"] and isinstance(result["ids"][0], list) else result["ids"])


show("query", lambda: cases.query(query_embeddings=[[1, 0]], n_results=1, include=[*everything, "distances"]))
show("query two", lambda: [sorted(ids) for ids in cases.query(query_embeddings=[[1, 0], [0, 1]])["ids"]])
show(
    "query own filter",
    lambda: sorted_ids(
        cases.query(query_embeddings=[[1, 0]], where={"$or": [{"n": 1}, {"tenant": "globex"}]})
    ),
)
show("query too many", lambda: cases.query(query_embeddings=[[1, 0]], n_results=1000))
show("get ids", lambda: sorted_ids(cases.get(ids=["1", "2", "3"])))
show("get all", lambda: cases.get())
show("get page", lambda: cases.get(limit=1, where={"n": 1}, include=everything))
show("peek", lambda: sorted_ids(cases.peek()))
show("count", cases.count)
show("count whole", whole.count)
show("filter masked", lambda: cases.get(where={"email": "x"}, limit=5))
show("filter text", lambda: cases.get(where_document={"$contains": "card"}, limit=5))
show("filter text by its stored key", lambda: cases.get(where={"chroma:document": "x"}, limit=5))
show("get_or_create", lambda: ana.get_or_create_collection("customer-cases", embedding_function=None).name)
show("get_or_create new", lambda: ana.get_or_create_collection("customer-new"))
show("upsert", lambda: cases.upsert(ids=["9"], embeddings=[[1, 1]]))
show("delete", lambda: cases.delete(ids=["1"]))
show("whole", lambda: whole.get(ids=["1"], include=everything))
show("marks written", lambda: whole.upsert(ids=["8"], embeddings=[[1, 1]], documents=["call «phone»"]))
show("missing", lambda: omar.get_collection("missing"))
show("search", lambda: whole.search(chromadb.Search()))
show(
    "cleaner",
    lambda: (
        connect("cleaner").get_collection("customer-cases", embedding_function=None).delete(ids=["2", "3"])
    ),
)
show("left", lambda: sorted_ids(whole.get(include=[])))
show(
    "cleaner in bulk",
    lambda: (
        connect("cleaner")
        .get_collection("customer-cases", embedding_function=None)
        .delete(where={"n": {"$gte": 0}})
    ),
)
show("left in bulk", lambda: sorted_ids(whole.get(include=[])))
