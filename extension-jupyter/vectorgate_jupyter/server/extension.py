"""Loading into a Jupyter server: start the broker, give kernels their environment, add the endpoints."""

from __future__ import annotations

import atexit
import os

from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from traitlets import Unicode, default
from traitlets.config import Configurable

from vectorgate_jupyter.broker.broker import Broker, shim_folder
from vectorgate_jupyter.errors import GateError
from vectorgate_jupyter.oauth.discovery import Discovery
from vectorgate_jupyter.oauth.person import Person
from vectorgate_jupyter.server.desk import Desk
from vectorgate_jupyter.server.handlers import HANDLERS
from vectorgate_jupyter.server.heal import HEAL_FILE, heal_file


class VectorGate(Configurable):
    """The extension's settings, e.g. `c.VectorGate.gateway = "https://gate.example"`."""

    gateway = Unicode(
        help="URL of the gateway's control plane. Default: the variable VECTORGATE_GATEWAY."
    ).tag(config=True)
    client = Unicode("vectorgate-jupyter", help="OAuth client id under which the gateway knows Jupyter.").tag(
        config=True
    )
    policy_key = Unicode(
        help="File of the key that signs policies which are published (Ed25519, PEM, for its owner alone). "
        "Default: the one that `vectorgate policy keygen` makes."
    ).tag(config=True)

    command_line = Unicode(
        "vectorgate",
        help="The command line that runs recorded sessions again: a name that is searched for, or a path.",
    ).tag(config=True)

    @default("gateway")
    def _gateway_of_environment(self) -> str:
        return os.environ.get("VECTORGATE_GATEWAY", "")


def _load_jupyter_server_extension(app: ServerApp) -> None:
    settings = VectorGate(parent=app)
    person = Person(Discovery(settings.gateway), settings.client)
    broker = _start_broker(app, person) if settings.gateway else None
    desk = Desk(app, person, broker, settings.policy_key, settings.command_line)
    app.web_app.settings["vectorgate"] = desk
    atexit.register(desk.sandboxes.close)
    base = url_path_join(app.web_app.settings["base_url"], "vectorgate")
    app.web_app.add_handlers(".*$", [(url_path_join(base, path), handler) for path, handler in HANDLERS])
    if not settings.gateway:
        app.log.info("VectorGate: no gateway is configured (VECTORGATE_GATEWAY or c.VectorGate.gateway).")


def _start_broker(app: ServerApp, person: Person) -> Broker | None:
    try:
        broker = Broker(person)
    except GateError as problem:
        app.log.error("%s", problem)
        return None
    broker.place_file(HEAL_FILE, heal_file(broker.environment(), shim_folder()))
    # Kernels, terminals and whatever else this server starts inherit these.
    os.environ.update(broker.environment(os.environ.get("PYTHONPATH")))
    # What a server above this one set belongs to other kernels.
    os.environ.pop("VECTORGATE_SESSION", None)

    def leave() -> None:
        # Nobody could use these tokens again: they live in this process alone.
        try:
            person.sign_out()
        finally:
            broker.close()

    atexit.register(leave)
    app.log.info("VectorGate: kernels go through the gateway at %s.", person.discovery.gateway)
    return broker
