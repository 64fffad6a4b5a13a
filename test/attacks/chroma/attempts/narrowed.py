"""Those who may write only some records (clerk), or may change schemas under guards (builder)."""

from attempts import Attempt


def put(c, record: str, metadata: dict | None, text: str = "mine") -> dict:
    return {
        "ids": [record],
        "embeddings": [[0.5, 0.5]],
        "documents": [text],
        "metadatas": [metadata] if metadata else None,
    }


OTHERS = "O-2"
OWN = "O-1"
ACME = {"tenant": "acme"}
GLOBEX = {"tenant": "globex"}

ATTEMPTS: list[Attempt] = [
    ("upsert over another tenant's record", "clerk", lambda c: c.orders.upsert(**put(c, OTHERS, ACME))),
    ("upsert of a new record", "clerk", lambda c: c.orders.upsert(**put(c, "O-9", GLOBEX))),
    ("update of another tenant's record", "clerk", lambda c: c.orders.update(**put(c, OTHERS, ACME))),
    (
        "update of another tenant's record without naming a tenant",
        "clerk",
        lambda c: c.orders.update(ids=[OTHERS], documents=["mine"], embeddings=[[1.0, 0.0]]),
    ),
    (
        "update that moves an own record to another tenant",
        "clerk",
        lambda c: c.orders.update(**put(c, OWN, GLOBEX)),
    ),
    (
        "update that takes the tenant away",
        "clerk",
        lambda c: c.orders.update(ids=[OWN], metadatas=[{"tenant": None}]),
    ),
    ("add for another tenant", "clerk", lambda c: c.orders.add(**put(c, "O-8", GLOBEX))),
    ("add for no tenant", "clerk", lambda c: c.orders.add(**put(c, "O-8", None))),
    (
        "add for a list of tenants",
        "clerk",
        lambda c: c.orders.add(**put(c, "O-8", {"tenant": ["acme", "globex"]})),
    ),
    (
        "add for a tenant in other letters",
        "clerk",
        lambda c: [c.orders.add(**put(c, "O-8", {"tenant": t})) for t in ("ACME",)],
    ),
    (
        "add for a tenant with a zero-width space",
        "clerk",
        lambda c: c.orders.add(**put(c, "O-8", {"tenant": "acme\u200b"})),
    ),
    ("add under another tenant's id", "clerk", lambda c: c.orders.add(**put(c, OTHERS, ACME))),
    (
        "add of two, one for another tenant",
        "clerk",
        lambda c: c.orders.add(ids=["O-6", "O-7"], embeddings=[[1.0, 0.0]] * 2, metadatas=[ACME, GLOBEX]),
    ),
    (
        "add of two under one id, the second for another tenant",
        "clerk",
        lambda c: c.raw(
            "POST",
            c.route(f"/{c.ids['orders']}/add"),
            {"ids": ["O-6", "O-6"], "embeddings": [[1.0, 0.0]] * 2, "metadatas": [ACME, GLOBEX]},
        ),
    ),
    ("delete of another tenant's record by id", "clerk", lambda c: c.orders.delete(ids=[OTHERS])),
    ("delete of another tenant's records by a filter", "clerk", lambda c: c.orders.delete(where=GLOBEX)),
    (
        "delete by $or of tenants",
        "clerk",
        lambda c: c.orders.delete(where={"$or": [GLOBEX, {"tenant": "nobody"}]}),
    ),
    ("delete of nothing named", "clerk", lambda c: c.raw("POST", c.route(f"/{c.ids['orders']}/delete"), {})),
    ("get of another tenant's record", "clerk", lambda c: c.orders.get(ids=[OTHERS])),
    (
        "get of all tenants' records",
        "clerk",
        lambda c: c.orders.get(limit=100, include=["documents", "metadatas"]),
    ),
    (
        "query of all tenants' records",
        "clerk",
        lambda c: c.orders.query(query_embeddings=[[1.0, 0.0]], n_results=10),
    ),
    ("the clerk drops the collection", "clerk", lambda c: c.server.delete_collection("orders")),
    ("a rename out of the guards", "builder", lambda c: c.cases.modify(name="free-cases")),
    ("a rename within the guards", "builder", lambda c: c.cases.modify(name="customer-free")),
    ("a rename onto a name of nobody's", "builder", lambda c: c.cases.modify(name="payments")),
    (
        "a change of the guarded collection's metadata",
        "builder",
        lambda c: c.cases.modify(metadata={"a": "b"}),
    ),
    ("a fork out of the guards", "builder", lambda c: c.cases.fork("free-cases")),
    ("a fork within the guards", "builder", lambda c: c.cases.fork("customer-copy")),
    (
        "a function whose output no guard binds",
        "builder",
        lambda c: c.raw(
            "POST",
            c.route(f"/{c.ids['cases']}/functions/attach"),
            {"name": "f", "function_id": "record_counter", "output_collection": "free-cases", "params": None},
        ),
    ),
    ("a collection under the guards' names", "builder", lambda c: c.server.create_collection("customer-new")),
    (
        "get_or_create under the guards' names",
        "builder",
        lambda c: c.server.get_or_create_collection("customer-new"),
    ),
    (
        "a collection outside of the permit's names",
        "builder",
        lambda c: c.server.create_collection("payments"),
    ),
    (
        "a copy of the masked field under another name",
        "builder",
        lambda c: c.cases.upsert(
            ids=["CASE-0001"], embeddings=c.vectors(1), metadatas=[{"mail": "x", "tenant": "acme"}]
        ),
    ),
    (
        "a write to a masked field",
        "builder",
        lambda c: c.cases.update(ids=["CASE-0001"], metadatas=[{"email": "x@y.example"}]),
    ),
    ("the builder drops the collection", "builder", lambda c: c.server.delete_collection("customer-cases")),
    ("the builder's get", "builder", lambda c: c.cases.get(limit=100)),
    (
        "the builder's get with vectors",
        "builder",
        lambda c: c.cases.get(limit=100, include=["embeddings", "metadatas", "documents"]),
    ),
]
