"""Other tenants, databases and collections: by name, id and resource name, and in other spellings of them."""

from caller import DATABASE, TENANT, Caller
from chromadb import AdminClient
from chromadb.config import Settings

from attempts import Attempt

EU = "globex-eu"


def admin(c: Caller) -> AdminClient:
    settings = Settings(
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=c.host,
        chroma_server_http_port=c.port,
        chroma_server_headers=dict(c.headers),
        anonymized_telemetry=False,
    )
    return AdminClient(settings)


def moved(c: Caller, tenant: str, database: str = DATABASE):
    """A client that signs on properly and then changes where it works."""
    client = c.client()
    client.set_tenant(tenant, database)
    return client


def patched(c: Caller, tenant: str, database: str = DATABASE):
    """As `moved`, without the client's own look whether the tenant is there."""
    client = c.client()
    client.tenant, client.database = tenant, database
    return client


def spelt(uuid: str) -> list[str]:
    bare = uuid.replace("-", "")
    first = f"%{ord(uuid[0]):x}{uuid[1:]}"
    return [uuid.upper(), bare, f"{{{uuid}}}", f"urn:uuid:{uuid}", f"{uuid} ", first, f"{uuid}\u200b"]


def any_of(c: Caller, uuids: list[str], rest: str = "/get") -> list:
    return [c.raw("POST", c.route(f"/{uuid}{rest}"), {"limit": 5}) for uuid in uuids]


names = [
    "Customer-cases",
    "customer-cases ",
    "customer-cases\u200b",
    "\uff43ustomer-cases",
    "cust\u043emer-cases",
    "customer-case\u0073\u0301",
    "customer%2Dcases",
    "customer-cases%00",
    "customer-cases/",
    "./customer-cases",
    "customer-*",
]
tenants = [
    "Globex-EU",
    "globex-eu ",
    "globex-eu\u200b",
    "\uff47lobex-eu",
    "globex%2Deu",
    "default_tenant/../globex-eu",
    "default_tenant/databases/default_database/../../../globex-eu",
    "default_tenant%2F..%2Fglobex-eu",
    "default_tenant\\..\\globex-eu",
    "default_tenant;globex-eu",
    "default_tenant?x=",
    "default_tenant#",
]


def every(tries) -> list:
    """What each of several tries gave; one that is refused does not end the others."""
    found = []
    for attempt in tries:
        try:
            found.append(attempt())
        except Exception as error:
            found.append(f"{type(error).__name__}: {error}")
    return found


