"""Switching the shim on: session, hooks, and in a kernel the handshake with the broker."""

from __future__ import annotations

import os

from vectorgate_shim.errors import VectorGateError
from vectorgate_shim.gate import the_gate
from vectorgate_shim.hooks import HOOKS
from vectorgate_shim.import_hooks import watch
from vectorgate_shim.kernel_process import kernel_id
from vectorgate_shim.session import ensure_session

_active = False


def activate() -> None:
    """Idempotent. Hooks modules as they are imported, and those that already are."""
    global _active
    if not _active:
        _active = True
        ensure_session()
        watch(HOOKS)
    # A kernel shows itself at once, so that the panel can say that it is governed; others when first needed.
    if kernel_id() is not None:
        the_gate().hello()


def lead_to_sandbox(environment: dict[str, str]) -> None:
    """Lead this process and its later children to a sandbox, for the rest of its life.

    What it asks from now on is answered from a recording. Clients that were made before keep their addresses,
    which are led there too; a gRPC channel keeps the gateway, which takes no key of a sandbox.
    Raises VectorGateError where the sandbox does not answer: then every address is closed to this process.
    """
    os.environ.update(environment)
    gate = the_gate()
    gate.begin_anew()
    activate()
    if gate.discovery is None:
        gate.hello()
    if gate.discovery is None:
        raise VectorGateError(
            "not_led",
            "the sandbox does not answer, so this program was not led to it, and every address is closed.",
            "Restart the kernel or program to leave it, or start the sandbox again and lead it there anew.",
        )
