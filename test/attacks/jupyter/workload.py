"""A governed program that makes one call by httpx. Prints how it ended, and what it takes for governed."""

import json
import sys

import httpx
from vectorgate_shim.gate import the_gate

url, *names = sys.argv[1:]
try:
    ended = f"HTTP {httpx.get(url, timeout=5).status_code}"
except Exception as problem:
    ended = f"{type(problem).__name__}: {problem}"
governed = {name: the_gate().standing(*name.rsplit(":", 1)) for name in names}
print(json.dumps({"ended": ended, "governed": governed}))
