"""Policies as they stand in a revision of git. Nothing is checked out or fetched."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import Any

from vectorgate_jupyter.errors import GateError

_SECONDS = 10
_MOST_FILES = 500
_MOST_BYTES = 8 << 20
_MOST_TOLD = 20
_REVISION = re.compile(r"[^-\s\x00-\x1f][^\x00-\x1f]{0,199}")
_POLICY = re.compile(r"\.policy\.(ya?ml|json)$")
_ENTRY = re.compile(r"(\d+) (\w+) ([0-9a-f]+) +(\d+|-|BAD)\t(.*)", re.DOTALL)


def revisions_around(folder: str) -> dict[str, Any]:
    """Branches, tags and the last commits that touched a folder, the latest first. Raises GateError."""
    _assert_checkout(folder)
    refs = _git(
        folder,
        "for-each-ref",
        f"--count={_MOST_TOLD}",
        "--sort=-committerdate",
        "--format=%(refname:short)",
        *("refs/heads", "refs/tags", "refs/remotes"),
    ).splitlines()
    log = _git(folder, "log", f"-{_MOST_TOLD}", "-z", "--format=%H%n%an%n%ct%n%s", "--", ".")
    commits = [one.split("\n", 3) for one in log.split("\0") if one.count("\n") >= 3]
    return {
        "names": refs,
        "commits": [
            {"commit": commit, "author": author, "time": int(time), "subject": subject.strip()}
            for commit, author, time, subject in commits
        ],
    }


def files_at(revision: str, folder: str) -> dict[str, Any]:
    """The policies below a folder in a revision: the commit, and texts by their paths from the folder."""
    _assert_checkout(folder)
    found = None
    if _REVISION.fullmatch(revision):
        found = _run(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if found is None or found.returncode != 0:
        raise GateError(
            "no_revision",
            f"{revision!r} is no revision of git here.",
            "Name a branch, a tag or a commit of this repository, such as main or HEAD~1.",
        )
    commit = found.stdout.decode("ascii").strip()
    tree = _git(folder, "ls-tree", "-r", "-z", "-l", commit, "--", ".")
    objects: list[tuple[str, str]] = []
    size = 0
    for entry in tree.split("\0"):
        match = _ENTRY.fullmatch(entry)
        if match is None:
            continue
        mode, kind, sha, length, path = match.groups()
        if not _POLICY.search(path) or any(part.startswith(".") for part in path.split("/")):
            continue
        if mode == "120000" or kind != "blob":
            raise GateError(
                "link_in_revision",
                f"{path} in {revision} is a link, which is not followed.",
                "Compare with a revision in which it is a file.",
            )
        if length == "BAD":
            raise _lacking()
        size += int(length)
        objects.append((path, sha))
    if len(objects) > _MOST_FILES or size > _MOST_BYTES:
        raise GateError(
            "revision_long",
            f"there are more than {_MOST_FILES} policies or {_MOST_BYTES >> 20} MiB of them in {revision}.",
            "Compare by the command line: vectorgate policy diff",
        )
    if not objects:
        raise GateError(
            "revision_empty",
            f"there are no policies in this folder in {revision}.",
            "Name a revision that has them.",
        )
    texts = _texts_of(folder, [sha for _, sha in objects])
    return {
        "commit": commit,
        "files": [
            {"path": path, "text": _decoded(text, path, revision)}
            for (path, _), text in zip(objects, texts, strict=True)
        ],
    }


def written_by(folder: str) -> dict[str, Any] | None:
    """The commit that a folder stands at, and its author; None without one.

    Whether files differ from it, git itself is not asked: it runs the filters that a repository names.
    """
    try:
        _assert_checkout(folder)
        head = _git(folder, "rev-parse", "HEAD").strip()
        author = _git(folder, "log", "-1", "--format=%an <%ae>", head).strip()
    except GateError:
        return None
    return {"commit": head, "author": author[:200]}


def _assert_checkout(folder: str) -> None:
    found = _run(folder, "rev-parse", "--is-inside-work-tree")
    if found.returncode == 0 and found.stdout.strip() == b"true":
        return
    if b"dubious ownership" in found.stderr:
        raise GateError(
            "git_distrusts",
            "git does not trust this folder, because it belongs to somebody else.",
            f"Where you trust it, in a terminal: git config --global --add safe.directory {folder}",
        )
    raise GateError(
        "no_checkout",
        "this folder is in no repository of git.",
        "Compare with what is saved, a checkpoint or another folder; or put it into a repository: git init",
    )


def _texts_of(folder: str, objects: list[str]) -> list[bytes]:
    said = _run(folder, "cat-file", "--batch", given="".join(f"{sha}\n" for sha in objects).encode())
    texts = []
    at = 0
    for sha in objects:
        end = said.stdout.find(b"\n", at)
        head = said.stdout[at : max(end, at)].split(b" ")
        if end < 0 or len(head) != 3 or head[0] != sha.encode() or head[1] != b"blob":
            raise _lacking()
        begin, length = end + 1, int(head[2])
        texts.append(said.stdout[begin : begin + length])
        at = begin + length + 1
    return texts


def _lacking() -> GateError:
    return GateError(
        "git_failed",
        "git does not have all of the policies of that revision.",
        "Fetch them in a terminal: git fetch",
    )


def _decoded(text: bytes, path: str, revision: str) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as problem:
        raise GateError(
            "not_text", f"{path} in {revision} is no text in UTF-8.", "Compare with another revision."
        ) from problem


def _git(folder: str, *args: str) -> str:
    found = _run(folder, *args)
    if found.returncode != 0:
        raise GateError(
            "git_failed",
            "git cannot tell what is in this repository.",
            "See what it says in a terminal: git log",
        )
    return found.stdout.decode("utf-8", "replace")


def _run(folder: str, *args: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Git without a terminal, the network, or any program that a repository's own configuration names.

    Only commands that read objects: those that look at files, or show changes, run filters and converters.
    """
    program = shutil.which("git")
    if program is None:
        raise GateError(
            "no_git",
            "git is not installed where the Jupyter server runs.",
            "Install it there; or compare with what is saved, a checkpoint or another folder.",
        )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    quiet = {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        # Before git 2.45 what is missing is fetched all the same; no configuration allows what this does not.
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
    }
    settings = (
        "core.fsmonitor=false",
        f"core.hooksPath={os.devnull}",
        "log.showSignature=false",
        "protocol.allow=never",
        # What looks like a repository, and came as files of another, is none.
        "safe.bareRepository=explicit",
    )
    plain = ("--no-pager", *(part for one in settings for part in ("-c", one)))
    try:
        return subprocess.run(
            [program, *plain, *args],
            cwd=folder,
            env={**kept, **quiet},
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise GateError(
            "git_failed",
            f"git did not answer within {_SECONDS} s, or cannot be started.",
            "See what it says in a terminal: git status",
        ) from problem
