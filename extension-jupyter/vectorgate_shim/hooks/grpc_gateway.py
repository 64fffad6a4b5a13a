"""A channel to a governed name, as it is opened to the gateway instead: address, trust and options."""

from __future__ import annotations

from vectorgate_shim.carry import authorities, private_plane
from vectorgate_shim.names import DEFAULT_PORTS, authority

_LEFT = frozenset(
    (
        "grpc.default_authority",
        "grpc.ssl_target_name_override",
        "grpc.http_proxy",
        "grpc.enable_http_proxy",
        "grpc.address_http_proxy",
        "grpc.address_http_proxy_enabled_addresses",
    )
)
"""Options that speak of the database's name and of the way to it."""
_REFUSALS = {
    "INVALID_ARGUMENT": 3,
    "PERMISSION_DENIED": 7,
    "FAILED_PRECONDITION": 9,
    "UNIMPLEMENTED": 12,
    "UNAUTHENTICATED": 16,
}
"""Status codes of answers that stay the same however often one asks."""


def lead_to_gateway(upstream: str, named: dict, waiting: bool):
    """Turn a channel's arguments to the gateway, in place. Returns what its calls carry.

    The client's credentials, those for calls too, speak of the database and stay behind. Raises
    VectorGateError where a token would travel in clear.
    """
    from urllib.parse import urlsplit

    import grpc

    plane = private_plane()
    parts = urlsplit(plane)
    named["target"] = authority(parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme])
    secure = parts.scheme == "https"
    named["credentials"] = grpc.ssl_channel_credentials(authorities())._credentials if secure else None
    named["options"] = options_to_gateway(named.get("options"))
    if waiting:
        from vectorgate_shim.hooks.grpc_waiting import WaitingCarriage

        carriage = WaitingCarriage(upstream, plane)
        # Last, so that nothing of it is seen by the client's own interceptors, and nothing of theirs missed.
        named["interceptors"] = [*(named.get("interceptors") or ()), *carriage.interceptors()]
        return carriage
    from vectorgate_shim.hooks.grpc_calls import PlainCarriage

    return PlainCarriage(upstream, plane)


def options_to_gateway(options) -> tuple:
    """A channel's options without those that would lead elsewhere; limits, keep-alive and the like stay."""
    kept = []
    for name, value in options or ():
        plain = name.decode("ascii", "replace") if isinstance(name, bytes) else name
        if plain == "grpc.service_config":
            value = without_repeated_refusals(value)
        if plain not in _LEFT:
            kept.append((name, value))
    return (*kept, ("grpc.enable_http_proxy", 0))


def without_repeated_refusals(text):
    """A service config that repeats no refusal, and asks the gateway's health in no way of its own.

    Format: https://github.com/grpc/grpc/blob/master/doc/service_config.md. Returned as it is where nothing
    is to be changed, or where it cannot be read (grpc says so).
    """
    import json

    try:
        config = json.loads(text)
        changed = config.pop("healthCheckConfig", None) is not None
        for method in config.get("methodConfig", ()):
            changed |= _without_refusals(method, "retryPolicy", "retryableStatusCodes", needed=True)
            changed |= _without_refusals(method, "hedgingPolicy", "nonFatalStatusCodes", needed=False)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return text
    return json.dumps(config) if changed else text


def _without_refusals(method: dict, policy: str, codes: str, needed: bool) -> bool:
    found = method.get(policy)
    if found is None:
        return False
    given = found.get(codes, ())
    left = [one for one in given if not _is_refusal(one)]
    if len(left) == len(given):
        return False
    if needed and not left:
        del method[policy]
    else:
        found[codes] = left
    return True


def _is_refusal(code: object) -> bool:
    return code.upper() in _REFUSALS if isinstance(code, str) else code in _REFUSALS.values()
