"""Calls of a plain governed channel that run while their caller goes on: futures, and streams of answers."""

from __future__ import annotations

import threading

import grpc

from vectorgate_shim.hooks.grpc_carriage import show_notices


class CarriedFuture:
    """A future with one message, which sends its request once more where its token was refused.

    That is seen in the thread in which grpc tells that a call has ended. What is shown to the user is shown
    in the thread that asks for the result.
    """

    def __init__(self, carriage, send, token: str | None, again: bool) -> None:
        self._carriage = carriage
        self._send = send
        self._token = token if again else None
        self._lock = threading.Lock()
        self._settled = threading.Event()
        self._callbacks: list = []
        self._cancelled = False
        self._looked = False
        self._error = None
        self._call = send(token)
        self._call.add_done_callback(self._first_ended)

    def _first_ended(self, call) -> None:
        try:
            again = not self._cancelled and self._try_again(call)
        except Exception:  # the first answer then stands
            again = False
        if again:
            self._call.add_done_callback(self._ended)
        else:
            self._ended(call)

    def _try_again(self, call) -> bool:
        other = self._carriage.other_token(call.code(), self._token)
        if other is None:
            return False
        with self._lock:
            if self._cancelled:
                return False
            self._call = self._send(other)
        return True

    def _ended(self, _call) -> None:
        with self._lock:
            self._settled.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def _whole(self, timeout=None):
        """The call after its end. Raises grpc.FutureTimeoutError."""
        if not self._settled.wait(timeout):
            raise grpc.FutureTimeoutError
        if not self._looked:
            self._looked = True
            self._error = self._carriage.ended(self._call)
        return self._call

    def _when_ended(self, callback) -> bool:
        with self._lock:
            if self._settled.is_set():
                return False
            self._callbacks.append(callback)
        return True

    def result(self, timeout=None):
        call = self._whole(timeout)
        if self._error is not None:
            raise self._error from call
        return call.result()

    def exception(self, timeout=None):
        call = self._whole(timeout)
        return call.exception() if self._error is None else self._error

    def traceback(self, timeout=None):
        return self._whole(timeout).traceback()

    def code(self):
        return self._whole().code()

    def details(self):
        call = self._whole()
        return call.details() if self._error is None else self._error.details()

    def initial_metadata(self):
        return self._whole().initial_metadata()

    def trailing_metadata(self):
        return self._whole().trailing_metadata()

    def cancel(self) -> bool:
        with self._lock:
            self._cancelled = True
            call = self._call
        return call.cancel()

    def cancelled(self) -> bool:
        return self._call.cancelled()

    def done(self) -> bool:
        return self._settled.is_set()

    def running(self) -> bool:
        return not self.done()

    def is_active(self) -> bool:
        return not self.done()

    def time_remaining(self):
        return self._call.time_remaining()

    def add_callback(self, callback) -> bool:
        return self._when_ended(callback)

    def add_done_callback(self, fn) -> None:
        if not self._when_ended(lambda: fn(self)):
            fn(self)

    def __getattr__(self, name: str):
        return getattr(self.__dict__["_call"], name)


class CarriedStream:
    """A stream of answers, asked for once more where its token was refused and one request had been sent."""

    def __init__(self, carriage, send, token: str | None, again: bool) -> None:
        self._carriage = carriage
        self._send = send
        self._token = token if again else None
        self._begun = False
        self._call = send(token)

    def __iter__(self):
        return self

    def __next__(self):
        try:
            message = next(self._call)
        except StopIteration:
            self._carriage.ended(self._call)
            raise
        except grpc.RpcError as problem:
            other = self._carriage.other_token(problem.code(), None if self._begun else self._token)
            if other is not None:
                self._call, self._token = self._send(other), None
                return next(self)
            error = self._carriage.ended(problem)
            if error is not None:
                raise error from problem
            raise
        if not self._begun:
            self._begun = True
            show_notices(self._call.initial_metadata())
        return message

    next = __next__

    def __getattr__(self, name: str):
        return getattr(self.__dict__["_call"], name)


for _kind in (grpc.Call, grpc.Future):
    _kind.register(CarriedFuture)
    _kind.register(CarriedStream)
