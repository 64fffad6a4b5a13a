"""urllib3 (requests, Elasticsearch's client and others on it): refused for governed names."""

from __future__ import annotations

import functools
from types import ModuleType

from vectorgate_shim.errors import not_hooked
from vectorgate_shim.gate import the_gate
from vectorgate_shim.names import authority, authority_of_url
from vectorgate_shim.shape import has_parameters, mark_unfit


def apply(module: ModuleType) -> None:
    pool = module.HTTPConnectionPool
    if not has_parameters(pool, "urlopen", "self", "method", "url"):
        mark_unfit("urllib3")
        return
    original = pool.urlopen

    @functools.wraps(original)
    def urlopen(self, method, url, *rest, **named):
        # Before the pool's own retries; through a proxy the pool is the proxy's and the URL absolute.
        target = authority_of_url(url) if "://" in url else None
        address = target or authority(self.host or "", self.port or 0)
        if the_gate().guarded(*address.rsplit(":", 1)):
            raise not_hooked("urllib3 (which requests is built on)", address)
        return original(self, method, url, *rest, **named)

    pool.urlopen = urlopen
