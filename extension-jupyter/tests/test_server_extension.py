"""The extension in a real Jupyter server, before the gateway double."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from gateway_double import GOVERNED
from running_server import PACKAGE, Server, callback, kernel_environment, sign_in


def test_signed_out_it_tells_what_is_governed(server):
    server.ask("vectorgate/sign-out", {})
    status = server.get("vectorgate/status")
    assert status["configured"] is True
    assert status["signedIn"] is False
    assert status["who"] is None
    assert status["problem"] is None
    assert status["connections"] == [
        {"name": "insights", "store": "chroma", "knownAs": [GOVERNED], "mode": None}
    ]
    assert server.ask("vectorgate/latest")[0] == 401


def test_sign_in_by_popup_and_sign_out(server, double):
    status, page, headers = sign_in(server)
    assert status == 200
    assert "Signed in as Ana Ruiz" in page
    assert "window.close();" in page
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'nonce-")
    told = server.get("vectorgate/status")
    assert told["who"]["identity"]["groups"] == ["analysts"]
    assert told["connections"][0]["mode"] == "enforce"
    assert server.get("vectorgate/latest") == {"records": []}
    # A page reloaded after that signs nobody in or out.
    assert sign_in(server)[0] == 200
    double.revoked_tokens.clear()
    refresh = double.refresh
    assert server.ask("vectorgate/sign-out", {})[0] == 200
    assert server.get("vectorgate/status")["signedIn"] is False
    assert double.revoked_tokens == [refresh]


def test_an_answer_that_nobody_asked_for_is_told_apart(server):
    status, page, _ = server.ask("vectorgate/callback?code=x&state=%3Cscript%3E")
    assert status == 400
    assert "this answer belongs to no sign-in begun here" in page
    assert "window.close();" not in page
    assert "<script>" not in page.split("<main>")[1].split("</main>")[0]


@pytest.mark.parametrize(
    "wrong",
    [
        "https://evil.example/hub/user/ana/vectorgate/callback",
        "{url}lab",
        "{url}vectorgate/callback/../x",
        "",
        "x",
    ],
)
def test_the_answer_may_come_to_this_servers_own_callback_alone(server, wrong):
    assert server.ask("vectorgate/sign-in", {"return": wrong.format(url=server.url)})[0] == 400


def test_no_answer_holds_a_token_or_key(server, double):
    sign_in(server)
    texts = [server.ask(f"vectorgate/{path}")[1] for path in ("status", "latest", "heal")]
    environment = kernel_environment(server)
    secrets = [*double.tokens, double.refresh, environment["VECTORGATE_BROKER_KEY"]]
    for secret in secrets:
        assert secret
        assert not any(secret in text for text in texts)
    assert not any(secret in server.said() for secret in secrets)


def test_kernels_inherit_the_broker_and_are_seen_as_governed(server):
    environment = kernel_environment(server)
    assert environment["PYTHONPATH"].split(":")[0].endswith("vectorgate_shim/startup")
    assert environment["PYTHONPATH"].split(":")[1] == PACKAGE
    assert "VECTORGATE_SESSION" not in environment  # every kernel makes its own
    assert not any("access-" in value or "refresh-" in value for value in environment.values())


def test_without_a_gateway_it_says_so_and_changes_nothing(tmp_path):
    server = Server(None, tmp_path)
    try:
        assert server.get("vectorgate/status")["configured"] is False
        assert server.get("vectorgate/heal") == {"code": None}
        assert "no gateway is configured" in server.said()
    finally:
        server.close()


def test_a_gateway_that_is_down_is_told_with_its_name(tmp_path):
    server = Server("http://127.0.0.1:9", tmp_path)
    try:
        status = server.get("vectorgate/status")
        assert status["problem"]["code"] == "gateway_unreachable"
        assert (
            status["problem"]["message"]
            == "the gateway at http://127.0.0.1:9 does not answer (connection refused)."
        )
        assert status["since"] is not None
        answered, text, _ = server.ask("vectorgate/sign-in", {"return": callback(server)})
        assert answered == 502
        assert json.loads(text)["error"]["code"] == "gateway_unreachable"
    finally:
        server.close()


def test_stopping_the_server_revokes_and_leaves_nothing(double, tmp_path):
    server = Server(double.control_url, tmp_path)
    try:
        sign_in(server)
        folder = Path(json.loads(server.ask("vectorgate/heal")[1])["code"].split("'")[3]).parent
        assert folder.is_dir()
        refresh = double.refresh
    finally:
        server.close()
    assert not folder.exists()
    assert refresh in double.revoked_tokens
