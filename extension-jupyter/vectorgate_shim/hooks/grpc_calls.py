"""The four kinds of calls of a governed channel, as the plain client makes them."""

from __future__ import annotations

import time

import grpc

from vectorgate_shim.hooks.grpc_carriage import Carriage, GatewayError, show_notices
from vectorgate_shim.hooks.grpc_pending import CarriedFuture, CarriedStream


class GatewayUnreachable(GatewayError, grpc.RpcError, grpc.Call, grpc.Future):
    """The gateway does not answer, as the plain client tells that a call has ended."""

    def __init__(self, code, what: str, then: str) -> None:
        GatewayError.__init__(self, what, then)
        self._code = code

    def code(self):
        return self._code

    def details(self) -> str:
        return str(self)

    def debug_error_string(self) -> str:
        return str(self)

    def initial_metadata(self) -> tuple:
        return ()

    def trailing_metadata(self) -> tuple:
        return ()

    def is_active(self) -> bool:
        return False

    def time_remaining(self) -> None:
        return None

    def add_callback(self, callback) -> bool:
        return False

    def cancel(self) -> bool:
        return False

    def cancelled(self) -> bool:
        return False

    def running(self) -> bool:
        return False

    def done(self) -> bool:
        return True

    def result(self, timeout=None):
        raise self

    def exception(self, timeout=None):
        return self

    def traceback(self, timeout=None):
        return self.__traceback__

    def add_done_callback(self, fn) -> None:
        fn(self)


class PlainCarriage(Carriage):
    """Of one plain channel."""

    unreachable_error = GatewayUnreachable

    def callable(self, kind: str, inner):
        """What makes one method's calls, in place of grpc's own."""
        return _CALLABLES[kind](self, inner)

    def ended(self, call) -> GatewayUnreachable | None:
        """Look at a call that has ended: show its notice; an error where the gateway was not reached."""
        answered = call.initial_metadata(), call.trailing_metadata()
        show_notices(*answered)
        code = call.code()
        return self.unreachable(code) if self.is_unreachable(code, call.details(), *answered) else None


class _Callable:
    def __init__(self, carriage: PlainCarriage, inner) -> None:
        self._carriage = carriage
        self._inner = inner

    def _once(self, request, timeout, metadata, wait_for_ready, compression, token):
        sent = self._carriage.metadata(metadata, token)
        return self._inner.with_call(request, timeout, sent, None, wait_for_ready, compression)

    def _failed(self, problem):
        """Raise what the caller is to see of a failed call."""
        if isinstance(problem, grpc.Call):
            error = self._carriage.ended(problem)
            if error is not None:
                raise error from problem
        raise problem

    def _pending(self, kind, start, request, timeout, metadata, wait_for_ready, compression, again: bool):
        """A call that runs while the caller goes on. `again`: its request can be sent twice."""
        ends = None if timeout is None else time.monotonic() + timeout

        def send(token):
            left = None if ends is None else max(0.0, ends - time.monotonic())
            sent = self._carriage.metadata(metadata, token)
            return start(request, left, sent, None, wait_for_ready, compression)

        return kind(self._carriage, send, self._carriage.token(), again)


class _UnaryUnary(_Callable, grpc.UnaryUnaryMultiCallable):
    def __call__(
        self,
        request,
        timeout=None,
        metadata=None,
        credentials=None,
        wait_for_ready=None,
        compression=None,
    ):
        return self.with_call(request, timeout, metadata, credentials, wait_for_ready, compression)[0]

    def with_call(
        self,
        request,
        timeout=None,
        metadata=None,
        credentials=None,
        wait_for_ready=None,
        compression=None,
    ):
        began = time.monotonic()
        token = self._carriage.token()
        try:
            try:
                answer = self._once(request, timeout, metadata, wait_for_ready, compression, token)
            except grpc.RpcError as problem:
                other = self._carriage.other_token(problem.code(), token)
                if other is None:
                    raise
                left = None if timeout is None else max(0.0, timeout - (time.monotonic() - began))
                answer = self._once(request, left, metadata, wait_for_ready, compression, other)
        except grpc.RpcError as problem:
            self._failed(problem)
        self._carriage.ended(answer[1])
        return answer

    def future(
        self,
        request,
        timeout=None,
        metadata=None,
        credentials=None,
        wait_for_ready=None,
        compression=None,
    ):
        call = (request, timeout, metadata, wait_for_ready, compression)
        return self._pending(CarriedFuture, self._inner.future, *call, True)


class _StreamUnary(_Callable, grpc.StreamUnaryMultiCallable):
    def __call__(
        self,
        request_iterator,
        timeout=None,
        metadata=None,
        credentials=None,
        wait_for_ready=None,
        compression=None,
    ):
        return self.with_call(request_iterator, timeout, metadata, credentials, wait_for_ready, compression)[
            0
        ]

    def with_call(
        self,
        request_iterator,
        timeout=None,
        metadata=None,
        credentials=None,
        wait_for_ready=None,
        compression=None,
    ):
        token = self._carriage.token()
        try:
            answer = self._once(request_iterator, timeout, metadata, wait_for_ready, compression, token)
        except grpc.RpcError as problem:
            self._failed(problem)
        self._carriage.ended(answer[1])
        return answer

    def future(
        self,
        request_iterator,
        timeout=None,
        metadata=None,
        credentials=None,
        wait_for_ready=None,
        compression=None,
    ):
        call = (request_iterator, timeout, metadata, wait_for_ready, compression)
        return self._pending(CarriedFuture, self._inner.future, *call, False)


class _UnaryStream(_Callable, grpc.UnaryStreamMultiCallable):
    def __call__(
        self,
        request,
        timeout=None,
        metadata=None,
        credentials=None,
        wait_for_ready=None,
        compression=None,
    ):
        call = (request, timeout, metadata, wait_for_ready, compression)
        return self._pending(CarriedStream, self._inner, *call, True)


class _StreamStream(_Callable, grpc.StreamStreamMultiCallable):
    def __call__(
        self,
        request_iterator,
        timeout=None,
        metadata=None,
        credentials=None,
        wait_for_ready=None,
        compression=None,
    ):
        call = (request_iterator, timeout, metadata, wait_for_ready, compression)
        return self._pending(CarriedStream, self._inner, *call, False)


_CALLABLES = {
    "unary_unary": _UnaryUnary,
    "unary_stream": _UnaryStream,
    "stream_unary": _StreamUnary,
    "stream_stream": _StreamStream,
}
