"""The envelope around policies that are to be put in force: DSSE, as the gateway reads it."""

from __future__ import annotations

import base64
import json
from typing import Any

from vectorgate_jupyter.errors import GateError
from vectorgate_jupyter.policies.signing_key import SigningKey

BUNDLE_TYPE = "application/vnd.vectorgate.policy-bundle.v1+json"
MOST_PAYLOAD = 6 << 20
"""Bytes of policies that fit into the longest envelope that a gateway takes."""


def envelope_of(bundle: object, gateway: str, key: SigningKey | None) -> dict[str, Any]:
    """The envelope of a bundle's text, signed where there is a key.

    Nothing is signed but policies for this server's own gateway. Raises GateError.
    """
    payload = _payload_of(bundle, gateway)
    signatures = []
    if key is not None:
        sig = key.sign(signed_bytes(payload))
        signatures.append({"keyid": key.key_id, "sig": base64.b64encode(sig).decode()})
    return {
        "payloadType": BUNDLE_TYPE,
        "payload": base64.b64encode(payload).decode(),
        "signatures": signatures,
    }


def signed_bytes(payload: bytes) -> bytes:
    """DSSE's pre-authentication encoding: what is signed as one type counts as no other."""
    return f"DSSEv1 {len(BUNDLE_TYPE)} {BUNDLE_TYPE} {len(payload)} ".encode() + payload


def _payload_of(bundle: object, gateway: str) -> bytes:
    unfit = GateError(
        "bundle_unfit",
        "this is no set of policies for the gateway of this Jupyter server, so nothing was signed.",
        "Reload the page, then publish again.",
    )
    if not isinstance(bundle, str):
        raise unfit
    try:
        payload = bundle.encode()
        said = json.loads(bundle)
    except (ValueError, RecursionError) as problem:
        raise unfit from problem
    if not isinstance(said, dict) or said.get("v") != 1 or said.get("gateway") != gateway:
        raise unfit
    if not isinstance(said.get("files"), list):
        raise unfit
    if len(payload) > MOST_PAYLOAD:
        raise GateError(
            "bundle_long",
            f"these policies are longer than the {MOST_PAYLOAD >> 20} MiB that a gateway takes.",
            "Publish fewer or shorter files.",
        )
    return payload
