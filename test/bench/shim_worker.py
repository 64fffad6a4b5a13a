"""One measured process of the shim's benchmark: prepares one variant, then runs calls by command.

Standard input: a number of calls a line. Standard output: `ready`, then a line for each command with the
microseconds a call of wall time and of this thread's processor time. The first calls warm up.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

GOVERNED = "http://chroma.internal:8000"
PATH = "/api/v2/tenants/default_tenant/databases/default_database/collections"
COLLECTION = "11111111-2222-4333-8444-555555555555"
QUERY = b'{"query_embeddings":[[' + b",".join(b"0.%d" % (100 + n) for n in range(256)) + b'],"n_results":10}'


def main() -> None:
    client, variant, server = sys.argv[1:4]
    instrument(variant)
    # What the shim governs goes by the governed name; all other variants go to the server straight.
    base = GOVERNED if variant == "shim" else server
    call = CALLS[client](base, variant)
    for _ in range(50):
        call()
    print("ready", flush=True)
    for line in sys.stdin:
        count = int(line)
        wall, processor = time.perf_counter_ns(), time.thread_time_ns()
        for _ in range(count):
            call()
        processor, wall = time.thread_time_ns() - processor, time.perf_counter_ns() - wall
        print(wall / count / 1000, processor / count / 1000, flush=True)


def instrument(variant: str) -> None:
    """OpenTelemetry as its documentation sets it up; the shim was started before this program."""
    if not variant.startswith("opentelemetry"):
        return
    if variant.endswith("recording"):
        from opentelemetry import trace
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

        class Nowhere(SpanExporter):
            """Costs nothing, which is in favour of the one compared with."""

            def export(self, spans):
                return SpanExportResult.SUCCESS

        provider = TracerProvider()
        provider.add_span_processor(BatchSpanProcessor(Nowhere()))
        trace.set_tracer_provider(provider)
    from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor

    HTTPXClientInstrumentor().instrument()


def httpx_call(base: str, _: str) -> Callable[[], object]:
    import httpx

    client = httpx.Client()
    url = f"{base}{PATH}/{COLLECTION}/query"
    headers = {"content-type": "application/json"}

    def call() -> None:
        answer = client.post(url, content=QUERY, headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(f"HTTP {answer.status_code}")

    return call


def chroma_call(base: str, variant: str) -> Callable[[], object]:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if variant == "chromadb's own tracing":
        import logging

        logging.disable()  # nobody listens at the exporter's address, and it says so
        settings.chroma_otel_collection_endpoint = "http://127.0.0.1:9"
        settings.chroma_otel_granularity = "all"
        settings.chroma_otel_service_name = "bench"
    host, _, port = base.removeprefix("http://").rpartition(":")
    collection = chromadb.HttpClient(host, int(port), settings=settings).get_collection("bench")
    vector = [0.1] * 256
    return lambda: collection.query(query_embeddings=[vector], n_results=10)


def grpc_call(base: str, _: str) -> Callable[[], object]:
    import grpc

    search = grpc.insecure_channel(base.removeprefix("http://")).unary_unary("/qdrant.Points/Search")
    return lambda: search(QUERY)


def grpc_waiting_call(base: str, _: str) -> Callable[[], object]:
    import asyncio

    from grpc import aio

    loop = asyncio.new_event_loop()

    async def open_channel():
        channel = aio.insecure_channel(base.removeprefix("http://"))
        return channel, channel.unary_unary("/qdrant.Points/Search")

    async def once() -> None:
        await search(QUERY)

    # The channel closes with its last reference.
    kept, search = loop.run_until_complete(open_channel())
    once.channel = kept
    return lambda: loop.run_until_complete(once())


CALLS = {
    "httpx": httpx_call,
    "chromadb": chroma_call,
    "grpc": grpc_call,
    "grpc.aio": grpc_waiting_call,
}

if __name__ == "__main__":
    main()
