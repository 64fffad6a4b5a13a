"""A recording stand-in for the gateway: both planes on one loopback listener each, no policy, no store.

It is a double: it answers as a gateway does by its contracts, and records what reaches it. The walk with the
real gateway stands in `test/` of the repository.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlencode, urlsplit

GOVERNED = "chroma.internal:8000"
DECISION = "01JD8Z6Q4MX3V7H2K9RBT5WYCN"
SIGN_IN = (
    "VectorGate: you are not signed in, so chroma.internal is closed.\n"
    'Click "VectorGate: sign in" in the status bar and run the cell again.'
)


def chroma(path: str, headers: dict) -> object:
    """What a Chroma server answers, as far as its client needs to go on."""
    if path.endswith("/auth/identity"):
        return {"user_id": "", "tenant": "default_tenant", "databases": ["default_database"]}
    if path.endswith("/collections"):
        return []
    if path.endswith("/heartbeat"):
        return {"nanosecond heartbeat": 1}
    if path.endswith("/echo"):
        return {"headers": headers}
    return {
        "name": path.rsplit("/", 1)[-1],
        "id": "00000000-0000-0000-0000-000000000000",
        "tenant": "default_tenant",
    }


class GatewayDouble:
    """Counts and remembers; `notice`, `delay`, `revoked` and `token_seconds` set what it does next."""

    def __init__(self) -> None:
        self.requests: list[dict] = []
        self.token_requests: list[dict] = []
        self.tokens: dict[str, float] = {}
        self.refresh: str | None = None
        self.codes: dict[str, dict] = {}
        self.revoked_tokens: list[str] = []
        self.notice: str | None = None
        self.records: list[dict] = []
        self.recorded: dict[str, tuple[int, object]] = {}
        """What the API answers to a path, and with which status."""
        self.broken_off: dict[str, bytes] = {}
        """What comes of the API's answer to a path, of no told length, before the connection ends."""
        self.asked: list[str] = []
        """Paths of the API that were asked for with a good token, parameters included."""
        self.posted: list[tuple[str, object]] = []
        """What was posted to the API with a good token: path and body."""
        self.token_seconds = 300.0
        self.token_delay = 0.0
        self.closing = 0
        """How many requests are read and answered by a closed connection."""
        self.token_status = 200
        self.issued = 0
        self.lock = threading.Lock()
        self._data = _listen(_DataPlane, self)
        self._control = _listen(_ControlPlane, self)
        self.data_url = f"http://127.0.0.1:{self._data.server_port}"
        self.control_url = f"http://127.0.0.1:{self._control.server_port}"
        self.stated_data_url = self.data_url
        self.governed = [GOVERNED]
        self.store: Callable[[str, dict], object] = chroma
        """What the store behind answers: from the path and the request's headers."""
        self.store_headers: Mapping[str, str] = {}
        self.refusal: Callable[[str], object] = lambda text: {"error": "AuthError", "message": text}
        """How that store says no."""

    def issue(self) -> dict:
        with self.lock:
            self.issued += 1
            access, self.refresh = f"access-{self.issued}", f"refresh-{self.issued}"
            self.tokens[access] = time.time() + self.token_seconds
        return {
            "access_token": access,
            "refresh_token": self.refresh,
            "token_type": "Bearer",
            "expires_in": self.token_seconds,
        }

    def revoke_all(self) -> None:
        self.tokens.clear()

    def close_data(self) -> None:
        self._data.shutdown()
        self._data.server_close()

    def close(self) -> None:
        for server in (self._data, self._control):
            server.shutdown()
            server.server_close()


def _listen(handler: type, double: GatewayDouble) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.double = double
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def double(self) -> GatewayDouble:
        return self.server.double

    def body(self) -> bytes:
        if self.headers.get("transfer-encoding") == "chunked":
            whole = b""
            while size := int(self.rfile.readline(), 16):
                whole += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return whole
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def answer(self, status: int, value: object, headers: dict[str, str] | None = None) -> None:
        body = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        for name, text in {"content-type": "application/json", **(headers or {})}.items():
            self.send_header(name, text)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def break_off(self, part: bytes) -> None:
        self.send_response(200)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        if part:
            self.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


class _DataPlane(_Handler):
    def handle_any(self) -> None:
        body = self.body()
        with self.double.lock:
            self.double.requests.append(
                {
                    "method": self.command,
                    "path": self.path,
                    "headers": dict(self.headers.items()),
                    "body": body,
                }
            )
        if self.double.closing > 0:
            self.double.closing -= 1
            self.close_connection = True
            return
        headers = {"vectorgate-decision": DECISION, **self.double.store_headers}
        if self.double.notice:
            headers["vectorgate-notice"] = quote(self.double.notice, safe="")
        token = self.headers.get("vectorgate-token")
        if self.double.tokens.get(token or "", 0) < time.time():
            self.answer(401, self.double.refusal(SIGN_IN), headers)
        else:
            path = urlsplit(self.path).path
            self.answer(200, self.double.store(path, dict(self.headers.items())), headers)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any


