"""Changes by those who may not change anything, or not this."""

from attempts import Attempt


def one(c, record: str = "NEW-1", **more) -> dict:
    return {"ids": [record], "embeddings": c.vectors(1), "metadatas": [{"tenant": "acme"}], **more}


READERS = "ana rita ola nobody"

ATTEMPTS: list[Attempt] = [
    ("add", READERS, lambda c: c.cases.add(**one(c))),
    ("upsert", READERS, lambda c: c.cases.upsert(**one(c))),
    (
        "upsert over somebody's record",
        "ana",
        lambda c: c.cases.upsert(**one(c, "CASE-0004", documents=["mine"])),
    ),
    (
        "update",
        f"{READERS} pipeline",
        lambda c: c.cases.update(ids=["CASE-0001"], metadatas=[{"tenant": "globex"}]),
    ),
    (
        "update of the metadata alone",
        "ana pipeline",
        lambda c: c.cases.update(ids=["CASE-0001"], metadatas=[{"email": "a@b.example"}]),
    ),
    ("delete by id", f"{READERS} pipeline", lambda c: c.cases.delete(ids=["CASE-0001"])),
    (
        "delete by id and an always-true filter",
        "ana pipeline",
        lambda c: c.cases.delete(ids=["CASE-0001"], where={"tenant": {"$ne": ""}}),
    ),
    (
        "delete by an always-true filter",
        f"{READERS} pipeline",
        lambda c: c.cases.delete(where={"tenant": {"$ne": ""}}),
    ),
    ("delete by text", f"{READERS} pipeline", lambda c: c.cases.delete(where_document={"$contains": "a"})),
    ("rename", f"{READERS} pipeline", lambda c: c.cases.modify(name="free")),
    (
        "change the collection's metadata",
        f"{READERS} pipeline",
        lambda c: c.cases.modify(metadata={"owner": "me"}),
    ),
    (
        "change the collection's index",
        f"{READERS} pipeline",
        lambda c: c.cases.modify(configuration={"hnsw": {"ef_search": 7}}),
    ),
    ("fork", f"{READERS} pipeline", lambda c: c.cases.fork("free")),
    (
        "attach a function",
        f"{READERS} pipeline",
        lambda c: c.raw(
            "POST",
            c.route(f"/{c.ids['cases']}/functions/attach"),
            {"name": "f", "function_id": "record_counter", "output_collection": "free", "params": None},
        ),
    ),
    (
        "read an attached function",
        "ana rita pipeline",
        lambda c: c.raw("GET", c.route(f"/{c.ids['hidden']}/functions/f")),
    ),
    (
        "detach a function and drop its output",
        "ana pipeline",
        lambda c: c.raw(
            "POST", c.route(f"/{c.ids['cases']}/attached_functions/f/detach"), {"delete_output": True}
        ),
    ),
    (
        "give a function another input",
        "ana omar pipeline",
        lambda c: c.raw(
            "POST",
            c.route(f"/{c.ids['cases']}/attached_functions/f/add_input"),
            {"collection_id": c.ids["foreign"]},
        ),
    ),
    ("create a collection", f"{READERS} omar pipeline", lambda c: c.server.create_collection("free")),
    (
        "create a collection with a permitted name",
        "ana omar pipeline",
        lambda c: c.server.create_collection("customer-mine"),
    ),
    (
        "get_or_create a collection with a permitted name",
        "ana omar pipeline",
        lambda c: c.server.get_or_create_collection("customer-mine"),
    ),
    (
        "get_or_create what exists, with other metadata",
        "ana omar",
        lambda c: c.server.get_or_create_collection("customer-cases", metadata={"owner": "me"}),
    ),
    (
        "create what exists, in other letters",
        "ana omar",
        lambda c: c.server.create_collection("CUSTOMER-CASES"),
    ),
    ("drop the collection", f"{READERS} pipeline", lambda c: c.server.delete_collection("customer-cases")),
    ("drop the collection by id", "ana pipeline", lambda c: c.raw("DELETE", c.route(f"/{c.ids['cases']}"))),
    ("drop the product texts", "ana pipeline", lambda c: c.server.delete_collection("product-docs")),
    ("reset", f"{READERS} omar pipeline builder", lambda c: c.server.reset()),
    (
        "conditional commit",
        f"{READERS} omar pipeline",
        lambda c: c.raw(
            "POST",
            c.route(f"/{c.ids['cases']}/conditional/commit"),
            {"operations": [{"upsert": {"ids": ["NEW-2"], "embeddings": c.vectors(1)}}]},
        ),
    ),
    (
        "conditional get",
        "ana omar rita",
        lambda c: c.raw("POST", c.route(f"/{c.ids['cases']}/conditional/get"), {"limit": 1_000}),
    ),
    ("the pipeline writes into another collection", "pipeline", lambda c: c.docs.upsert(**one(c))),
    (
        "the pipeline writes into the other tenant",
        "pipeline",
        lambda c: c.collection(c.ids["foreign"], tenant="globex-eu").upsert(**one(c)),
    ),
    ("the pipeline writes to the other tenant's id", "pipeline", lambda c: c.foreign.upsert(**one(c))),
    (
        "the pipeline writes to a collection that nobody may see",
        "pipeline",
        lambda c: c.hidden.upsert(ids=["X"], embeddings=[[1.0, 0.0]]),
    ),
    (
        "a write to the collection that nobody may see",
        "ana omar rita ola",
        lambda c: c.hidden.add(ids=["X"], embeddings=[[1.0, 0.0]]),
    ),
    (
        "a metadata key that Chroma keeps texts under",
        "omar pipeline",
        lambda c: c.raw(
            "POST",
            c.route(f"/{c.ids['cases']}/upsert"),
            {"ids": ["NEW-3"], "embeddings": c.vectors(1), "metadatas": [{"chroma:document": "planted"}]},
        ),
    ),
]
