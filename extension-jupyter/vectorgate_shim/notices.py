"""One muted line under the cell for what was changed without a refusal (`vectorgate-notice`).

Beside its text it names the decision, for front ends that can show one; others show the text.
"""

from __future__ import annotations

import re
import sys

MOST_LINES = 3
"""Different lines shown for one cell run; what follows is told in one sentence."""

_ID = re.compile(r"\bDecision ([0-7][0-9A-HJKMNP-TV-Z]{25})\b")
_DECISION = re.compile(r"\s*Decision [0-9A-Z]{26}\.?")
_shown: tuple[object, set[str]] = (None, set())


def show_notice(header: str | None) -> None:
    """Show a notice once per cell run, where only the decision id makes two of them differ, once."""
    if not header:
        return
    try:
        _show(header)
    except Exception:  # a notice must never make a call fail that succeeded
        return


def _show(header: str) -> None:
    from urllib.parse import unquote

    global _shown
    # One line without control characters: a terminal would obey them.
    text = " ".join("".join(c if c.isprintable() else " " for c in unquote(header)).split())
    if not text.startswith("VectorGate"):
        text = f"VectorGate: {text}"
    shell = _kernel_shell()
    run = _run_of(shell)
    if _shown[0] != run:
        _shown = (run, set())
    seen = _shown[1]
    essence = _DECISION.sub("", text)
    if essence in seen or len(seen) > MOST_LINES:
        return
    seen.add(essence)
    if len(seen) > MOST_LINES:
        text = (
            "VectorGate: further calls of this run were changed too; the VectorGate panel lists the latest."
        )
    if shell is None:
        sys.stderr.write(text + "\n")
        return
    _display(text)


def _kernel_shell():
    """The running IPython kernel's shell, or None outside of kernels."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell if getattr(shell, "kernel", None) is not None else None


def _run_of(shell) -> object:
    """What names the present cell run: the message that asked for it."""
    if shell is None:
        return None
    header = (getattr(shell, "parent_header", None) or {}).get("header") or {}
    return header.get("msg_id") or shell.execution_count


def _display(text: str) -> None:
    from html import escape

    from IPython.display import display

    muted = "color: var(--jp-ui-font-color2, #616161); font-size: var(--jp-ui-font-size1, 13px)"
    html = f'<div style="{muted}"><span aria-hidden="true">▒ </span>{escape(text)}</div>'
    bundle: dict[str, object] = {"text/plain": text, "text/html": html}
    decision = _ID.search(text)
    if decision:
        bundle["application/vnd.vectorgate.decision+json"] = {"decision": decision[1]}
    display(bundle, raw=True)
