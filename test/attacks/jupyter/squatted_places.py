"""Lets the shim meet places in which somebody else sits. Prints, as JSON, what the squatter heard in each.

Runs as root, or the other users are left out. Argument: an empty folder of its own.
"""

import json
import os
import socket
import sys
import threading
from pathlib import Path

import vectorgate_shim.broker_client as client

NOBODY = 65534
KEY = "the-key-that-must-not-be-spoken"
ROOT = Path(sys.argv[1])


def squat(path: Path, heard: list[str], as_user: int = 0) -> socket.socket:
    """Listen at a path and answer as a broker does. `as_user`: who the system says that the listener is."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    if as_user:
        os.setresuid(as_user, as_user, 0)
    listener.listen()
    if as_user:
        os.setresuid(0, 0, 0)

    def serve() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with line:
                line.settimeout(2)
                try:
                    heard.append(line.recv(65536).decode())
                    line.sendall(b'{"v":1,"ok":true,"token":"theirs","expires":9e9}\n')
                except OSError:
                    continue

    threading.Thread(target=serve, daemon=True).start()
    return listener


def attempt(name: str, prepare) -> dict:
    """`prepare(folder, heard)` makes a place and gives the path at which the shim looks for its broker."""
    folder = ROOT / f"place-{len(os.listdir(ROOT))}"
    folder.mkdir(mode=0o700)
    heard: list[str] = []
    os.environ["VECTORGATE_BROKER"] = str(prepare(folder, heard))
    os.environ["VECTORGATE_BROKER_KEY"] = KEY
    try:
        told = "believed" if client.ask("token", 2).get("token") == "theirs" else "answered"
    except client.BrokerGone as problem:
        told = str(problem)
    return {"name": name, "heard": any(KEY in one for one in heard), "told": told}


def own(folder, heard):
    squat(folder / "b.sock", heard)
    return folder / "b.sock"


def others_socket(folder, heard):
    path = own(folder, heard)
    os.chown(path, NOBODY, NOBODY)
    return path


def others_folder(folder, heard):
    path = own(folder, heard)
    os.chown(folder, NOBODY, NOBODY)
    return path


def others_process(folder, heard):
    squat(folder / "b.sock", heard, NOBODY)
    return folder / "b.sock"


def mode(bits):
    def prepare(folder, heard):
        path = own(folder, heard)
        folder.chmod(bits)
        return path

    return prepare


def linked_folder(folder, heard):
    real = folder / "real"
    real.mkdir(mode=0o700)
    own(real, heard)
    (folder / "link").symlink_to(real)
    return folder / "link" / "b.sock"


def linked_socket(folder, heard):
    own(folder, heard)
    (folder / "link.sock").symlink_to(folder / "b.sock")
    return folder / "link.sock"


def dangling(folder, heard):
    (folder / "link.sock").symlink_to(folder / "nothing")
    return folder / "link.sock"


def plain_file(folder, heard):
    (folder / "b.sock").write_text("")
    return folder / "b.sock"


def fifo(folder, heard):
    os.mkfifo(folder / "b.sock")
    return folder / "b.sock"


def place_is_folder(folder, heard):
    (folder / "b.sock").mkdir()
    return folder / "b.sock"


def in_temporary(folder, heard):
    """Straight in a shared place, as /tmp is."""
    folder.chmod(0o1777)
    return own(folder, heard)


attempts = {
    "a folder that everybody may list": mode(0o755),
    "a folder that the group may enter": mode(0o710),
    "a folder that everybody may write": mode(0o777),
    "a shared folder with the sticky bit": in_temporary,
    "a link in the folder's place": linked_folder,
    "a link in the socket's place": linked_socket,
    "a link that leads nowhere": dangling,
    "a plain file in the socket's place": plain_file,
    "a pipe in the socket's place": fifo,
    "a folder in the socket's place": place_is_folder,
    "no path": lambda folder, heard: "",
}
if os.getuid() == 0:
    attempts |= {
        "a folder that another user made first": others_folder,
        "a socket that another user made first": others_socket,
        "another user's process behind a socket of ours": others_process,
    }
print(
    json.dumps(
        {
            "control": attempt("our own broker", own),
            "attempts": [attempt(name, prepare) for name, prepare in attempts.items()],
        }
    )
)
