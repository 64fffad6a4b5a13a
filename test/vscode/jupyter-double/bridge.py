"""Starts a real kernel and passes cells to it: one JSON object a line, on standard input and output."""

import json
import queue
import sys
import threading

from jupyter_client.manager import KernelManager

OUTPUTS = {"stream", "execute_result", "display_data", "error"}


def say(message: dict) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


class Bridge:
    """One kernel and its client."""

    def __init__(self, kernel_name: str, startup: str) -> None:
        """Start the kernel in the working folder, with this process's environment."""
        self.startup = startup
        self.manager = KernelManager(kernel_name=kernel_name)
        self.manager.start_kernel()
        self.connect()

    def connect(self) -> None:
        """Wait until the kernel answers, and run the startup commands, whose errors nobody hears of."""
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)
        if self.startup:
            self.client.execute(self.startup, silent=False, store_history=False, reply=True, timeout=60)

    def execute(self, request: dict) -> None:
        """Run a cell and say what comes of it."""
        sent = self.client.execute(request["code"])
        while True:
            message = self.client.get_iopub_msg(timeout=None)
            if message["parent_header"].get("msg_id") != sent:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "execute_input":
                say({"id": request["id"], "count": content["execution_count"]})
            elif kind in OUTPUTS:
                say({"id": request["id"], "kind": kind, "content": content})
            elif kind == "status" and content["execution_state"] == "idle":
                break
        reply = self.client.get_shell_msg(timeout=None)
        # A kernel that was slow to start says more than once that it is ready: that answers no cell.
        while reply["parent_header"].get("msg_id") != sent:
            reply = self.client.get_shell_msg(timeout=None)
        say({"id": request["id"], "done": reply["content"]["status"]})


def work(bridge: Bridge, requests: "queue.Queue[dict]") -> None:
    """Answer requests in turn."""
    while True:
        request = requests.get()
        getattr(bridge, request["op"])(request)


def main() -> None:
    """Serve until standard input ends."""
    bridge = Bridge(sys.argv[1], sys.argv[2])
    requests: queue.Queue[dict] = queue.Queue()
    threading.Thread(target=work, args=(bridge, requests), daemon=True).start()
    say({"ready": True})
    try:
        for line in sys.stdin:
            request = json.loads(line)
            if request["op"] == "interrupt":
                bridge.manager.interrupt_kernel()
            else:
                requests.put(request)
    finally:
        bridge.manager.shutdown_kernel(now=True)


main()
