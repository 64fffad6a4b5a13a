"""Notes beside a session, through a real Jupyter server."""

from __future__ import annotations

import json

from running_server import SESSION, sign_in


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
