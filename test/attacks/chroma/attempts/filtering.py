"""Filters on what is masked, in every form that the client or the route takes."""

from attempts import Attempt


def by(where) -> callable:
    """A get under this filter; `{email}` in it is a customer's real address."""
    return lambda c: c.cases.get(where=filled(where, c), limit=5)


def filled(value, c):
    if isinstance(value, dict):
        return {key: filled(inner, c) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, c) for inner in value]
    return value.format(**c.known["secret"]) if isinstance(value, str) else value


def in_text(where) -> callable:
    return lambda c: c.cases.get(where_document=filled(where, c), limit=5)


def raw_get(body) -> callable:
    return lambda c: c.say("get", filled(body, c))


def deep(depth: int) -> dict:
    where = {"email": "{email}"}
    for level in range(depth):
        where = {"$and" if level % 2 else "$or": [where, {"product": {"$ne": "x"}}]}
    return where


def search(c):
    from chromadb import K, Knn, Search

    ranked = Search().where(K("email") == c.known["secret"]["email"]).rank(Knn(query=c.vector)).limit(1_000)
    return c.cases.search(ranked.select(K.DOCUMENT, K.EMBEDDING, K.METADATA, K.SCORE))


ATTEMPTS: list[Attempt] = [
    ("filter by an e-mail", "ana builder", by({"email": "{email}"})),
    *(
        (f"filter by {operator}", "ana", raw_get({"limit": 5, "where": {"email": {operator: "{email}"}}}))
        for operator in ("$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$contains", "$not_contains")
    ),
    ("filter by $in with one value", "ana", by({"email": {"$in": ["{email}"]}})),
    ("filter by $nin with one value", "ana", by({"email": {"$nin": ["{email}"]}})),
    ("filter in a sole $and", "ana", raw_get({"limit": 5, "where": {"$and": [{"email": "{email}"}]}})),
    ("filter in a sole $or", "ana", raw_get({"limit": 5, "where": {"$or": [{"email": "{email}"}]}})),
    (
        "filter behind a filter that is allowed",
        "ana",
        by({"$and": [{"product": {"$ne": ""}}, {"email": "{email}"}]}),
    ),
    ("filter ten levels down", "ana", raw_get({"limit": 5, "where": deep(10)})),
    ("filter sixty levels down", "ana", raw_get({"limit": 5, "where": deep(60)})),
    (
        "filter under $not, which Chroma has not",
        "ana",
        raw_get({"limit": 5, "where": {"$not": {"email": "{email}"}}}),
    ),
    ("filter by a phone", "ana", raw_get({"limit": 5, "where": {"phone": {"$gte": "+"}}})),
    (
        "filter in a query",
        "ana",
        lambda c: c.cases.query(query_embeddings=c.vectors(1), where={"email": c.known["secret"]["email"]}),
    ),
    ("filter text under #document", "ana", by({"#document": {"$contains": "{email}"}})),
    (
        "filter text under #document by $regex",
        "ana",
        raw_get({"limit": 5, "where": {"#document": {"$regex": "[0-9]{{12}}"}}}),
    ),
    ("filter text under chroma:document", "ana", by({"chroma:document": "{document}"})),
    (
        "filter text under chroma:document by $gt",
        "ana",
        raw_get({"limit": 5, "where": {"chroma:document": {"$gt": "A"}}}),
    ),
    ("filter addresses under chroma:uri", "ana", by({"chroma:uri": "x"})),
    ("filter vectors under #embedding", "ana", raw_get({"limit": 5, "where": {"#embedding": {"$eq": 0.5}}})),
    ("filter ids under #id", "ana", raw_get({"limit": 5, "where": {"#id": {"$in": ["CASE-0004"]}}})),
    ("filter text by $contains", "ana builder", in_text({"$contains": "{email}"})),
    ("filter text by $not_contains", "ana", in_text({"$not_contains": "{email}"})),
    ("filter text by $regex", "ana", in_text({"$regex": "4[0-9]{{15}}"})),
    ("filter text by $not_regex", "ana", in_text({"$not_regex": "x"})),
    (
        "filter text in $and and $or",
        "ana",
        in_text({"$or": [{"$and": [{"$contains": "a"}, {"$contains": "{email}"}]}, {"$contains": "b"}]}),
    ),
    (
        "filter text by ids and text",
        "ana",
        lambda c: c.cases.get(ids=c.known["own_ids"], where_document={"$contains": "@"}),
    ),
    (
        "filter text in a query's own filter",
        "ana",
        lambda c: c.cases.query(query_embeddings=c.vectors(1), where_document={"$contains": "@"}),
    ),
    (
        "filter by an e-mail with a NUL behind the key",
        "ana",
        raw_get({"limit": 5, "where": {"email\x00": "{email}"}}),
    ),
    ("filter by a key in capitals", "ana", by({"EMAIL": "{email}"})),
    ("filter by a key in full width", "ana", by({"\uff45\uff4d\uff41\uff49\uff4c": "{email}"})),
    ("filter by a key with a zero-width space", "ana", by({"email\u200b": "{email}"})),
    ("filter by a homoglyph key", "ana", by({"\u0435mail": "{email}"})),
    ("the other tenant's records by name", "ana builder", by({"tenant": "globex"})),
    ("the other tenant's records by $ne", "ana", by({"tenant": {"$ne": "acme"}})),
    ("the other tenant's records by $or", "ana", by({"$or": [{"tenant": "globex"}, {"tenant": "acme"}]})),
    ("the other tenant's records by $nin", "ana", by({"tenant": {"$nin": ["acme"]}})),
    (
        "the other tenant's records in a query",
        "ana",
        lambda c: c.cases.query(query_embeddings=c.vectors(1), where={"tenant": "globex"}),
    ),
    ("an empty $and", "ana", raw_get({"limit": 100, "where": {"$and": []}})),
    ("an empty filter", "ana", raw_get({"limit": 100, "where": {}})),
    (
        "a filter that closes the gate's own and opens another",
        "ana",
        lambda c: c.cases.get(limit=100, where={'product":{"$ne":""}}]},{"tenant': "globex"}),
    ),
    ("the ranking search", "ana rita ola", search),
    (
        "the ranking search, raw",
        "ana omar",
        lambda c: c.raw(
            "POST",
            c.route(f"/{c.ids['cases']}/search"),
            {
                "searches": [
                    {
                        "limit": {"limit": 1000, "offset": 0},
                        "select": {"keys": ["#document", "#embedding", "#metadata"]},
                    }
                ]
            },
        ),
    ),
]
