from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vectorgate_jupyter.errors import GateError
from vectorgate_jupyter.oauth.download import Download
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


def problem_of_export(download: Download) -> GateError:
    """Why the gateway made no file, in its own words where it has some. Blocking."""
    told = told_problem(download.problem())
    if told is None:
        return GateError(
            "no_export",
            f"the gateway did not export the records (HTTP {download.status}).",
            "Try again in a moment; if it lasts, tell whoever runs your VectorGate gateway.",
        )
    return GateError(told["code"], told["message"], told["next"])
