"""What becomes of a channel's own settings on its way to the gateway: TLS, options, credentials."""

import json
import subprocess

import pytest
from conftest import run_python, sign_in
from grpc_gateway_double import GOVERNED, GrpcGatewayDouble
from grpc_programs import WAYS

from vectorgate_shim.hooks.grpc_gateway import options_to_gateway, without_repeated_refusals
from vectorgate_shim.hooks.grpc_targets import endpoints

BOTH = pytest.mark.parametrize("name", ["unary_unary", "aio unary_unary"])


def openssl(folder, *words):
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A folder with an authority of our own (ca.pem) and a certificate of it for localhost."""
    folder = tmp_path_factory.mktemp("authority")
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl(folder, "req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Ours")
    openssl(folder, "req", *new, "-keyout", "key.pem", "-out", "one.csr", "-subj", "/CN=localhost")
    (folder / "names").write_text("subjectAltName=DNS:localhost")
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names")
    openssl(folder, "x509", "-req", "-in", "one.csr", "-out", "one.pem", *signed)
    return folder


@pytest.fixture
def secure(gateway, authority):
    double = GrpcGatewayDouble(
        gateway, ((authority / "key.pem").read_bytes(), (authority / "one.pem").read_bytes())
    )
    gateway.stated_data_url = double.url
    gateway.governed = [GOVERNED]
    yield double
    double.close()


@pytest.fixture
def plain(gateway):
    double = GrpcGatewayDouble(gateway)
    gateway.stated_data_url = double.url
    gateway.governed = [GOVERNED]
    yield double
    double.close()


SECURE = """
    ours = grpc.ssl_channel_credentials(b"-----BEGIN CERTIFICATE-----\\nthe database's\\n-----END CERTIFICATE-----\\n")
    class Adds(grpc.AuthMetadataPlugin):
        def __call__(self, context, done): done((("authorization", "Bearer theirs"),), None)
    of_calls = grpc.metadata_call_credentials(Adds())
    both = grpc.composite_channel_credentials(ours, of_calls)
    options = [("grpc.ssl_target_name_override", "qdrant.internal"), ("grpc.default_authority", "qdrant.internal"),
        ("grpc.http_proxy", "http://127.0.0.1:9"), ("grpc.enable_http_proxy", 1)]
    def plain():
        with grpc.secure_channel(TARGET, both, options=options) as channel:
            channel.unary_unary("/t.T/One")(b"body", credentials=of_calls)
            return call(channel)
    def waiting():
        async def go():
            async with aio.secure_channel(TARGET, both, options=options) as channel:
                await channel.unary_unary("/t.T/One")(b"body", credentials=of_calls)
                return await call(channel)
        return asyncio.run(go())
