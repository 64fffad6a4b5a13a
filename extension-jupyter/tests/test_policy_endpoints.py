"""What the Jupyter server does for policies: git, checkpoints, and putting them in force."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from gateway_double import GatewayDouble
from running_server import Server, sign_in

from vectorgate_jupyter.errors import GateError
from vectorgate_jupyter.oauth.discovery import Discovery
from vectorgate_jupyter.oauth.person import Person
from vectorgate_jupyter.policies.git_revisions import files_at, revisions_around, written_by
from vectorgate_jupyter.policies.publishing import Publishing
from vectorgate_jupyter.policies.signing_key import make_key, read_key

PUBLISH = "/api/v1/policy/revisions"
PERSON = "people:ana"


@pytest.fixture
def key_file(server):
    file = server.folder / "XDG_CONFIG_HOME" / "vectorgate" / "policy-signing.pem"
    file.unlink(missing_ok=True)
    yield file
    file.unlink(missing_ok=True)


def git(folder: Path, *args: str) -> str:
    told = ("-c", "user.name=Ana Ruiz", "-c", "user.email=ana@example.com", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *told, *args], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path):
    folder = tmp_path / "checkout"
    (folder / "policies" / "team").mkdir(parents=True)
    git(folder, "init")
    (folder / "policies" / "a.policy.yaml").write_text("# é one\n")
    (folder / "policies" / "team" / "b.policy.json").write_text("{}")
    (folder / "policies" / "notes.md").write_text("no policy")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "first: one")
    (folder / "policies" / "a.policy.yaml").write_text("# two\n")
    return folder


def bundle(double: GatewayDouble, **more: object) -> str:
    files = [{"path": "a.policy.yaml", "text": "é\u2028"}]
    return json.dumps({"v": 1, "gateway": f"{double.control_url}/oauth", "files": files, **more})


def publish(server: Server, text: object, person: str = PERSON, headers=None):
    status, said, _ = server.ask("vectorgate/policy/publish", {"bundle": text, "person": person}, headers)
    return status, json.loads(said)


def code_of(problem) -> str:
    return problem.value.code


def test_a_revision_is_read_without_touching_what_is_checked_out(checkout):
    folder = str(checkout / "policies")
    commit = git(checkout, "rev-parse", "HEAD")
    for revision in ("HEAD", "main", commit[:9]):
        found = files_at(revision, folder)
        assert found == {
            "commit": commit,
            "files": [
                {"path": "a.policy.yaml", "text": "# é one\n"},
                {"path": "team/b.policy.json", "text": "{}"},
            ],
        }
    assert (checkout / "policies" / "a.policy.yaml").read_text() == "# two\n"
    around = revisions_around(folder)
    assert around["names"] == ["main"]
    assert [(one["commit"], one["subject"]) for one in around["commits"]] == [(commit, "first: one")]
    assert written_by(folder) == {"commit": commit, "author": "Ana Ruiz <ana@example.com>"}


@pytest.mark.parametrize(
    "revision", ["", "-p", "--output=x", "nowhere", "HEAD\n", "HEAD:policies", "x" * 300]
)
def test_what_is_no_revision_is_refused(checkout, revision):
    with pytest.raises(GateError) as problem:
        files_at(revision, str(checkout / "policies"))
    assert code_of(problem) == "no_revision"


def test_links_texts_that_are_none_and_empty_folders_are_told(checkout):
    (checkout / "links").mkdir()
    (checkout / "links" / "a.policy.yaml").symlink_to("/etc/passwd")
    (checkout / "bytes").mkdir()
    (checkout / "bytes" / "a.policy.yaml").write_bytes(b"\xff\xfe")
    git(checkout, "add", ".")
    git(checkout, "commit", "-m", "second")
    (checkout / "empty").mkdir()
    for folder, code in (("links", "link_in_revision"), ("bytes", "not_text"), ("empty", "revision_empty")):
        with pytest.raises(GateError) as problem:
            files_at("HEAD", str(checkout / folder))
        assert code_of(problem) == code


def test_without_a_repository_or_git_it_says_so(tmp_path, monkeypatch):
    with pytest.raises(GateError) as problem:
        files_at("HEAD", str(tmp_path))
    assert code_of(problem) == "no_checkout"
    assert written_by(str(tmp_path)) is None
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GateError) as problem:
        revisions_around(str(tmp_path))
    assert code_of(problem) == "no_git"
    assert "git is not installed where the Jupyter server runs" in problem.value.what


def test_what_the_environment_says_of_git_changes_nothing(checkout, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert len(files_at("HEAD", str(checkout / "policies"))["files"]) == 2


def test_a_key_is_made_for_its_owner_alone_and_read_only_so(tmp_path):
    file = tmp_path / "new" / "key.pem"
    assert read_key(file) is None
    made = make_key(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert read_key(file).public_key == made.public_key
    with pytest.raises(GateError) as problem:
        make_key(file)
    assert code_of(problem) == "key_exists"
    for mode in (0o640, 0o604, 0o660):
        file.chmod(mode)
        with pytest.raises(GateError) as problem:
            read_key(file)
        assert code_of(problem) == "key_open"
    file.chmod(0o600)
    file.write_text("-----BEGIN PRIVATE KEY-----\nsecret words\n-----END PRIVATE KEY-----\n")
    with pytest.raises(GateError) as problem:
        read_key(file)
    assert code_of(problem) == "key_unreadable"
    assert "secret words" not in str(problem.value)
    os.mkfifo(tmp_path / "pipe", 0o600)
    for other in (tmp_path / "pipe", tmp_path):
        with pytest.raises(GateError) as problem:
            read_key(other)
        assert code_of(problem) == "key_unreadable"


def test_a_key_that_the_configuration_names_has_to_be_there(gateway, tmp_path):
    person = Person(Discovery(gateway.control_url, tmp_path / "cache"), "vectorgate-jupyter")
    named = Publishing(person, str(tmp_path / "named.pem"))
    with pytest.raises(GateError) as problem:
        named.about()
    assert code_of(problem) == "key_unreadable"
    assert "c.VectorGate.policy_key" in problem.value.next
    made = make_key(tmp_path / "named.pem")
    assert named.about() == {"file": str(tmp_path / "named.pem"), "publicKey": made.public_key}


def test_policies_are_signed_and_handed_over_as_the_person(server, double, key_file):
    sign_in(server)
    assert server.get("vectorgate/policy/key") == {"file": str(key_file), "publicKey": None}
    status, said, _ = server.ask("vectorgate/policy/key", {})
    made = json.loads(said)
    assert status == 200
    assert server.get("vectorgate/policy/key") == made
    assert server.ask("vectorgate/policy/key", {})[0] == 502
    double.recorded = {PUBLISH: (200, {"change": {"revision": 2}})}
    double.posted.clear()
    text = bundle(double)
    assert publish(server, text) == (200, {"change": {"revision": 2}})
    [(path, envelope)] = double.posted
    assert path == PUBLISH
    payload = base64.b64decode(envelope["payload"])
    assert payload == text.encode()
    kind = "application/vnd.vectorgate.policy-bundle.v1+json"
    assert envelope["payloadType"] == kind
    [signature] = envelope["signatures"]
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(made["publicKey"]))
    signed = f"DSSEv1 {len(kind)} {kind} {len(payload)} ".encode() + payload
    key.verify(base64.b64decode(signature["sig"]), signed)
    # Neither half of a secret is in any answer.
    pem = key_file.read_bytes()
    secret = serialization.load_pem_private_key(pem, None).private_bytes_raw()
    for told in (said, server.said()):
        assert base64.b64encode(secret).decode() not in told
        assert pem.decode().split("\n")[1] not in told


def test_without_a_key_nothing_is_signed_and_the_gateway_decides(server, double, key_file):
    sign_in(server)
    unsigned = {"code": "bundle-unsigned", "message": "nobody signed this", "next": "sign it"}
    double.recorded = {PUBLISH: (422, {"error": unsigned})}
    double.posted.clear()
    status, said = publish(server, bundle(double))
    assert (status, said["error"]) == (422, unsigned)
    assert double.posted[0][1]["signatures"] == []


def test_a_key_that_others_may_read_signs_nothing(server, double, key_file):
    sign_in(server)
    make_key(key_file)
    key_file.chmod(0o644)
    double.posted.clear()
    status, said = publish(server, bundle(double))
    assert (status, said["error"]["code"]) == (502, "key_open")
    assert double.posted == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"gateway": "https://other.example/oauth"},
        {"v": 2},
        {"files": None},
    ],
)
def test_nothing_but_policies_for_this_gateway_is_signed(server, double, key_file, wrong):
    sign_in(server)
    make_key(key_file)
    double.posted.clear()
    status, said = publish(server, bundle(double, **wrong))
    assert (status, said["error"]["code"]) == (502, "bundle_unfit")
    assert double.posted == []


def test_texts_that_are_no_bundle_are_not_signed(server, double, key_file):
    sign_in(server)
    for text in ("", "x", "[]", "\ud800", 1, None, ["x"], "[" * 100_000, "x" * (7 << 20)):
        status, said = publish(server, text)
        assert (status, said["error"]["code"]) == (502, "bundle_unfit")
    assert server.ask("vectorgate/policy/publish", {"bundle": "x"})[0] == 400
    assert server.ask("vectorgate/policy/publish", ["x"])[0] == 400


def test_another_person_than_the_page_shows_publishes_nothing(server, double, key_file):
    sign_in(server)
    double.posted.clear()
    status, said = publish(server, bundle(double), "people:ben")
    assert (status, said["error"]["code"]) == (409, "other_person")
    server.ask("vectorgate/sign-out", {})
    assert publish(server, bundle(double))[0] == 401
    assert double.posted == []


def test_an_answer_that_does_not_come_is_no_failure_and_no_success(server, double, key_file):
    sign_in(server)
    double.recorded = {PUBLISH: (500, {"error": {"code": "x", "message": "y", "next": "z"}})}
    status, said = publish(server, bundle(double))
    assert (status, said["error"]["code"]) == (502, "outcome_unknown")
    assert "It is not known whether the policies are in force" in said["error"]["message"]


@pytest.mark.parametrize("path", ["policy/publish", "policy/key"])
def test_other_sites_and_strangers_publish_and_make_nothing(server, double, key_file, path):
    sign_in(server)
    double.posted.clear()
    body = {"bundle": bundle(double), "person": PERSON} if path == "policy/publish" else {}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Dest": "iframe"}):
        assert server.ask(f"vectorgate/{path}", body, headers)[0] == 403
    assert server.ask(f"vectorgate/{path}", body, token=False)[0] in (401, 403)
    assert not key_file.exists()
    assert double.posted == []


def test_a_checkpoint_is_what_was_saved_by_hand_last(server):
    file = server.folder / "a.policy.yaml"
    file.write_bytes(b"one\r\n")
    path = "vectorgate/policy/checkpoint?path=a.policy.yaml"
    status, said, _ = server.ask(path)
    assert (status, json.loads(said)["error"]["code"]) == (502, "no_checkpoint")
    server.ask("api/contents/a.policy.yaml/checkpoints", {})
    file.write_text("two\n")
    assert server.get(path)["text"] == "one\r\n"


def test_git_is_asked_below_the_folder_that_jupyterlab_shows_alone(server, checkout):
    inside = server.folder / "inside"
    if not inside.exists():
        checkout.rename(inside)
    found = server.get("vectorgate/policy/git/files?path=inside/policies&revision=HEAD")
    assert [one["path"] for one in found["files"]] == ["a.policy.yaml", "team/b.policy.json"]
    assert server.get("vectorgate/policy/git/revisions?path=inside/policies")["names"] == ["main"]
    assert server.get("vectorgate/policy/git/written?path=inside/policies")["commit"] == found["commit"]
    assert server.get("vectorgate/policy/git/written?path=") == {}
    for outside in ("../..", "/etc", "inside/.git", "nowhere", "%2e%2e"):
        status, said, _ = server.ask(f"vectorgate/policy/git/revisions?path={quote(outside, safe='%/')}")
        assert status == 502, outside
        assert json.loads(said)["error"]["code"] in ("no_file", "no_checkout"), outside
    for path in ("git/files?path=inside&revision=HEAD", "git/revisions?path=inside", "checkpoint?path=x"):
        assert server.ask(f"vectorgate/policy/{path}", token=False)[0] in (401, 403)
