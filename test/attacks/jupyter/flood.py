"""Keeps a broker busy in one way until standard input ends. Says `ready N` when N connections stand.

Arguments: the way, and how many.
"""

import contextlib
import json
import os
import resource
import socket
import sys
import threading
import time

way, count = sys.argv[1], int(sys.argv[2])
path, key = os.environ["VECTORGATE_BROKER"], os.environ["VECTORGATE_BROKER_KEY"]
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
HELLO = json.dumps({"v": 1, "key": key, "op": "hello"}).encode() + b"\n"
TOKEN = json.dumps({"v": 1, "key": key, "op": "token"}).encode() + b"\n"
lines: list[socket.socket] = []


def connect() -> socket.socket | None:
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(5)
    while True:
        try:
            line.connect(path)
        except BlockingIOError:
            time.sleep(0.001)  # the queue before the door is full
        except OSError:
            line.close()
            return None
        else:
            lines.append(line)
            return line


def send(line: socket.socket | None, data: bytes) -> None:
    try:
        if line is not None:
            line.sendall(data)
    except OSError:
        return


def drip() -> None:
    while True:
        for line in lines:
            send(line, b" ")
        time.sleep(0.5)


def storm() -> None:
    while True:
        line = connect()
        send(line, TOKEN)
        if line is not None:
            with contextlib.suppress(OSError):
                line.recv(65536)
            lines.remove(line)
            line.close()


if way == "come and go":
    for _ in range(count):
        line = connect()
        if line is not None:
            lines.remove(line)
            line.close()
elif way == "storm":
    for _ in range(count):
        threading.Thread(target=storm, daemon=True).start()
else:
    for _ in range(count):
        line = connect()
        if way == "half a line":
            send(line, TOKEN[:-20])
        elif way == "never read":
            if line is not None:
                line.settimeout(0.05)
            send(line, HELLO * 2000)
    if way == "drip":
        threading.Thread(target=drip, daemon=True).start()
print("ready", len(lines), flush=True)
sys.stdin.read()
os._exit(0)
