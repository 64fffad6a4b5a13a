"""One person's sign-in at the gateway, and the tokens that follow from it, in this process's memory alone."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from vectorgate_jupyter.errors import GateError, GatewayUnreachable, SignedOut, SignInFailed
from vectorgate_jupyter.loopback import private_url
from vectorgate_jupyter.oauth.discovery import Discovery
from vectorgate_jupyter.oauth.download import Download
from vectorgate_jupyter.oauth.http_json import SECONDS, request_json
from vectorgate_jupyter.oauth.pkce import challenge, new_state, new_verifier
from vectorgate_jupyter.oauth.shapes import is_me, is_token, seconds_of

SPARE_SECONDS = 45.0
SPARE_SHARE = 0.25
"""An access token with less life left than this, or than this share of its life, is renewed first."""
FORCED_EVERY_SECONDS = 10.0
"""A kernel that says its token was refused gets a renewed one at most this often."""
LONG_SECONDS = 30.0
"""For what was recorded: a count over millions of records, an answer of many megabytes."""
PENDING_SECONDS = 600.0
MOST_PENDING = 8


@dataclass(frozen=True)
class _Pending:
    verifier: str
    redirect: str
    issuer: str
    since: float


@dataclass
class _Tokens:
    access: str
    expires: float
    refresh: str | None
    since: float = field(default_factory=time.time)

    @property
    def worn(self) -> bool:
        """Whether so little life is left that it should be renewed before it is handed out."""
        spare = min(SPARE_SECONDS, SPARE_SHARE * (self.expires - self.since))
        return time.time() > self.expires - spare


class Person:
    """Signs in, keeps tokens fresh (one refresh at a time), signs out. Safe to use from several threads."""

    def __init__(self, discovery: Discovery, client: str) -> None:
        self.discovery = discovery
        self._client = client
        self._lock = threading.RLock()
        self._pending: dict[str, _Pending] = {}
        self._tokens: _Tokens | None = None
        self._who: dict[str, Any] | None = None
        self._who_token: str | None = None
        self._forced_at = float("-inf")
        self._left: str | None = None

    def begin(self, redirect: str, return_url: str | None = None) -> str:
        """Start a sign-in and give the URL for the browser.

        `return_url`: the editor's page behind the redirect.
        """
        provider = self.discovery.provider()
        state = new_state(return_url)
        verifier = new_verifier()
        with self._lock:
            now = time.monotonic()
            fresh = [(key, one) for key, one in self._pending.items() if now - one.since < PENDING_SECONDS]
            self._pending = dict(fresh[-(MOST_PENDING - 1) :])
            self._pending[state] = _Pending(verifier, redirect, str(provider["issuer"]), now)
        asked = {
            "response_type": "code",
            "client_id": self._client,
            "redirect_uri": redirect,
            "scope": "openid",
            "state": state,
            "code_challenge": challenge(verifier),
            "code_challenge_method": "S256",
        }
        address = private_url(str(provider["authorization_endpoint"]))
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"

    def complete(self, answer: Mapping[str, str]) -> dict[str, Any]:
        """Finish a sign-in with the parameters that came to the redirect, and tell who it is."""
        with self._lock:
            pending = self._take(answer.get("state", ""))
            if pending is None:
                raise SignInFailed(
                    "this answer belongs to no sign-in begun here, or to one that waited too long."
                )
            if "error" in answer:
                raise SignInFailed(_told(answer))
            if answer.get("iss", pending.issuer) != pending.issuer:
                raise SignInFailed(
                    "the answer comes from another sign-in service than the one that was asked."
                )
            form = {
                "grant_type": "authorization_code",
                "code": answer.get("code", ""),
                "redirect_uri": pending.redirect,
                "client_id": self._client,
                "code_verifier": pending.verifier,
            }
            status, found = request_json(str(self.discovery.provider()["token_endpoint"]), form=form)
            if status != 200 or not isinstance(found, dict):
                raise SignInFailed(f"the gateway did not accept the sign-in ({_code(found, status)}).")
            # Tokens of a sign-in before this one are forgotten, not revoked: an authorization server may hold
            # both under one grant, and would end the new one with the old.
            self._tokens = _tokens_of(found, None)
            self._who = None
            self._left = None
            return self.who()

    def who(self) -> dict[str, Any]:
        """Who is signed in, as the gateway's API tells it (`GET /api/v1/me`). Raises SignedOut.

        Asked anew after each renewal of the tokens; while the gateway is down, the last word counts.
        """
        with self._lock:
            try:
                token, _ = self.access_token()
                if self._who is None or self._who_token != token:
                    self._who, self._who_token = self._ask_who(token), token
            except GatewayUnreachable:
                if self._who is None:
                    raise
            return self._who

    def _ask_who(self, token: str) -> dict[str, Any]:
        status, found = self.ask("/api/v1/me", token)
        if status == 401:
            self._end("your session has ended.")
            raise SignedOut("your session has ended.")
        if status != 200 or not is_me(found):
            raise GatewayUnreachable(self.discovery.gateway, "it does not tell who is signed in")
        return found

    def access_token(self, refused: str | None = None) -> tuple[str, float]:
        """An access token and its end in seconds since the epoch.

        `refused`: a token that the gateway did not take. If it is the present one, it is renewed at once; who
        asks with an older one gets the present one.
        """
        # Whoever comes second waits here and finds the first one's result: a single refresh, a single
        # rotation.
        with self._lock:
            tokens = self._tokens
            if tokens is None:
                raise SignedOut(self._left or "you are not signed in.")
            dismissed = refused is not None and secrets.compare_digest(
                refused.encode("utf-8", "replace"), tokens.access.encode()
            )
            forced = dismissed and time.monotonic() - self._forced_at > FORCED_EVERY_SECONDS
            if forced or tokens.worn:
                if forced:
                    self._forced_at = time.monotonic()
                tokens = self._refresh(tokens)
            return tokens.access, tokens.expires

    def ask(self, path: str, token: str | None = None) -> tuple[int, Any]:
        """GET from the gateway's API as this person."""
        if token is None:
            token, _ = self.access_token()
        return request_json(self.discovery.gateway + path, token=token)

    def read_recorded(self, path: str) -> tuple[int, Any]:
        """GET what was recorded, which may be long. A token that was ended meanwhile is renewed once."""
        token, _ = self.access_token()
        status, found = self._read_long(path, token)
        if status == 401:
            other, _ = self.access_token(token)
            if other != token:
                status, found = self._read_long(path, other)
        return status, found

    def post(self, path: str, body: Mapping[str, Any], *, long: bool = False) -> tuple[int, Any]:
        """POST to the gateway's API. A token that was ended meanwhile is renewed once: then nothing was done.

        `long`: it may take a while, and its answer may be long.
        """
        seconds = LONG_SECONDS if long else SECONDS
        url = self.discovery.gateway + path
        token, _ = self.access_token()
        status, found = request_json(url, token=token, posted=body, seconds=seconds, long=long)
        if status == 401:
            other, _ = self.access_token(token)
            if other != token:
                status, found = request_json(url, token=other, posted=body, seconds=seconds, long=long)
        return status, found

    def export(self, path: str, posted: Mapping[str, Any] | None) -> Download:
        """A file of records, as this person. A token that was ended meanwhile is renewed once."""
        token, _ = self.access_token()
        found = Download(self.discovery.gateway + path, token, posted)
        if found.status != 401:
            return found
        other, _ = self.access_token(token)
        if other == token:
            return found
        found.close()
        return Download(self.discovery.gateway + path, other, posted)

    def _read_long(self, path: str, token: str) -> tuple[int, Any]:
        return request_json(self.discovery.gateway + path, token=token, seconds=LONG_SECONDS, long=True)

    def sign_out(self) -> None:
        """Forget all tokens and revoke them at the gateway.

        Forgetting happens even when it does not answer.
        """
        with self._lock:
            tokens = self._tokens
            self._end(None)
            self._pending.clear()
        if tokens is not None:
            self._revoke(tokens)

    @property
    def signed_in(self) -> bool:
        """Whether tokens are held; says nothing about the gateway's mind."""
        return self._tokens is not None

    @property
    def left(self) -> str | None:
        """Why a session ended by itself, for the person to read."""
        return self._left

    def _take(self, state: str) -> _Pending | None:
        found = self._pending.pop(state, None)
        return found if found is not None and time.monotonic() - found.since < PENDING_SECONDS else None

    def _refresh(self, tokens: _Tokens) -> _Tokens:
        if tokens.refresh is None:
            self._end("your session has ended.")
            raise SignedOut(self._left or "your session has ended.")
        form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh, "client_id": self._client}
        try:
            status, found = request_json(str(self.discovery.provider()["token_endpoint"]), form=form)
        except GateError:
            if time.time() < tokens.expires:
                return tokens  # still good for a while; the gateway may be back by then
            raise
        if status == 200 and isinstance(found, dict):
            self._tokens = _tokens_of(found, tokens.refresh)
            return self._tokens
        if status >= 500 or status == 429:
            if time.time() < tokens.expires:
                return tokens
            raise GatewayUnreachable(self.discovery.gateway, "it could not renew your sign-in")
        self._end("your session has ended.")
        raise SignedOut("your session has ended.")

    def _end(self, why: str | None) -> None:
        self._tokens = None
        self._who = None
        self._left = why

    def _revoke(self, tokens: _Tokens) -> None:
        try:
            endpoint = str(self.discovery.provider()["revocation_endpoint"])
            token, hint = (
                (tokens.refresh, "refresh_token") if tokens.refresh else (tokens.access, "access_token")
            )
            request_json(endpoint, form={"token": token, "token_type_hint": hint, "client_id": self._client})
        except (GateError, KeyError):
            return  # the tokens are forgotten here, and the access token ends within minutes


def _tokens_of(found: dict[str, Any], refresh: str | None) -> _Tokens:
    access = found.get("access_token")
    if not is_token(access):
        raise SignInFailed("the gateway's answer has no access token.")
    renewed = found.get("refresh_token")
    return _Tokens(
        str(access), time.time() + seconds_of(found), str(renewed) if is_token(renewed) else refresh
    )


def _code(found: object, status: int) -> str:
    error = found.get("error") if isinstance(found, dict) else None
    # RFC 6749's codes are words; anything else is not repeated to a person.
    return error if isinstance(error, str) and re.fullmatch(r"[a-z_]{1,64}", error) else f"HTTP {status}"


def _told(answer: Mapping[str, str]) -> str:
    if answer["error"] == "access_denied":
        return "the sign-in was cancelled or refused."
    return f"the sign-in service refused ({_code(answer, 400)})."
