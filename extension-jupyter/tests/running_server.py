"""A real Jupyter server with the extension, and what tests do with it as a browser would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from follow import follow
from free_port import free_port

PACKAGE = str(Path(__file__).parents[1])
SESSION = "01JD8Z6Q4MX3V7H2K9RBT5WYCN"
"""Some id."""


class Server:
    def __init__(self, gateway: str | None, folder: Path) -> None:
        port = free_port()
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}/hub/user/ana/"
        self.log = (folder / "server.log").open("w+")
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("VECTORGATE_", "JUPYTER_CONFIG"))}
        # By npm these tests have the command line beside them, which an installed server has not.
        clean["PATH"] = os.pathsep.join(
            folder
            for folder in clean.get("PATH", "").split(os.pathsep)
            if not os.path.exists(os.path.join(folder, "vectorgate"))
        )
        places = {
            name: str(folder / name)
            for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
        }
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", f"--port={port}"),
                *(
                    "--ServerApp.port_retries=0",
                    "--IdentityProvider.token=secret",
                    f"--ServerApp.root_dir={folder}",
                ),
                "--ServerApp.base_url=/hub/user/ana/",
                "--ServerApp.jpserver_extensions={'vectorgate_jupyter': True}",
                *([f"--VectorGate.gateway={gateway}"] if gateway else []),
            ],
            env={**clean, **places, "PYTHONPATH": PACKAGE},
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        try:
            self._wait()
        except BaseException:
            self.close()
            raise

    def _wait(self) -> None:
        end = time.monotonic() + 60
        while True:
            try:
                self.get("api")
                return
            except OSError:
                assert time.monotonic() < end, self.said()
                time.sleep(0.1)

    def ask(
        self, path: str, body: object = None, headers=None, token: bool = True, method: str | None = None
    ):
        request = urllib.request.Request(
            self.url + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={**({"authorization": "token secret"} if token else {}), **(headers or {})},
            method=method,
        )
        try:
            with urllib.request.build_opener().open(request, timeout=30) as answer:
                return answer.status, answer.read().decode(), answer.headers
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode(), answer.headers

    def get(self, path: str):
        status, text, _ = self.ask(path)
        assert status == 200, text
        return json.loads(text)

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def callback(server: Server) -> str:
    return f"{server.url}vectorgate/callback"


def sign_in(server: Server) -> tuple[int, str, object]:
    status, text, _ = server.ask("vectorgate/sign-in", {"return": callback(server)})
    assert status == 200, text
    returned = follow(follow(json.loads(text)["authorize"]))
    assert returned.startswith(callback(server))
    return server.ask(returned.removeprefix(server.url))


def kernel_environment(server: Server) -> dict[str, str]:
    """What the server's children inherit, by the word of the system."""
    kernel = json.loads(server.ask("api/kernels", {"name": "python3"})[1])["id"]
    try:
        end = time.monotonic() + 30
        while not any(
            one["id"] == kernel and one["governed"] for one in server.get("vectorgate/status")["kernels"]
        ):
            assert time.monotonic() < end, "the kernel never showed itself"
            time.sleep(0.1)
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes()
                if f"kernel-{kernel}.json".encode() in command:
                    pairs = (process / "environ").read_bytes().decode().split("\0")
                    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)
            except OSError:
                continue
        raise AssertionError("no kernel process")
    finally:
        server.ask(f"api/kernels/{kernel}", method="DELETE")
