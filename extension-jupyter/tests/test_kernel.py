"""A real IPython kernel with the shim: handshake, session, notices, and healing."""

from __future__ import annotations

import os

import pytest
from conftest import run_python, sign_in
from jupyter_client import KernelManager

from vectorgate_jupyter.broker.broker import shim_folder
from vectorgate_jupyter.server.heal import HEAL_FILE, heal_code, heal_file

GET = "import httpx; status = httpx.get('http://chroma.internal:8000/api/v2/echo').status_code"
NOTICE = 'filter tenant = "acme" added; email partly hidden. Decision 01JD8Z6Q4MX3V7H2K9RBT5WYCN.'


class Kernel:
    def __init__(self, environment: dict[str, str]) -> None:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("VECTORGATE_", "PYTHONPATH"))}
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(env={**clean, **environment})
        self.connect()

    def connect(self) -> None:
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code: str, **options) -> list[dict]:
        """What the cell put out: the contents of its display, stream and error messages."""
        seen = []

        def hook(message: dict) -> None:
            if message["msg_type"] in ("display_data", "stream", "error", "execute_result"):
                seen.append(message["content"])

        self.client.execute_interactive(code, output_hook=hook, timeout=60, **options)
        return seen

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture
def kernel(broker):
    made = Kernel(broker.environment())
    yield made
    made.close()


def session_of(kernel: Kernel) -> str:
    return kernel.run("import os; print(os.environ['VECTORGATE_SESSION'])")[0]["text"].strip()


def test_a_kernel_shows_itself_and_has_a_session_of_its_own(gateway, broker, kernel):
    (registered,) = broker.registry.kernels().values()
    assert registered.kernel in kernel.manager.connection_file
    first = session_of(kernel)
    assert registered.session == first
    kernel.client.stop_channels()
    kernel.manager.restart_kernel(now=True)
    kernel.connect()
    assert session_of(kernel) != first
    assert len(broker.registry.kernels()) == 1


def test_a_notice_is_one_muted_line_once_per_cell_run(gateway, broker, kernel):
    """Invariant 6: what was changed is told, in one line."""
    sign_in(broker.person)
    gateway.notice = NOTICE
    shown = kernel.run(f"for _ in range(5):\n    {GET}")
    assert len(shown) == 1
    assert shown[0]["data"]["text/plain"] == f"VectorGate: {NOTICE}"
    assert "filter tenant = &quot;acme&quot; added" in shown[0]["data"]["text/html"]
    # For front ends that can show the decision; a text without one has none.
    decision = "application/vnd.vectorgate.decision+json"
    assert shown[0]["data"][decision] == {"decision": "01JD8Z6Q4MX3V7H2K9RBT5WYCN"}
    gateway.notice = "email partly hidden. Decision unknown."
    (other,) = kernel.run(GET)
    assert decision not in other["data"]
    gateway.notice = None
    assert kernel.run(GET) == []


def test_many_different_notices_end_in_one_sentence(gateway, broker, kernel):
    sign_in(broker.person)
    shown = kernel.run(
        "from vectorgate_shim.notices import show_notice\nfor n in range(9): show_notice(f'number {n}')"
    )
    assert [one["data"]["text/plain"] for one in shown][:3] == [f"VectorGate: number {n}" for n in range(3)]
    assert len(shown) == 4
    assert "further calls of this run were changed too" in shown[3]["data"]["text/plain"]


def test_outside_of_a_kernel_a_notice_is_a_line_on_standard_error(gateway, broker, run):
    sign_in(broker.person)
    gateway.notice = NOTICE
    done = run(f"{GET}\n{GET}")
    assert done.stderr == f"VectorGate: {NOTICE}\n"
    assert done.stdout == ""


def test_signing_in_opens_a_running_kernel(gateway, broker, kernel):
    assert "401" in kernel.run(f"{GET}; print(status)")[0]["text"]
    sign_in(broker.person)
    assert "200" in kernel.run(f"{GET}; print(status)")[0]["text"]


def test_a_kernel_started_without_our_environment_is_healed(gateway, broker):
    broker.place_file(HEAL_FILE, heal_file(broker.environment(), shim_folder()))
    sign_in(broker.person)
    bare = Kernel({})
    try:
        bare.run("import httpx; client = httpx.Client()")
        assert broker.registry.kernels() == {}
        for _ in range(2):  # the front end sends it on every connection
            assert bare.run(heal_code(str(broker.folder)), silent=True, store_history=False) == []
        assert len(broker.registry.kernels()) == 1
        said = bare.run("print(client.get('http://chroma.internal:8000/api/v2/echo').status_code)")
        assert said[0]["text"].strip() == "200"
        names = bare.run("print([name for name in dir() if 'vector' in name.lower()])")
        assert names[0]["text"].strip() == "[]"
        child = "import subprocess, sys; print(subprocess.run([sys.executable, '-c', "
        told = bare.run(child + f"{GET + '; print(status)'!r}], capture_output=True, text=True).stdout)")
        assert told[0]["text"].strip() == "200"
    finally:
        bare.close()


def test_healing_carries_no_secret_and_does_nothing_elsewhere(broker, tmp_path):
    code = heal_code(str(broker.folder))
    assert broker.key not in code
    assert run_python(heal_code("/nowhere/at/all") + "print('went on')", {}, tmp_path).stdout == "went on\n"
