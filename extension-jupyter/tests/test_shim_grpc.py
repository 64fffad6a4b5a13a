"""gRPC, unchanged: channels to governed names lead to the gateway, and each call says who asks."""

import os

import grpc
import pytest
from conftest import run_python, sign_in
from contract.environments import python_with
from gateway_double import DECISION
from grpc_gateway_double import GOVERNED, SIGN_IN, GrpcGatewayDouble
from grpc_programs import MANY_REQUESTS, ONE_REQUEST, WAYS

VERSIONS = [None, "1.49.1", "1.85.3"] if os.environ.get("VECTORGATE_TEST_DEEP") else [None]
"""Of grpcio: that of the tests' own environment; the oldest that installs on this Python, and the latest."""


@pytest.fixture
def plane(gateway):
    double = GrpcGatewayDouble(gateway)
    gateway.stated_data_url = double.url
    gateway.governed = [GOVERNED]
    yield double
    double.close()


@pytest.fixture(params=VERSIONS, ids=str)
def run(request, plane, broker, tmp_path):
    interpreter = {"interpreter": python_with((f"grpcio=={request.param}",))} if request.param else {}
    return lambda code, **more: run_python(code, broker.environment(), tmp_path, **interpreter, **more)


def words(call):
    return [pair for pair in call["metadata"] if pair[0] not in ("user-agent", "accept-encoding")]


def tokens(plane):
    return [dict(call["metadata"]).get("vectorgate-token") for call in plane.calls]


@pytest.mark.parametrize("name", WAYS)
def test_signed_in_it_carries_token_upstream_and_session(plane, broker, run, name):
    sign_in(broker.person)
    said = run(WAYS[name] + "\n    print(run())\n").stdout
    (call,) = plane.calls
    answers = [b"body-%d" % n for n in range(3 if call["method"].endswith("Stream") else 1)]
    assert said.strip() == str(answers)
    metadata = words(call)
    assert ("api-key", "their own") in metadata
    assert [pair for pair in metadata if pair[0] == "vectorgate-token"] == [("vectorgate-token", "access-1")]
    assert dict(metadata)["vectorgate-upstream"] == GOVERNED
    assert len(dict(metadata)["vectorgate-session"]) == 26
    assert b"".join(call["messages"]) == b"body"


@pytest.mark.parametrize("name", WAYS)
def test_signed_out_the_gateways_refusal_arrives(plane, run, name):
    said = run(
        WAYS[name]
        + """
    try:
        run()
    except grpc.RpcError as problem:
        print(problem.code(), problem.details(), sep="\\n")
    """
    ).stdout
    assert said.splitlines() == ["StatusCode.UNAUTHENTICATED", *SIGN_IN.splitlines()]
    assert tokens(plane) == [None]


@pytest.mark.parametrize("name", ONE_REQUEST)
def test_a_refused_token_is_renewed_and_the_request_sent_once_more(gateway, plane, broker, run, name):
    sign_in(broker.person)
    gateway.revoke_all()
    said = run(WAYS[name] + "\n    print(run())\n").stdout
    assert "b'body-0'" in said
    assert tokens(plane) == ["access-1", "access-2"]


@pytest.mark.parametrize("name", MANY_REQUESTS)
def test_requests_that_are_gone_are_not_sent_again(gateway, plane, broker, run, name):
    sign_in(broker.person)
    gateway.revoke_all()
    failed = run(WAYS[name] + "\n    run()\n", check=False)
    assert "you are not signed in" in failed.stderr
    assert tokens(plane) == ["access-1"]


@pytest.mark.parametrize("name", WAYS)
def test_an_unreachable_gateway_raises_the_clients_error_with_two_lines(plane, broker, run, name):
    sign_in(broker.person)
    broker.person.discovery.get()
    plane.close()
    said = run(
        WAYS[name]
        + """
    try:
        run()
    except grpc.RpcError as problem:
        print(problem.code(), problem.details(), sep="\\n")
        assert problem.details() in str(problem)
    """
    ).stdout
    assert said.splitlines()[:2] == [
        "StatusCode.UNAVAILABLE",
        f"VectorGate: the gateway at {plane.url} does not answer, so {GOVERNED} is closed.",
    ]
    assert said.splitlines()[2].startswith("Run the cell again in a moment")


