"""What the kernel shim costs, beside OpenTelemetry's instrumentation of the same client.

    .vectorgate/venv/bin/python test/bench/shim.py [--rounds 15] [--calls 300] [--starts 15] [--clients grpc]

Every variant is a process of its own; rounds are interleaved in a new order each time, and the tables show
medians of the differences to the plain client in the same round. OpenTelemetry's packages are installed from
PyPI into a temporary folder, pinned. What is measured is the client's thread: the same server answers all.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "extension-jupyter"))

from vectorgate_jupyter.broker.broker import Broker  # noqa: E402 (found by its place in this tree)

PEERS = [
    "opentelemetry-instrumentation-httpx==0.66b2",
    "opentelemetry-instrumentation==0.66b2",
    "opentelemetry-util-http==0.66b2",
    "wrapt==1.17.3",
]
"""Beside opentelemetry-api and -sdk, which chromadb brings."""
CLIENTS = {
    "httpx": ["shim", "shim, another address", "opentelemetry", "opentelemetry, recording"],
    "chromadb": ["shim", "opentelemetry, recording", "chromadb's own tracing"],
    "grpc": ["shim", "shim, another address"],
    "grpc.aio": ["shim", "shim, another address"],
}
SERVERS = {"httpx": "shim_server.py", "grpc": "shim_grpc_server.py"}
"""Programs that answer, and the first client that asks them."""


class SignedIn:
    """A person to the broker, whose token is good for the whole run."""

    def __init__(self, server: str) -> None:
        self.gateway = server
        self.signed_in = True
        self.discovery = self
        self._governed = [{"name": "chroma.internal:8000", "connection": "bench", "store": "chroma"}]

    def get(self) -> dict:
        return {"dataPlane": self.gateway, "governed": self._governed}

    def access_token(self, refused: str | None = None) -> tuple[str, float]:
        # As long as the gateway's tokens are.
        return "e" * 900, time.time() + 3600


class Worker:
    """One variant's process, which waits until it is told to make calls."""

    def __init__(self, client: str, variant: str, server: str, environment: dict[str, str]) -> None:
        self.variant = variant
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "shim_worker.py"), client, variant, server],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if self._process.stdout.readline() != "ready\n":
            raise RuntimeError(f"{client}, {variant}: did not start")

    def run(self, calls: int) -> tuple[float, float]:
        self._process.stdin.write(f"{calls}\n")
        self._process.stdin.flush()
        wall, processor = self._process.stdout.readline().split()
        return float(wall), float(processor)

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(30)


def calls(client: str, server: str, environments: dict[str, dict[str, str]], rounds: int, count: int) -> None:
    variants = ["plain", *CLIENTS[client]]
    workers = [Worker(client, one, server, environments[one.partition(",")[0]]) for one in variants]
    seen: dict[str, list[tuple[float, float]]] = {one: [] for one in variants}
    try:
        for _ in range(rounds):
            for worker in random.sample(workers, len(workers)):
                seen[worker.variant].append(worker.run(count))
    finally:
        for worker in workers:
            worker.close()
    base = seen["plain"]
    print(f"\n{client}: one query, microseconds ({rounds} rounds of {count} calls)\n")
    print("| variant | a call, wall | a call, processor | more than plain, wall | more, processor |")
    print("|---|---:|---:|---:|---:|")
    for variant in variants:
        cells = [f"{median(one[n] for one in seen[variant]):.0f}" for n in (0, 1)]
        more = [
            f"{median(one[n] - plain[n] for one, plain in zip(seen[variant], base, strict=True)):.0f}"
            for n in (0, 1)
        ]
        print(f"| {variant} | {' | '.join(cells + (['', ''] if variant == 'plain' else more))} |")


STARTS = {
    "an empty program": {"plain": "pass", "shim": "pass"},
    "a kernel's arguments (says hello)": {"plain": "pass", "shim": "pass"},
    "import grpc": {"plain": "import grpc._channel", "shim": "import grpc._channel"},
    "import httpx": {
        "plain": "import httpx",
        "shim": "import httpx",
        "opentelemetry": "from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor as I\n"
        "I().instrument()\nimport httpx",
    },
}


def starts(environments: dict[str, dict[str, str]], rounds: int) -> None:
    print(f"\nstarting a Python, milliseconds ({rounds} rounds)\n")
    print("| program | variant | wall | processor | more than plain, wall | more, processor |")
    print("|---|---|---:|---:|---:|---:|")
    for about, programs in STARTS.items():
        arguments = ["-f", "kernel-0123.json"] if "kernel" in about else []
        seen: dict[str, list[tuple[float, float]]] = {one: [] for one in programs}
        for number in range(rounds + 1):
            for variant in random.sample(list(programs), len(programs)):
                command = [sys.executable, "-c", programs[variant], *arguments]
                measured = start(command, environments[variant])
                if number > 0:  # the first round fills the caches
                    seen[variant].append(measured)
        for variant, found in seen.items():
            cells = [f"{median(one[n] for one in found):.1f}" for n in (0, 1)]
            more = [
                f"{median(one[n] - plain[n] for one, plain in zip(found, seen['plain'], strict=True)):.1f}"
                for n in (0, 1)
            ]
            shown = cells + (["", ""] if variant == "plain" else more)
            print(f"| {about} | {variant} | {' | '.join(shown)} |")


def start(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Wall and processor time of a program, in milliseconds."""
    began = time.perf_counter()
    number = os.spawnve(os.P_NOWAIT, command[0], command, environment)
    _, status, used = os.wait4(number, 0)
    if status != 0:
        raise RuntimeError(f"{command} ended with {status}")
    return (time.perf_counter() - began) * 1000, (used.ru_utime + used.ru_stime) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description="What the kernel shim costs.")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--calls", type=int, default=300)
    parser.add_argument("--starts", type=int, default=15)
    parser.add_argument("--clients", nargs="*", default=list(CLIENTS))
    options = parser.parse_args()
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("VECTORGATE_", "PYTHONPATH"))}
    clean |= {"ANONYMIZED_TELEMETRY": "False", "NO_PROXY": "*"}
    with tempfile.TemporaryDirectory(prefix="vectorgate-bench-") as folder, ExitStack() as ending:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--target", folder, *PEERS], check=True)
        if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
            os.sched_setaffinity(0, {0})
        address, environments = "", {}
        for client in CLIENTS:
            if client in SERVERS:
                address = ending.enter_context(served(SERVERS[client], clean))
                broker = ending.enter_context(closing(Broker(SignedIn(address))))
                environments = {
                    "plain": clean,
                    "shim": {**clean, **broker.environment()},
                    "opentelemetry": {**clean, "PYTHONPATH": folder},
                    "chromadb's own tracing": clean,
                }
            if client in options.clients:
                calls(client, address, environments, options.rounds, options.calls)
        if options.starts:
            starts(environments, options.starts)


@contextmanager
def served(program: str, environment: dict[str, str]) -> Iterator[str]:
    """The address of a server that runs meanwhile, on a processor of its own where there are two."""
    server = subprocess.Popen(
        [sys.executable, str(HERE / program)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
            os.sched_setaffinity(server.pid, {1})
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
    finally:
        server.stdin.close()
        server.wait(10)


if __name__ == "__main__":
    main()
