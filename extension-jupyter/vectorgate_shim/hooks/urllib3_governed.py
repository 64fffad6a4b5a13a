"""urllib3, and requests, Elasticsearch's and OpenSearch's clients on it: led to the gateway.

A pool of a governed host lends its settings (time limits, retries, headers) to a pool of ours to the gateway;
its proxies and its TLS settings speak of the database and stay behind.
"""

from __future__ import annotations

import functools
import os
from types import ModuleType

from vectorgate_shim.carry import (
    OWN_HEADERS,
    another_token,
    governed_authority,
    own_headers,
    private_plane,
    trust,
)
from vectorgate_shim.errors import VectorGateError, unreachable_lines
from vectorgate_shim.gate import the_gate
from vectorgate_shim.names import authority_of_url
from vectorgate_shim.notices import show_notice
from vectorgate_shim.shape import has_parameters, mark_unfit
from vectorgate_shim.sources import Unavailable

_REPLACED = OWN_HEADERS | {"host"}
_LEADING = ("self", "method", "url", "body", "headers", "retries", "redirect", "assert_same_host")
_FURTHER = ("timeout", "pool_timeout", "release_conn", "chunked", "body_pos")
_SIMULTANEOUS = 20
"""Connections to the gateway that are kept; more are opened when needed and closed after use."""


def apply(module: ModuleType) -> None:
    pool = module.HTTPConnectionPool
    if not has_parameters(pool, "urlopen", *_LEADING) or not _has_further(pool.urlopen):
        mark_unfit("urllib3")
        return
    original = pool.urlopen
    forwarder = _Forwarder(module, original)

    @functools.wraps(original)
    def urlopen(
        self,
        method,
        url,
        body=None,
        headers=None,
        retries=None,
        redirect=True,
        assert_same_host=True,
        *further,
        **named,
    ):
        named.update(zip(_FURTHER, further))
        upstream = None if hasattr(self, "_vectorgate_gateway") else _governed(self, url, headers)
        if upstream is None or (assert_same_host and not self.is_same_host(url)):
            return original(self, method, url, body, headers, retries, redirect, assert_same_host, **named)
        return forwarder.forward(
            self, upstream, method, url, body, headers, retries, redirect, assert_same_host, named
        )

    pool.urlopen = urlopen


def _has_further(function) -> bool:
    code = function.__code__
    known = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return set(_FURTHER).issubset(known)


def _governed(pool, url: str, headers) -> str | None:
    # Through a proxy the pool is the proxy's and the URL absolute.
    target = authority_of_url(url) if "://" in url[:8] else None
    if target is not None:
        host, _, port = target.rpartition(":")
    else:
        host, port = pool.host or "", pool.port or (443 if pool.scheme == "https" else 80)
    agent = ""
    for name, value in (headers or pool.headers or {}).items():
        if name in ("user-agent", "User-Agent"):
            agent = value if isinstance(value, str) else ""
    return governed_authority(host, port, agent)


class _Forwarder:
    def __init__(self, module: ModuleType, send) -> None:
        # By their own names: the package itself is still being imported.
        import urllib3.exceptions as errors
        from urllib3.util.retry import Retry

        self._module = module
        self._send = send
        self._retry = Retry
        self._errors = errors
        self._unreachable = _unreachable_of(errors)
        self._pools: dict[tuple[int, str], object] = {}

    def forward(self, pool, upstream, method, url, body, headers, retries, redirect, same_host, named):
        """Send through the gate; retries are counted by our pool's own run of urllib3, once."""
        plane = private_plane()
        token = self._token(pool, upstream, plane)
        headers = pool.headers if headers is None else headers
        if not isinstance(retries, self._retry):
            retries = self._retry.from_int(retries, redirect=redirect, default=pool.retries)
        if "timeout" not in named:
            named["timeout"] = pool.timeout
        call = (pool, plane, upstream, method, url, body, headers, retries, named)
        response = self._once(*call, token)
        if response.status == 401 and token is not None and (body is None or isinstance(body, (bytes, str))):
            other = another_token(token)
            if other is not None:
                response.drain_conn()
                response = self._once(*call, other)
        show_notice(response.headers.get("vectorgate-notice"))
        location = response.get_redirect_location() if redirect else None
        if not location:
            return response
        return self._follow(response, location, pool, method, url, body, headers, retries, same_host, named)

    def _follow(self, response, location, pool, method, url, body, headers, retries, same_host, named):
        """A redirect that urllib3 would follow: from the host that was asked for, not from the gateway."""
        if response.status == 303:
            method, body = "GET", None
            headers = {
                name: value
                for name, value in headers.items()
                if not name.lower().startswith(("content-", "transfer-encoding"))
            }
            named = {name: value for name, value in named.items() if name not in ("chunked", "body_pos")}
        try:
            retries = retries.increment(method, url, response=response, _pool=pool)
        except self._errors.MaxRetryError:
            if retries.raise_on_redirect:
                response.drain_conn()
                raise
            return response
        response.drain_conn()
        retries.sleep_for_retry(response)
        return pool.urlopen(method, location, body, headers, retries, True, same_host, **named)

    def _once(self, pool, plane, upstream, method, url, body, headers, retries, named, token):
        ours = self._pool(plane)
        sent = headers.copy()
        for name in list(sent):
            plain = name.decode("latin-1") if isinstance(name, bytes) else name
            if plain.lower() in _REPLACED:
                del sent[name]
        for name, value in own_headers(upstream, token):
            sent[name] = value
        target = url
        if not target.startswith("/"):
            from urllib3.util import parse_url

            target = parse_url(url).request_uri
        try:
            return self._send(
                ours, method, target, body, sent, retries, redirect=False, assert_same_host=False, **named
            )
        except self._errors.MaxRetryError as problem:
            if isinstance(problem.reason, self._not_connected()):
                raise self._unreachable(pool, url, upstream, plane) from problem
            raise
        except self._not_connected() as problem:
            raise self._unreachable(pool, url, upstream, plane) from problem

    def _not_connected(self) -> tuple[type, ...]:
        return (self._errors.NewConnectionError, self._errors.ConnectTimeoutError, self._errors.SSLError)

    def _token(self, pool, upstream: str, plane: str) -> str | None:
        try:
            return the_gate().token()
        except Unavailable as problem:
            raise self._unreachable(pool, "", upstream, plane) from problem

    def _pool(self, plane: str):
        """Our pool to the gateway, one per process: a forked child must not share its parent's lines."""
        place = (os.getpid(), plane)
        if place not in self._pools:
            from urllib.parse import urlsplit

            parts = urlsplit(plane)
            context = trust(plane)
            options = {"maxsize": _SIMULTANEOUS, "block": False}
            if context is None:
                made = self._module.HTTPConnectionPool(parts.hostname, parts.port or 80, **options)
            else:
                made = self._module.HTTPSConnectionPool(
                    parts.hostname, parts.port or 443, ssl_context=context, **options
                )
            made._vectorgate_gateway = True
            self._pools[place] = made
        return self._pools[place]


def _unreachable_of(errors: ModuleType) -> type:
    class GatewayUnreachable(VectorGateError, errors.MaxRetryError):
        """The gateway does not answer. What requests turns into its ConnectionError, text and all."""

        def __init__(self, pool, url: str, authority: str, gateway: str) -> None:
            VectorGateError.__init__(self, "gateway_unreachable", *unreachable_lines(authority, gateway))
            self.pool, self.url, self.reason = pool, url, None

        def __reduce__(self):
            return (RuntimeError, (str(self),))

    return GatewayUnreachable
