"""What an owner may not do either: bulk deletion, schema, other tenants, masked text written back."""

from attempts import Attempt

ALWAYS = {"tenant": {"$in": ["acme", "globex"]}}


def written(mark: str, where: str):
    """Masked text, as somebody read it, stored over the original."""

    def attempt(c):
        record = {
            "ids": ["CASE-0001"],
            "embeddings": c.vectors(1),
            "documents": ["text"],
            "metadatas": [{"tenant": "acme"}],
        }
        if where == "document":
            record["documents"] = [f"Call back on {mark} after five."]
        elif where == "metadata":
            record["metadatas"] = [{"tenant": "acme", "email": mark}]
        elif where == "a metadata key":
            record["metadatas"] = [{"tenant": "acme", mark: "x"}]
        elif where == "a metadata list":
            record["metadatas"] = [{"tenant": "acme", "emails": ["a", mark]}]
        elif where == "an id":
            record["ids"] = [mark]
        else:
            record["uris"] = [mark]
        return c.cases.upsert(**record)

    return attempt


MARKS = ("«phone»", "«redacted»", "«hash:0123456789abcdef»", "••••••mple")
WHERE = ("document", "metadata", "a metadata key", "a metadata list", "an id", "a uri")

ATTEMPTS: list[Attempt] = [
    ("the owner deletes by an always-true filter", "omar", lambda c: c.cases.delete(where=ALWAYS)),
    ("the owner deletes by text", "omar", lambda c: c.cases.delete(where_document={"$contains": "e"})),
    ("the owner deletes one at a time by a filter", "omar", lambda c: c.cases.delete(where=ALWAYS, limit=1)),
    (
        "the owner deletes with ids of null",
        "omar",
        lambda c: c.raw("POST", c.route(f"/{c.ids['cases']}/delete"), {"ids": None, "where": ALWAYS}),
    ),
    (
        "the owner deletes with an empty list of ids and a filter",
        "omar",
        lambda c: c.raw("POST", c.route(f"/{c.ids['cases']}/delete"), {"ids": [], "where": ALWAYS}),
    ),
    ("the owner drops the collection", "omar", lambda c: c.server.delete_collection("customer-cases")),
    (
        "the owner drops the collection by id",
        "omar",
        lambda c: c.raw("DELETE", c.route(f"/{c.ids['cases']}")),
    ),
    ("the owner renames the collection out of its guards", "omar", lambda c: c.cases.modify(name="free")),
    (
        "the owner renames the collection within its guards",
        "omar",
        lambda c: c.cases.modify(name="customer-free"),
    ),
    ("the owner changes the collection's metadata", "omar", lambda c: c.cases.modify(metadata={"a": "b"})),
    (
        "the owner changes the index",
        "omar",
        lambda c: c.cases.modify(configuration={"hnsw": {"ef_search": 7}}),
    ),
    ("the owner forks", "omar", lambda c: c.cases.fork("customer-copy")),
    (
        "the owner attaches a function",
        "omar",
        lambda c: c.raw(
            "POST",
            c.route(f"/{c.ids['cases']}/functions/attach"),
            {
                "name": "f",
                "function_id": "record_counter",
                "output_collection": "customer-copy",
                "params": None,
            },
        ),
    ),
    (
        "the owner creates a collection in the other tenant",
        "omar",
        lambda c: c.server.create_collection("customer-mine", tenant="globex-eu"),
    ),
    (
        "the owner writes to the other tenant's id",
        "omar",
        lambda c: c.foreign.upsert(ids=["EU-0001"], embeddings=c.vectors(1)),
    ),
    ("the owner deletes by the other tenant's id", "omar", lambda c: c.foreign.delete(ids=["EU-0001"])),
    (
        "the owner updates under the other tenant",
        "omar",
        lambda c: c.collection(c.ids["foreign"], tenant="globex-eu").update(
            ids=["EU-0001"], documents=["x"], embeddings=c.vectors(1)
        ),
    ),
    (
        "the owner drops the other tenant's collection",
        "omar",
        lambda c: c.server.delete_collection("customer-cases", tenant="globex-eu"),
    ),
    *(
        (f"the mark {mark} written into {where}", "omar pipeline", written(mark, where))
        for mark, where in [
            *((MARKS[0], where) for where in WHERE),
            *((mark, "document") for mark in MARKS[1:]),
        ]
    ),
]
