"""Types lines with Tabs into a real shell on a pseudo-terminal; prints what its line then is, as JSON.

typed_in_shell.py SHELL LINE...: `SHELL` is bash, zsh or fish, and each LINE what somebody types, Tab and all.
"""

import json
import os
import pty
import re
import select
import sys
import time

# Ctrl-X has the shell print its own line between marks: what it made of the words offered.
SHELLS = {
    "bash": (
        ["bash", "--noprofile", "--norc", "-i"],
        "eval \"$(vectorgate completion bash)\"; bind 'set bell-style none'; "
        'bind -x \'"\\C-x": printf "\\n<<%s>>\\n" "$READLINE_LINE"\'; echo rea\'\'dy',
    ),
    "zsh": (
        ["zsh", "-f", "-i"],
        'PS1="$ "; eval "$(vectorgate completion zsh)"; unsetopt beep; '
        "shown() { print -r -- $'\\n'\"<<$BUFFER>>\" }; zle -N shown; bindkey \"^X\" shown; echo rea''dy",
    ),
    "fish": (
        ["fish", "--no-config", "-i"],
        "vectorgate completion fish | source; "
        "bind \\cx 'printf \"\\n<<%s>>\\n\" (commandline)'; echo rea''dy",
    ),
}
LONGEST_WAIT = 30


def main(shell, lines):
    argv, prepare = SHELLS[shell]
    pid, fd = pty.fork()
    if pid == 0:
        os.execvp(argv[0], argv)
    heard = ""

    def until(pattern):
        nonlocal heard
        end = time.monotonic() + LONGEST_WAIT
        while not (found := re.search(pattern, heard, re.S)):
            if time.monotonic() > end:
                raise SystemExit(f"{shell} did not print {pattern} in {LONGEST_WAIT} s: {heard[-2000:]!r}")
            if select.select([fd], [], [], 0.2)[0]:
                try:
                    heard += os.read(fd, 65536).decode("utf-8", "replace")
                except OSError as error:
                    raise SystemExit(f"{shell} ended: {heard[-2000:]!r}") from error
        heard = heard[found.end() :]
        return found

    def quiet():
        """Waits until nothing more is drawn: a shell offers by drawing, and says nothing when it has."""
        nonlocal heard
        while select.select([fd], [], [], 0.3)[0]:
            heard += os.read(fd, 65536).decode("utf-8", "replace")

    os.write(fd, prepare.encode() + b"\n")
    until("ready\r?\n")
    seen = []
    for line in lines:
        quiet()
        os.write(fd, line.encode())
        # The key behind a Tab waits until the words have been offered.
        os.write(fd, b"\x18")
        seen.append(until("<<(.*?)>>").group(1))
        # Ctrl-U: an empty line again.
        os.write(fd, b"\x15")
    print(json.dumps(seen))
    os.close(fd)


main(sys.argv[1], sys.argv[2:])
