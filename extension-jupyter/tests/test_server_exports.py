"""Files of records that are exported, through a real Jupyter server."""

from __future__ import annotations

import http.client
import json

import pytest
from running_server import SESSION, sign_in


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


def test_an_export_that_breaks_off_does_not_look_whole(server, double):
    sign_in(server)
    asked = {"of": {"session": SESSION}, "bodies": "all"}
    path = f"/api/v1/sessions/{SESSION}/export"
    try:
        double.broken_off = {path: b"x" * 2_000_000}
        with pytest.raises(http.client.IncompleteRead):
            server.ask("vectorgate/export", asked)
        double.broken_off = {path: b""}
        status, text, _ = server.ask("vectorgate/export", asked)
        assert (status, json.loads(text)["error"]["code"]) == (502, "export_failed")
    finally:
        double.broken_off = {}
