"""Tries the attempts one by one, as the test asks for them.

First line in: {"places": {NAME: {"host", "port", "headers": {PERSONA: {...}}}}, "ids", "known"}.
First line out: every attempt, [{"title", "theme", "personas"}]. Then for each line in, {"title", "persona",
"place"}, one line out: {"value"} or {"error": {"name", "text"}}.
"""

import json
import logging
import sys
from importlib import import_module

from caller import Caller
from plain import plain

# In this order nothing that a theme needs is gone, should the ones before it get through.
THEMES = ("reading", "filtering", "raw", "narrowed", "writing", "owning", "places")

logging.disable(logging.CRITICAL)


def answer(attempt, caller: Caller) -> dict:
    try:
        return {"value": plain(attempt(caller))}
    except BaseException as error:  # An attempt may end in anything, a pyo3 panic included.
        status = getattr(getattr(error, "response", None), "status_code", None)
        return {"error": {"name": type(error).__name__, "text": str(error), "status": status}}


def main() -> None:
    world = json.loads(sys.stdin.readline())
    found = {}
    told = []
    for theme in THEMES:
        for title, personas, attempt in import_module(f"attempts.{theme}").ATTEMPTS:
            assert title not in found, title
            found[title] = attempt
            told.append({"title": title, "theme": theme, "personas": personas.split()})
    print(json.dumps(told), flush=True)
    callers: dict[tuple[str, str], Caller] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        key = (asked["place"], asked["persona"])
        if key not in callers:
            place = world["places"][asked["place"]]
            headers = place["headers"].get(asked["persona"], {})
            callers[key] = Caller(place["host"], place["port"], headers, world["ids"], world["known"])
        print(json.dumps(answer(found[asked["title"]], callers[key])), flush=True)


if __name__ == "__main__":
    main()