@pytest.mark.parametrize("place", ["initial", "trailing"])
@pytest.mark.parametrize("name", WAYS)
def test_a_notice_is_shown_once(plane, broker, run, name, place):
    sign_in(broker.person)
    plane.notice, plane.notice_in = "VectorGate: email partly hidden.", place
    done = run(WAYS[name] + "\n    run(); run()\n")
    assert done.stderr.count("VectorGate: email partly hidden.") == 1


@pytest.mark.parametrize("name", ["unary_unary", "aio unary_unary"])
@pytest.mark.parametrize("code", ["UNAVAILABLE", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED"])
def test_what_the_gateway_says_stays_what_it_says(plane, broker, run, name, code):
    sign_in(broker.person)
    plane.failing = grpc.StatusCode[code]
    plane.notice, plane.notice_in = "Something was hidden.", "trailing"
    done = run(
        WAYS[name]
        + """
    try:
        run()
    except grpc.RpcError as problem:
        print(problem.code().name, problem.details(), dict(iter(problem.initial_metadata()))["vectorgate-decision"])
    """
    )
    assert done.stdout.strip() == f"{code} the store said so {DECISION}"
    assert "Something was hidden." in done.stderr
    assert len(plane.calls) == 1


@pytest.mark.parametrize("name", ["unary_unary", "unary_unary, future", "unary_stream", "aio unary_unary"])
def test_a_token_is_asked_for_at_each_call_of_a_channel(gateway, plane, broker, run, name):
    gateway.token_seconds = 1
    sign_in(broker.person)
    run(
        WAYS[name]
        + """
    import time
    once = call
    if run is plain:
        def call(channel): return [once(channel), time.sleep(1.1), once(channel)]
    else:
        async def call(channel): return [await once(channel), time.sleep(1.1), await once(channel)]
    run()
    """
    )
    first, second = tokens(plane)
    assert first != second
    assert len({call["peer"] for call in plane.calls}) == 1


@pytest.mark.parametrize("name", ["unary_unary", "unary_stream", "aio unary_unary", "aio unary_stream"])
def test_time_limits_of_the_caller_hold(plane, broker, run, name):
    sign_in(broker.person)
    plane.wait = 60
    code = WAYS[name].replace("metadata=KEY", "metadata=KEY, timeout=1.5")
    failed = run(code + "\n    run()\n", check=False)
    assert "DEADLINE_EXCEEDED" in failed.stderr
    assert "does not answer" not in failed.stderr


@pytest.mark.parametrize("name", ["unary_unary", "aio unary_unary"])
def test_waiting_for_an_unreachable_gateway_ends_with_its_lines(plane, broker, run, name):
    sign_in(broker.person)
    broker.person.discovery.get()
    plane.close()
    code = WAYS[name].replace("metadata=KEY", "metadata=KEY, timeout=1, wait_for_ready=True")
    failed = run(code + "\n    run()\n", check=False)
    assert f"the gateway at {plane.url} does not answer" in failed.stderr


def test_a_future_tells_whoever_waits_for_it(gateway, plane, broker, run):
    sign_in(broker.person)
    gateway.revoke_all()
    said = run(
        WAYS["unary_unary, future"]
        + """
    import threading
    with grpc.insecure_channel(TARGET) as channel:
        told = threading.Event()
        future = channel.unary_unary("/t.T/One").future(b"body")
        future.add_done_callback(lambda one: told.set() if one is future else None)
        assert isinstance(future, grpc.Future) and isinstance(future, grpc.Call)
        assert future.result(timeout=10) == b"body-0"
        assert told.wait(5) and future.done() and not future.running() and not future.is_active()
        assert future.code() is grpc.StatusCode.OK and future.exception() is None
        assert "vectorgate-decision" in dict(future.initial_metadata())
        seen = []
        future.add_done_callback(seen.append)
        assert seen == [future] and not future.add_callback(print)
    """
    )
    assert said.stderr == ""
    assert tokens(plane) == ["access-1", "access-2"]


@pytest.mark.parametrize("name", ["future", "stream", "aio", "aio stream"])
def test_a_call_that_is_given_up_ends(plane, broker, run, name):
    sign_in(broker.person)
    plane.wait = 60
    code = {
        "future": """
    with grpc.insecure_channel(TARGET) as channel:
        future = channel.unary_unary("/t.T/One").future(b"body")
        assert future.cancel() and future.cancelled()
        try: future.result()
        except grpc.FutureCancelledError: print("given up")
    """,
        "stream": """
    with grpc.insecure_channel(TARGET) as channel:
        stream = channel.unary_stream("/t.T/Stream")(b"body")
        stream.cancel()
        try: next(stream)
        except grpc.RpcError as problem: assert problem.code() is grpc.StatusCode.CANCELLED, problem
        print("given up")
    """,
        "aio": """
    async def go():
        async with aio.insecure_channel(TARGET) as channel:
            try: await asyncio.wait_for(channel.unary_unary("/t.T/One")(b"body"), 0.5)
            except asyncio.TimeoutError: print("given up")
    asyncio.run(go())
    """,
        "aio stream": """
    async def go():
        async with aio.insecure_channel(TARGET) as channel:
            stream = channel.unary_stream("/t.T/Stream")(b"body")
            await asyncio.sleep(0.3)
            stream.cancel()
            try: await stream.read()
            except asyncio.CancelledError: print("given up")
    asyncio.run(go())
    """,
    }[name]
    assert run(WAYS["unary_unary"] + code).stdout.strip() == "given up"


def test_interceptors_of_the_client_see_nothing_of_ours_and_all_of_theirs_goes_on(plane, broker, run):
    sign_in(broker.person)
    run(
        WAYS["unary_unary"]
        + """
    seen = []
    class Adds(grpc.UnaryUnaryClientInterceptor):
        def intercept_unary_unary(self, continuation, details, request):
            seen.append(details.metadata)
            answer = continuation(details._replace(metadata=(("theirs", "1"),)), request + b"!")
            seen.append(answer.code())
            return answer
    class AddsInTime(aio.UnaryUnaryClientInterceptor):
        async def intercept_unary_unary(self, continuation, details, request):
            seen.append(tuple(details.metadata or ()))
            answer = await continuation(details._replace(metadata=aio.Metadata(("theirs", "1"))), request + b"!")
            seen.append(await answer.code())
            return answer
    channel = grpc.intercept_channel(grpc.insecure_channel(TARGET), Adds())
    assert channel.unary_unary("/t.T/One")(b"body") == b"body!-0"
    async def go():
        async with aio.insecure_channel(TARGET, interceptors=[AddsInTime()]) as channel:
            assert await channel.unary_unary("/t.T/One")(b"body") == b"body!-0"
    asyncio.run(go())
    assert seen == [None, grpc.StatusCode.OK, (), grpc.StatusCode.OK], seen
    """
    )
    assert tokens(plane) == ["access-1", "access-1"]
    assert all(("theirs", "1") in call["metadata"] for call in plane.calls)


def test_an_unreachable_gateway_is_told_through_the_clients_interceptors(plane, broker, run):
    sign_in(broker.person)
    broker.person.discovery.get()
    plane.close()
    said = run(
        WAYS["unary_unary"]
        + """
    class Looks(grpc.UnaryUnaryClientInterceptor):
        def intercept_unary_unary(self, continuation, details, request):
            answer = continuation(details, request)
            print(answer.code(), dict(answer.trailing_metadata()))
            return answer
    try:
        grpc.intercept_channel(grpc.insecure_channel(TARGET), Looks()).unary_unary("/t.T/One")(b"body")
    except grpc.RpcError as problem:
        print(problem)
    """
    ).stdout
    assert said.startswith("StatusCode.UNAVAILABLE {}\nVectorGate: the gateway at ")


def test_many_threads_share_one_channel(plane, broker, run):
    sign_in(broker.person)
    run(
        WAYS["unary_unary"]
        + """
    from concurrent.futures import ThreadPoolExecutor
    with grpc.insecure_channel(TARGET) as channel, ThreadPoolExecutor(16) as pool:
        one = channel.unary_unary("/t.T/One")
        bodies = [b"%d" % n for n in range(200)]
        assert list(pool.map(one, bodies)) == [body + b"-0" for body in bodies]
        assert [one.future(body) for body in bodies][-1].result() == b"199-0"
    """
    )
    assert set(tokens(plane)) == {"access-1"}


def test_a_token_never_goes_in_clear_to_another_machine(gateway, plane, broker, run):
    gateway.stated_data_url = "http://gate.example:8443"
    sign_in(broker.person)
    for name in ("unary_unary", "aio unary_unary"):
        failed = run(WAYS[name] + "\n    run()\n", check=False)
        assert "gate.example:8443 is neither encrypted nor on this machine" in failed.stderr


def test_nothing_goes_through_a_proxy(plane, broker, run):
    sign_in(broker.person)
    proxies = {name: "http://127.0.0.1:9" for name in ("grpc_proxy", "http_proxy", "https_proxy")}
    for name in ("unary_unary", "aio unary_unary"):
        run(WAYS[name] + "\n    run()\n", **proxies)
    assert tokens(plane) == ["access-1"] * 2


@pytest.mark.parametrize(
    "imported",
    [
        "from grpc import insecure_channel as make; from grpc._channel import Channel",
        "from grpc import insecure_channel as make",
    ],
    ids=["with the channel's module", "alone"],
)
def test_where_the_shim_comes_late_functions_imported_earlier_lead_to_the_gateway(
    plane, broker, tmp_path, imported
):
    sign_in(broker.person)
    environment = broker.environment()
    folder = environment.pop("PYTHONPATH")
    late = f"""
    {imported}
    from grpc.aio import insecure_channel as make_in_time
    import asyncio, grpc
    old = make("{GOVERNED}")
    stub = old.unary_unary("/t.T/One")
    kept = make("127.0.0.1:{plane.port}")
    kept_stub = kept.unary_unary("/t.T/One")
    async def go():
        old = make_in_time("{GOVERNED}")
        stub = old.unary_unary("/t.T/One")
        import os, sys
        os.environ.update({environment!r})
        sys.path.insert(0, {folder!r})
        import runpy; runpy.run_path({folder + "/sitecustomize.py"!r})
        async with make_in_time("{GOVERNED}") as new:
            assert await new.unary_unary("/t.T/One")(b"body") == b"body-0"
        for call in (lambda: stub(b"body"), lambda: old.unary_unary("/t.T/One")):
            try: call()
            except RuntimeError as problem: print(problem)
    asyncio.run(go())
    assert make("{GOVERNED}").unary_unary("/t.T/One")(b"body") == b"body-0"
    for call in (lambda: stub(b"body"), lambda: stub.future(b"body"), lambda: old.unary_unary("/t.T/One")):
        try: call()
        except RuntimeError as problem: print(problem)
    from vectorgate_shim.gate import the_gate
    assert not the_gate().unfit, the_gate().unfit
    for one in (kept_stub, kept.unary_unary("/t.T/One")):
        try: one(b"body")
        except grpc.RpcError as problem: assert problem.code() is grpc.StatusCode.UNAUTHENTICATED
    """
    said = run_python(late, {}, tmp_path).stdout.splitlines()
    assert (
        said
        == [
            f"VectorGate: {GOVERNED} is governed, and a gRPC channel that was opened before VectorGate was here "
            "cannot carry your identity to the gate yet.",
            "Make the client anew, or restart the kernel.",
        ]
        * 5
    )
    assert tokens(plane) == ["access-1", "access-1", None, None]


@pytest.mark.parametrize("how", ["fork", "spawn", "forkserver"])
def test_children_carry_the_same_session(plane, broker, run, how):
    sign_in(broker.person)
    run(
        f"""
    import multiprocessing
    import grpc
    def work():
        with grpc.insecure_channel("{GOVERNED}") as channel:
            assert channel.unary_unary("/t.T/One")(b"body") == b"body-0"
    if __name__ == "__main__":
        if {how != "fork"}: work()
        child = multiprocessing.get_context("{how}").Process(target=work)
        child.start(); child.join(); assert child.exitcode == 0
        work()
    """
    )
    assert set(tokens(plane)) == {"access-1"}
    assert len(plane.calls) == (2 if how == "fork" else 3)
    assert len({dict(call["metadata"])["vectorgate-session"] for call in plane.calls}) == 1


def test_other_channels_are_untouched(plane, broker, run):
    sign_in(broker.person)
    store = GrpcGatewayDouble(None)
    options = "options=[('grpc.default_authority', 'their.name'), ('grpc.secondary_user_agent', 'theirs')]"
    code = f"""
    import grpc, asyncio
    from grpc import aio
    target = "127.0.0.1:{store.port}"
    with grpc.insecure_channel(target, {options}) as channel:
        one = channel.unary_unary("/t.T/One")
        assert type(one).__module__ == "grpc._channel"
        assert one(b"body", metadata=(("a", "b"),)) == b"body-0"
    async def go():
        async with aio.insecure_channel(target, {options}) as channel:
            assert not channel._unary_unary_interceptors
            one = channel.unary_unary("/t.T/One")
            assert type(one).__module__ == "grpc.aio._channel"
            assert await one(b"body", metadata=(("a", "b"),)) == b"body-0"
    asyncio.run(go())
    import sys
    print([name for name in sys.modules if "vectorgate" in name and "grpc" in name])
    """
    try:
        with_shim = run(code).stdout.strip()
        seen = [{**call, "peer": None} for call in store.taken()]
        run(code, PYTHONPATH="", VECTORGATE_BROKER="", VECTORGATE_GATEWAY="")
        without = [{**call, "peer": None} for call in store.taken()]
        assert seen == without and len(seen) == 2
        assert with_shim == str(
            [f"vectorgate_shim.hooks.grpc_{name}" for name in ("targets", "governed")]
        ) or (with_shim == str([f"vectorgate_shim.hooks.grpc_{name}" for name in ("governed", "targets")]))
    finally:
        store.close()
    assert plane.calls == []


def test_a_store_on_a_socket_of_this_machine_is_left_alone(plane, broker, run):
    sign_in(broker.person)
    said = run("import grpc; grpc.insecure_channel('unix:/tmp/qdrant.internal:6334').close(); print('fine')")
    assert said.stdout.strip() == "fine"


def test_several_addresses_with_a_governed_one_are_refused(gateway, plane, broker, run):
    gateway.governed = [GOVERNED, "10.0.0.1:6334"]
    said = run(
        """
    import grpc
    try: grpc.insecure_channel("ipv4:10.0.0.1:6334,10.0.0.2:6334")
    except RuntimeError as problem: print(problem)
    """
    ).stdout
    assert said.splitlines() == [
        "VectorGate: 10.0.0.1:6334 is governed, and a gRPC channel to several addresses cannot say which is "
        "meant.",
        "Open one channel for each address.",
    ]


@pytest.mark.parametrize(
    "target",
    [
        "qdrant.internal:6334",
        "dns:///qdrant.internal:6334",
        "dns:qdrant.internal:6334",
        "dns://10.0.0.53/qdrant.internal:6334",
        "DNS:///QDRANT.internal.:6334",
        "dns:///qdrant%2Einternal:6334",
    ],
)
def test_a_governed_name_is_known_in_each_spelling_of_a_target(plane, broker, run, target):
    sign_in(broker.person)
    run(WAYS["unary_unary"] + f"\n    plain({target!r})\n")
    assert [dict(call["metadata"])["vectorgate-upstream"] for call in plane.calls] == [GOVERNED]


def test_a_grpc_of_unknown_shape_is_refused_once_anything_is_governed(plane, broker, run):
    done = run(
        """
    import sys, types
    from vectorgate_shim.hooks import grpc_governed
    from vectorgate_shim.gate import the_gate
    class Channel:
        def __init__(self, where, **more): pass
    module = types.ModuleType("grpc._channel")
    module.Channel = Channel
    grpc_governed.apply(module)
    try: Channel("127.0.0.1:1")
    except RuntimeError as problem: print(problem)
    print(list(the_gate().unfit))
    """
    )
    assert "this version of grpc cannot carry your identity" in done.stdout
    assert done.stdout.splitlines()[-1] == "['grpc']"


def test_grpc_is_not_imported_for_anybody(broker, run):
    assert run("import sys; print('grpc' in sys.modules)").stdout.strip() == "False"
