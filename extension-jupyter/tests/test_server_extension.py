"""The extension in a real Jupyter server, before the gateway double."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from gateway_double import GOVERNED, GatewayDouble
from running_server import PACKAGE, Server, callback, sign_in


@pytest.fixture(scope="module")
def double():
    made = GatewayDouble()
    yield made
    made.close()


@pytest.fixture(scope="module")
def server(double, tmp_path_factory):
    made = Server(double.control_url, tmp_path_factory.mktemp("server"))
    yield made
    made.close()


def test_signed_out_it_tells_what_is_governed(server):
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
    assert server.ask("vectorgate/sign-out", {})[0] == 200
    assert server.get("vectorgate/status")["signedIn"] is False
    assert double.revoked_tokens == ["refresh-2"]


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


SESSION = "01JD8Z6Q4MX3V7H2K9RBT5WYCN"


def test_what_was_recorded_is_read_as_the_person_who_is_signed_in(server, double):
    sign_in(server)
    double.recorded = {
        "/api/v1/sessions": (200, {"sessions": [], "next": "c"}),
        f"/api/v1/sessions/{SESSION}": (200, {"session": {"id": SESSION}, "records": []}),
        f"/api/v1/records/{SESSION}/today": (200, {"decided": None}),
        f"/api/v1/records/{SESSION}": (200, {"header": {"id": SESSION}, "response": "</script>"}),
        "/api/v1/records/facets": (200, {"total": {"count": 0}, "facets": []}),
        "/api/v1/records/summary": (200, {"total": {"count": 0}, "people": []}),
        "/api/v1/records/asked": (200, {"asks": [], "records": [], "withheld": 0}),
        "/api/v1/policy/files": (200, {"digest": "d", "files": []}),
    }
    double.asked.clear()
    assert server.get("vectorgate/recorded/sessions?limit=5&all=1&cursor=a%26b%3D1")["next"] == "c"
    assert server.get(f"vectorgate/recorded/sessions/{SESSION}")["session"]["id"] == SESSION
    assert server.get(f"vectorgate/recorded/records/{SESSION}/today") == {"decided": None}
    status, text, headers = server.ask(f"vectorgate/recorded/records/{SESSION}")
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert headers["content-type"].startswith("application/json")
    assert json.loads(text)["response"] == "</script>"
    # As JupyterLab asks: with the time at the end, so that no cache answers.
    assert server.get("vectorgate/recorded/records/facets?query=effect%3Adeny&1795251635512")["facets"] == []
    assert server.get("vectorgate/recorded/records/summary?query=on%3Atuesday&all=1")["people"] == []
    assert server.get("vectorgate/recorded/records/asked?limit=1000&query=since%3A7d&all=1")["withheld"] == 0
    assert server.get("vectorgate/recorded/policy/files")["files"] == []
    assert double.asked == [
        "/api/v1/sessions?limit=5&all=1&cursor=a%26b%3D1",
        f"/api/v1/sessions/{SESSION}",
        f"/api/v1/records/{SESSION}/today",
        f"/api/v1/records/{SESSION}",
        "/api/v1/records/facets?query=effect%3Adeny",
        "/api/v1/records/summary?query=on%3Atuesday&all=1",
        "/api/v1/records/asked?limit=1000&query=since%3A7d&all=1",
        "/api/v1/policy/files",
    ]


def test_what_exists_is_read_as_the_person_who_is_signed_in(server, double):
    sign_in(server)
    double.recorded = {
        "/api/v1/catalogue": (200, {"collections": []}),
        "/api/v1/catalogue/details": (200, {"collections": []}),
        "/api/v1/catalogue/people": (200, {"issuers": []}),
    }
    double.asked.clear()
    server.get("vectorgate/recorded/catalogue?cursor=c")
    server.get("vectorgate/recorded/catalogue/details?connection=insights&collections=customer-%2A")
    server.get("vectorgate/recorded/catalogue/people")
    assert double.asked == [
        "/api/v1/catalogue?cursor=c",
        "/api/v1/catalogue/details?connection=insights&collections=customer-%2A",
        "/api/v1/catalogue/people",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "me",
        "connections",
        "catalogue?all=1",
        "catalogue/people?limit=1",
        "catalogue/x",
        "../me",
        "sessions/..%2Fme",
        f"sessions/{SESSION}/forget",
        f"sessions/{SESSION.lower()}",
        f"sessions/{SESSION}/today",
        f"records/{SESSION}/notes",
        f"records/{SESSION}/today?all=1",
        f"sessions/{SESSION}%00",
        f"sessions/{SESSION}?all=1",
        "sessions?limit=1&limit=2",
        "sessions?query=x",
        "records?query=" + "x" * 4_001,
        "records/facets?cursor=x",
        "records/asked?effect=deny",
        "policy",
        "policy/files?all=1",
        "https%3A%2F%2Fevil.example/",
    ],
)
def test_nothing_else_of_the_gateway_is_reached(server, double, path):
    sign_in(server)
    double.asked.clear()
    assert server.ask(f"vectorgate/recorded/{path}")[0] in (400, 404)
    assert double.asked == []


def test_a_note_is_written_as_the_person_and_nothing_else_is(server, double):
    sign_in(server)
    path = f"/api/v1/sessions/{SESSION}/notes"
    double.recorded = {path: (200, {"noted": SESSION})}
    double.posted.clear()
    ours = f"vectorgate/recorded/sessions/{SESSION}/notes"
    for note in ({"text": "seen \u202e\ud800"}, {"text": "x" * 4_000, "record": SESSION}):
        status, text, headers = server.ask(ours, note)
        assert (status, json.loads(text)) == (200, {"noted": SESSION})
        assert headers["cache-control"] == "no-store"
        assert double.posted.pop() == (path, note)
    for note in (
        {},
        {"text": ""},
        {"text": "x" * 4_001},
        {"text": 1},
        {"text": "x", "record": "../x"},
        {"text": "x", "more": "y"},
        ["text"],
    ):
        assert server.ask(ours, note)[0] == 400
    assert server.ask(ours.replace(SESSION, SESSION.lower()), {"text": "x"})[0] in (404, 405)
    other_site = {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "cross-site"}
    assert server.ask(ours, {"text": "x"}, headers=other_site)[0] == 403
    assert server.ask(ours, {"text": "x"}, token=False)[0] == 403
    assert double.posted == []
    error = {"code": "reviewers-only", "message": "No rule lets you.", "next": "Ask for one."}
    double.recorded = {path: (403, {"error": error})}
    status, text, _ = server.ask(ours, {"text": "x"})
    assert (status, json.loads(text)["error"]) == (403, error)
    double.recorded = {path: (500, "<html>")}
    status, text, _ = server.ask(ours, {"text": "x"})
    assert (status, json.loads(text)["error"]["code"]) == (502, "no_note")
    double.recorded = {path: (200, {"notes": []})}
    assert server.get(ours) == {"notes": []}
    double.recorded = {}


def test_records_are_exported_as_the_person_piece_by_piece_and_nothing_else_is(server, double):
    sign_in(server)
    content = {"archive": "x" * 3_000_000}
    session, records = f"/api/v1/sessions/{SESSION}/export", "/api/v1/records/export"
    double.recorded = {session: (200, content), records: (200, {"archive": ""})}
    double.asked.clear()
    double.posted.clear()
    ours = "vectorgate/export"
    status, text, headers = server.ask(ours, {"of": {"session": SESSION}, "bodies": "all"})
    assert (status, json.loads(text), headers["cache-control"]) == (200, content, "no-store")
    assert int(headers["content-length"]) == len(text)
    texts = [{"path": "a.policy.yaml", "text": "é"}]
    of = {"query": "who:ana on:tuesday", "everybody": True}
    assert server.ask(ours, {"of": of, "bodies": "none", "maskBy": texts})[0] == 200
    assert double.asked == [f"{session}?format=vgsession&bodies=all"]
    assert double.posted == [
        (f"{records}?format=vgsession&bodies=none&query=who%3Aana+on%3Atuesday&all=1", {"maskBy": texts})
    ]
    double.posted.clear()
    for body in (
        {},
        {"of": {"session": SESSION}},
        {"of": {"session": "../x"}, "bodies": "all"},
        {"of": {"session": SESSION}, "bodies": "some"},
        {"of": {"session": SESSION, "query": ""}, "bodies": "all"},
        {"of": {"query": "x" * 4_001, "everybody": False}, "bodies": "all"},
        {"of": {"query": "", "everybody": 1}, "bodies": "all"},
        {"of": {"session": SESSION}, "bodies": "all", "maskBy": []},
        {"of": {"session": SESSION}, "bodies": "all", "maskBy": [{"path": "a", "text": "x" * 100_001}]},
        {"of": {"session": SESSION}, "bodies": "all", "more": 1},
    ):
        assert server.ask(ours, body)[0] == 400
    other_site = {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "cross-site"}
    asked = {"of": {"session": SESSION}, "bodies": "all"}
    assert server.ask(ours, asked, headers=other_site)[0] == 403
    assert (len(double.asked), double.posted) == (1, [])
    error = {"code": "extract-unfit", "message": "It permits something.", "next": "Take that rule out."}
    double.recorded = {session: (422, {"error": error})}
    status, text, _ = server.ask(ours, asked)
    assert (status, json.loads(text)["error"]) == (502, error)
    double.recorded = {session: (500, "<html>")}
    assert json.loads(server.ask(ours, asked)[1])["error"]["code"] == "no_export"
    double.recorded = {}


def test_searches_are_those_of_the_command_line_and_nobody_elses(server):
    file = server.folder / "XDG_CONFIG_HOME" / "vectorgate" / "searches.json"
    ours = "vectorgate/searches"
    assert server.get(ours) == {"searches": {}}
    assert server.ask(ours, {"keep": "refused", "query": " effect:deny who:é "})[0] == 200
    assert server.get(ours) == {"searches": {"refused": "effect:deny who:é"}}
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text("utf-8")) == {"searches": {"refused": "effect:deny who:é"}}
    file.write_text('{"searches": {"refused": "effect:deny", "slow": "latency:>5s"}}')
    assert server.ask(ours, {"drop": "refused"})[0] == 200
    assert server.get(ours) == {"searches": {"slow": "latency:>5s"}}
    assert [path.name for path in file.parent.iterdir()] == ["searches.json"]
    for body, code in (
        ({"keep": "Not So", "query": "effect:deny"}, "name_unfit"),
        ({"keep": "../x", "query": "effect:deny"}, "name_unfit"),
        ({"keep": ["x"], "query": "effect:deny"}, "name_unfit"),
        ({"keep": "x", "query": " "}, "query_unfit"),
        ({"keep": "x", "query": "y" * 4_001}, "query_unfit"),
        ({"drop": "refused"}, "no_search"),
        ({"drop": {}}, "no_search"),
    ):
        status, text, _ = server.ask(ours, body)
        assert (status, json.loads(text)["error"]["code"]) == (502, code)
    for body in ({}, {"keep": "x"}, {"drop": "x", "more": 1}, ["x"]):
        assert server.ask(ours, body)[0] == 400
    assert server.ask(ours, {"drop": "slow"}, token=False)[0] == 403
    for broken in ("", "{", "[]", '{"searches": [1]}', '{"searches": {"a": 1}}', "[" * 100_000):
        file.write_text(broken)
        status, text, _ = server.ask(ours)
        assert (status, json.loads(text)["error"]["code"]) == (502, "searches_unreadable")
        assert server.ask(ours, {"keep": "x", "query": "effect:deny"})[0] == 502
        assert file.read_text() == broken
    file.unlink()


def test_the_gateways_own_words_are_passed_on_and_nobody_elses(server, double):
    sign_in(server)
    error = {"code": "not-found", "message": "There is no such record.", "next": "Look for it."}
    path = f"records/{SESSION}"
    for told, status, code in (
        ((404, {"error": error}), 404, "not-found"),
        ((429, {"error": {**error, "code": "too-fast"}}), 429, "too-fast"),
        ((404, {"error": {**error, "message": 7}}), 502, "no_records"),
        ((404, "<html>"), 502, "no_records"),
        ((500, {"error": error}), 502, "no_records"),
        ((200, [1]), 502, "no_records"),
    ):
        double.recorded = {f"/api/v1/{path}": told}
        got, text, _ = server.ask(f"vectorgate/recorded/{path}")
        assert (got, json.loads(text)["error"]["code"]) == (status, code)
    double.recorded = {f"/api/v1/{path}": (200, {"response": "x" * (33 << 20)})}
    got, text, _ = server.ask(f"vectorgate/recorded/{path}")
    assert got == 502
    assert "longer than the 32 MiB" in json.loads(text)["error"]["message"]
    double.recorded = {}


def test_a_token_that_was_ended_is_renewed_once_while_reading(server, double):
    sign_in(server)
    double.recorded = {"/api/v1/sessions": (200, {"sessions": []})}
    double.tokens.clear()
    assert server.get("vectorgate/recorded/sessions") == {"sessions": []}
    server.ask("vectorgate/sign-out", {})
    status, text, _ = server.ask("vectorgate/recorded/sessions")
    assert (status, json.loads(text)["error"]["code"]) == (401, "signed_out")
    assert server.ask("vectorgate/recorded/sessions", token=False)[0] == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Dest": "image", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"},
    ],
)
@pytest.mark.parametrize("path", ["sessions", f"records/{SESSION}"])
def test_images_links_and_other_sites_read_nothing_that_was_recorded(server, double, path, headers):
    sign_in(server)
    double.recorded = {f"/api/v1/{path}": (200, {"sessions": []})}
    double.asked.clear()
    status, text, _ = server.ask(f"vectorgate/recorded/{path}", headers=headers)
    assert (status, json.loads(text)["error"]["code"]) == (403, "not_from_jupyterlab")
    assert double.asked == []
    own = {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}
    assert server.ask(f"vectorgate/recorded/{path}", headers=own)[0] == 200
    assert double.asked == [f"/api/v1/{path}"]


def test_browsers_that_do_not_say_who_asks_need_the_xsrf_token(server, double):
    sign_in(server)
    double.recorded = {"/api/v1/sessions": (200, {"sessions": []})}
    double.asked.clear()
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    browser.open(f"{server.url}api/status?token=secret", timeout=30).close()
    with pytest.raises(urllib.error.HTTPError):  # A page, and with pages comes the cookie.
        browser.open(f"{server.url}no-such-page", timeout=30)
    xsrf = next(cookie.value for cookie in jar if cookie.name == "_xsrf")

    def read(**headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"{server.url}vectorgate/recorded/sessions", headers=named)
        try:
            with browser.open(request, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code

    # As an image in a notebook's text does.
    assert read() == 403
    assert read(Referer=f"{server.url}lab/tree/foreign.ipynb") == 403
    assert read(X_XSRFToken="2|12345678|" + "0" * 32 + "|1700000000") == 403
    assert double.asked == []
    assert read(X_XSRFToken=xsrf) == 200
    assert double.asked == ["/api/v1/sessions"]


def kernel_environment(server: Server) -> dict[str, str]:
    """What the server's children inherit, by the word of the system."""
    kernel = json.loads(server.ask("api/kernels", {"name": "python3"})[1])["id"]
    try:
        end = time.monotonic() + 30
        while not any(
            one["id"] == kernel and one["governed"] for one in server.get("vectorgate/status")["kernels"]
        ):
            assert time.monotonic() < end, "the kernel never showed itself"
            time.sleep(0.1)
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes()
                if f"kernel-{kernel}.json".encode() in command:
                    pairs = (process / "environ").read_bytes().decode().split("\0")
                    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)
            except OSError:
                continue
        raise AssertionError("no kernel process")
    finally:
        server.ask(f"api/kernels/{kernel}", method="DELETE")


def test_kernels_inherit_the_broker_and_are_seen_as_governed(server):
    environment = kernel_environment(server)
    assert environment["PYTHONPATH"].split(":")[0].endswith("vectorgate_shim/startup")
    assert environment["PYTHONPATH"].split(":")[1] == PACKAGE
    assert "VECTORGATE_SESSION" not in environment  # every kernel makes its own
    assert not any("access-" in value or "refresh-" in value for value in environment.values())


def test_only_authenticated_requests_with_the_xsrf_token_count(server):
    for path in ("status", "latest", "heal"):
        assert server.ask(f"vectorgate/{path}", token=False)[0] == 403
    assert server.ask("vectorgate/sign-out", {}, token=False)[0] == 403
    # A browser: signed in to Jupyter by cookie, as a page of another origin would use it.
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    browser.open(f"{server.url}api/status?token=secret", timeout=30).close()
    request = urllib.request.Request(f"{server.url}vectorgate/sign-out", data=b"{}")
    with pytest.raises(urllib.error.HTTPError) as refused:
        browser.open(request, timeout=30)
    assert refused.value.code == 403
    assert "_xsrf" in refused.value.read().decode()


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