ATTEMPTS: list[Attempt] = [
    (
        "a client of the other tenant",
        "ana omar rita ola pipeline nobody clerk",
        lambda c: c.client(tenant=EU).list_collections(),
    ),
    (
        "a client that moves to the other tenant",
        "ana omar",
        lambda c: moved(c, EU).get_collection("customer-cases").get(limit=5),
    ),
    (
        "a client whose tenant is patched",
        "ana omar",
        lambda c: patched(c, EU).get_collection("customer-cases").get(limit=5),
    ),
    ("listing the other tenant's collections", "ana omar", lambda c: patched(c, EU).list_collections()),
    ("counting the other tenant's collections", "ana omar", lambda c: patched(c, EU).count_collections()),
    (
        "describing the other tenant's collection",
        "ana omar",
        lambda c: c.server.get_collection("customer-cases", tenant=EU),
    ),
    (
        "get_or_create of the other tenant's collection",
        "ana omar",
        lambda c: c.server.get_or_create_collection("customer-cases", tenant=EU),
    ),
    ("the other tenant's id under our own tenant", "ana omar pipeline", lambda c: c.foreign.get(limit=5)),
    (
        "a query of the other tenant's id under our own tenant",
        "ana omar",
        lambda c: c.foreign.query(query_embeddings=c.vectors(1)),
    ),
    ("a count of the other tenant's id under our own tenant", "ana omar", lambda c: c.foreign.count()),
    (
        "the other tenant's id under its own tenant",
        "ana omar",
        lambda c: c.collection(c.ids["foreign"], tenant=EU).get(limit=5),
    ),
    (
        "the other tenant's id under a made-up tenant",
        "ana omar",
        lambda c: c.collection(c.ids["foreign"], tenant="nobody").get(limit=5),
    ),
    (
        "the other tenant's id under a made-up database",
        "ana omar",
        lambda c: c.collection(c.ids["foreign"], database="nothing").get(limit=5),
    ),
    (
        "our own id under the other tenant",
        "ana omar",
        lambda c: c.collection(c.ids["cases"], tenant=EU).get(limit=5),
    ),
    (
        "our own id under a made-up tenant, which no guard names",
        "ana",
        lambda c: c.collection(c.ids["cases"], tenant="nobody").get(limit=5),
    ),
    (
        "our own id under another name, which no guard names",
        "ana",
        lambda c: c.collection(c.ids["cases"], name="free").get(limit=2_000),
    ),
    (
        "the other tenant's collection by id",
        "ana omar rita",
        lambda c: c.raw("GET", c.route(f"/by-id/{c.ids['foreign']}")),
    ),
    (
        "a collection that nobody may see by id",
        "ana omar rita ola pipeline",
        lambda c: c.raw("GET", c.route(f"/by-id/{c.ids['hidden']}")),
    ),
    (
        "a collection by its resource name",
        "ana omar",
        lambda c: c.raw("GET", f"/api/v2/collections/{EU}:default_database:customer-cases"),
    ),
    (
        "a collection by its resource name, encoded",
        "ana",
        lambda c: c.raw("GET", f"/api/v2/collections/{EU}%3Adefault_database%3Acustomer-cases"),
    ),
    (
        "a collection by a resource name in place of its name",
        "ana",
        lambda c: c.raw("GET", c.route(f"/{EU}:default_database:customer-cases")),
    ),
    ("the id as a name", "ana", lambda c: c.raw("GET", c.route(f"/{c.ids['foreign']}"))),
    ("the name as an id", "ana", lambda c: c.raw("POST", c.route("/customer-cases/get"), {"limit": 5})),
    ("seven spellings of our own id", "ana", lambda c: any_of(c, spelt(c.ids["cases"]))),
    ("seven spellings of the other tenant's id", "ana omar", lambda c: any_of(c, spelt(c.ids["foreign"]))),
    (
        "eleven spellings of the collection's name",
        "ana",
        lambda c: every([(lambda n=n: c.server.get_collection(n)) for n in names]),
    ),
    (
        "eleven spellings of a name, to be created",
        "ana omar",
        lambda c: every([(lambda n=n: c.server.create_collection(n, get_or_create=True)) for n in names]),
    ),
    (
        "twelve spellings of the other tenant",
        "ana omar",
        lambda c: every([(lambda t=t: c.server.get_collection("customer-cases", tenant=t)) for t in tenants]),
    ),
    (
        "twelve spellings of the other tenant, unescaped",
        "ana",
        lambda c: every([(lambda t=t: c.raw("GET", c.route("/customer-cases", tenant=t))) for t in tenants]),
    ),
    (
        "twelve spellings of the other tenant's id",
        "ana",
        lambda c: every(
            [(lambda t=t: c.collection(c.ids["foreign"], tenant=t).get(limit=5)) for t in tenants]
        ),
    ),
    (
        "a database that climbs",
        "ana",
        lambda c: every(
            [
                (lambda d=d: c.server.get_collection("customer-cases", database=d))
                for d in ("..", ".", "../../globex-eu/databases/default_database", "%2e%2e", "")
            ]
        ),
    ),
    ("all collections at once", "rita ola nobody", lambda c: c.server.list_collections()),
    (
        "more collections than may be seen",
        "ana omar pipeline",
        lambda c: [c.server.list_collections(limit=1_000, offset=0), c.server.count_collections()],
    ),
    (
        "the tenants and databases",
        "ana omar rita",
        lambda c: every(
            [
                lambda: admin(c).get_tenant(EU),
                lambda: admin(c).list_databases(tenant=EU),
                lambda: admin(c).list_databases(),
                lambda: admin(c).get_database(DATABASE, tenant=EU),
            ]
        ),
    ),
    ("creating a tenant", "ana omar pipeline builder", lambda c: admin(c).create_tenant("mine")),
    ("creating a database", "ana omar pipeline", lambda c: admin(c).create_database("mine", tenant=TENANT)),
    (
        "renaming a tenant's resource",
        "ana omar",
        lambda c: c.raw("PATCH", f"/api/v2/tenants/{EU}", {"resource_name": "mine"}),
    ),
    (
        "dropping the database",
        "ana omar pipeline builder",
        lambda c: admin(c).delete_database(DATABASE, tenant=TENANT),
    ),
    (
        "dropping the other tenant's database",
        "ana omar builder",
        lambda c: admin(c).delete_database(DATABASE, tenant=EU),
    ),
]
