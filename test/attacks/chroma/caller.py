"""One person or service with the real client, at the gate or at the store itself."""

from functools import cached_property
from typing import Any
from uuid import UUID

import chromadb
import httpx
from chromadb.api import ServerAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings, System
from chromadb.types import Collection as CollectionModel

TENANT = "default_tenant"
DATABASE = "default_database"


class Caller:
    """Where to ask and as whom. `ids`: collections by short name; `known`: what one may know."""

    def __init__(
        self, host: str, port: int, headers: dict[str, str], ids: dict[str, str], known: dict
    ) -> None:
        self.host = host
        self.port = port
        self.headers = headers
        self.ids = ids
        self.known = known

    @cached_property
    def server(self) -> Any:
        """The client's inside, without the calls that it makes first: each attempt is refused for itself."""
        settings = Settings(
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=self.host,
            chroma_server_http_port=self.port,
            chroma_server_headers=dict(self.headers),
            anonymized_telemetry=False,
        )
        return System(settings).instance(ServerAPI)

    def client(
        self, host: str | None = None, port: int | None = None, headers: dict | None = None, **more: str
    ) -> Any:
        """A client as people make it, handshake included."""
        return chromadb.HttpClient(
            host=host or self.host,
            port=port or self.port,
            headers={**self.headers, **(headers or {})},
            settings=Settings(anonymized_telemetry=False),
            **more,
        )

    def collection(
        self, uuid: str, name: str = "customer-cases", tenant: str = TENANT, database: str = DATABASE
    ) -> Collection:
        """A collection put together without asking, as an attacker would from an id."""
        model = CollectionModel(
            id=UUID(uuid),
            name=name,
            configuration_json={"hnsw": {"space": "cosine"}},
            serialized_schema=None,
            metadata=None,
            dimension=256,
            tenant=tenant,
            database=database,
        )
        return Collection(client=self.server, model=model, embedding_function=None)

    @cached_property
    def cases(self) -> Collection:
        return self.collection(self.ids["cases"])

    @cached_property
    def docs(self) -> Collection:
        return self.collection(self.ids["docs"], "product-docs")

    @cached_property
    def foreign(self) -> Collection:
        """The other tenant's collection by its id, under our own tenant."""
        return self.collection(self.ids["foreign"])

    @cached_property
    def hidden(self) -> Collection:
        return self.collection(self.ids["hidden"], "unknown")

    @cached_property
    def orders(self) -> Collection:
        return self.collection(self.ids["orders"], "orders")

    @property
    def vector(self) -> list[float]:
        return self.known["vector"]

    def vectors(self, count: int) -> list[list[float]]:
        return [self.vector] * count

    def raw(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        """Through the client's own session, to any path of this address."""
        url = f"http://{self.host}:{self.port}{path}"
        if body is not None:
            more["json"] = body
        return self.server._session.request(method, url, **more)

    def say(self, route: str, body: Any, **more: Any) -> httpx.Response:
        """A call about the customers' cases that the client's own checks would not let out."""
        return self.raw("POST", self.route(f"/{self.ids['cases']}/{route}"), body, **more)

    def route(self, rest: str = "", tenant: str = TENANT, database: str = DATABASE) -> str:
        """Path of the collections of a database, or of what lies below."""
        return f"/api/v2/tenants/{tenant}/databases/{database}/collections{rest}"
