"""A person's side, as the Jupyter server has it, that meets one gateway after another.

Reads `{"gateway": URL, "cache": FOLDER}`, a line each. For each it asks what is governed (as a kernel does,
over the broker's socket), begins a sign-in, and ends it with a code. Prints what came of it.
"""

import json
import socket
import sys
import traceback
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from vectorgate_jupyter.broker.broker import Broker
from vectorgate_jupyter.errors import GateError
from vectorgate_jupyter.oauth.discovery import Discovery
from vectorgate_jupyter.oauth.person import Person

REDIRECT = "http://127.0.0.1:1/callback"


def hello(broker: Broker) -> dict:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(30)
        line.connect(broker.path)
        line.sendall(json.dumps({"v": 1, "key": broker.key, "op": "hello"}).encode() + b"\n")
        return json.loads(line.makefile().readline())


def meet(gateway: str, cache: str) -> dict:
    seen = {"authorize": None, "signedIn": False, "governed": [], "refused": [], "complaints": ""}
    person = Person(Discovery(gateway, Path(cache) / "vectorgate"), "vectorgate-jupyter")
    broker = Broker(person)
    try:
        answer = hello(broker)
        seen["governed"] = [entry["name"] for entry in answer.get("governed", [])]
        if not answer["ok"]:
            seen["refused"].append(answer["error"]["code"])
        seen["authorize"] = person.begin(REDIRECT)
        asked = dict(parse_qsl(urlsplit(seen["authorize"]).query))
        person.complete({"code": "the-code", "state": asked["state"]})
        person.who()
    except GateError as problem:
        seen["refused"].append(problem.code)
    except Exception:  # what no person should see: the test fails by it
        seen["complaints"] = traceback.format_exc()
    finally:
        seen["signedIn"] = person.signed_in
        person.sign_out()
        broker.close()
    return seen


for text in sys.stdin:
    print(json.dumps(meet(**json.loads(text))), flush=True)
