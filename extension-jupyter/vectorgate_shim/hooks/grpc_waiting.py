"""The four kinds of calls of a governed channel of grpc.aio, by the interceptors that it offers."""

from __future__ import annotations

import asyncio
import time

import grpc
from grpc import aio

from vectorgate_shim.hooks.grpc_carriage import Carriage, GatewayError, show_notices

_TURNS = 4
"""Of the loop, at once; after them it is looked now and then."""
_PATIENCE = 0.1
"""Seconds. A busy loop may tell of a status that late after the metadata that came with it."""
_LONGEST = 1e9
"""Seconds. What is above is no time limit but a time of day."""


class GatewayUnreachable(GatewayError, aio.AioRpcError):
    """The gateway does not answer, as grpc.aio tells that a call has ended."""

    def __init__(self, code, what: str, then: str) -> None:
        text = f"VectorGate: {what}\n{then}"
        aio.AioRpcError.__init__(self, code, aio.Metadata(), aio.Metadata(), text, text)
        GatewayError.__init__(self, what, then)

    def __str__(self) -> str:
        return str(self.args[0])

    __repr__ = __str__


class WaitingCarriage(Carriage):
    """Of one channel of grpc.aio."""

    unreachable_error = GatewayUnreachable

    def interceptors(self) -> list:
        """One for each kind: grpc.aio takes an interceptor for one kind only."""
        return [kind(self) for kind in (_UnaryUnary, _UnaryStream, _StreamUnary, _StreamStream)]

    def details(self, given, token: str | None, began: float):
        """A call's details with our metadata. Its credentials speak of the database and stay behind."""
        timeout = given.timeout
        if timeout is not None:
            # Up to 1.5x, streams hand their interceptors the time of day when the call ends.
            ends = timeout if timeout > _LONGEST else began + timeout
            timeout = max(0.0, ends - time.time())
        metadata = aio.Metadata(*self.metadata(given.metadata, token))
        ready = getattr(given, "wait_for_ready", None)
        return aio.ClientCallDetails(given.method, timeout, metadata, None, ready)

    async def raise_unreachable(self, call) -> None:
        """Raise our error where a call that has ended got no line to the gateway."""
        code, details = await call.code(), await call.details()
        if self.is_unreachable(code, details, await call.initial_metadata(), await call.trailing_metadata()):
            raise self.unreachable(code)

    async def connected(self, call):
        """A call that has a line. Its notice in the trailing metadata is shown at its end."""
        try:
            await call.wait_for_connection()
        except aio.AioRpcError:
            await self.raise_unreachable(call)
        _show_at_end(call)
        return call


class _Interceptor:
    def __init__(self, carriage: WaitingCarriage) -> None:
        self._carriage = carriage


class _UnaryUnary(_Interceptor, aio.UnaryUnaryClientInterceptor):
    async def intercept_unary_unary(self, continuation, client_call_details, request):
        carriage, given = self._carriage, client_call_details
        began = time.time()
        token = carriage.token()
        call = await continuation(carriage.details(given, token, began), request)
        code = await _code(call)
        other = carriage.other_token(code, token)
        if other is not None:
            call = await continuation(carriage.details(given, other, began), request)
            code = await _code(call)
        show_notices(await call.initial_metadata(), await call.trailing_metadata())
        if code is not grpc.StatusCode.OK:
            await carriage.raise_unreachable(call)
        return call


class _UnaryStream(_Interceptor, aio.UnaryStreamClientInterceptor):
    async def intercept_unary_stream(self, continuation, client_call_details, request):
        carriage, given = self._carriage, client_call_details
        began = time.time()
        token = carriage.token()
        call = await continuation(carriage.details(given, token, began), request)
        other = carriage.other_token(await _code_of_refused(call), token)
        if other is not None:
            call = await continuation(carriage.details(given, other, began), request)
        return await _or_cancel(call, carriage.connected(call))


class _StreamUnary(_Interceptor, aio.StreamUnaryClientInterceptor):
    async def intercept_stream_unary(self, continuation, client_call_details, request_iterator):
        carriage, given = self._carriage, client_call_details
        details = carriage.details(given, carriage.token(), time.time())
        call = await continuation(details, request_iterator)
        return await _or_cancel(call, carriage.connected(call))


class _StreamStream(_Interceptor, aio.StreamStreamClientInterceptor):
    async def intercept_stream_stream(self, continuation, client_call_details, request_iterator):
        carriage, given = self._carriage, client_call_details
        details = carriage.details(given, carriage.token(), time.time())
        call = await continuation(details, request_iterator)
        return await _or_cancel(call, carriage.connected(call))


async def _or_cancel(call, waiting):
    """Wait; a caller who gives up takes the call along."""
    try:
        return await waiting
    except asyncio.CancelledError:
        call.cancel()
        raise


async def _code(call):
    return await _or_cancel(call, call.code())


async def _code_of_refused(call):
    """The status of a call that was refused instead of answered, else None.

    A refusal's metadata and its status come in one frame: its metadata are empty, and grpc.aio tells of
    the status in the same turn of the loop or a later one.
    """
    initial = await _or_cancel(call, call.initial_metadata())
    turn, last = 0, time.monotonic() + _PATIENCE
    while not initial and (turn < _TURNS or time.monotonic() < last):
        if call.done():
            return await call.code()
        await _or_cancel(call, asyncio.sleep(0 if turn < _TURNS else 0.002))
        turn += 1
    return None


_showing: set = set()


def _show_at_end(call) -> None:
    async def show() -> None:
        show_notices(await call.initial_metadata(), await call.trailing_metadata())

    def ended(_call) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # ended by the end of the loop: nobody is left to be shown anything
            return
        task = loop.create_task(show())
        _showing.add(task)  # the loop itself keeps a weak reference only
        task.add_done_callback(_showing.discard)

    call.add_done_callback(ended)
