"""Runs one program and prints what it cost, as JSON: ``python launch.py LOG PROGRAM ARGUMENT…``.

A process of its own, which imports next to nothing: the peak memory that the system tells of a
program is never lower than that of the process that started it.
"""

from __future__ import annotations

import json
import os
import sys
import time


def main() -> None:
    log, *command = sys.argv[1:]
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    begun = time.perf_counter()
    child = os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, out, 2)],
    )
    _, status, used = os.wait4(child, 0)
    cost = {
        "status": os.waitstatus_to_exitcode(status),
        "cpu": used.ru_utime + used.ru_stime,
        "wall": time.perf_counter() - begun,
        # Of KiB, but macOS counts bytes.
        "memory": used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024),
    }
    print(json.dumps(cost))


if __name__ == "__main__":
    main()
