"""A governed program whose person signs out while it runs. Prints statuses, as JSON, for each line read."""

import json
import os
import subprocess
import sys

import httpx

URL = "http://chroma.internal:8000" + sys.argv[1]
CHILD = f"import httpx; print(httpx.post({URL!r}, json={{'limit': 1}}).status_code)"
client = httpx.Client()


def here() -> int:
    return client.post(URL, json={"limit": 1}).status_code


def forked() -> int:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, str(httpx.post(URL, json={"limit": 1}).status_code).encode())
        os._exit(0)
    os.waitpid(child, 0)
    return int(os.read(reading, 10))


def spawned(*arguments: str) -> int:
    done = subprocess.run([sys.executable, *arguments, "-c", CHILD], capture_output=True, text=True)
    return int(done.stdout) if done.stdout.strip() else 0


for _ in sys.stdin:
    seen = {"the program": here(), "a forked child": forked(), "a new child": spawned()}
    # It has no shim: the name leads nowhere. 0 says so.
    seen["a child that ignores its environment"] = spawned("-I")
    print(json.dumps(seen), flush=True)
