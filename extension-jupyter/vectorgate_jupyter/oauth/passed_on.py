from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vectorgate_jupyter.errors import GateError
from vectorgate_jupyter.oauth.shapes import told_problem


def passed_on(answer: tuple[int, object], untold: Callable[[str], GateError]) -> tuple[int, dict[str, Any]]:
    """A gateway's answer, or its own words for a refusal.

    Raises the error of `untold`, which is given the status in words, where the gateway says neither.
    """
    status, found = answer
    if status == 200 and isinstance(found, dict):
        return status, found
    told = told_problem(found)
    if told is None or not 400 <= status < 500:
        raise untold(f"HTTP {status}")
    return status, {"error": told}
