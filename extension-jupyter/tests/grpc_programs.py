"""Python text for gRPC calls of all four kinds, plain and asyncio; `call(channel)` gives the answers."""

PRELUDE = """
    import asyncio, sys, grpc, grpc.experimental
    from grpc import aio
    TARGET = "qdrant.internal:6334"
    def plain(target=TARGET, **more):
        with grpc.insecure_channel(target, **more) as channel:
            return call(channel)
    def waiting(target=TARGET, **more):
        async def go():
            async with aio.insecure_channel(target, **more) as channel:
                return await call(channel)
        return asyncio.run(go())
    KEY = (("api-key", "their own"), ("vectorgate-token", "mine"))
    def parts():
        yield b"bo"
        yield b"dy"
    async def parts_in_time():
        yield b"bo"
        yield b"dy"
"""
PLAIN = {
    "unary_unary": """
    def call(channel): return [channel.unary_unary("/t.T/One")(b"body", metadata=KEY)]
    """,
    "unary_unary, with_call": """
    def call(channel): return [channel.unary_unary("/t.T/One").with_call(b"body", metadata=KEY)[0]]
    """,
    "unary_unary, future": """
    def call(channel): return [channel.unary_unary("/t.T/One").future(b"body", metadata=KEY).result()]
    """,
    "unary_stream": """
    def call(channel): return list(channel.unary_stream("/t.T/Stream")(b"body", metadata=KEY))
    """,
    "unary_stream, one thread": """
    def call(channel): return list(channel.unary_stream("/t.T/Stream")(b"body", metadata=KEY))
    plain_of = plain
    def plain(): return plain_of(options=[(grpc.experimental.ChannelOptions.SingleThreadedUnaryStream, 1)])
    """,
    "stream_unary": """
    def call(channel): return [channel.stream_unary("/t.T/One")(parts(), metadata=KEY)]
    """,
    "stream_unary, with_call": """
    def call(channel): return [channel.stream_unary("/t.T/One").with_call(parts(), metadata=KEY)[0]]
    """,
    "stream_unary, future": """
    def call(channel): return [channel.stream_unary("/t.T/One").future(parts(), metadata=KEY).result()]
    """,
    "stream_stream": """
    def call(channel): return list(channel.stream_stream("/t.T/Stream")(parts(), metadata=KEY))
    """,
}
WAITING = {
    "aio unary_unary": """
    async def call(channel): return [await channel.unary_unary("/t.T/One")(b"body", metadata=KEY)]
    """,
    "aio unary_stream": """
    async def call(channel):
        return [one async for one in channel.unary_stream("/t.T/Stream")(b"body", metadata=KEY)]
    """,
    "aio unary_stream, read": """
    async def call(channel):
        stream = channel.unary_stream("/t.T/Stream")(b"body", metadata=KEY)
        found = []
        while True:
            try:
                one = await stream.read()
            except StopAsyncIteration:  # so ends a stream in old grpcios where there are interceptors
                return found
            if one is aio.EOF: return found
            found.append(one)
    """,
    "aio stream_unary": """
    async def call(channel): return [await channel.stream_unary("/t.T/One")(parts_in_time(), metadata=KEY)]
    """,
    "aio stream_unary, write": """
    async def call(channel):
        stream = channel.stream_unary("/t.T/One")(metadata=KEY)
        try:
            await stream.write(b"bo")
            await stream.write(b"dy")
            await stream.done_writing()
        except asyncio.InvalidStateError:  # ended early: the call itself says why
            pass
        return [await stream]
    """,
    "aio stream_stream": """
    async def call(channel):
        return [one async for one in channel.stream_stream("/t.T/Stream")(parts_in_time(), metadata=KEY)]
    """,
}
WAYS = {
    **{name: PRELUDE + text + "\n    run = plain\n" for name, text in PLAIN.items()},
    **{name: PRELUDE + text + "\n    run = waiting\n" for name, text in WAITING.items()},
}
"""Whole programs up to `run()`, which makes a channel, calls and gives the answers."""
ONE_REQUEST = [name for name in WAYS if "unary_unary" in name or "unary_stream" in name]
MANY_REQUESTS = [name for name in WAYS if name not in ONE_REQUEST]