class _ControlPlane(_Handler):
    def do_GET(self) -> None:
        double = self.double
        url = urlsplit(self.path)
        base = double.control_url
        if url.path == "/.well-known/vectorgate":
            self.answer(
                200,
                {
                    "product": "vectorgate",
                    "apiVersion": "v1",
                    "issuer": f"{base}/oauth",
                    "dataPlane": double.stated_data_url,
                    "signInReturn": f"{base}/sign-in/return",
                    "governed": [
                        {"name": name, "connection": "insights", "store": "chroma"}
                        for name in double.governed
                    ],
                },
            )
        elif url.path == "/oauth/.well-known/openid-configuration":
            self.answer(
                200,
                {
                    "issuer": f"{base}/oauth",
                    "authorization_endpoint": f"{base}/oauth/auth",
                    "token_endpoint": f"{base}/oauth/token",
                    "revocation_endpoint": f"{base}/oauth/token/revocation",
                },
            )
        elif url.path == "/oauth/auth":
            asked = {key: values[0] for key, values in parse_qs(url.query).items()}
            code = f"code-{len(double.codes) + 1}"
            double.codes[code] = asked
            back = urlencode({"code": code, "state": asked["state"], "iss": f"{base}/oauth"})
            self.answer(302, None, {"location": f"{asked['redirect_uri']}?{back}"})
        elif url.path == "/sign-in/return":
            state = parse_qs(url.query)["state"][0].split(".")[1]
            target = base64.urlsafe_b64decode(state + "=" * (-len(state) % 4)).decode()
            self.answer(302, None, {"location": f"{target}?{url.query}"})
        elif url.path.startswith("/api/v1/"):
            token = self.headers.get("authorization", "").removeprefix("Bearer ")
            if double.tokens.get(token, 0) < time.time():
                self.answer(401, {"error": {"code": "signed_out", "message": "no", "next": "sign in"}})
            else:
                double.asked.append(self.path)
                if url.path in double.broken_off:
                    self.break_off(double.broken_off[url.path])
                    return
                self.answer(*double.recorded.get(url.path, (200, _api(url.path, double))))
        else:
            self.answer(404, {"error": {"code": "not_found", "message": "no", "next": "no"}})

    def do_POST(self) -> None:
        double = self.double
        path = urlsplit(self.path).path
        if path.startswith("/api/v1/") and path in double.recorded:
            token = self.headers.get("authorization", "").removeprefix("Bearer ")
            if double.tokens.get(token, 0) < time.time():
                self.answer(401, {"error": {"code": "signed-out", "message": "no", "next": "no"}})
                return
            double.posted.append((self.path, json.loads(self.body())))
            self.answer(*double.recorded[path])
            return
        form = {key: values[0] for key, values in parse_qs(self.body().decode()).items()}
        if self.path == "/oauth/token/revocation":
            double.revoked_tokens.append(form["token"])
            if form["token"] == double.refresh:
                double.revoke_all()
                double.refresh = None
            self.answer(200, None)
            return
        double.token_requests.append(form)
        time.sleep(double.token_delay)
        if double.token_status != 200:
            self.answer(double.token_status, {"error": "temporarily_unavailable"})
        elif (form["grant_type"] == "refresh_token" and form["refresh_token"] == double.refresh) or (
            form["grant_type"] == "authorization_code" and self._proves(form)
        ):
            self.answer(200, double.issue())
        else:
            self.answer(400, {"error": "invalid_grant"})

    def _proves(self, form: dict[str, str]) -> bool:
        asked = self.double.codes.pop(form["code"], None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
        return (
            asked is not None
            and asked["redirect_uri"] == form["redirect_uri"]
            and asked["code_challenge"] == proof.rstrip(b"=").decode()
        )


def _api(path: str, double: GatewayDouble) -> object:
    if path == "/api/v1/me":
        return {
            "identity": {
                "issuer": "people",
                "kind": "person",
                "subject": "ana",
                "name": "Ana Ruiz",
                "groups": ["analysts"],
            },
            "session": {"id": "01JD8Z6Q4MX3V7H2K9RBT5WYCM", "expires": "2099-01-01T00:00:00.000Z"},
            "reviewer": False,
            "reviews": [],
            "policyReader": False,
        }
    if path == "/api/v1/connections":
        return {
            "connections": [{"name": "insights", "store": "chroma", "knownAs": [GOVERNED], "mode": "enforce"}]
        }
    return {"records": double.records}
