"""Plain HTTP by httpx over HTTP/2, as qdrant-client does with http2=True.

Usage: http2_calls.py PORT TLS_PORT CERTIFICATE HOST
Prints one JSON object: version, status and length of each answer.
"""

import json
import ssl
import sys

import httpx

port, tls_port, certificate, host = sys.argv[1:]
headers = {"vectorgate-upstream": host, "vectorgate-token": "ana"}


def calls(client, base):
    seen = []
    for method, path, body in [
        ("POST", "/Say", b"hello"),
        ("POST", "/Say", b"x" * 3_000_000),
        ("POST", "/Say", b""),
        ("GET", "/Say", None),
        ("HEAD", "/Say", None),
        ("POST", "/Forbidden", b"x" * 3_000_000),
        ("POST", "/Say", b"x" * 20_000_000),
        ("POST", "/Say", b"hello"),
    ]:
        answer = client.request(method, f"{base}{path}", content=body)
        seen.append([answer.http_version, method, answer.status_code, len(answer.content)])
    return seen


trusted = ssl.create_default_context(cafile=certificate)
with (
    httpx.Client(headers=headers, http1=False, http2=True) as known,
    httpx.Client(headers=headers, http2=True, verify=trusted) as agreed,
):
    print(
        json.dumps(
            {
                "known": calls(known, f"http://127.0.0.1:{port}"),
                "agreed": calls(agreed, f"https://127.0.0.1:{tls_port}"),
            }
        )
    )
