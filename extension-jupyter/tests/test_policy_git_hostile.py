"""Repositories that come from anywhere: git runs nothing of theirs, and for JupyterLab's own page alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ASKED = ("revisions?path={}", "files?path={}&revision=HEAD", "files?path={}&revision=main", "written?path={}")


def git(folder: Path, *args: str, check: bool = True) -> str:
    told = ("-c", "user.name=Ana Ruiz", "-c", "user.email=ana@example.com", "-c", "init.defaultBranch=main")
    done = subprocess.run(
        ["git", *told, *args], cwd=folder, check=check, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip()


@pytest.fixture
def hostile(server):
    """A repository whose configuration names a program wherever it can; that makes `marker`."""
    folder = server.folder / "hostile"
    folder.mkdir()
    marker = folder / "ran"
    program = folder / "program"
    program.write_text(f"#!/bin/sh\ntouch '{marker}'\n")
    program.chmod(0o700)
    git(folder, "init")
    (folder / "a.policy.yaml").write_text("one\n")
    git(folder, "add", "a.policy.yaml")
    git(folder, "commit", "-m", "first")
    for name in (
        *("filter.x.clean", "filter.x.smudge", "filter.x.process", "diff.x.textconv", "diff.x.command"),
        *("diff.external", "core.fsmonitor", "core.pager", "pager.log", "core.editor", "core.askPass"),
        *(
            "core.sshCommand",
            "core.gitProxy",
            "core.alternateRefsCommand",
            "credential.helper",
            "gpg.program",
        ),
        *("remote.origin.uploadpack", "uploadpack.packObjectsHook", "interactive.diffFilter"),
        *("alias.log", "alias.rev-parse", "alias.ls-tree", "alias.cat-file", "alias.for-each-ref"),
    ):
        git(folder, "config", name, f"!{program}" if name.startswith("alias.") else str(program))
    git(folder, "config", "log.showSignature", "true")
    hooks = folder / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"):
        shutil.copy(program, hooks / name)
    git(folder, "config", "core.hooksPath", str(hooks))
    (folder / ".git" / "info" / "attributes").write_text("* filter=x diff=x\n")
    # What is as long as before, and was touched since, git reads anew: by way of the filter.
    (folder / "a.policy.yaml").write_text("two\n")
    os.utime(folder / "a.policy.yaml", (1, 1))
    yield folder, marker
    shutil.rmtree(folder)


def ask_all(server, path: str) -> list[tuple[int, object]]:
    told = [server.ask(f"vectorgate/policy/git/{asked.format(path)}") for asked in ASKED]
    return [(status, json.loads(text)) for status, text, _ in told]


def assert_would_run(folder: Path, marker: Path, *command: str) -> None:
    """Where it could not be run at all, a test would see nothing."""
    git(folder, *command, check=False)
    assert marker.exists()
    marker.unlink()


def test_a_repository_runs_none_of_its_programs(server, hostile):
    folder, marker = hostile
    assert_would_run(folder, marker, "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "status")
    (status, around), (_, files), _, (_, written) = ask_all(server, "hostile")
    assert (status, around["names"]) == (200, ["main"])
    assert files["files"] == [{"path": "a.policy.yaml", "text": "one\n"}]
    assert written == {"commit": files["commit"], "author": "Ana Ruiz <ana@example.com>"}
    assert not marker.exists()


def test_a_repository_among_the_files_of_another_is_none(server, hostile):
    folder, marker = hostile
    evil = folder / "evil"
    shutil.move(folder / ".git", evil)
    shutil.copy(folder / "a.policy.yaml", evil)
    git(evil, "--git-dir=.", "config", "core.bare", "false")
    git(evil, "--git-dir=.", "config", "core.worktree", ".")
    assert_would_run(evil, marker, "status")
    told = ask_all(server, "hostile/evil")
    assert [status for status, _ in told] == [502, 502, 502, 200]
    assert [answer.get("error", {}).get("code") for _, answer in told] == ["no_checkout"] * 3 + [None]
    assert told[3][1] == {}
    assert not marker.exists()


def test_what_a_repository_lacks_is_fetched_by_no_program_of_its_own(server, hostile):
    folder, marker = hostile
    blob = git(folder, "rev-parse", "HEAD:a.policy.yaml")
    (folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    git(folder, "config", "core.repositoryFormatVersion", "1")
    git(folder, "config", "extensions.partialClone", "origin")
    git(folder, "config", "remote.origin.promisor", "true")
    git(folder, "config", "protocol.ext.allow", "always")
    for url in (f"ext::{folder / 'program'}", "ssh://there.example/x", str(folder)):
        git(folder, "config", "remote.origin.url", url)
        assert_would_run(folder, marker, "-c", "core.fsmonitor=false", "cat-file", "-p", blob)
        told = ask_all(server, "hostile")
        assert [status for status, _ in told] == [200, 502, 502, 200]
        assert told[1][1]["error"]["code"] == "git_failed"
        assert not marker.exists(), url


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Dest": "image", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    ],
)
def test_images_links_and_other_sites_ask_nothing_of_files(server, headers):
    for asked in (*(f"git/{one.format('')}" for one in ASKED), "checkpoint?path=a.policy.yaml"):
        assert server.ask(f"vectorgate/policy/{asked}", headers=headers)[0] == 403, asked
