"""Runs the calls of a file as notebook cells, in one real kernel for each person.

Reads from standard input: {"calls": file beside this one, "people": [{"name", "environment", "variables"}]}.
Writes JSON lines: {"person", "call", "value", "shown"} or {"person", "call", "error": {"name", "text"}};
"shown" is what stood under the cell.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_core.paths import jupyter_runtime_dir
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

CELL_SECONDS = 120

# Runs unseen after a call: makes its result readable for the table.
TELL = """
import json as _json
print(_json.dumps(result, default=lambda value: value.tolist() if hasattr(value, "tolist") else str(value)))
"""


def cells_of(path: Path) -> list[tuple[str, str]]:
    """Name and source of each cell."""
    cells: list[tuple[str, str]] = []
    for part in path.read_text(encoding="utf-8").split("\n# %% ")[1:]:
        name, _, source = part.partition("\n")
        cells.append((name.strip(), source.strip()))
    return cells


def shown_under(cell: nbformat.NotebookNode) -> str:
    texts = []
    for output in cell.outputs:
        if output.output_type == "stream":
            texts.append(output.text)
        elif output.output_type in ("display_data", "execute_result"):
            texts.append(output.data.get("text/plain", ""))
    return "\n".join(texts)


class Kernel:
    """One person's kernel."""

    def __init__(self, person: dict) -> None:
        self.name = person["name"]
        self._person = person
        notebook = nbformat.v4.new_notebook()
        # Sockets in a folder of our own instead of ports, where anybody on the machine could listen.
        sockets = Path(jupyter_runtime_dir(), f"{self.name}.json")
        self._manager = AsyncKernelManager(
            kernel_name="python3", transport="ipc", connection_file=str(sockets)
        )
        self._client = NotebookClient(notebook, km=self._manager, timeout=CELL_SECONDS)

    async def start(self) -> None:
        environment = {**os.environ, **self._person["environment"]}
        await self._client.async_start_new_kernel(env=environment)
        await self._client.async_start_new_kernel_client()
        variables = "\n".join(f"{name} = {value!r}" for name, value in self._person["variables"].items())
        await self._run(variables)

    async def call(self, name: str, source: str) -> dict:
        told = {"person": self.name, "call": name}
        try:
            cell = await self._run(source)
            if name == "setup":
                return told
            told["shown"] = shown_under(cell)
            value = await self._run(TELL)
            return {**told, "value": json.loads(shown_under(value))}
        except CellExecutionError as error:
            return {**told, "error": {"name": error.ename, "text": error.evalue}}

    async def stop(self) -> None:
        if self._client.kc is not None:
            self._client.kc.stop_channels()
        if self._manager.has_kernel:
            await self._manager.shutdown_kernel(now=True)

    async def _run(self, source: str) -> nbformat.NotebookNode:
        cell = nbformat.v4.new_code_cell(source)
        self._client.nb.cells.append(cell)
        return await self._client.async_execute_cell(cell, len(self._client.nb.cells) - 1)


async def main() -> None:
    asked = json.load(sys.stdin)
    kernels = [Kernel(person) for person in asked["people"]]
    try:
        await asyncio.gather(*(kernel.start() for kernel in kernels))
        for name, source in cells_of(Path(__file__).with_name(asked["calls"])):
            for told in await asyncio.gather(*(kernel.call(name, source) for kernel in kernels)):
                if name == "setup" and "error" in told:
                    sys.exit(f"{told['person']}: setting up failed: {told['error']}")
                if name != "setup":
                    print(json.dumps(told), flush=True)
    finally:
        await asyncio.gather(*(kernel.stop() for kernel in kernels))


if __name__ == "__main__":
    asyncio.run(main())
