"""Becomes another user and asks a broker, as an attacker on this machine would. Prints what came of it."""

import os
import socket
import sys

path, request, user = sys.argv[1], sys.argv[2], int(sys.argv[3])
line = socket.socket(socket.AF_UNIX)
line.settimeout(5)
if user:
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
try:
    line.connect(path)
    line.sendall(request.encode() + b"\n")
    print(line.recv(65536).decode() or "closed without an answer")
except OSError as problem:
    print(type(problem).__name__)
