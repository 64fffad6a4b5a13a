"""A recording stand-in for the gateway's data plane over gRPC: a real gRPC server, no policy, no store.

It is a double: the shim is tried alone here, against versions of grpcio and ways of calling that the gateway
itself would refuse (streams, methods of no store). It answers any method and records what reached it. The
walk with the real gateway stands in `test/` of the repository.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import grpc
from gateway_double import DECISION, GatewayDouble

GOVERNED = "qdrant.internal:6334"
SIGN_IN = (
    "VectorGate: you are not signed in, so qdrant.internal is closed.\n"
    'Click "VectorGate: sign in" in the status bar and run the cell again.'
)


def echo(method: str, messages: list[bytes]) -> list[bytes]:
    """Three answers where the method's name says stream, else one."""
    return [b"".join(messages) + b"-%d" % n for n in range(3 if method.endswith("Stream") else 1)]


class GrpcGatewayDouble:
    """Takes the tokens that the other double issues; without `tokens` it is a store of its own."""

    def __init__(self, tokens: GatewayDouble | None, tls: tuple[bytes, bytes] | None = None) -> None:
        self._tokens = tokens
        self.calls: list[dict] = []
        self.answer: Callable[[str, list[bytes]], list[bytes]] = echo
        self.notice: str | None = None
        self.notice_in = "initial"
        self.refusal = SIGN_IN
        self.wait = 0.0
        """How many seconds an accepted call takes."""
        self._ending = threading.Event()
        self.failing = None
        """A status code that every call ends with."""
        self._lock = threading.Lock()
        self._server = grpc.server(ThreadPoolExecutor(32), options=[("grpc.so_reuseport", 0)])
        self._server.add_generic_rpc_handlers((_AnyMethod(self),))
        if tls is None:
            port = self._server.add_insecure_port("127.0.0.1:0")
        else:
            port = self._server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([tls]))
        self._server.start()
        self.port = port
        self.url = f"http://127.0.0.1:{port}" if tls is None else f"https://localhost:{port}"

    def serve(self, method: str, messages, context: grpc.ServicerContext):
        metadata = list(context.invocation_metadata())
        token = dict(metadata).get("vectorgate-token")
        accepted = self._tokens is None or self._tokens.tokens.get(token or "", 0) >= time.time()
        # A refused call's too: grpc.aio may tell of a request that it could not send instead of the refusal.
        messages = list(messages)
        call = {"method": method, "metadata": [tuple(pair) for pair in metadata], "messages": messages}
        call["peer"] = context.peer()
        with self._lock:
            self.calls.append(call)
        if not accepted:
            context.abort(grpc.StatusCode.UNAUTHENTICATED, self.refusal)
        self._ending.wait(self.wait)
        told = [("vectorgate-decision", DECISION)]
        notice = [("vectorgate-notice", quote(self.notice, safe=""))] if self.notice else []
        context.send_initial_metadata(told + (notice if self.notice_in == "initial" else []))
        if self.notice_in == "trailing":
            context.set_trailing_metadata(notice)
        if self.failing is not None:
            context.abort(self.failing, "the store said so")
        yield from self.answer(method, messages)

    def taken(self) -> list[dict]:
        with self._lock:
            calls, self.calls = self.calls, []
        return calls

    def close(self) -> None:
        self._ending.set()
        self._server.stop(0).wait()


class _AnyMethod(grpc.GenericRpcHandler):
    """On the wire all four kinds are streams of messages, so one kind of handler answers them all."""

    def __init__(self, double: GrpcGatewayDouble) -> None:
        self._double = double

    def service(self, handler_call_details):
        method = handler_call_details.method

        def serve(messages, context):
            yield from self._double.serve(method, messages, context)

        return grpc.stream_stream_rpc_method_handler(serve)