"""


def secured(name):
    code, run = WAYS[name].rsplit("\n    run = ", 1)
    return code + SECURE + "    run = " + run


@BOTH
def test_over_tls_the_gateways_authority_counts_and_the_databases_settings_stay_behind(
    secure, broker, run, authority, name
):
    sign_in(broker.person)
    run(secured(name) + "\n    run()\n", SSL_CERT_FILE=str(authority / "ca.pem"))
    assert len(secure.calls) == 2
    for call in secure.calls:
        metadata = dict(call["metadata"])
        assert metadata["vectorgate-token"] == "access-1"
        assert "authorization" not in metadata


@BOTH
def test_authorities_in_a_folder_count_too(secure, broker, run, authority, tmp_path, name):
    sign_in(broker.person)
    folder = tmp_path / "authorities"
    folder.mkdir()
    (folder / "ca.pem").write_bytes((authority / "ca.pem").read_bytes())
    openssl(folder, "rehash", ".")
    run(
        WAYS[name] + "\n    run()\n",
        SSL_CERT_DIR=str(folder),
        SSL_CERT_FILE=str(tmp_path / "nothing"),
    )
    assert len(secure.calls) == 1


@BOTH
@pytest.mark.parametrize("file", ["another", "empty", "missing"])
def test_a_gateway_of_an_unknown_authority_gets_nothing(secure, broker, run, tmp_path, authority, name, file):
    sign_in(broker.person)
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl(tmp_path, "req", "-x509", *new, "-keyout", "k", "-out", "another", "-subj", "/CN=Theirs")
    (tmp_path / "empty").touch()
    failed = run(
        WAYS[name] + "\n    run()\n",
        check=False,
        SSL_CERT_FILE=str(tmp_path / file),
        SSL_CERT_DIR=str(tmp_path / "none"),
        GRPC_DEFAULT_SSL_ROOTS_FILE_PATH=str(authority / "ca.pem"),
    )
    assert f"the gateway at {secure.url} does not answer" in failed.stderr
    assert secure.calls == []


@BOTH
def test_settings_of_the_database_stay_behind_without_tls_too(plain, broker, run, name):
    sign_in(broker.person)
    run(secured(name) + "\n    run()\n")
    assert [dict(call["metadata"])["vectorgate-token"] for call in plain.calls] == ["access-1"] * 2


@BOTH
def test_limits_of_the_channel_hold(plain, broker, run, name):
    sign_in(broker.person)
    plain.answer = lambda method, messages: [bytes(5_000_000)]
    failed = run(WAYS[name] + "\n    run()\n", check=False)
    assert "RESOURCE_EXHAUSTED" in failed.stderr
    run(WAYS[name] + "\n    run(options=[('grpc.max_receive_message_length', -1)])\n")


@BOTH
def test_a_refusal_is_not_repeated_by_a_retry_policy(plain, run, name):
    policy = {
        "maxAttempts": 4,
        "initialBackoff": "0.01s",
        "maxBackoff": "0.01s",
        "backoffMultiplier": 1,
        "retryableStatusCodes": ["UNAUTHENTICATED", "UNAVAILABLE"],
    }
    config = json.dumps({"methodConfig": [{"name": [{}], "retryPolicy": policy}]})
    failed = run(WAYS[name] + f"\n    run(options=[('grpc.service_config', {config!r})])\n", check=False)
    assert "you are not signed in" in failed.stderr
    assert len(plain.calls) == 1


def test_options_that_lead_elsewhere_are_left_out():
    given = [
        ("grpc.default_authority", "a"),
        (b"grpc.ssl_target_name_override", "b"),
        ("grpc.enable_http_proxy", 1),
        ("grpc.max_send_message_length", -1),
        ("grpc.keepalive_time_ms", 1000),
    ]
    assert options_to_gateway(given) == (
        ("grpc.max_send_message_length", -1),
        ("grpc.keepalive_time_ms", 1000),
        ("grpc.enable_http_proxy", 0),
    )
    assert options_to_gateway(None) == (("grpc.enable_http_proxy", 0),)


def test_a_service_config_repeats_what_is_no_refusal():
    def config(**method):
        return json.dumps({"methodConfig": [{"name": [{}], **method}]})

    only = config(retryPolicy={"retryableStatusCodes": ["UNAVAILABLE", 14]})
    assert without_repeated_refusals(only) is only
    for broken in ("{", "[]", '{"methodConfig": [1]}', "null", None):
        assert without_repeated_refusals(broken) is broken
    mixed = config(retryPolicy={"retryableStatusCodes": ["permission_denied", 16, "UNAVAILABLE"]})
    assert json.loads(without_repeated_refusals(mixed))["methodConfig"][0]["retryPolicy"] == {
        "retryableStatusCodes": ["UNAVAILABLE"]
    }
    refusals = config(retryPolicy={"retryableStatusCodes": [7]}, timeout="1s")
    assert json.loads(without_repeated_refusals(refusals))["methodConfig"] == [
        {"name": [{}], "timeout": "1s"}
    ]
    hedged = config(hedgingPolicy={"maxAttempts": 2, "nonFatalStatusCodes": ["UNAUTHENTICATED"]})
    assert json.loads(without_repeated_refusals(hedged))["methodConfig"][0]["hedgingPolicy"] == {
        "maxAttempts": 2,
        "nonFatalStatusCodes": [],
    }
    healthy = json.dumps({"healthCheckConfig": {"serviceName": "x"}, "loadBalancingConfig": []})
    assert json.loads(without_repeated_refusals(healthy)) == {"loadBalancingConfig": []}


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("a:1", [("a", "1")]),
        ("a", [("a", "443")]),
        ("a:https", [("a", "443")]),
        ("dns:a:1", [("a", "1")]),
        ("dns:///a:1", [("a", "1")]),
        ("dns://8.8.8.8/a:1", [("a", "1")]),
        ("DNS:///a%2Eb:1", [("a.b", "1")]),
        ("ipv4:10.0.0.1:1,10.0.0.2:2", [("10.0.0.1", "1"), ("10.0.0.2", "2")]),
        ("ipv6:[::1]:1,[::2]:2", [("[::1]", "1"), ("[::2]", "2")]),
        ("ipv6:%5B::1%5D:1", [("[::1]", "1")]),
        ("[::1]:1", [("[::1]", "1")]),
        ("::1", [("::1", "443")]),
        ("unix:/a:1", []),
        ("unix:///a:1", []),
        ("unix-abstract:a:1", []),
        ("vsock:2:3", []),
    ],
)
def test_what_a_target_names(target, found):
    assert endpoints(target) == found


def test_while_nothing_is_known_a_stores_client_does_not_pass(broker, tmp_path):
    broker._server.shutdown()
    broker._server.server_close()
    code = """
    from qdrant_client import QdrantClient
    QdrantClient(host="qdrant.internal", prefer_grpc=True, check_compatibility=False).get_collections()
    """
    failed = run_python(code, broker.environment(), tmp_path, check=False)
    assert "it is not known whether qdrant.internal:6334 is governed" in failed.stderr
    code = "import grpc; grpc.insecure_channel('other.internal:1').close()"
    run_python(code, broker.environment(), tmp_path)
