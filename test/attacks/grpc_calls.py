"""Unary calls of the real gRPC client through the gate. What they say is bytes: no messages of any schema.

Usage: grpc_calls.py PORT AUTHORITY
Prints one JSON object: what became of each call.
"""

import json
import sys
import threading
import time

import grpc

port, authority = sys.argv[1:]


def channel(**options):
    pairs = [
        ("grpc.default_authority", authority),
        ("grpc.max_receive_message_length", -1),
        ("grpc.max_send_message_length", -1),
        ("grpc.use_local_subchannel_pool", 1),
        *options.items(),
    ]
    return grpc.insecure_channel(f"127.0.0.1:{port}", options=pairs)


def plain(over, method="Say"):
    return over.unary_unary(f"/test.Echo/{method}")


me = (("vectorgate-token", "ana"),)


def told(call):
    try:
        message, done = call()
        return {"length": len(message), "trailing": dict(done.trailing_metadata()), "code": done.code().name}
    except grpc.RpcError as problem:
        return {
            "code": problem.code().name,
            "details": problem.details(),
            "trailing": dict(problem.trailing_metadata() or ()),
        }


def seconds(call):
    started = time.monotonic()
    result = call()
    result["seconds"] = time.monotonic() - started
    return result


seen = {}
with channel() as mine:
    say = plain(mine)
    seen["answered"] = told(lambda: say.with_call(b"hello", metadata=me))
    seen["changed"] = told(lambda: plain(mine, "Change").with_call(b"hello", metadata=me))
    seen["signed out"] = told(lambda: say.with_call(b"hello"))
    seen["denied"] = told(lambda: plain(mine, "Forbidden").with_call(b"hello", metadata=me))
    seen["unknown method"] = told(lambda: plain(mine, "Else").with_call(b"hello", metadata=me))
    seen["long"] = told(lambda: say.with_call(b"x" * 10_000_000, metadata=me))
    seen["gzip"] = told(
        lambda: say.with_call(b"x" * 5_000_000, metadata=me, compression=grpc.Compression.Gzip)
    )
    seen["deflate"] = told(
        lambda: say.with_call(b"x" * 5_000_000, metadata=me, compression=grpc.Compression.Deflate)
    )
    seen["too large"] = told(lambda: say.with_call(b"x" * 20_000_000, metadata=me))
    seen["too large, compressed"] = told(
        lambda: say.with_call(b"x" * 20_000_000, metadata=me, compression=grpc.Compression.Gzip)
    )
    seen["too large, signed out"] = told(lambda: say.with_call(b"x" * 20_000_000))
    seen["deadline"] = seconds(lambda: told(lambda: say.with_call(b"wait", metadata=me, timeout=0.3)))
    seen["several"] = told(
        lambda: mine.stream_unary("/test.Echo/Say").with_call(iter([b"one", b"two"]), metadata=me)
    )
    seen["none"] = told(lambda: mine.stream_unary("/test.Echo/Say").with_call(iter([]), metadata=me))
    waiting = [say.future(b"wait", metadata=me) for _ in range(50)]
    time.sleep(0.3)
    for call in waiting:
        call.cancel()
    seen["cancelled"] = sum(call.cancelled() for call in waiting)
    seen["afterwards"] = told(lambda: say.with_call(b"hello", metadata=me))

# A client that asks all the time whether the other side is still there.
with channel(
    **{
        "grpc.keepalive_time_ms": 500,
        "grpc.keepalive_timeout_ms": 1000,
        "grpc.keepalive_permit_without_calls": 1,
        "grpc.http2.max_pings_without_data": 0,
    }
) as mine:
    states = []
    mine.subscribe(states.append)
    first = told(lambda: plain(mine).with_call(b"hello", metadata=me))
    time.sleep(3)
    second = told(lambda: plain(mine).with_call(b"hello", metadata=me))
    seen["keep-alive"] = [first["code"], second["code"], [state.name for state in states]]

# Many at once, from several threads over one channel.
with channel() as mine:
    say = plain(mine)
    lengths = []

    def work(index):
        for i in range(20):
            length = (index * 7919 + i * 104_729) % 300_000
            lengths.append(len(say(b"y" * length, metadata=me)) == length)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen["many"] = [len(lengths), all(lengths)]

# An answer that nobody takes for a while: the window is small, the client slow.
with channel(**{"grpc.http2.lookahead_bytes": 65_535}) as mine:
    seen["slow reader"] = told(lambda: plain(mine).with_call(b"z" * 15_000_000, metadata=me))

print(json.dumps(seen))
