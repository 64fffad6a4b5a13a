"""Ways past the kernel shim, tried by somebody who is signed in and owns the process that it lives in.

One line in: {"store", "gate", "control", "cases"}. One value out: [{"title", "own", "value" or "error"}],
the first of them what is allowed. `own`: an answer within the person's own rights is no breach.
"""

import http.client
import json
import logging
import os
import subprocess
import sys
import time
import urllib.request
from functools import partial
from urllib.parse import urlsplit

import chromadb
from chromadb.config import Settings
from plain import plain
from vectorgate_shim.gate import the_gate

logging.disable(logging.CRITICAL)

NAME, PORT = "chroma.internal", 8000
BASE = "/api/v2/tenants/default_tenant/databases/default_database/collections"

# Without the shim: an isolated Python reads neither PYTHONPATH nor sitecustomize.
ALONE = """
import json, sys, chromadb
from chromadb.config import Settings
found = []
for host, port, headers in json.loads(sys.argv[1]):
    try:
        settings = Settings(anonymized_telemetry=False)
        client = chromadb.HttpClient(host, port, headers=headers, settings=settings)
        found.append({"value": client.get_collection("customer-cases").get(limit=5)["documents"]})
    except Exception as error:
        found.append({"error": f"{type(error).__name__}: {error}"})
print(json.dumps(found))
"""


def read(host: str = NAME, port: int = PORT, headers: dict | None = None, limit: int = 5) -> object:
    settings = Settings(anonymized_telemetry=False)
    client = chromadb.HttpClient(host=host, port=port, headers=headers or {}, settings=settings)
    return client.get_collection("customer-cases").get(limit=limit)


def alone(*places: tuple[str, int, dict]) -> list:
    """What each of these places gives: one thunk each, all asked by one Python."""
    asked = json.dumps(places)
    run = subprocess.run(
        [sys.executable, "-I", "-c", ALONE, asked], capture_output=True, text=True, check=True
    )

    def outcome(answer: dict) -> object:
        if "error" in answer:
            raise PermissionError(answer["error"])
        return answer["value"]

    return [partial(outcome, answer) for answer in json.loads(run.stdout)]


def asked(url: str, headers: dict[str, str], body: object = None) -> object:
    data = None if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json", **headers}
    with urllib.request.urlopen(urllib.request.Request(url, data=data, headers=headers)) as answer:
        return json.load(answer)


def plainly(address: str, path: str, headers: dict[str, str], body: object) -> object:
    """By the standard library's own connection, which no shim of ours routes."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port)
    connection.request("POST", path, json.dumps(body), {"content-type": "application/json", **headers})
    answer = connection.getresponse()
    text = answer.read().decode()
    if answer.status >= 400:
        raise PermissionError(f"{answer.status} {text}")
    return json.loads(text)


def with_gate(names: dict) -> object:
    """The shim's own memory, changed by its owner; it is as it was afterwards."""
    gate = the_gate()
    before = {name: getattr(gate, name) for name in names}
    for name, value in names.items():
        setattr(gate, name, value)
    try:
        return read()
    finally:
        for name, value in before.items():
            setattr(gate, name, value)


def attempts(world: dict) -> list:
    store, gate = urlsplit(world["store"]), urlsplit(world["gate"])
    token = the_gate().token() or ""
    get = f"{BASE}/{world['cases']}/get"
    upstream = {"vectorgate-upstream": f"{NAME}:{PORT}"}
    mine = {**upstream, "vectorgate-token": token}
    later = time.time() + 3_600
    discovery = the_gate()._discovery or {}
    elsewhere = {**discovery, "dataPlane": world["store"]}
    file = os.environ.get("VECTORGATE_TOKEN_FILE", "")
    store_alone, name_alone, gate_alone, file_alone = alone(
        (store.hostname, store.port, {}),
        (NAME, PORT, {}),
        (gate.hostname, gate.port, upstream),
        (gate.hostname, gate.port, {**upstream, "vectorgate-token": file}),
    )
    return [
        ("what is allowed", lambda: read()),
        ("the store's own port", lambda: read(store.hostname, store.port)),
        (
            "the store's own port, our token as its key",
            lambda: read(store.hostname, store.port, {"x-chroma-token": token}),
        ),
        (
            "the store's own port, our token as a bearer",
            lambda: read(store.hostname, store.port, {"authorization": f"Bearer {token}"}),
        ),
        (
            "the store's own port, a guessed key",
            lambda: read(store.hostname, store.port, {"x-chroma-token": "admin"}),
        ),
        ("the store's own port, by the standard library", lambda: plainly(world["store"], get, {}, {})),
        ("the store's port, in a Python without the shim", store_alone),
        ("the store's name, in a Python without the shim", name_alone),
        ("the gate, in a Python without the shim", gate_alone),
        ("the gate under a prefix", lambda: plainly(world["gate"], f"/insights{get}", mine, {"limit": 5})),
        (
            "the gate without a token, by the standard library",
            lambda: plainly(world["gate"], get, upstream, {"limit": 5}),
        ),
        ("everything, with the token that the shim holds", lambda: plainly(world["gate"], get, mine, {})),
        (
            "the other tenant, with the token that the shim holds",
            lambda: plainly(world["gate"], get, mine, {"limit": 100, "where": {"email": {"$ne": ""}}}),
        ),
        (
            "vectors, with the token that the shim holds",
            lambda: plainly(world["gate"], get, mine, {"limit": 5, "include": ["embeddings", "documents"]}),
        ),
        ("a shim that governs nothing", lambda: with_gate({"_governed": frozenset()})),
        ("a shim with another token", lambda: with_gate({"_token": "forged", "_token_good_until": later})),
        ("a shim that takes the store for the gate", lambda: with_gate({"_discovery": elsewhere})),
        (
            "other headers of ours through the shim",
            lambda: read(headers={"vectorgate-token": "forged", "vectorgate-upstream": "other:1"}, limit=101),
        ),
        (
            "the sessions of others, with our token",
            lambda: asked(f"{world['control']}/api/v1/sessions?all=1", {"authorization": f"Bearer {token}"}),
        ),
        (
            "the records of others, with our token",
            lambda: asked(f"{world['control']}/api/v1/records?all=1", {"authorization": f"Bearer {token}"}),
        ),
        ("the gate, with the shim's environment for a token", file_alone),
    ]


def main() -> None:
    told = []
    own = ("what is allowed", "vectors, with", "a shim")
    for title, attempt in attempts(json.loads(sys.stdin.readline())):
        try:
            told.append({"title": title, "own": title.startswith(own), "value": plain(attempt())})
        except Exception as error:
            told.append(
                {"title": title, "own": False, "error": {"name": type(error).__name__, "text": str(error)}}
            )
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
