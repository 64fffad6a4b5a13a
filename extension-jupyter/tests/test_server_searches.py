"""Searches that somebody keeps, through a real Jupyter server."""

from __future__ import annotations

import json


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
