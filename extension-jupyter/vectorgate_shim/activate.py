"""Switching the shim on: session, hooks, and in a kernel the handshake with the broker."""

from __future__ import annotations

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
