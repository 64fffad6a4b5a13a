"""What a notebook sees when a governed name cannot be reached in the governed way."""

from __future__ import annotations

import os


class VectorGateError(RuntimeError):
    """A refusal made in this process, in the two lines of the product: what and why, then what to do next.

    Not an ``OSError``: HTTP libraries repeat a request after one of those, and hide its text.
    """

    def __init__(self, code: str, what: str, then: str) -> None:
        super().__init__(f"VectorGate: {what}\n{then}")
        self.code = code


def unreachable_lines(authority: str, gateway: str) -> tuple[str, str]:
    """The gateway does not answer: nobody can say yes."""
    if in_sandbox():
        return sandbox_ended(authority)
    return (
        f"the gateway at {gateway} does not answer, so {authority} is closed.",
        "Run the cell again in a moment; if it lasts, tell whoever runs your VectorGate gateway.",
    )


def in_sandbox() -> bool:
    """Whether this program was led to a sandbox, which may have ended."""
    return bool(os.environ.get("VECTORGATE_SANDBOX"))


def sandbox_closed(authority: str) -> VectorGateError:
    """A program of a sandbox that never told it which names are held: any address could be a store's."""
    return VectorGateError("sandbox_ended", *sandbox_ended(authority))


def sandbox_ended(authority: str) -> tuple[str, str]:
    """The two lines of a program whose sandbox is gone. It is led to no store instead."""
    return (
        f"the sandbox that this program runs in has ended or does not answer, so {authority} is closed.",
        "Restart the kernel or program to leave it, or start a sandbox anew and run it there.",
    )


def unknown_territory(authority: str, trouble: VectorGateError | None = None) -> VectorGateError:
    """Neither broker nor gateway ever said which names are governed, and a store's client wants out.

    `trouble` is what keeps the source from answering, where it names its own remedy.
    """
    if trouble is not None:
        return trouble
    if in_sandbox():
        return sandbox_closed(authority)
    return VectorGateError(
        "nothing_known",
        f"neither the broker nor the gateway answers, so it is not known whether {authority} is governed.",
        "Restart JupyterLab or this program; if it lasts, tell whoever runs your VectorGate gateway.",
    )


def clear_text(gateway: str) -> VectorGateError:
    """The token would travel in clear."""
    return VectorGateError(
        "clear_text_refused",
        f"the gateway's address {gateway} is neither encrypted nor on this machine: no token goes there.",
        "Ask whoever runs your VectorGate gateway to give its data listener TLS.",
    )


CARRIED = "Use a client that speaks over httpx, requests, urllib3, aiohttp or gRPC, as the stores' own do."
"""What to do where a route of another kind carries no identity."""


def not_hooked(route: str, authority: str, then: str = CARRIED) -> VectorGateError:
    """A way to a governed name that carries no identity."""
    return VectorGateError(
        "route_refused",
        f"{authority} is governed, and {route} cannot carry your identity to the gate yet.",
        then,
    )


def no_token_file(path: str) -> VectorGateError:
    """A workload's token file is missing or empty."""
    return VectorGateError(
        "token_file_unreadable",
        f"the token file {path} named by VECTORGATE_TOKEN_FILE cannot be read or is empty.",
        "Let the platform that runs this workload write it, then run it again.",
    )


def token_command_failed(why: str) -> VectorGateError:
    """The program that should print a workload's token did not. `why` quotes nothing that it printed."""
    return VectorGateError(
        "token_command_failed",
        f"the program named by VECTORGATE_TOKEN_COMMAND {why}.",
        'Try it in a terminal: it prints one JSON object, {"token": "...", "expires": seconds since 1970}.',
    )


def source_incomplete(what: str, then: str) -> VectorGateError:
    """The environment names a part of a token source, or a gateway and no source at all."""
    return VectorGateError("source_incomplete", what, then)
