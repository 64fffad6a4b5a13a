"""The one base of errors on the person's side: a stable code, what happened, and what to do next."""

from __future__ import annotations


class GateError(Exception):
    """A readable failure. `code` is stable; `what` and `next` are the two lines of the product."""

    def __init__(self, code: str, what: str, next: str) -> None:  # noqa: A002 (the protocol's word)
        super().__init__(f"VectorGate: {what}\n{next}")
        self.code = code
        self.what = what
        self.next = next

    def as_json(self) -> dict[str, str]:
        """The shape that the broker, the gateway's API and our endpoints share."""
        return {"code": self.code, "message": self.what, "next": self.next}


class GatewayUnreachable(GateError):
    """The gateway does not answer, or not as a gateway does."""

    def __init__(self, gateway: str, detail: str) -> None:
        super().__init__(
            "gateway_unreachable",
            f"the gateway at {gateway} does not answer ({detail}).",
            "Try again in a moment; if it lasts, tell whoever runs your VectorGate gateway.",
        )


class AnswerTooLong(GateError):
    """What was recorded is longer than what is held here at once."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "answer_too_long",
            f"what was recorded is longer than the {most >> 20} MiB that are shown here.",
            "Read it in a terminal: vectorgate sessions show ID --json",
        )


class NotFromJupyterLab(GateError):
    """Something else than JupyterLab's own code asks in the person's name: an image, a link, another site."""

    def __init__(self) -> None:
        super().__init__(
            "not_from_jupyterlab",
            "what was recorded is read by JupyterLab's own page alone: looks are recorded in your name.",
            "Open it from VectorGate's side panel.",
        )


class SignedOut(GateError):
    """Nobody is signed in."""

    def __init__(self, what: str = "you are not signed in.") -> None:
        super().__init__(
            "signed_out", what, 'Click "VectorGate: sign in" in the status bar and run the cell again.'
        )


class SignInFailed(GateError):
    """A sign-in did not come to its end."""

    def __init__(self, what: str) -> None:
        super().__init__("sign_in_failed", what, "Sign in again.")


class NotConfigured(GateError):
    """No gateway address is known."""

    def __init__(self) -> None:
        super().__init__(
            "not_configured",
            "no gateway address is set.",
            "Set VECTORGATE_GATEWAY or c.VectorGate.gateway for the Jupyter server, and restart it.",
        )
