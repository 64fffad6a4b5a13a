"""More records, fields or vectors than policy gives: limits, pages, batches, ids, includes."""

from attempts import Attempt

EVERYTHING = ["documents", "metadatas", "embeddings", "uris"]


def pages(collection, size: int, **more) -> list:
    """Every record by pages, as long as there are any."""
    found = []
    for offset in range(0, 3_000, size):
        page = collection.get(limit=size, offset=offset, **more)
        found.append(page)
        if not page["ids"]:
            break
    return found


def endless_text(c) -> list:
    """Everything by ids that were learnt page by page."""
    ids = [i for page in pages(c.cases, 100, include=[]) for i in page["ids"]]
    return [c.cases.get(ids=ids, include=["documents", "metadatas"])]


ATTEMPTS: list[Attempt] = [
    ("get without a limit", "ana omar", lambda c: c.cases.get()),
    ("get one over the page limit", "ana", lambda c: c.cases.get(limit=101)),
    ("get one over the owner's page limit", "omar", lambda c: c.cases.get(limit=201)),
    ("get with the largest limit", "ana omar", lambda c: c.cases.get(limit=2**32 - 1)),
    ("get with a limit of 2^32, which wraps to 0", "ana", lambda c: c.cases.get(limit=2**32)),
    ("get with a limit of 2^64 + 5", "ana", lambda c: c.say("get", {"limit": 2**64 + 5})),
    ("get with a limit as text", "ana", lambda c: c.say("get", {"limit": "1000"})),
    ("get with a limit as a float", "ana", lambda c: c.say("get", {"limit": 1e3})),
    ("get with a limit of true", "ana", lambda c: c.cases.get(limit=True)),
    ("get with a negative limit", "ana", lambda c: c.cases.get(limit=-1)),
    ("get with a negative offset", "ana", lambda c: c.cases.get(limit=10, offset=-100)),
    ("get from an offset beyond 2^32", "ana", lambda c: c.cases.get(limit=10, offset=2**32 + 1)),
    ("all pages, one after the other", "ana", lambda c: pages(c.cases, 100)),
    (
        "all pages of one record at odd offsets",
        "ana",
        lambda c: [c.cases.get(limit=1, offset=i) for i in (0, 3, 599, 1199, 1200, 1999)],
    ),
    ("all texts by ids that pages told", "ana", endless_text),
    ("peek", "ana rita ola pipeline nobody", lambda c: c.cases.peek()),
    ("peek at everything", "ana omar", lambda c: c.cases.peek(limit=5_000)),
    ("query one over the limit", "ana", lambda c: c.cases.query(query_embeddings=c.vectors(1), n_results=51)),
    (
        "query one over the owner's limit",
        "omar",
        lambda c: c.cases.query(query_embeddings=c.vectors(1), n_results=201),
    ),
    (
        "query with n_results as a float",
        "ana",
        lambda c: c.say("query", {"query_embeddings": c.vectors(1), "n_results": 1e3}),
    ),
    (
        "query with n_results as text",
        "ana",
        lambda c: c.say("query", {"query_embeddings": c.vectors(1), "n_results": "1000"}),
    ),
    (
        "200 queries in one",
        "ana",
        lambda c: c.cases.query(query_embeddings=c.vectors(200), n_results=50, include=["metadatas"]),
    ),
    ("query with vectors", "ana", lambda c: c.cases.query(query_embeddings=c.vectors(1), include=EVERYTHING)),
    (
        "query among the other tenant's ids",
        "ana",
        lambda c: c.cases.query(
            query_embeddings=c.vectors(1), ids=c.known["foreign_ids"], include=["documents"]
        ),
    ),
    (
        "query with an empty list of ids",
        "ana",
        lambda c: c.say("query", {"query_embeddings": c.vectors(1), "ids": [], "n_results": 50}),
    ),
    ("get with vectors", "ana", lambda c: c.cases.get(limit=10, include=EVERYTHING)),
    ("get with vectors by id", "ana", lambda c: c.cases.get(ids=c.known["own_ids"], include=["embeddings"])),
    (
        "get with every include there is",
        "ana",
        lambda c: c.say("get", {"limit": 3, "include": [*EVERYTHING, "distances"]}),
    ),
    (
        "get with an include twice",
        "ana",
        lambda c: c.cases.get(limit=3, include=["documents", "documents", "embeddings", "embeddings"]),
    ),
    (
        "get with an include in capitals",
        "ana",
        lambda c: c.say("get", {"limit": 3, "include": ["Embeddings"]}),
    ),
    ("get the other tenant's ids", "ana", lambda c: c.cases.get(ids=c.known["foreign_ids"])),
    (
        "get own and the other tenant's ids",
        "ana",
        lambda c: c.cases.get(ids=[*c.known["own_ids"], *c.known["foreign_ids"]]),
    ),
    (
        "get every id that could exist",
        "ana",
        lambda c: c.cases.get(ids=[f"CASE-{n:04}" for n in range(1, 2_001)], include=["metadatas"]),
    ),
    ("get an empty list of ids", "ana rita ola", lambda c: c.say("get", {"ids": []})),
    (
        "get an empty list of ids and a filter",
        "ana",
        lambda c: c.say("get", {"ids": [], "where": {"product": {"$ne": ""}}}),
    ),
    (
        "get by id in other spellings",
        "ana",
        lambda c: c.cases.get(
            ids=[
                "case-0004",
                "CASE-0004 ",
                "\uff23\uff21\uff33\uff25-0004",
                "CASE-0004\u200b",
                "CASE-0004\x00",
            ]
        ),
    ),
    ("count of the whole collection", "rita ola pipeline nobody", lambda c: c.cases.count()),
    ("get", "rita ola pipeline nobody", lambda c: c.cases.get(limit=5)),
    ("query", "rita ola pipeline nobody", lambda c: c.cases.query(query_embeddings=c.vectors(1))),
    ("get of the product texts", "rita ola pipeline nobody", lambda c: c.docs.get(limit=5)),
    (
        "get of a collection that nobody may see",
        "ana omar rita ola pipeline nobody clerk builder",
        lambda c: c.hidden.get(limit=5),
    ),
    (
        "count of a collection that nobody may see",
        "ana omar rita ola pipeline nobody",
        lambda c: c.hidden.count(),
    ),
    (
        "query of a collection that nobody may see",
        "ana omar rita ola",
        lambda c: c.hidden.query(query_embeddings=[[1.0, 0.0]]),
    ),
    (
        "status of the index of a collection that nobody may see",
        "ana omar",
        lambda c: c.hidden.get_indexing_status(),
    ),
    ("status of the index: it counts other tenants' records", "ana", lambda c: c.cases.get_indexing_status()),
    ("number of forks", "ana", lambda c: c.cases.fork_count()),
]
