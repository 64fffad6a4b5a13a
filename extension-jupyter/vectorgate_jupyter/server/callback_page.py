"""The page at the end of a sign-in: says how it went, tells JupyterLab, closes itself."""

from __future__ import annotations

import secrets
from html import escape

CHANNEL = "vectorgate-sign-in"
"""Name of the BroadcastChannel: the opener may be out of reach, as a provider's page may isolate itself."""


def content_security_policy(nonce: str) -> str:
    """Nothing but our own two inline blocks."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; frame-ancestors 'none'"
    )


def callback_page(title: str, trouble: str | None) -> tuple[str, str]:
    """The page's HTML and the nonce of its blocks. `trouble`: what to read instead of closing."""
    nonce = secrets.token_urlsafe(16)
    ended = "failed" if trouble else "done"
    lines = "<br>".join(escape(trouble).split("\n")) if trouble else "You can close this window."
    close = "" if trouble else "window.close();"
    return (
        f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>VectorGate</title>
<style nonce="{nonce}">
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1rem; }}
h1 {{ font-size: 1.25rem; font-weight: 600; }}
</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
<p role="status">{lines}</p>
</main>
<script nonce="{nonce}">
const channel = new BroadcastChannel({CHANNEL!r});
channel.postMessage({{ signIn: {ended!r} }});
channel.close();
{close}
</script>
</body>
</html>
""",
        nonce,
    )
