"""What was recorded, read through a real Jupyter server: which paths, and whose words."""

from __future__ import annotations

import json

import pytest
from running_server import SESSION, sign_in


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
    assert server.get("vectorgate/recorded/policy/files?1795251635512")["files"] == []
    for what, search, member in (
        ("facets", {"query": "effect:deny"}, "facets"),
        ("summary", {"query": "on:tuesday", "all": "1"}, "people"),
        ("asked", {"limit": "1000", "query": "since:7d", "all": "1"}, "records"),
    ):
        status, text, headers = server.ask(f"vectorgate/recorded/records/{what}", search)
        assert (status, headers["cache-control"]) == (200, "no-store"), text
        assert json.loads(text)[member] == []
    assert double.asked == [
        "/api/v1/sessions?limit=5&all=1&cursor=a%26b%3D1",
        f"/api/v1/sessions/{SESSION}",
        f"/api/v1/records/{SESSION}/today",
        f"/api/v1/records/{SESSION}",
        "/api/v1/policy/files",
        "/api/v1/records/facets?query=effect%3Adeny",
        "/api/v1/records/summary?query=on%3Atuesday&all=1",
        "/api/v1/records/asked?limit=1000&query=since%3A7d&all=1",
    ]


def test_what_is_searched_for_stands_in_no_log(server, double):
    sign_in(server)
    word = "kettle-that-nobody-else-names"
    error = {"code": "too-fast", "message": "Too many.", "next": "Wait."}
    for told in (400, 429, 500):
        double.recorded = {"/api/v1/records": (told, {"error": error})}
        search = {"query": f"text:{word}", "limit": "100", "all": "1"}
        assert server.ask("vectorgate/recorded/records", search)[0] in (told, 502)
        assert double.asked[-1] == f"/api/v1/records?query=text%3A{word}&limit=100&all=1"
    # The log has those requests, as it has all that fail.
    said = server.said()
    assert "POST /hub/user/ana/vectorgate/recorded/records" in said
    assert word not in said
    double.recorded = {}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("records", {}),
        ("records", []),
        ("records", {"limit": "1"}),
        ("records", {"query": 1}),
        ("records", {"query": ["a", "b"]}),
        ("records", {"query": "x" * 4_001}),
        ("records/facets", {"query": "x", "cursor": "x"}),
        ("sessions", {"query": "x"}),
        (f"records/{SESSION}", {"query": "x"}),
        ("policy", {"query": "x"}),
        ("../me", {"query": "x"}),
    ],
)
def test_a_search_asks_for_nothing_else(server, double, path, body):
    sign_in(server)
    double.asked.clear()
    assert server.ask(f"vectorgate/recorded/{path}", body)[0] in (400, 404)
    assert double.asked == []


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
        "records?query=x",
        "records/facets?cursor=x",
        "records/asked?effect=deny",
        "policy?all=1",
        "policy/x",
        "policy/files?all=1",
        "policy/revisions/0",
        "https%3A%2F%2Fevil.example/",
    ],
)
def test_nothing_else_of_the_gateway_is_reached(server, double, path):
    sign_in(server)
    double.asked.clear()
    assert server.ask(f"vectorgate/recorded/{path}")[0] in (400, 404)
    assert double.asked == []


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
